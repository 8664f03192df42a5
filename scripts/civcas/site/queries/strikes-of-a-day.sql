-- Strikes of a day
-- Strikes that reports list for one day, or for a block of days that contains it; where only the day of the report is known, the
-- report of that day, whose strikes are mostly those of the day before. A day without rows was not read: not a day without strikes.
-- :day a day, as YYYY-MM-DD
-- @strikes day={first_day} All strikes of this day
-- @strike_totals day={period_end} The strikes listed for its last day
SELECT
  strike_id, first_day, last_day, reported_on, country, place_id, place_as_reported, strikes, engagements, source_id, notes
FROM strikes
WHERE coalesce(nullif(:day, ''), '2017-08-24')
  BETWEEN coalesce(first_day, reported_on) AND coalesce(last_day, first_day, reported_on)
ORDER BY country, place_id, strike_id
