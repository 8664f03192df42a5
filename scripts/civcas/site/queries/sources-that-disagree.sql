-- Sources that disagree on a figure
-- Figures with more than one value in the sources that were read, and the number of sources for each value. The table has the value
-- of the official page, else of its republication, else of most of the press. The evidence has all values.
-- & checker 52
-- :table {evidence.table}
-- :field (evidence.field) one field, such as killed_total
-- @evidence table={table} Figures of this table on which sources disagree
-- @releases table=releases
-- @incidents table=incidents
-- @estimates table=estimates
WITH readings AS (
  SELECT "table", record_id, field, value, count(*) AS sources
  FROM figures_in_dispute JOIN evidence USING ("table", record_id, field)
  WHERE "table" = coalesce(nullif(:table, ''), 'releases') AND (:field = '' OR field = :field)
  GROUP BY "table", record_id, field, value
)
SELECT
  "table", record_id, field, count(*) AS "values", sum(sources) AS sources,
  group_concat(value || ' (' || sources || ')', '; ') AS "values and their sources",
  (
    SELECT count(*) FROM known_issues AS k
    WHERE k."table" = readings."table" AND k.record_id = readings.record_id AND k.field = readings.field
  ) AS known_issues
FROM (SELECT * FROM readings ORDER BY record_id, field, sources DESC, value) AS readings
GROUP BY "table", record_id, field
HAVING count(*) > 1
ORDER BY record_id, field
