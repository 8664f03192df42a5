-- Allegations that were assessed
-- How many records of Airwars and UCDP name an event of which an assessment was read, by organisation, country and year of the
-- event. Two records may be about one event. An event without an assessment here is one of which none was read: for Iraq, that
-- says nothing, since few assessments there name Airwars' code.
-- & analyst 37
-- :country {allegations.country}
-- @allegations
SELECT
  a.organisation_id, a.country, substr(a.first_day, 1, 4) AS year, count(*) AS allegations,
  count(a.incident_id) AS assessed, count(*) FILTER (WHERE i.status = 'credible') AS credible,
  count(*) FILTER (WHERE i.status = 'non_credible') AS non_credible,
  count(*) FILTER (WHERE i.status NOT IN ('credible', 'non_credible')) AS "other",
  count(*) - count(a.incident_id) AS not_assessed,
  round(100.0 * count(a.incident_id) / count(*), 1) AS percent_assessed,
  sum(a.killed_min) FILTER (WHERE a.incident_id IS NULL) AS killed_minimum_not_assessed
FROM allegations AS a
LEFT JOIN incidents AS i USING (incident_id)
WHERE :country = '' OR a.country = :country
GROUP BY a.organisation_id, a.country, year
ORDER BY a.organisation_id, a.country, year
