-- How long after a month its release appeared
-- Days from the end of the period of each monthly release to its publication, where the day of it is known, beside the reports
-- open at the end.
-- @releases
SELECT
  release_id, period_end, published_on, CAST(julianday(published_on) - julianday(period_end) AS INTEGER) AS days, open_at_end
FROM releases
WHERE release_type = 'monthly' AND published_precision = 'day' AND period_end IS NOT NULL
ORDER BY period_end, release_id
