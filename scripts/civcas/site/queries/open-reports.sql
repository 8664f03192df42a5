-- Reports received, completed and open, month by month
-- What came in, how it was assessed and what was left open at the end of each month, as the Coalition stated it, with the share
-- of completed reports that it found credible. Empty: no source that was read states the figure.
SELECT
  release_id, period_start, published_on, carried_over, received, completed, credible, non_credible, duplicate, reopened,
  open_at_end, round(100.0 * credible / completed, 1) AS percent_credible
FROM releases
WHERE release_type = 'monthly'
ORDER BY period_start
