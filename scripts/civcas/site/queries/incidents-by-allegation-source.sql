-- Incidents by who reported them
-- Who brought the incidents to the Coalition, as its releases state it, and what it found of them. Most releases do not state it
-- (empty), and the list of incidents is not complete, so the shares are no rates.
-- :country Iraq or Syria
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
