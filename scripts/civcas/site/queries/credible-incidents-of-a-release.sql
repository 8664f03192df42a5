-- Credible incidents of a release and the deaths it states
-- The credible incidents that the package lists for one release, with a running total of their deaths, and the figure that the
-- release states. The incidents are part of that figure, so never add the two. One credible report may be several incidents.
-- & reporter 9
-- :release_id (releases) a release
-- @releases?incidents release_id={release_id} Credible incidents of this release and the deaths it states
-- @incidents release_id={release_id} Credible incidents of this release and the deaths it states
SELECT
  i.incident_id, i.first_day, i.place_as_reported, i.country, i.killed, i.injured,
  sum(i.killed) OVER (ORDER BY i.first_day, i.incident_id ROWS UNBOUNDED PRECEDING) AS killed_so_far,
  r.killed AS killed_in_release, r.credible AS credible_reports_in_release, a.killed_min AS airwars_killed_min, a.killed_max AS airwars_killed_max,
  i.status_basis
FROM releases AS r JOIN incidents AS i USING (release_id)
LEFT JOIN allegations AS a ON a.allegation_id = 'airwars-' || lower(i.airwars_code)
WHERE r.release_id = coalesce(nullif(:release_id, ''), 'monthly-2019-04') AND i.status = 'credible'
ORDER BY i.first_day, i.incident_id
