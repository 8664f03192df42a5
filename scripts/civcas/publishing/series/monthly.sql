-- Month by month
-- One row is one month from the first release or strike to the last. Each column is one count of one party. They count different
-- things, so do not add columns.
-- - month string: The month, as YYYY-MM.
-- - completed integer: Reports whose assessment the Coalition's monthly release completed.
-- - credible integer: Reports among them that the Coalition found credible.
-- - killed_in_release integer: Civilians killed in the reports that the release calls credible, whenever they died.
-- - killed_by_day integer: Civilians killed by day of death, in the credible incidents that this package lists. Incidents are missing.
-- - killed_total integer: Civilians killed in the whole campaign, as the Coalition counted at the end of the month.
-- - killed_total_rise integer: How much that total rose since the end of the month before.
-- - strikes_iraq integer: Strikes in Iraq that the strike reports list near a place. Days are missing.
-- - strikes_syria integer: Strikes in Syria, in the same way.
-- - weapons_lowest integer: Weapons that aircraft under US Air Forces Central released, lowest statement.
-- - weapons_highest integer: Weapons that they released, highest statement.
-- - airwars_lowest integer: Civilians killed by the Coalition in the month, in local reports that Airwars grades as fair or confirmed: the
-- - airwars_lowest integer: lowest figure that it gave.
-- - airwars_highest integer: The highest figure that Airwars gave.
-- - sohr_lowest integer: Civilians killed by the Coalition in Syria in the month, the lowest figure of the Syrian Observatory.
-- - sohr_highest integer: The highest figure of the Syrian Observatory.
-- - snhr_lowest integer: Civilians killed by the Coalition in Syria in the month, the lowest figure of the Syrian Network.
-- - snhr_highest integer: The highest figure of the Syrian Network.
WITH RECURSIVE released AS MATERIALIZED (
  SELECT substr(period_end, 1, 7) AS month, sum(completed) AS completed, sum(credible) AS credible, sum(killed) AS killed
  FROM releases
  WHERE release_type = 'monthly'
  GROUP BY 1
),
died AS MATERIALIZED (
  SELECT substr(first_day, 1, 7) AS month, sum(killed) AS killed FROM incidents WHERE status = 'credible' GROUP BY 1
),
stated AS MATERIALIZED (
  SELECT substr(totals_through, 1, 7) AS month, max(killed_total) AS total FROM releases
  WHERE killed_total IS NOT NULL AND totals_through = date(totals_through, 'start of month', '+1 month', '-1 day')
  GROUP BY 1
),
listed AS MATERIALIZED (
  SELECT
    substr(coalesce(first_day, date(reported_on, '-1 day')), 1, 7) AS month,
    sum(strikes) FILTER (WHERE country = 'Iraq') AS iraq, sum(strikes) FILTER (WHERE country = 'Syria') AS syria
  FROM strikes
  GROUP BY 1
),
weapons AS MATERIALIZED (
  SELECT period AS month, min(weapons_released) AS lowest, max(weapons_released) AS highest FROM airpower
  WHERE granularity = 'month'
  GROUP BY 1
),
estimated AS MATERIALIZED (
  SELECT
    organisation_id, substr(period_start, 1, 7) AS month, min(coalesce(low, best, high)) AS lowest,
    max(coalesce(high, best, low)) AS highest
  FROM estimates
  WHERE
    attributed_to = 'Coalition' AND measure = 'civilians_killed' AND place IS NULL
    AND ((organisation_id = 'airwars' AND country = 'both' AND method = 'local reports graded fair or confirmed') OR (organisation_id IN ('sohr', 'snhr') AND country <> 'Iraq'))
    AND start_precision IS NOT NULL AND substr(period_start, 9) = '01'
    AND (
      (end_precision = 'day' AND period_end = date(period_start, '+1 month', '-1 day'))
      OR (end_precision = 'month' AND period_end = period_start)
    )
  GROUP BY 1, 2
),
known AS (
  SELECT month FROM released UNION SELECT month FROM died UNION SELECT month FROM stated UNION SELECT month FROM listed
  UNION SELECT month FROM weapons UNION SELECT month FROM estimated
),
months (month, last) AS (
  SELECT min(month), max(month) FROM known
  UNION ALL
  SELECT strftime('%Y-%m', month || '-01', '+1 month'), last FROM months WHERE month < last
)
SELECT
  months.month, released.completed, released.credible, released.killed AS killed_in_release, died.killed AS killed_by_day,
  stated.total AS killed_total, stated.total - before.total AS killed_total_rise,
  listed.iraq AS strikes_iraq, listed.syria AS strikes_syria,
  weapons.lowest AS weapons_lowest, weapons.highest AS weapons_highest,
  airwars.lowest AS airwars_lowest, airwars.highest AS airwars_highest,
  sohr.lowest AS sohr_lowest, sohr.highest AS sohr_highest, snhr.lowest AS snhr_lowest, snhr.highest AS snhr_highest
FROM months
LEFT JOIN released ON released.month = months.month
LEFT JOIN died ON died.month = months.month
LEFT JOIN stated ON stated.month = months.month
LEFT JOIN stated AS before ON before.month = strftime('%Y-%m', months.month || '-01', '-1 month')
LEFT JOIN listed ON listed.month = months.month
LEFT JOIN weapons ON weapons.month = months.month
LEFT JOIN estimated AS airwars ON airwars.organisation_id = 'airwars' AND airwars.month = months.month
LEFT JOIN estimated AS sohr ON sohr.organisation_id = 'sohr' AND sohr.month = months.month
LEFT JOIN estimated AS snhr ON snhr.organisation_id = 'snhr' AND snhr.month = months.month
ORDER BY months.month
