-- Documents in a language
-- Every document in one language that the package cites, with its publisher and the number of figures it is evidence for.
-- :language (sources.language) a two-letter code of ISO 639-1, such as ar, en, fr, de or ru
-- @sources language={language} Other documents in this language
SELECT
  s.source_id, o.name AS publisher, substr(s.published_on, 1, CASE s.published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published_on,
  s.kind, count(e.source_id) AS figures, s.url
FROM sources AS s JOIN organisations AS o USING (organisation_id) LEFT JOIN evidence AS e USING (source_id)
WHERE s.language = lower(coalesce(nullif(:language, ''), 'ar'))
GROUP BY s.source_id
ORDER BY s.published_on, s.source_id
