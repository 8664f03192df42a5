-- How long after a month its release appeared
-- Days from the end of the period of each monthly release to its publication, if the day is known, and the number of reports open
-- at the end of the period.
-- & analyst 40
-- @releases
SELECT
  release_id, period_end, published_on, CAST(julianday(published_on) - julianday(period_end) AS INTEGER) AS days, open_at_end
FROM releases
WHERE release_type = 'monthly' AND published_precision = 'day' AND period_end IS NOT NULL
ORDER BY period_end, release_id
