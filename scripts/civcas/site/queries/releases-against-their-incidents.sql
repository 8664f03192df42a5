-- Deaths in each release and in its incidents
-- For each release that states civilians killed: its credible reports and the deaths in them, and the credible incidents listed for
-- it with theirs. The deaths that are not itemised are from reports that were not read, or were never listed. Do not add the two
-- sides, or releases of different types.
-- & checker 55
-- :release_type {releases.release_type}
-- @releases
SELECT
  r.release_id, substr(r.published_on, 1, CASE r.published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published_on,
  r.credible AS credible_reports, count(i.incident_id) AS credible_incidents, r.killed,
  sum(i.killed) AS killed_itemised, r.killed - coalesce(sum(i.killed), 0) AS killed_not_itemised,
  count(i.incident_id) - count(i.killed) AS incidents_without_figure
FROM releases AS r LEFT JOIN incidents AS i ON i.release_id = r.release_id AND i.status = 'credible'
WHERE r.killed IS NOT NULL AND r.release_type = coalesce(nullif(:release_type, ''), 'monthly')
GROUP BY r.release_id
ORDER BY r.period_start, r.release_id
