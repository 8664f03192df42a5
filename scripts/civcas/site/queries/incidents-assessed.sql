-- Incidents by the Coalition's assessment
-- How many incidents the package lists by country, year, status and basis of the status, with the deaths that the Coalition and
-- Airwars gave for them. Both count the same people. The list is not complete.
-- & analyst 35
-- @incidents
SELECT
  i.country, substr(i.first_day, 1, 4) AS year, i.status, i.status_basis, count(*) AS incidents, sum(i.killed) AS killed_coalition,
  sum(a.killed_min) AS killed_airwars_minimum, sum(a.killed_max) AS killed_airwars_maximum
FROM incidents AS i
LEFT JOIN allegations AS a ON a.allegation_id = 'airwars-' || lower(i.airwars_code)
GROUP BY i.country, year, i.status, i.status_basis
ORDER BY i.country, year, i.status, i.status_basis
