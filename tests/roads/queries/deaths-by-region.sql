-- How many people were killed in each region?
-- The sum of the months listed, by region. All figures are made up.
-- & analyst 1
-- :year (years.year) a year, such as 2021
-- @regions
SELECT region_id, sum(killed) AS killed, sum(injured) AS injured
FROM months
WHERE :year = '' OR CAST(substr(month, 1, 4) AS INTEGER) = CAST(:year AS INTEGER)
GROUP BY region_id
ORDER BY killed DESC
