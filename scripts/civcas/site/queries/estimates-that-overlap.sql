-- Estimates that overlap
-- For one estimate, or for all of an organisation, the other estimates that can count the same people: they have the same measure or
-- one that includes it, and share a period, a country and a party. Do not add any of them. The column of places says whether both
-- name the same place in words. Raqqa and Tabqa, for instance, do not, but are in one governorate. The last column is the package's
-- own note on the overlap.
-- & checker 53
-- :estimate_or_organisation (estimates) the id of an estimate, or of an organisation for all its estimates
-- @estimates estimate_or_organisation={estimate_id} Estimates that overlap with this one
-- @organisations?estimates estimate_or_organisation={organisation_id} Estimates that overlap with its own
WITH scopes AS (
  SELECT
    *, coalesce(period_start, '2014-01-01') AS first,
    coalesce(
      CASE end_precision
        WHEN 'year' THEN date(period_end, '+1 year', '-1 day') WHEN 'month' THEN date(period_end, '+1 month', '-1 day')
        ELSE period_end
      END, published_on, '9999-12-31'
    ) AS last,
    -- Two figures count different people only if each names one party alone, and not the same one.
    CASE WHEN attributed_to GLOB 'Coalition (*' OR attributed_to = 'Iraqi forces' THEN attributed_to ELSE 'any' END AS party
  FROM estimates
),
contained (part, whole) AS (
  VALUES
    ('children_killed', 'civilians_killed'), ('women_killed', 'civilians_killed'), ('civilians_killed', 'people_killed'),
    ('children_killed', 'people_killed'), ('women_killed', 'people_killed'), ('civilians_killed', 'civilians_killed_or_injured'),
    ('children_killed', 'civilians_killed_or_injured'), ('women_killed', 'civilians_killed_or_injured'),
    ('civilians_injured', 'civilians_killed_or_injured')
)
SELECT
  o.estimate_id, o.organisation_id, o.measure, o.attributed_to,
  substr(o.period_start, 1, CASE o.start_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS period_start,
  substr(o.period_end, 1, CASE o.end_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS period_end,
  o.country,
  o.place,
  CASE
    WHEN o.place IS NULL OR e.place IS NULL OR instr(lower(o.place), lower(e.place)) OR instr(lower(e.place), lower(o.place))
    THEN 'one contains the other'
    ELSE 'judge by their words'
  END AS places,
  o.low, o.best, o.high, e.estimate_id AS estimate, e.overlaps
FROM scopes AS e JOIN scopes AS o
  ON o.estimate_id <> e.estimate_id AND o.first <= e.last AND o.last >= e.first
  AND (o.country = e.country OR 'both' IN (o.country, e.country))
  AND (o.measure = e.measure OR (e.measure, o.measure) IN contained OR (o.measure, e.measure) IN contained)
  AND (o.party = e.party OR o.party = 'any' OR e.party = 'any')
WHERE coalesce(nullif(:estimate_or_organisation, ''), 'hrw') IN (e.estimate_id, e.organisation_id)
ORDER BY e.estimate_id, places DESC, o.organisation_id, o.period_start, o.period_end, o.estimate_id
