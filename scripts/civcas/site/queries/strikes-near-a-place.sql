-- Strikes near a place, month by month
-- Strikes that daily reports list near one place, by the month of the strikes or, where their days are not known, of the
-- report. Give a place, such as raqqa or mosul (the default). Days without a report that was read are missing.
SELECT
  substr(coalesce(first_day, reported_on), 1, 7) AS month, sum(strikes) AS strikes, count(*) AS records
FROM strikes
WHERE place_id = coalesce(nullif(:place_id, ''), 'mosul')
GROUP BY month
ORDER BY month
