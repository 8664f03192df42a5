-- Reasons of assessments
-- Why the Coalition found allegations credible or not, in the categories of Airwars, by year of the event. A copy of Airwars'
-- records of Syria has them for the last statement on each event. Most statements give a reason in a few words, or none.
-- Statements that are not in that copy have no reason here and are not counted.
-- & reporter 11
-- :status the assessment: {assessments.status}
-- @assessments
SELECT
  s.status, s.reason, substr(a.first_day, 1, 4) AS year, count(*) AS assessments,
  count(*) FILTER (WHERE s.incident_id IS NOT NULL) AS in_incidents, min(s.stated_on) AS first_stated,
  max(s.stated_on) AS last_stated
FROM assessments AS s
JOIN allegations AS a USING (allegation_id)
WHERE s.status IS NOT NULL AND (:status = '' OR s.status = :status)
GROUP BY s.status, s.reason, year
ORDER BY s.status, s.reason IS NULL, s.reason, year
