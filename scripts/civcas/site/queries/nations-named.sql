-- Nations named for an incident
-- Incidents for which the country whose forces carried out the strike has been named, by that country and the Coalition's
-- assessment. The Coalition as a rule does not name it (empty), so the counts say nothing about who caused how much.
-- :status the Coalition's assessment: credible, non_credible, duplicate or open
-- @incidents
SELECT
  nation, status, count(*) AS incidents, sum(killed) AS killed, sum(injured) AS injured,
  min(first_day) AS first, max(last_day) AS last
FROM incidents
WHERE :status = '' OR status = :status
GROUP BY nation, status
ORDER BY nation IS NULL, nation, status
