-- Estimates of an organisation, beside the official total
-- Every figure of one organisation for one measure, by scope and by the end of the period. Only figures with the same scope and
-- method form a series, and each includes the one before it. If the figure is of harm by the Coalition, it comes with the total since
-- August 2014 that the Coalition had stated when it was published; compare the two only if the figure covers the whole campaign.
-- The Coalition states no total of other measures than civilians killed and injured. Compare the figures, but never add them.
-- & reporter 7
-- :organisation_id (organisations) an organisation, such as airwars, sohr or snhr
-- :measure {estimates.measure}
-- @organisations?estimates organisation_id={organisation_id} Its estimates over time, beside the official total
-- @estimates organisation_id={organisation_id}&measure={measure} This organisation's estimates, beside the official total
-- @releases
WITH official AS (
  SELECT
    release_id, published_on,
    CASE coalesce(nullif(:measure, ''), 'civilians_killed')
      WHEN 'civilians_killed' THEN killed_total WHEN 'civilians_injured' THEN injured_total
    END AS total
  FROM releases WHERE release_type <> 'annual'
),
matched AS (
  SELECT
    e.*,
    CASE attributed_to WHEN 'Coalition' THEN (
      SELECT release_id FROM official
      WHERE total IS NOT NULL AND published_on <= coalesce(e.published_on, e.period_end)
      ORDER BY published_on DESC, release_id DESC LIMIT 1
    ) END AS official_release
  FROM estimates AS e
  WHERE e.organisation_id = coalesce(nullif(:organisation_id, ''), 'airwars')
    AND e.measure = coalesce(nullif(:measure, ''), 'civilians_killed')
)
SELECT
  m.attributed_to, m.country, m.place, m.method,
  substr(m.period_start, 1, CASE m.start_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS period_start,
  substr(m.period_end, 1, CASE m.end_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS period_end,
  substr(m.published_on, 1, CASE m.published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published_on,
  m.low, m.best, m.high, m.qualifier,
  o.total AS official_total, o.release_id,
  CASE
    WHEN o.total IS NULL THEN NULL
    WHEN m.place IS NULL AND m.country = 'both' AND m.period_start < '2014-10-01' THEN 'the whole campaign'
    ELSE 'a part of it'
  END AS covers,
  m.estimate_id, m.overlaps
FROM matched AS m LEFT JOIN official AS o ON o.release_id = m.official_release
ORDER BY m.attributed_to, m.country, m.place, m.method, m.period_start, m.period_end, m.published_on, m.estimate_id
