-- Weapon employments by month
-- What a ministry of defence lists of its own aircraft, by month and country, with the Coalition's strikes that the package lists for
-- the same month and country. An employment is not a strike: several may be about one. So do not add or subtract them.
-- & analyst 43
-- :country {weapon_employments.country}
-- @weapon_employments
WITH listed AS (
  SELECT substr(coalesce(first_day, reported_on), 1, 7) AS month, country, sum(strikes) AS strikes
  FROM strikes_by_report
  GROUP BY month, country
)
SELECT
  substr(w.day, 1, 7) AS month, w.country, w.nation, count(*) AS employments,
  count(*) FILTER (WHERE w.mission = 'close_air_support') AS close_air_support,
  count(*) FILTER (WHERE w.mission = 'air_interdiction') AS air_interdiction,
  count(DISTINCT w.day) AS days, l.strikes AS strikes_listed
FROM weapon_employments AS w
LEFT JOIN listed AS l ON l.month = substr(w.day, 1, 7) AND l.country = w.country
WHERE :country = '' OR w.country = :country
GROUP BY substr(w.day, 1, 7), w.country, w.nation
ORDER BY 1, 2, 3
