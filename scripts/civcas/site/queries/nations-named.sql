-- Nations named for an incident
-- Incidents by the country whose forces carried out the strike, if it was named, and by the Coalition's assessment. The Coalition
-- usually does not name it (empty), so the numbers do not show who caused how much harm.
-- & reporter 13
-- :status the Coalition's assessment: {incidents.status}
-- @incidents
SELECT
  nation, status, count(*) AS incidents, sum(killed) AS killed, sum(injured) AS injured,
  min(first_day) AS first, max(last_day) AS last
FROM incidents
WHERE :status = '' OR status = :status
GROUP BY nation, status
ORDER BY nation IS NULL, nation, status
