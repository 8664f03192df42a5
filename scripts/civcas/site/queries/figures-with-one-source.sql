-- Figures that only one source states
-- Figures for which only one document was found, with that document. Two readings mean that two people read it independently.
-- & contributor 61
-- :table {evidence.table}
-- :field (evidence.field) one field, such as killed_total
-- @evidence table={table} Figures of this table that only one source states
-- @releases table=releases
-- @estimates table=estimates
-- @airpower table=airpower
SELECT
  e."table", e.record_id, e.field, min(e.value) AS value, min(o.name) AS publisher, min(s.kind) AS kind, min(e.readings) AS readings,
  min(s.url) AS url, min(e.source_id) AS source_id
-- CROSS JOIN keeps the order of the evidence, which is that of the answer.
FROM evidence AS e CROSS JOIN sources AS s USING (source_id) CROSS JOIN organisations AS o USING (organisation_id)
WHERE e."table" = coalesce(nullif(:table, ''), 'releases') AND (:field = '' OR e.field = :field)
  -- A source for the record as a whole states no figure.
  AND e.value <> e.record_id
GROUP BY e."table", e.record_id, e.field
HAVING count(*) = 1
ORDER BY e."table", e.record_id, e.field
