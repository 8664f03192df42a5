-- Known issues by table and explanation
-- How many known contradictions concern each table, and how many of them are explained by a source, explained by inference, or not
-- explained so far.
-- & checker 58
-- @known_issues
SELECT
  "table", count(*) FILTER (WHERE status = 'explained') AS explained, count(*) FILTER (WHERE status = 'inferred') AS inferred,
  count(*) FILTER (WHERE status = 'unexplained') AS unexplained, count(*) AS issues
FROM known_issues
GROUP BY "table"
ORDER BY issues DESC, "table"
