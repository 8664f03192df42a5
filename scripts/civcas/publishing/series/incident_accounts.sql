-- Accounts of an incident
-- One row is one incident with the figures of each party side by side. They count the same people, so never add them.
-- - incident_id string: The incident.
-- - first_day date: Its first day.
-- - country string: Iraq or Syria.
-- - place string: The place, in its usual English spelling.
-- - status string: The Coalition's assessment.
-- - status_basis string: How the assessment is known.
-- - coalition_killed integer: Civilians killed according to the Coalition.
-- - coalition_injured integer: Civilians injured according to the Coalition.
-- - airwars_code string: Airwars' code.
-- - airwars_grading string: How Airwars grades the reporting.
-- - airwars_killed_min integer: Civilians killed in the reports that Airwars gathered, lowest number.
-- - airwars_killed_max integer: Highest number.
-- - ucdp_killed integer: Civilian deaths in UCDP's events that are this incident.
-- - statements integer: Official statements on the incident in the table of assessments.
-- - first_stated date: Day of the first of them, if known.
-- - last_stated date: Day of the last of them, if known.
-- - reason string: Reason of the last statement with a status, if one is given.
SELECT
  i.incident_id, i.first_day, i.country, p.name AS place, i.status, i.status_basis, i.killed AS coalition_killed,
  i.injured AS coalition_injured, i.airwars_code, a.grading AS airwars_grading,
  a.killed_min AS airwars_killed_min, a.killed_max AS airwars_killed_max,
  (
    SELECT sum(u.killed_max) FROM allegations AS u WHERE u.incident_id = i.incident_id AND u.organisation_id = 'ucdp'
  ) AS ucdp_killed,
  count(s.assessment_id) AS statements, min(s.stated_on) AS first_stated, max(s.stated_on) AS last_stated,
  (
    SELECT l.reason FROM assessments AS l
    WHERE l.incident_id = i.incident_id AND l.status IS NOT NULL
    ORDER BY l.stated_on DESC, l.assessment_id
    LIMIT 1
  ) AS reason
FROM incidents AS i
JOIN places AS p USING (place_id)
LEFT JOIN allegations AS a ON a.allegation_id = 'airwars-' || lower(i.airwars_code)
LEFT JOIN assessments AS s ON s.incident_id = i.incident_id
GROUP BY i.incident_id
ORDER BY i.first_day, i.incident_id
