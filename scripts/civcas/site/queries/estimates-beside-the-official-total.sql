-- Estimates of an organisation and the official total of that day
-- Figures that one organisation attributes to the Coalition, each with the total since August 2014 that the Coalition had stated when
-- it was published. Compare only figures that cover the whole campaign; the others are shown for context. Never add rows, since they
-- count the same people again. A figure without a date has no total.
-- :organisation_id (organisations) an organisation, such as airwars, sohr or snhr
-- :measure (estimates.measure) civilians_killed or civilians_injured; the Coalition states no total of other measures
-- @estimates organisation_id={organisation_id}&measure={measure} This organisation's estimates and the official total
-- @organisations?estimates organisation_id={organisation_id} Its estimates and the official total
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
    (
      SELECT release_id FROM official
      WHERE total IS NOT NULL AND published_on <= coalesce(e.published_on, e.period_end)
      ORDER BY published_on DESC, release_id DESC LIMIT 1
    ) AS official_release
  FROM estimates AS e
  WHERE e.organisation_id = coalesce(nullif(:organisation_id, ''), 'airwars') AND e.attributed_to = 'Coalition'
    AND e.measure = coalesce(nullif(:measure, ''), 'civilians_killed')
)
SELECT
  substr(m.published_on, 1, CASE m.published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published_on,
  m.low, m.best, m.high, o.total AS official_total, o.release_id,
  CASE
    WHEN m.place IS NULL AND m.country = 'both' AND m.period_start < '2014-10-01' THEN 'the whole campaign'
    ELSE 'a part of it'
  END AS covers,
  substr(m.period_start, 1, CASE m.start_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS period_start,
  substr(m.period_end, 1, CASE m.end_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS period_end,
  m.country, m.place, m.qualifier, m.method, m.estimate_id, m.overlaps
FROM matched AS m LEFT JOIN official AS o ON o.release_id = m.official_release
ORDER BY coalesce(m.published_on, m.period_end) IS NULL, coalesce(m.published_on, m.period_end), m.period_start, m.estimate_id
