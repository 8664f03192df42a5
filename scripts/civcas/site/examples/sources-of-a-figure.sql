-- What each source states of one figure
SELECT e.record_id, e.field, e.value, s.published_on, s.url
FROM evidence AS e JOIN sources AS s USING (source_id)
WHERE e."table" = 'releases' AND e.record_id = :release_id AND e.field = 'killed_total'
ORDER BY s.published_on
