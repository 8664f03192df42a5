-- Assessments in every month
-- What came in, how it was assessed and what was left open at the end of each month, as the Coalition stated it, with the share
-- of completed reports that it found credible. Every month from the first release to the last has a row, also those without a
-- release; empty: no source that was read states the figure.
-- :first_month the first month, as YYYY-MM
-- :last_month the last month, as YYYY-MM
-- @releases
WITH RECURSIVE months (month, last) AS (
  SELECT min(substr(period_end, 1, 7)), max(substr(period_end, 1, 7)) FROM releases WHERE release_type = 'monthly'
  UNION ALL
  SELECT strftime('%Y-%m', month || '-01', '+1 month'), last FROM months WHERE month < last
)
SELECT
  months.month, release_id, published_on, carried_over, received, completed, credible, non_credible, duplicate, reopened,
  open_at_end, round(100.0 * credible / completed, 1) AS percent_credible
FROM months
LEFT JOIN releases ON release_type = 'monthly' AND substr(period_end, 1, 7) = months.month
WHERE (:first_month = '' OR months.month >= :first_month) AND (:last_month = '' OR months.month <= :last_month)
ORDER BY months.month
