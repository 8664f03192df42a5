-- What each party says
-- One row is one figure of civilians, or people, killed or injured that one party gives for an event, a place or a group of events:
-- the Coalition and its members (incidents, and assessments that a copy of Airwars' records has), monitors (allegations), and all who
-- made an estimate for a place. They count the same people, so never add them.
-- - party string: Who gives the figure.
-- - measure string: What is counted.
-- - low integer: The lowest figure that the party gives.
-- - high integer: The highest figure. The same as low, if there is one figure. Empty for at least.
-- - first_day string: First day that the figure covers; the month or year, if only that is known.
-- - last_day string: Last day that the figure covers, in the same way.
-- - country string: Iraq, Syria or both.
-- - place string: The place, in the words of the record.
-- - attributed_to string: Whom the party holds responsible.
-- - status string: The assessment, if it is a statement of the Coalition or a member.
-- - stated_on string: Day on which the figure was published; the month or year, if only that is known.
-- - table_name string: The table that has the record.
-- - record_id string: The record.
-- - source_id string: Its main source.
-- - notes string: Its notes.
WITH figures AS (
  SELECT incident_id, 'civilians_killed' AS measure, killed AS figure FROM incidents WHERE killed IS NOT NULL
  UNION ALL
  SELECT incident_id, 'civilians_injured', injured FROM incidents WHERE injured IS NOT NULL
),
ranges AS (
  SELECT allegation_id, 'civilians_killed' AS measure, killed_min AS low, killed_max AS high FROM allegations
  WHERE killed_max IS NOT NULL
  UNION ALL
  SELECT allegation_id, 'civilians_injured', injured_min, injured_max FROM allegations WHERE injured_max IS NOT NULL
),
conceded AS (
  SELECT assessment_id, 'civilians_killed' AS measure, killed_min AS low, killed_max AS high FROM assessments
  WHERE killed_max IS NOT NULL
  UNION ALL
  SELECT assessment_id, 'civilians_injured', injured_min, injured_max FROM assessments WHERE injured_max IS NOT NULL
)
SELECT
  CASE i.status_basis WHEN 'nation_statement' THEN i.nation ELSE 'Coalition' END AS party, f.measure, f.figure AS low,
  f.figure AS high, i.first_day, i.last_day, i.country, i.place_as_reported AS place, NULL AS attributed_to, i.status,
  r.published_on AS stated_on, 'incidents' AS table_name, i.incident_id AS record_id, i.source_id, i.notes
FROM figures AS f JOIN incidents AS i USING (incident_id) LEFT JOIN releases AS r USING (release_id)
UNION ALL
SELECT
  s.stated_by, c.measure, c.low, c.high, coalesce(i.first_day, a.first_day), coalesce(i.last_day, a.last_day),
  coalesce(i.country, a.country), coalesce(i.place_as_reported, a.place_as_reported), NULL, s.status, s.stated_on, 'assessments',
  s.assessment_id, s.source_id,
  coalesce(
    s.notes,
    CASE WHEN s.status NOT IN ('credible', 'open') THEN 'The figures may be of another statement than the status: see the known issues.' END
  )
FROM conceded AS c JOIN assessments AS s ON s.assessment_id = c.assessment_id AND s.allegation_id IS NOT NULL
LEFT JOIN incidents AS i USING (incident_id) LEFT JOIN allegations AS a ON a.allegation_id = s.allegation_id
UNION ALL
SELECT
  o.name, r.measure, r.low, r.high, a.first_day, a.last_day, a.country, a.place_as_reported, a.belligerents, NULL, NULL,
  'allegations', a.allegation_id, a.source_id, a.notes
FROM ranges AS r JOIN allegations AS a USING (allegation_id) JOIN organisations AS o USING (organisation_id)
UNION ALL
SELECT
  o.name, e.measure, coalesce(e.low, e.best), coalesce(e.high, e.best), substr(e.period_start, 1, CASE e.start_precision WHEN 'day' THEN 10 WHEN 'month' THEN 7 ELSE 4 END),
  substr(e.period_end, 1, CASE e.end_precision WHEN 'day' THEN 10 WHEN 'month' THEN 7 ELSE 4 END), e.country, e.place,
  e.attributed_to, NULL,
  substr(e.published_on, 1, CASE e.published_precision WHEN 'day' THEN 10 WHEN 'month' THEN 7 ELSE 4 END), 'estimates', e.estimate_id, e.source_id, e.notes
FROM estimates AS e JOIN organisations AS o USING (organisation_id)
WHERE e.place IS NOT NULL AND e.measure <> 'incidents'
