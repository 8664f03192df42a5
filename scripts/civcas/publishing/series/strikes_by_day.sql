-- Strikes by day
-- One row is one day and country, from the first day with a strike report to the last, also days of which no report was read. A strike
-- stands under its first day or, if the report does not state it, under the day before the report. No strike is counted twice.
-- - day date: The day.
-- - country string: Iraq or Syria.
-- - strikes integer: Strikes that reports list near a place. Empty if none are listed.
-- - places integer: Rows of the table of strikes of which they are the sum.
-- - day_stated integer: How many of these strikes have a day that the report states.
-- - several_days integer: How many of these strikes are of reports that cover more days, of which this is the first.
-- - total integer: Strikes of that one day, as a report counts them in all. Only if it states them.
-- - coverage string: complete (as many strikes are listed as the total says), partial (fewer), above (more), listed (places, but no total was read),
-- - coverage string: total_only (no places), none (no report of the day was read; that does not mean that there were no strikes).
WITH RECURSIVE listed AS MATERIALIZED (
  SELECT
    coalesce(first_day, date(reported_on, '-1 day')) AS day, country, sum(strikes) AS strikes, count(*) AS places,
    sum(strikes) FILTER (WHERE first_day IS NOT NULL) AS day_stated,
    sum(strikes) FILTER (WHERE last_day > first_day) AS several_days
  FROM strikes
  GROUP BY 1, 2
),
totals AS (
  SELECT period_start AS day, country, max(strikes) AS total FROM strike_totals
  WHERE
    nation = 'all' AND qualifier = 'exact' AND country <> 'both' AND period_start = period_end AND start_precision = 'day'
    AND end_precision = 'day'
  GROUP BY 1, 2
),
days (day, last) AS (
  SELECT min(day), max(day) FROM listed
  UNION ALL
  SELECT date(day, '+1 day'), last FROM days WHERE day < last
),
countries (country) AS (VALUES ('Iraq'), ('Syria'))
SELECT
  days.day, countries.country, listed.strikes, listed.places, coalesce(listed.day_stated, listed.strikes * 0) AS day_stated,
  coalesce(listed.several_days, listed.strikes * 0) AS several_days, totals.total,
  CASE
    WHEN listed.strikes IS NULL AND totals.total IS NULL THEN 'none'
    WHEN listed.strikes IS NULL AND totals.total = 0 THEN 'complete'
    WHEN listed.strikes IS NULL THEN 'total_only'
    WHEN totals.total IS NULL THEN 'listed'
    WHEN listed.strikes < totals.total THEN 'partial'
    WHEN listed.strikes > totals.total THEN 'above'
    ELSE 'complete'
  END AS coverage
FROM days CROSS JOIN countries
LEFT JOIN listed ON listed.day = days.day AND listed.country = countries.country
LEFT JOIN totals ON totals.day = days.day AND totals.country = countries.country
ORDER BY days.day, countries.country
