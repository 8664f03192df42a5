-- One organisation's estimates over time
-- Every figure of one organisation for one measure, by scope and, within it, by the end of the period. Only figures of one scope
-- and method form a series, and each contains the one before: compare them, never add them.
-- :organisation_id (organisations) an organisation, by its key, such as airwars, sohr or snhr
-- :measure such as civilians_killed, children_killed or incidents
-- @organisations?estimates organisation_id={organisation_id} Its estimates over time
-- @estimates organisation_id={organisation_id}&measure={measure} This organisation's estimates over time
SELECT
  attributed_to, country, place, method, period_start, period_end, published_on, low, best, high, qualifier, estimate_id, overlaps
FROM estimates
WHERE organisation_id = coalesce(nullif(:organisation_id, ''), 'snhr')
  AND measure = coalesce(nullif(:measure, ''), 'civilians_killed')
ORDER BY attributed_to, country, place, method, period_start, period_end, published_on, estimate_id
