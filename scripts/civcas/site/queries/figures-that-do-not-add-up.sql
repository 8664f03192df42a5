-- Figures that do not add up
-- Every known contradiction in the sources: the rule that it breaks, what the package has, what contradicts it (another source, or the
-- rule's arithmetic), and the reason if it is known.
-- & checker 5
-- :rule (rule) one rule, such as releases/completed-sum
-- :table (known_issues.table) one table, such as releases
-- :status {known_issues.status}
-- @known_issues rule={rule} All figures that break this rule
-- @releases table=releases
-- @incidents table=incidents
-- @estimates table=estimates
-- @strike_totals table=strike_totals
-- @airpower table=airpower
SELECT issue_id, rule, "table", record_id, field, found AS package_has, expected AS contradicted_by, explanation, status, source_id
FROM known_issues
WHERE (:rule = '' OR rule = :rule) AND (:table = '' OR "table" = :table) AND (:status = '' OR status = :status)
ORDER BY rule, record_id
