-- Strikes by month and governorate
-- One row is one month and governorate in which strike reports list strikes near a place. A report says near, so a place may lie in
-- another governorate than the strike. Days are missing.
-- - month string: The month, as YYYY-MM, of the first day or, if it is not stated, of the day before the report.
-- - country string: Iraq or Syria.
-- - governorate string: Governorate of the place. Empty for places whose governorate is not known.
-- - strikes integer: Strikes listed.
-- - places integer: Different places among them.
SELECT
  substr(coalesce(s.first_day, date(s.reported_on, '-1 day')), 1, 7) AS month, s.country, p.governorate,
  sum(s.strikes) AS strikes, count(DISTINCT s.place_id) AS places
FROM strikes AS s JOIN places AS p USING (place_id)
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
