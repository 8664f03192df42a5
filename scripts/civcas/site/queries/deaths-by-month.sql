-- Deaths by month, by date of death and by release
-- Civilians whom the Coalition admits to have killed, in two ways that never give the same months: by the day on which they died, in the
-- credible incidents that this package lists, and by the monthly release that reports them, whenever they died. For the first, also how
-- many incidents there are, and the one with the most dead. Incidents are missing, and releases too, so neither adds up to the total.
-- & reporter 14
-- :first_month (month) the first month, such as 2017-03
-- :last_month (month) the last month, such as 2017-03
-- @incidents
-- @releases
WITH ranked AS (
  SELECT
    substr(i.first_day, 1, 7) AS month, incident_id, i.first_day, place_as_reported, killed,
    count(*) OVER (PARTITION BY substr(i.first_day, 1, 7)) AS incidents,
    row_number() OVER (PARTITION BY substr(i.first_day, 1, 7) ORDER BY killed DESC, incident_id) AS nth
  FROM incidents AS i
  WHERE status = 'credible' AND killed IS NOT NULL
),
known AS (
  SELECT min(month) AS first, max(month) AS last FROM monthly WHERE killed_by_day IS NOT NULL OR killed_in_release IS NOT NULL
)
SELECT
  m.month, m.killed_by_day, r.incidents, r.incident_id, r.first_day, r.place_as_reported AS place, r.killed AS most_in_one,
  m.killed_in_release, l.release_id
FROM monthly AS m
JOIN known ON m.month BETWEEN known.first AND known.last
LEFT JOIN ranked AS r ON r.month = m.month AND nth = 1
LEFT JOIN releases AS l ON l.release_type = 'monthly' AND substr(l.period_end, 1, 7) = m.month AND l.killed IS NOT NULL
WHERE (:first_month = '' OR m.month >= :first_month) AND (:last_month = '' OR m.month <= :last_month)
ORDER BY m.month
