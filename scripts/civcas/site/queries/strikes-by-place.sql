-- Strikes by place
-- The places with the most strikes nearby in the reports, and the coordinates of the town. Reports name the nearest town, not the
-- exact spot. Days whose report was not read are missing, so the sums are lower bounds.
-- & analyst 33
-- :first_month (month) the first month, such as 2017-03
-- :last_month (month) the last month, such as 2017-03
-- :country {places.country}
-- :top (count) how many places, -1 for all
-- @places
-- @strikes
SELECT
  place_id, name AS place, places.country, governorate, sum(strikes) AS strikes, count(*) AS records,
  substr(min(coalesce(first_day, date(reported_on, '-1 day'))), 1, 7) AS first_month,
  substr(max(coalesce(first_day, date(reported_on, '-1 day'))), 1, 7) AS last_month, latitude, longitude
FROM strikes
JOIN places USING (place_id)
WHERE (:country = '' OR places.country = :country)
  AND (:first_month = '' OR substr(coalesce(first_day, date(reported_on, '-1 day')), 1, 7) >= :first_month)
  AND (:last_month = '' OR substr(coalesce(first_day, date(reported_on, '-1 day')), 1, 7) <= :last_month)
GROUP BY place_id
ORDER BY strikes DESC, place_id
LIMIT coalesce(nullif(:top, ''), '30')
