-- The Coalition's total and Airwars' range
-- Civilians killed by Coalition action since August 2014: the total that the Coalition had stated by each date, and the latest
-- minimum, and maximum if there was one, that Airwars had published by then. Airwars counts what local sources reported, the
-- Coalition what it assessed as credible. Never add the two.
-- @releases
-- @estimates
WITH official AS (
  SELECT
    substr(published_on, 1, CASE published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS day,
    release_id, max(killed_total) AS total
  FROM releases
  WHERE killed_total IS NOT NULL AND release_type <> 'annual'
  GROUP BY day
),
airwars AS (
  SELECT
    substr(published_on, 1, CASE published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS day,
    estimate_id, low, max(high) AS high
  FROM estimates
  WHERE organisation_id = 'airwars' AND measure = 'civilians_killed' AND attributed_to = 'Coalition' AND country = 'both'
    AND place IS NULL AND period_start = '2014-08-08' AND qualifier IN ('between', 'at_least')
    AND method IN ('local reports graded fair or confirmed', 'local reports, grading not stated')
    AND published_on IS NOT NULL AND published_precision <> 'year'
  GROUP BY day
),
days AS (SELECT day FROM official UNION SELECT day FROM airwars)
SELECT
  days.day AS date, official.total AS coalition_total, airwars.low AS airwars_minimum, airwars.high AS airwars_maximum,
  official.release_id, airwars.estimate_id
FROM days
LEFT JOIN official ON official.day = (SELECT max(day) FROM official WHERE day <= days.day)
LEFT JOIN airwars ON airwars.day = (SELECT max(day) FROM airwars WHERE day <= days.day)
ORDER BY days.day
