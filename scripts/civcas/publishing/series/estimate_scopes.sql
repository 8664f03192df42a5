-- Scopes of estimates
-- One row is one estimate with what it counts, as its place and period say: the campaign as a whole, one month of it, a place over
-- more than a month, or an event. Only figures of one scope, country, party and measure can be compared. Estimates without a first
-- day, or of a period that is none of the four, have no row.
-- - estimate_id string: The estimate.
-- - kind string: campaign (both countries, or one of them, since the beginning in August or September 2014), month (one whole month
-- - kind string: of it), place (a place over more than 31 days) or event (a place over at most 31 days).
-- - scope string: What figures that can be compared have in common: campaign; the month, as YYYY-MM; the place; or the place and the
-- - scope string: month in which the event began. A part of a place, in parentheses in the estimate, belongs to the place over more
-- - scope string: than a month.
-- - first_day date: First day; the first of the month or year, if only that is known.
-- - last_day date: Last day of the period; the last of the month or year, if only that is known; the day of publication, if no end is
-- - last_day date: stated.
WITH dated AS (
  SELECT
    estimate_id, place, period_start AS first_day,
    CASE end_precision
      WHEN 'month' THEN date(period_end, 'start of month', '+1 month', '-1 day')
      WHEN 'year' THEN date(period_end, 'start of year', '+1 year', '-1 day')
      ELSE coalesce(period_end, published_on)
    END AS last_day
  FROM estimates
  WHERE period_start IS NOT NULL
),
sorted AS (
  SELECT
    estimate_id, first_day, last_day,
    CASE WHEN instr(place, ' (') > 0 THEN substr(place, 1, instr(place, ' (') - 1) ELSE place END AS whole_place, place,
    CASE
      WHEN place IS NOT NULL THEN CASE WHEN julianday(last_day) - julianday(first_day) >= 31 THEN 'place' ELSE 'event' END
      WHEN last_day = date(first_day, 'start of month', '+1 month', '-1 day') AND first_day = date(first_day, 'start of month')
        THEN 'month'
      WHEN first_day BETWEEN '2014-08-01' AND '2014-09-30' AND last_day >= date(first_day, '+1 month') THEN 'campaign'
    END AS kind
  FROM dated
  WHERE last_day >= first_day
)
SELECT
  estimate_id, kind,
  CASE kind
    WHEN 'campaign' THEN 'campaign'
    WHEN 'month' THEN substr(first_day, 1, 7)
    WHEN 'place' THEN whole_place
    ELSE place || ', ' || substr(first_day, 1, 7)
  END AS scope,
  first_day, last_day
FROM sorted
WHERE kind IS NOT NULL
ORDER BY estimate_id
