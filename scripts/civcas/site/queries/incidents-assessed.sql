-- Incidents by the Coalition's assessment
-- How many incidents the package lists by country, year, status and basis of the status, with the deaths that the Coalition and
-- Airwars gave for them. Both count the same people. The list is not complete.
-- @incidents
SELECT
  country, substr(first_day, 1, 4) AS year, status, status_basis, count(*) AS incidents, sum(killed) AS killed_coalition,
  sum(airwars_killed_min) AS killed_airwars_minimum, sum(airwars_killed_max) AS killed_airwars_maximum
FROM incidents
GROUP BY country, year, status, status_basis
ORDER BY country, year, status, status_basis
