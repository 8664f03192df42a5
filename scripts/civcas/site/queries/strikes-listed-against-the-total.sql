-- Strikes listed for a month and the rise of the total
-- How much the total of strikes rose from one monthly release to the next, and how many strikes the daily reports that were read
-- list for those days. Both count the same strikes. Most of the difference is from days whose report was not found.
-- & checker 56
-- @strikes
-- @strike_totals
WITH totals AS (
  SELECT
    release_id, strikes_total, totals_through,
    lag(totals_through) OVER (ORDER BY totals_through, release_id) AS after,
    strikes_total - lag(strikes_total) OVER (ORDER BY totals_through, release_id) AS rise
  FROM releases
  WHERE release_type = 'monthly' AND strikes_total IS NOT NULL AND totals_through IS NOT NULL
),
days AS (
  SELECT coalesce(first_day, date(reported_on, '-1 day')) AS day, sum(strikes) AS strikes FROM strikes_by_report GROUP BY day
)
SELECT
  t.release_id, date(t.after, '+1 day') AS first_day, t.totals_through AS last_day, t.strikes_total, t.rise,
  (SELECT sum(strikes) FROM days WHERE day > t.after AND day <= t.totals_through) AS listed,
  (SELECT count(*) FROM days WHERE day > t.after AND day <= t.totals_through) AS days_listed
FROM totals AS t
WHERE t.after < t.totals_through
ORDER BY t.totals_through, t.release_id
