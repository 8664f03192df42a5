-- Known issues by table and firmness of the explanation
-- How many registered contradictions concern each table, and how many of them a source explains, an inference explains, or
-- nothing explains so far.
-- @known_issues
SELECT "table", status, count(*) AS issues
FROM known_issues
GROUP BY "table", status
ORDER BY "table", status
