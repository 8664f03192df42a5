-- Incidents near a place
-- Incidents that the sources put within a distance of the place's point, and those of the place without coordinates of their own
-- (empty kilometres). The point stands for the town and many incidents are placed at the middle of one: see their precision. The
-- Coalition's figure and Airwars' range count the same people.
-- :place_id (places) a place, by its key, such as hatra
-- :kilometres the distance from the place's point
-- @places place_id={place_id} Incidents near this place
-- @incidents place_id={place_id} Incidents near this place
WITH asked AS (
  SELECT place_id, latitude, longitude, CAST(coalesce(nullif(:kilometres, ''), '10') AS REAL) AS distance
  FROM places WHERE place_id = coalesce(nullif(:place_id, ''), 'raqqa')
),
measured AS (
  SELECT i.*, asked.distance, round(kilometres(asked.latitude, asked.longitude, i.latitude, i.longitude), 1) AS kilometres
  FROM asked JOIN incidents AS i
    -- A degree of latitude is 111 km: this only spares far rows the arithmetic.
    ON i.place_id = asked.place_id OR abs(i.latitude - asked.latitude) <= asked.distance / 100
)
SELECT
  kilometres, incident_id, first_day, place_as_reported, status, killed, injured, airwars_killed_min, airwars_killed_max,
  coordinates_precision, release_id
FROM measured
WHERE kilometres <= distance OR kilometres IS NULL
ORDER BY kilometres IS NULL, kilometres, first_day, incident_id
