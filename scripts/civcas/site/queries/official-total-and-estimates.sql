-- The official total and independent counts
-- Civilians killed since 2014 by Coalition action, by the day to which each count runs: the Coalition's own total, the minimum
-- and maximum of Airwars for Iraq and Syria, and the counts of the Syrian Observatory (SOHR) and the Syrian Network for Human
-- Rights (SNHR), which cover Syria only. They count many of the same people, by different methods. Never add or average them.
-- & reporter 1
-- @releases
-- @estimates
SELECT
  coalesce(
    totals_through, CASE release_type WHEN 'monthly' THEN period_end END,
    substr(published_on, 1, CASE published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END)
  ) AS counted_through,
  'Coalition: Iraq and Syria, credible reports' AS series,
  NULL AS low, killed_total AS best, NULL AS high, 'exact' AS qualifier,
  substr(published_on, 1, CASE published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published_on,
  'releases' AS "table", release_id AS record_id
FROM releases
WHERE killed_total IS NOT NULL AND release_type <> 'annual'
UNION ALL
SELECT
  substr(period_end, 1, CASE end_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END), 'Airwars: Iraq and Syria, local reports',
  low, best, high, qualifier,
  substr(published_on, 1, CASE published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END), 'estimates', estimate_id
FROM estimates
WHERE organisation_id = 'airwars' AND measure = 'civilians_killed' AND attributed_to = 'Coalition' AND country = 'both'
  AND place IS NULL AND period_start = '2014-08-08' AND qualifier IN ('between', 'at_least') AND end_precision <> 'year'
  AND method IN ('local reports graded fair or confirmed', 'local reports, grading not stated')
UNION ALL
SELECT
  coalesce(
    substr(period_end, 1, CASE end_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END),
    substr(published_on, 1, CASE published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END)
  ),
  upper(organisation_id) || ': Syria only', low, best, high, qualifier,
  substr(published_on, 1, CASE published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END), 'estimates', estimate_id
FROM estimates
WHERE organisation_id IN ('sohr', 'snhr') AND measure = 'civilians_killed' AND attributed_to = 'Coalition'
  AND country = 'Syria' AND place IS NULL AND period_start = '2014-09-23' AND coalesce(end_precision, published_precision) <> 'year'
ORDER BY counted_through, series, published_on
