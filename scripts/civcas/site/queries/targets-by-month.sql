-- Targets of strikes by month
-- For the nine groups of targets that reports name most often: in how many rows of strikes each is named in a month, and how many targets
-- are counted. Months follow the first day or, if it is not stated, the day of the report. Only strikes whose report or transcription
-- names targets are counted, and one strike may be against several groups, so do not add the groups.
-- & analyst 45
-- :country {strikes.country}
-- :first_month (month) the first month, such as 2017-03
-- :last_month (month) the last month, such as 2017-03
-- @strike_targets
WITH asked AS (
  SELECT * FROM targets_by_group_and_month
  WHERE (:country = '' OR country = :country) AND target_group NOT IN ('other', 'not_stated')
    AND (:first_month = '' OR month >= :first_month) AND (:last_month = '' OR month <= :last_month)
),
most_named AS (
  SELECT target_group, sum(rows_of_strikes) AS named FROM asked GROUP BY target_group ORDER BY named DESC, target_group LIMIT 9
)
SELECT target_group, month, sum(rows_of_strikes) AS rows_of_strikes, sum(targets) AS targets
FROM asked
JOIN most_named USING (target_group)
GROUP BY target_group, month
ORDER BY named DESC, target_group, month
