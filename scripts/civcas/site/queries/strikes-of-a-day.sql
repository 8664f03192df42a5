-- Strikes of a day
-- Strikes that reports list for one day, or for several days that include it. If only the day of the report is known, they count
-- for the day before it. No rows means that no report was read, not that there were no strikes.
-- & reporter 10
-- :day (day) a day, such as 2017-03-17
-- @strikes day={first_day} All strikes of this day
-- @strike_totals day={period_end} The strikes listed for its last day
WITH reports AS (
  SELECT DISTINCT first_day, last_day, reported_on FROM strikes_by_report
  WHERE coalesce(nullif(:day, ''), '2017-08-24')
    BETWEEN coalesce(first_day, date(reported_on, '-1 day')) AND coalesce(last_day, first_day, date(reported_on, '-1 day'))
)
SELECT
  strike_id, s.first_day, s.last_day, s.reported_on, country, place_id, place_as_reported, strikes, engagements, source_id, notes
FROM reports AS r CROSS JOIN strikes AS s
  -- With +, SQLite looks the strikes up by the day of the report, which is hardly ever empty.
  ON s.reported_on IS r.reported_on AND +s.first_day IS r.first_day AND +s.last_day IS r.last_day
ORDER BY country, place_id, strike_id
