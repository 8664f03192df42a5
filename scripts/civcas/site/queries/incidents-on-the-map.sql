-- Incidents with coordinates
-- Every incident with known coordinates, with what the Coalition found, the deaths that it and Airwars gave, and how exact the point
-- is. Several incidents may have the same point, such as the centre of a city.
-- :first_month (month) the first month, such as 2017-03
-- :last_month (month) the last month, such as 2017-03
-- :country {incidents.country}
-- :status {incidents.status}
-- @incidents
SELECT
  incident_id, first_day, place_as_reported AS place, country, status, killed, injured, airwars_killed_min, airwars_killed_max,
  coordinates_precision, latitude, longitude
FROM incidents
WHERE latitude IS NOT NULL AND longitude IS NOT NULL
  AND (:status = '' OR status = :status) AND (:country = '' OR country = :country)
  AND (:first_month = '' OR substr(first_day, 1, 7) >= :first_month)
  AND (:last_month = '' OR substr(first_day, 1, 7) <= :last_month)
ORDER BY first_day, incident_id
