-- Incidents with coordinates
-- Every incident with known coordinates, with what the Coalition found, the deaths that it and Airwars gave, and how exact the point
-- is. Several incidents may have the same point, such as the centre of a city.
-- & analyst 36
-- :first_month (month) the first month, such as 2017-03
-- :last_month (month) the last month, such as 2017-03
-- :country {incidents.country}
-- :status {incidents.status}
-- @incidents
SELECT
  i.incident_id, i.first_day, i.last_day, i.place_as_reported AS place, i.country, i.status, i.killed, i.injured,
  a.killed_min AS airwars_killed_min, a.killed_max AS airwars_killed_max, i.coordinates_precision, i.latitude, i.longitude
FROM incidents AS i
LEFT JOIN allegations AS a ON a.allegation_id = 'airwars-' || lower(i.airwars_code)
WHERE i.latitude IS NOT NULL AND i.longitude IS NOT NULL
  AND (:status = '' OR i.status = :status) AND (:country = '' OR i.country = :country)
  AND (:first_month = '' OR substr(i.first_day, 1, 7) >= :first_month)
  AND (:last_month = '' OR substr(i.first_day, 1, 7) <= :last_month)
ORDER BY i.first_day, i.incident_id
