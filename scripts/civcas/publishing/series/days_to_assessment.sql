-- Days from an incident to its assessment
-- One row is one incident whose assessment has a day: that of the release that states it or, without one, the first official statement
-- that has the same status. A release may repeat an assessment that was published before.
-- - incident_id string: The incident.
-- - last_day date: Its last day.
-- - status string: The Coalition's assessment.
-- - assessed_on date: Day of the release or statement.
-- - days integer: Days from the last day of the incident to that day.
-- - day_of string: release or statement: which of the two the day is of.
WITH stated AS (
  SELECT incident_id, status, min(stated_on) AS stated_on
  FROM assessments
  WHERE stated_on IS NOT NULL
  GROUP BY incident_id, status
),
days AS (
  SELECT
    i.incident_id, i.last_day, i.status,
    CASE WHEN r.published_precision = 'day' THEN r.published_on ELSE s.stated_on END AS assessed_on,
    CASE WHEN r.published_precision = 'day' THEN 'release' ELSE 'statement' END AS day_of
  FROM incidents AS i
  LEFT JOIN releases AS r USING (release_id)
  LEFT JOIN stated AS s USING (incident_id, status)
)
SELECT
  incident_id, last_day, status, assessed_on, CAST(julianday(assessed_on) - julianday(last_day) AS INTEGER) AS days, day_of
FROM days
WHERE assessed_on IS NOT NULL
ORDER BY last_day, incident_id
