-- Evidence for a release
-- Each figure of one release with every source that was read for it, agreeing or not. Give a release, such as monthly-2019-04
-- (the default).
SELECT e.field, e.value, s.kind, o.name AS publisher, s.url, e.notes
FROM evidence AS e
JOIN sources AS s USING (source_id)
JOIN organisations AS o USING (organisation_id)
WHERE e."table" = 'releases' AND e.record_id = coalesce(nullif(:release_id, ''), 'monthly-2019-04')
ORDER BY e.field, e.value, publisher
