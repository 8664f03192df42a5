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
WITH listed AS (
  SELECT place_id, strikes, records, first_month, last_month FROM strikes_by_place
  WHERE :first_month = '' AND :last_month = ''
  UNION ALL
  SELECT place_id, sum(strikes), sum(records), min(month), max(month) FROM strikes_by_place_and_month
  WHERE :first_month || :last_month <> ''
    AND (:first_month = '' OR month >= :first_month) AND (:last_month = '' OR month <= :last_month)
  GROUP BY place_id
)
SELECT
  place_id, name AS place, country, governorate, strikes, records, first_month, last_month, latitude, longitude
FROM listed JOIN places USING (place_id)
WHERE :country = '' OR country = :country
ORDER BY strikes DESC, place_id
LIMIT coalesce(nullif(:top, ''), '30')
