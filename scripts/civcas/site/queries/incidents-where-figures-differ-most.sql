-- Incidents where the Coalition and Airwars differ most
-- Incidents for which both gave a number of civilians killed. First come those where the Coalition's number is farthest from Airwars'
-- range: negative below its minimum, positive above its maximum, 0 inside. Both count the same people, so never add them.
-- & reporter 6
-- :status the Coalition's assessment: {incidents.status}
-- @incidents
SELECT
  i.incident_id, i.first_day, i.place_as_reported, i.country, i.killed, a.killed_min AS airwars_killed_min,
  a.killed_max AS airwars_killed_max,
  CASE
    WHEN i.killed < a.killed_min THEN i.killed - a.killed_min
    WHEN i.killed > a.killed_max THEN i.killed - a.killed_max
    ELSE 0
  END AS outside_range,
  a.grading AS airwars_grading, i.release_id, i.notes
FROM incidents AS i
JOIN allegations AS a ON a.allegation_id = 'airwars-' || lower(i.airwars_code)
WHERE i.killed IS NOT NULL AND a.killed_min IS NOT NULL AND a.killed_max IS NOT NULL
  AND i.status = coalesce(nullif(:status, ''), 'credible')
ORDER BY abs(outside_range) DESC, i.first_day, i.incident_id
