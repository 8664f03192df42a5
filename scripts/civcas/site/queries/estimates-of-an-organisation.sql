-- Estimates of an organisation over time
-- Every figure of one organisation for one measure, by scope and by the end of the period. Only figures with the same scope and
-- method form a series, and each includes the one before it. Compare them, but never add them.
-- :organisation_id (organisations) an organisation, such as airwars, sohr or snhr
-- :measure {estimates.measure}
-- @organisations?estimates organisation_id={organisation_id} Its estimates over time
-- @estimates organisation_id={organisation_id}&measure={measure} This organisation's estimates over time
SELECT
  attributed_to, country, place, method, period_start, period_end, published_on, low, best, high, qualifier, estimate_id, overlaps
FROM estimates
WHERE organisation_id = coalesce(nullif(:organisation_id, ''), 'snhr')
  AND measure = coalesce(nullif(:measure, ''), 'civilians_killed')
ORDER BY attributed_to, country, place, method, period_start, period_end, published_on, estimate_id
