-- Evidence for a figure
-- The sources that state the figures of one record, with the known issues about each figure. If a figure has several values, the
-- sources disagree.
-- & checker 51
-- :table {evidence.table}
-- :record (id) the id of the record in that table, such as monthly-2019-04
-- :field (evidence.field) one field, such as killed_total
-- @evidence table={table}&record={record_id}&field={field} All evidence for this figure
-- @releases table=releases&record={release_id} Evidence for this release
-- @incidents table=incidents&record={incident_id} Evidence for this incident
-- @estimates table=estimates&record={estimate_id} Evidence for this estimate
-- @strikes table=strikes&record={strike_id} Evidence for these strikes
-- @strike_totals table=strike_totals&record={total_id} Evidence for this total
-- @airpower table=airpower&record={airpower_id} Evidence for these statistics
SELECT
  e.field, e.value, o.name AS publisher, s.kind, s.language,
  substr(s.published_on, 1, CASE s.published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published_on,
  s.url, e.readings, e.source_id, e.notes,
  (
    SELECT count(*) FROM known_issues AS k
    WHERE k."table" = e."table" AND k.record_id = e.record_id AND k.field = e.field
  ) AS known_issues
FROM evidence AS e
JOIN sources AS s USING (source_id)
JOIN organisations AS o USING (organisation_id)
WHERE e."table" = coalesce(nullif(:table, ''), 'releases') AND e.record_id = coalesce(nullif(:record, ''), 'monthly-2019-04')
  AND (:field = '' OR e.field = :field)
ORDER BY e.field, e.value, publisher, e.source_id
