-- Known issues by rule and status
-- How many contradictions in the sources are registered for each rule: explained by a source, inferred from other figures, or
-- unexplained.
-- @known_issues
SELECT
  rule, "table", count(*) AS issues, count(*) FILTER (WHERE status = 'explained') AS explained,
  count(*) FILTER (WHERE status = 'inferred') AS inferred, count(*) FILTER (WHERE status = 'unexplained') AS unexplained
FROM known_issues
GROUP BY rule, "table"
ORDER BY issues DESC, rule
