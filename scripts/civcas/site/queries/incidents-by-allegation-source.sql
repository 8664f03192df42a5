-- Incidents by who reported them
-- Who reported the incidents to the Coalition, according to its releases, and what it found. Most releases do not say who did
-- (empty), and the list of incidents is not complete, so do not read the shares as rates.
-- & analyst 41
-- :country {incidents.country}
-- @incidents
SELECT
  allegation_source, count(*) AS incidents, count(*) FILTER (WHERE status = 'credible') AS credible,
  count(*) FILTER (WHERE status = 'non_credible') AS non_credible, count(*) FILTER (WHERE status = 'duplicate') AS duplicate,
  count(*) FILTER (WHERE status = 'open') AS "open", sum(killed) FILTER (WHERE status = 'credible') AS killed,
  sum(injured) FILTER (WHERE status = 'credible') AS injured
FROM incidents
WHERE :country = '' OR country = :country
GROUP BY allegation_source
ORDER BY incidents DESC, allegation_source
