-- Documents of a publisher
-- Every document of one publisher that the package cites, with the number of figures it is evidence for. A publisher may report the
-- figures of others: see the records that refer to the document.
-- :organisation_id (organisations) a publisher, such as centcom or reuters
-- @organisations?sources organisation_id={organisation_id} Its documents and the figures they state
-- @sources organisation_id={organisation_id} Other documents of this publisher
SELECT
  s.source_id, substr(s.published_on, 1, CASE s.published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published_on,
  s.kind, s.language, count(e.source_id) AS figures, s.url, s.archive_url
FROM sources AS s LEFT JOIN evidence AS e USING (source_id)
WHERE s.organisation_id = coalesce(nullif(:organisation_id, ''), 'airwars')
GROUP BY s.source_id
ORDER BY s.published_on, s.source_id
