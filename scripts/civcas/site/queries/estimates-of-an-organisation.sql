-- Estimates of an organisation over time
-- Every figure of one organisation for one measure, by scope and by the end of the period. Only figures with the same scope and
-- method form a series, and each includes the one before it. Compare them, but never add them.
-- :organisation_id (organisations) an organisation, such as airwars, sohr or snhr
-- :measure {estimates.measure}
-- @organisations?estimates organisation_id={organisation_id} Its estimates over time
-- @estimates organisation_id={organisation_id}&measure={measure} This organisation's estimates over time
SELECT
  attributed_to, country, place, method,
  substr(period_start, 1, CASE start_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS period_start,
  substr(period_end, 1, CASE end_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS period_end,
  substr(published_on, 1, CASE published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published_on,
  low, best, high, qualifier, estimate_id, overlaps
FROM estimates
WHERE organisation_id = coalesce(nullif(:organisation_id, ''), 'snhr')
  AND measure = coalesce(nullif(:measure, ''), 'civilians_killed')
ORDER BY attributed_to, country, place, method, estimates.period_start, estimates.period_end, estimates.published_on, estimate_id
