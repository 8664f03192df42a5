-- Estimates of one scope, by size
-- Civilians killed by the Coalition, alone or with others, in the campaign as a whole, at a place, in an event or in one month, from
-- the highest to the lowest. Of an organisation that gave several figures for one country, party, method and, but for the campaign,
-- place and period, only the latest is shown. Figures without a day to which they count, and those of one nation's aircraft, have
-- no scope here. The Coalition's own figure comes with the campaign (its latest total) and with a month (deaths in the credible
-- incidents that this package lists). The figures count many of the same people, so never add or average them.
-- & reporter 2
-- :about (estimate_scopes.scope) campaign, a place such as Raqqa, an event or a month such as 2017-06
-- @estimates
WITH ranked AS (
  SELECT
    e.*, s.kind, s.last_day, row_number() OVER (
      PARTITION BY
        organisation_id, country, attributed_to, method,
        CASE s.kind WHEN 'campaign' THEN '' ELSE coalesce(place, '') || s.first_day || s.last_day END
      ORDER BY published_on DESC, period_end DESC, estimate_id
    ) AS nth
  FROM estimates AS e
  JOIN estimate_scopes AS s USING (estimate_id)
  WHERE s.scope = coalesce(nullif(:about, ''), 'campaign') AND measure = 'civilians_killed' AND attributed_to LIKE 'Coalition%'
    AND attributed_to NOT LIKE 'Coalition (%'
),
official AS (
  SELECT * FROM releases WHERE killed_total IS NOT NULL AND release_type <> 'annual'
  ORDER BY published_on DESC, release_id DESC LIMIT 1
),
figures AS (
  SELECT
    organisation_id, CASE organisation_id WHEN 'coalition' THEN 'Coalition' ELSE o.name END AS organisation, r.country, place,
    attributed_to, method,
    substr(period_start, 1, CASE start_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS first_day,
    substr(last_day, 1, CASE end_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS last_day,
    substr(published_on, 1, CASE published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published_on,
    low, best, high, qualifier, 'estimates' AS "table", estimate_id AS record_id, NULL AS month_of_death
  FROM ranked AS r
  JOIN organisations AS o USING (organisation_id)
  WHERE nth = 1
  UNION ALL
  SELECT
    'coalition', 'Coalition, official total', 'both', NULL, 'Coalition', 'reports assessed as credible', NULL,
    coalesce(totals_through, substr(published_on, 1, CASE published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END)),
    substr(published_on, 1, CASE published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END),
    NULL, killed_total, NULL, 'exact', 'releases', release_id, NULL
  FROM official
  WHERE coalesce(nullif(:about, ''), 'campaign') = 'campaign'
  UNION ALL
  SELECT
    'coalition', 'Coalition, by date of death', 'both', NULL, 'Coalition', 'credible incidents listed here; others are missing',
    month || '-01', date(month || '-01', '+1 month', '-1 day'), NULL, killed_by_day, NULL, NULL, 'at_least', NULL, NULL, month
  FROM monthly
  WHERE month = :about AND killed_by_day IS NOT NULL
)
SELECT * FROM figures
ORDER BY coalesce(high, best, low) DESC, coalesce(best, low, high) DESC, organisation, record_id
