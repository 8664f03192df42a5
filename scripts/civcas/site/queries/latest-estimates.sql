-- The latest figure of each organisation and scope
-- Civilians killed in the Coalition's air war as a whole, since 2014: the latest figure of each organisation for each country, party
-- and method, and the Coalition's own. They count many of the same people, by different methods and up to different days. Never add
-- or average them.
-- & reporter 2
-- :scope the countries that a figure covers: {estimates.country}
-- @estimates
WITH ranked AS (
  SELECT
    e.*, row_number() OVER (
      PARTITION BY organisation_id, country, attributed_to, method ORDER BY published_on DESC, period_end DESC, estimate_id
    ) AS place_in_line
  FROM estimates AS e
  WHERE measure = 'civilians_killed' AND attributed_to LIKE 'Coalition%' AND place IS NULL AND period_end IS NOT NULL
    AND period_start BETWEEN '2014-08-01' AND '2014-09-30'
),
official AS (
  SELECT * FROM releases WHERE killed_total IS NOT NULL AND release_type <> 'annual'
  ORDER BY published_on DESC, release_id DESC LIMIT 1
)
SELECT
  o.name AS organisation, r.country, attributed_to, method, published_on, period_end AS counted_through,
  low, best, high, qualifier, 'estimates' AS "table", estimate_id AS record_id
FROM ranked AS r
JOIN organisations AS o USING (organisation_id)
WHERE place_in_line = 1 AND (:scope = '' OR r.country = :scope)
UNION ALL
SELECT
  'Coalition, official total', 'both', 'Coalition', 'reports assessed as credible', published_on,
  coalesce(totals_through, published_on), NULL, killed_total, NULL, 'exact', 'releases', release_id
FROM official
WHERE :scope IN ('', 'both')
ORDER BY 1, 2, 3, 4
