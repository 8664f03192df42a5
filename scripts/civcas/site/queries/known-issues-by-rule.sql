-- Known issues by rule
-- How many registered contradictions break each rule, by how firmly they are explained: a source explains it, it follows from
-- other figures, or no explanation was found. A rule that is not listed holds for every record.
-- @known_issues
SELECT
  rule, count(*) FILTER (WHERE status = 'explained') AS explained, count(*) FILTER (WHERE status = 'inferred') AS inferred,
  count(*) FILTER (WHERE status = 'unexplained') AS unexplained, count(*) AS issues
FROM known_issues
GROUP BY rule
ORDER BY issues DESC, rule
