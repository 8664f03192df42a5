-- Assessments in every month
-- The reports received, how they were assessed and how many were open at the end of each month, as the Coalition stated it, and the
-- percentage of completed reports that it found credible. Every month from the first release to the last has a row, even without a
-- release. An empty value means that no source that was read states it, or that what
-- sources state of it is disputed.
-- & analyst 31
-- :first_month (month) the first month, such as 2017-03
-- :last_month (month) the last month, such as 2017-03
-- @releases
WITH RECURSIVE months (month, last) AS (
  SELECT min(substr(period_end, 1, 7)), max(substr(period_end, 1, 7)) FROM releases WHERE release_type = 'monthly'
  UNION ALL
  SELECT strftime('%Y-%m', month || '-01', '+1 month'), last FROM months WHERE month < last
)
SELECT
  months.month, release_id, substr(published_on, 1, CASE published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published_on,
  carried_over, received, completed, credible, non_credible, duplicate, reopened,
  open_at_end, round(100.0 * credible / completed, 1) AS percent_credible
FROM months
LEFT JOIN releases ON release_type = 'monthly' AND substr(period_end, 1, 7) = months.month
WHERE (:first_month = '' OR months.month >= :first_month) AND (:last_month = '' OR months.month <= :last_month)
ORDER BY months.month
