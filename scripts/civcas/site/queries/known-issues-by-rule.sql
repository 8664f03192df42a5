-- Known issues by rule
-- How many known contradictions break each rule, by how well they are explained: by a source, from other figures, or not at all. All
-- records obey the rules that are not listed.
-- & checker 57
-- @known_issues
SELECT
  rule, count(*) FILTER (WHERE status = 'explained') AS explained, count(*) FILTER (WHERE status = 'inferred') AS inferred,
  count(*) FILTER (WHERE status = 'unexplained') AS unexplained, count(*) AS issues
FROM known_issues
GROUP BY rule
ORDER BY issues DESC, rule
