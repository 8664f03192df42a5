-- Sources that disagree on a figure
-- Figures for which the sources that were read give more than one value, with the number of sources for each. The table holds
-- the value of the official page, or else of its republication, or of most of the press; all readings stay in the evidence.
-- :table releases, strikes, strike_totals, airpower, incidents or estimates
-- :field one field, such as killed_total
-- @evidence table={table} Figures of this table on which sources disagree
-- @releases table=releases
-- @incidents table=incidents
-- @estimates table=estimates
WITH readings AS (
  SELECT "table", record_id, field, value, count(*) AS sources
  FROM evidence
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
