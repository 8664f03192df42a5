-- Any organisation's estimates beside the official total of that day
-- Estimates of civilians killed that are attributed to the Coalition, each with the total that the Coalition had stated when it
-- was published. Give an organisation such as sohr, snhr or airwars (the default). Scopes differ: see period, country and place.
SELECT
  e.published_on, e.period_start, e.period_end, e.country, e.place, e.low, e.best, e.high, e.qualifier,
  (
    SELECT r.killed_total FROM releases AS r
    WHERE r.killed_total IS NOT NULL AND r.release_type <> 'annual' AND r.published_on <= e.published_on
    ORDER BY r.published_on DESC LIMIT 1
  ) AS coalition_total, e.overlaps, e.source_id
FROM estimates AS e
WHERE e.measure = 'civilians_killed' AND e.attributed_to = 'Coalition'
  AND e.organisation_id = coalesce(nullif(:organisation_id, ''), 'airwars')
ORDER BY e.published_on, e.period_start
