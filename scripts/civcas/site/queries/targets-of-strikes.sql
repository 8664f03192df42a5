-- Targets of strikes, by group
-- What strike reports say was struck, by group of targets and country: in how many rows of strikes the group is named, how many targets
-- are counted, how many of them were destroyed or damaged, and how many targets have no number. Only strikes whose report or
-- transcription names targets are counted. One strike may be against several groups, so do not add the strikes of groups.
-- & analyst 34
-- :target_group {strike_targets.target_group}
-- :country {strikes.country}
-- :first_month (month) the first month, such as 2017-03
-- :last_month (month) the last month, such as 2017-03
-- @strike_targets
-- @strikes
WITH chosen AS (
  SELECT t.target_group, s.country, t.strike_id, t.count, t.effect
  FROM strike_targets AS t JOIN strikes AS s USING (strike_id)
  WHERE
    (:target_group = '' OR t.target_group = :target_group) AND (:country = '' OR s.country = :country)
    AND (:first_month = '' OR substr(coalesce(s.first_day, s.reported_on), 1, 7) >= :first_month)
    AND (:last_month = '' OR substr(coalesce(s.first_day, s.reported_on), 1, 7) <= :last_month)
)
SELECT
  target_group, country, count(DISTINCT strike_id) AS rows_of_strikes, sum(count) AS targets,
  sum(count) FILTER (WHERE effect = 'destroyed') AS destroyed,
  sum(count) FILTER (WHERE effect = 'damaged') AS damaged,
  count(*) FILTER (WHERE count IS NULL) AS targets_without_number
FROM chosen
GROUP BY target_group, country
ORDER BY target_group, country
