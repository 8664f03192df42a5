-- Incidents near a place
-- Incidents within a distance of a place's point, and incidents at the place that have no coordinates, for which kilometres is empty. The point
-- is that of the town, and many incidents are placed at the centre of a town: see their precision. The Coalition's figure and
-- Airwars' range count the same people.
-- & reporter 3
-- :place_id (places) a place, such as hatra
-- :kilometres (distance) the distance from the place's point
-- @places place_id={place_id} Incidents near this place
-- @incidents place_id={place_id} Incidents near this place
WITH place AS (
  SELECT
    place_id, latitude, longitude, CAST(coalesce(nullif(:kilometres, ''), '10') AS REAL) AS distance,
    latitude * 0.0174533 AS radians
  FROM places WHERE place_id = coalesce(nullif(:place_id, ''), 'raqqa')
),
-- Not every SQLite has sin() and sqrt(). On a flat map, with a series for the cosine, the error is below 1 % up to 100 km.
offsets AS MATERIALIZED (
  SELECT
    i.*, a.distance, abs(i.latitude - a.latitude) * 111.19 AS north,
    abs(i.longitude - a.longitude) * 111.19 * (1 - square / 2 + square * square / 24 - square * square * square / 720) AS east
  FROM (SELECT *, radians * radians AS square FROM place) AS a JOIN incidents AS i
    ON i.place_id = a.place_id OR abs(i.latitude - a.latitude) <= a.distance / 100  -- a degree is 111 km
),
-- The square root, by one step of Newton's method from a guess that is within 4 %.
guesses AS MATERIALIZED (SELECT *, 0.96 * max(north, east) + 0.4 * min(north, east) AS guess FROM offsets),
measured AS MATERIALIZED (
  SELECT
    *, CASE guess WHEN 0 THEN 0.0 ELSE round((guess + (north * north + east * east) / guess) / 2, 1) END AS kilometres
  FROM guesses
)
SELECT
  i.kilometres, i.incident_id, i.first_day, i.place_as_reported, i.status, i.killed, i.injured, a.killed_min AS airwars_killed_min,
  a.killed_max AS airwars_killed_max, i.coordinates_precision, i.release_id
FROM measured AS i
LEFT JOIN allegations AS a ON a.allegation_id = 'airwars-' || lower(i.airwars_code)
WHERE i.kilometres <= i.distance OR i.kilometres IS NULL
ORDER BY i.kilometres IS NULL, i.kilometres, i.first_day, i.incident_id
