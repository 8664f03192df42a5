-- Strikes and weapons, month by month
-- Three counts for each month. Strikes that reports list near places, by their first day or, if it is not stated, the day before the
-- report. The rise of the Coalition's own total during the month, if the total was read for the ends of both months. The weapons that
-- aircraft under US Air Forces Central released, lowest and highest statement. Never add the columns: they count the same strikes, or
-- weapons. Days are missing from the lists. For one country, the total and the weapons are empty, since they cover both.
-- & analyst 32
-- :first_month (month) the first month, such as 2017-03
-- :last_month (month) the last month, such as 2017-03
-- :country {strikes.country}
-- @strikes
-- @airpower
WITH RECURSIVE listed AS (
  SELECT
    substr(coalesce(first_day, date(reported_on, '-1 day')), 1, 7) AS month,
    sum(strikes) FILTER (WHERE country = 'Iraq') AS strikes_iraq,
    sum(strikes) FILTER (WHERE country = 'Syria') AS strikes_syria
  FROM strikes_by_report
  WHERE :country IN ('', country)
  GROUP BY month
),
stated AS (
  SELECT totals_through AS day, max(strikes_total) AS total FROM releases
  WHERE strikes_total IS NOT NULL AND totals_through IS NOT NULL
  GROUP BY totals_through
),
undisputed AS (
  -- A total above a later one is disputed (see the known issues), so it cannot be used for a single month.
  SELECT
    day, total,
    min(total) OVER (ORDER BY day ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS least_from_here
  FROM stated
),
totals AS (
  SELECT substr(day, 1, 7) AS month, total FROM undisputed
  WHERE total = least_from_here AND day = date(day, 'start of month', '+1 month', '-1 day')
),
weapons AS (
  SELECT period AS month, min(weapons_released) AS lowest, max(weapons_released) AS highest FROM airpower
  WHERE granularity = 'month'
  GROUP BY period
),
known AS (SELECT month FROM listed UNION SELECT month FROM totals UNION SELECT month FROM weapons),
months (month, last) AS (
  SELECT min(month), max(month) FROM known
  UNION ALL
  SELECT strftime('%Y-%m', month || '-01', '+1 month'), last FROM months WHERE month < last
)
SELECT
  months.month, strikes_iraq, strikes_syria,
  CASE WHEN :country = '' THEN totals.total - before.total END AS official_rise,
  CASE WHEN :country = '' THEN lowest END AS weapons_lowest, CASE WHEN :country = '' THEN highest END AS weapons_highest
FROM months
LEFT JOIN listed ON listed.month = months.month
LEFT JOIN totals ON totals.month = months.month
LEFT JOIN totals AS before ON before.month = strftime('%Y-%m', months.month || '-01', '-1 month')
LEFT JOIN weapons ON weapons.month = months.month
WHERE (:first_month = '' OR months.month >= :first_month) AND (:last_month = '' OR months.month <= :last_month)
ORDER BY months.month
