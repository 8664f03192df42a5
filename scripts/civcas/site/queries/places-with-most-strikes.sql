-- Places by strikes
-- The places near which reports list most strikes in a period, by the first day of the strikes or, where it is not known, the day
-- of the report. Days without a report that was read are missing, so these are lower bounds.
-- :from_day the first day, as YYYY-MM-DD
-- :to_day the last day, as YYYY-MM-DD
-- @places
-- @strikes
SELECT
  s.place_id, p.name, p.country, p.governorate, sum(s.strikes) AS strikes, count(*) AS records,
  min(coalesce(s.first_day, s.reported_on)) AS first, max(coalesce(s.first_day, s.reported_on)) AS last
FROM strikes AS s JOIN places AS p USING (place_id)
WHERE coalesce(s.first_day, s.reported_on)
  BETWEEN coalesce(nullif(:from_day, ''), '2014-08-08') AND coalesce(nullif(:to_day, ''), '2019-03-23')
GROUP BY s.place_id
ORDER BY strikes DESC, s.place_id
