-- Strikes near a place, month by month
-- Strikes that daily reports list near one place, by the month of the strikes. If only the day of the report is known, it is the
-- month of the day before it. Days whose report was not read are missing.
-- & analyst 4
-- :place_id (places) a place, such as raqqa
-- @places?strikes place_id={place_id} Strikes near this place, month by month
-- @strikes place_id={place_id} Strikes near this place, month by month
SELECT
  substr(coalesce(first_day, date(reported_on, '-1 day')), 1, 7) AS month, sum(strikes) AS strikes, sum(engagements) AS engagements,
  count(*) AS records
FROM strikes
WHERE place_id = coalesce(nullif(:place_id, ''), 'mosul')
GROUP BY month
ORDER BY month
