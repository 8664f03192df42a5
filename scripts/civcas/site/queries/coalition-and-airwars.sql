-- The Coalition's total beside Airwars' range
-- Civilians killed by Coalition action since August 2014: the total that the Coalition had stated by each date, and the latest
-- minimum and maximum that Airwars had published for the same scope. The two count differently and must not be added.
WITH official AS (
  SELECT published_on AS day, max(killed_total) AS total
  FROM releases
  WHERE killed_total IS NOT NULL AND release_type <> 'annual'
  GROUP BY published_on
),
airwars AS (
  SELECT published_on AS day, low, high, estimate_id
  FROM estimates
  WHERE organisation_id = 'airwars' AND measure = 'civilians_killed' AND attributed_to = 'Coalition'
    AND country = 'both' AND place IS NULL AND low IS NOT NULL AND published_on IS NOT NULL
    AND period_start = '2014-08-08'
),
days AS (SELECT day FROM official UNION SELECT day FROM airwars)
SELECT
  day AS date,
  (SELECT total FROM official WHERE official.day <= days.day ORDER BY official.day DESC LIMIT 1) AS coalition_total,
  (SELECT low FROM airwars WHERE airwars.day <= days.day ORDER BY airwars.day DESC, low DESC LIMIT 1) AS airwars_minimum,
  (SELECT high FROM airwars WHERE airwars.day <= days.day AND high IS NOT NULL ORDER BY airwars.day DESC LIMIT 1) AS airwars_maximum
FROM days
ORDER BY day
