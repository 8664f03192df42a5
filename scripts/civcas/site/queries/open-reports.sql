-- Reports received, completed and open, month by month
-- The reports received, how they were assessed and how many were open at the end of each month, as the Coalition stated it, and the
-- percentage of completed reports that it found credible. An empty value means that no source that was read states it.
-- @releases
SELECT
  release_id, period_start, substr(published_on, 1, CASE published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published_on,
  carried_over, received, completed, credible, non_credible, duplicate, reopened,
  open_at_end, round(100.0 * credible / completed, 1) AS percent_credible
FROM releases
WHERE release_type = 'monthly'
ORDER BY period_start
