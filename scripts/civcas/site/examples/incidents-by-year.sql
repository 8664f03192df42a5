-- Credible incidents and the people killed in them, by year
SELECT
  substr(first_day, 1, 4) AS year, count(*) AS credible_incidents, sum(killed) AS killed, count(killed) AS with_a_figure
FROM incidents
WHERE status = 'credible'
GROUP BY year
ORDER BY year
