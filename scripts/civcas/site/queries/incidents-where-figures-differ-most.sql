-- Incidents where the Coalition and Airwars differ most
-- Incidents for which both gave a number of civilians killed. First come those where the Coalition's number is farthest from Airwars'
-- range: negative below its minimum, positive above its maximum, 0 inside. Both count the same people, so never add them.
-- :status the Coalition's assessment: {incidents.status}
-- @incidents
SELECT
  incident_id, first_day, place_as_reported, country, killed, airwars_killed_min, airwars_killed_max,
  CASE
    WHEN killed < airwars_killed_min THEN killed - airwars_killed_min
    WHEN killed > airwars_killed_max THEN killed - airwars_killed_max
    ELSE 0
  END AS outside_range,
  airwars_grading, release_id, notes
FROM incidents
WHERE killed IS NOT NULL AND airwars_killed_min IS NOT NULL AND airwars_killed_max IS NOT NULL
  AND status = coalesce(nullif(:status, ''), 'credible')
ORDER BY abs(outside_range) DESC, first_day, incident_id
