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
SELECT
  target_group, country, sum(rows_of_strikes) AS rows_of_strikes, sum(targets) AS targets, sum(destroyed) AS destroyed,
  sum(damaged) AS damaged, sum(targets_without_number) AS targets_without_number
FROM targets_by_group_and_month
WHERE (:target_group = '' OR target_group = :target_group) AND (:country = '' OR country = :country)
  AND (:first_month = '' OR month >= :first_month) AND (:last_month = '' OR month <= :last_month)
GROUP BY target_group, country
ORDER BY target_group, country
