-- Totals that fell or rose by more than was reported
-- The total of civilians killed from release to release, and the civilians killed in each month. If the rise differs from them, the
-- Coalition restated earlier months. The last column counts the known issues about the total.
-- & checker 54
-- @releases
WITH months AS (
  SELECT
    release_id, published_on, published_precision, period_start, killed, killed_total,
    lag(killed_total) OVER (ORDER BY period_start) AS before
  FROM releases
  WHERE release_type = 'monthly' AND killed_total IS NOT NULL
)
SELECT
  release_id, substr(published_on, 1, CASE published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published_on,
  before AS total_before, killed, killed_total, killed_total - before AS rise,
  killed_total - before - killed AS unexplained,
  (SELECT count(*) FROM known_issues WHERE record_id = release_id AND field = 'killed_total') AS known_issues
FROM months
WHERE before IS NOT NULL AND (killed IS NULL OR killed_total - before <> killed)
ORDER BY period_start
