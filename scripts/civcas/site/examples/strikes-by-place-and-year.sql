-- Strikes near each place, by year
SELECT place_id, substr(first_day, 1, 4) AS year, sum(strikes) AS strikes, count(*) AS records
FROM strikes
WHERE first_day IS NOT NULL
GROUP BY place_id, year
ORDER BY strikes DESC
LIMIT 50
