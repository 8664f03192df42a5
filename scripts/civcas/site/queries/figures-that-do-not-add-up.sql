-- Figures that do not add up
-- Every registered contradiction in the sources: the rule that it breaks, what the record says, what it would have to say, and
-- what is known about the reason.
SELECT rule, "table", record_id, field, found, expected, explanation, status, source_id
FROM known_issues
WHERE :rule = '' OR rule = :rule
ORDER BY rule, record_id
