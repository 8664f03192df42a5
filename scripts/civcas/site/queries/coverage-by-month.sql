-- Coverage by month: days with strike reports, figures with sources
-- For each month: the days covered by a strike report, or by a total of at most 16 days, that was read; the number of figures in the
-- release of that month; and how many of them have one source, and two or more.
-- & contributor 62
-- :first_month (month) the first month, such as 2017-03
-- :last_month (month) the last month, such as 2017-03
-- @releases
-- @strikes
WITH RECURSIVE spans AS (
  SELECT coalesce(first_day, date(reported_on, '-1 day')) AS first, coalesce(last_day, date(reported_on, '-1 day')) AS last
  FROM strikes_by_report
  UNION
  SELECT coalesce(period_start, date(reported_on, '-1 day')), coalesce(period_end, date(reported_on, '-1 day'))
  FROM strike_totals
  WHERE nation = 'all' AND qualifier = 'exact' AND strikes IS NOT NULL AND organisation_id IN ('coalition', 'centcom', 'us-dod')
    AND (period_start IS NULL OR (start_precision = 'day' AND end_precision = 'day'))
),
days (day, last) AS (
  SELECT first, last FROM spans WHERE julianday(last) - julianday(first) < 16
  UNION
  SELECT date(day, '+1 day'), last FROM days WHERE day < last
),
covered AS (SELECT substr(day, 1, 7) AS month, count(DISTINCT day) AS days_covered FROM days GROUP BY month),
figures AS (
  SELECT r.release_id, substr(r.period_end, 1, 7) AS month, f.key AS field, count(DISTINCT e.source_id) AS sources
  FROM releases AS r
  JOIN json_each(json_object(
    'carried_over', carried_over, 'received', received, 'completed', completed, 'credible', credible,
    'non_credible', non_credible, 'duplicate', duplicate, 'reopened', reopened, 'open_at_end', open_at_end,
    'killed', killed, 'injured', injured, 'killed_total', killed_total, 'injured_total', injured_total,
    'strikes_total', strikes_total, 'engagements_total', engagements_total, 'reports_total', reports_total,
    'credible_total', credible_total
  )) AS f ON f.value IS NOT NULL
  LEFT JOIN evidence AS e
    ON e."table" = 'releases' AND e.record_id = r.release_id AND e.field = f.key AND e.value = CAST(f.value AS TEXT)
  WHERE r.release_type = 'monthly'
  GROUP BY r.release_id, f.key
),
sourced AS (
  SELECT
    month, count(*) AS figures, sum(sources = 1) AS figures_with_one_source,
    sum(sources > 1) AS figures_with_more_sources
  FROM figures
  GROUP BY month
),
months (month, last) AS (
  SELECT min(month), max(month) FROM (SELECT month FROM covered UNION SELECT month FROM sourced)
  UNION ALL
  SELECT strftime('%Y-%m', month || '-01', '+1 month'), last FROM months WHERE month < last
)
SELECT
  month, CAST(strftime('%d', month || '-01', '+1 month', '-1 day') AS INTEGER) AS days, coalesce(days_covered, 0) AS days_covered,
  figures, figures_with_one_source, figures_with_more_sources
FROM months
LEFT JOIN covered USING (month)
LEFT JOIN sourced USING (month)
WHERE (:first_month = '' OR month >= :first_month) AND (:last_month = '' OR month <= :last_month)
ORDER BY month
