-- Documents of a publisher or in a language
-- Every document that the package cites, of one publisher or in one language, with the number of figures it is evidence for. A
-- publisher may report the figures of others: see the records that refer to the document.
-- & contributor 63
-- :organisation_id (organisations) a publisher, such as centcom or reuters
-- :language (sources.language) a two-letter code of ISO 639-1, such as ar, en, fr, de or ru
-- @organisations?sources organisation_id={organisation_id} Its documents and the figures they state
-- @sources organisation_id={organisation_id} Other documents of this publisher
-- @sources language={language} Other documents in this language
SELECT
  s.source_id, o.name AS publisher,
  substr(s.published_on, 1, CASE s.published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published_on,
  s.kind, s.language, coalesce(e.figures, 0) AS figures, s.url, s.archive_url
FROM sources AS s JOIN organisations AS o USING (organisation_id) LEFT JOIN figures_by_source AS e USING (source_id)
WHERE (:organisation_id = '' OR s.organisation_id = :organisation_id)
  AND (:language = '' OR s.language = lower(:language))
ORDER BY s.published_on IS NULL, s.published_on, s.source_id
