-- Strikes by month and governorate
-- Strikes that reports list near places, by the governorate of the place, from the governorate with the most. A report says near, so a
-- place may lie in another governorate than the strike. Days are missing, so each sum is a lower bound.
-- & analyst 44
-- :country {strikes.country}
-- :first_month (month) the first month, such as 2017-03
-- :last_month (month) the last month, such as 2017-03
-- @strikes
-- @places
SELECT coalesce(governorate, 'Not known (' || country || ')') AS governorate, country, month, strikes, places
FROM strikes_by_month_and_governorate
WHERE (:country = '' OR country = :country)
  AND (:first_month = '' OR month >= :first_month) AND (:last_month = '' OR month <= :last_month)
ORDER BY sum(strikes) OVER (PARTITION BY country, governorate) DESC, country, governorate, month
