-- Estimates as they were published
-- Every figure of civilians killed that an organisation attributes to the Coalition, alone or with others, in the order of
-- publication, with its scope: period, country, place and method. Figures of overlapping scopes count the same people, so do not
-- add them; see overlaps. Months are those of publication.
-- & analyst 38
-- :first_month (month) the first month, such as 2017-03
-- :last_month (month) the last month, such as 2017-03
-- :organisation_id (organisations) an organisation
-- :scope the countries that a figure covers: {estimates.country}
-- @estimates
SELECT
  substr(published_on, 1, CASE published_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS published_on,
  organisation_id, coalesce(abbreviation, name) AS organisation, e.country, place, attributed_to,
  substr(period_start, 1, CASE start_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS period_start,
  substr(period_end, 1, CASE end_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS period_end,
  low, best, high, qualifier, method, overlaps, estimate_id
FROM estimates AS e
JOIN organisations USING (organisation_id)
WHERE measure = 'civilians_killed' AND attributed_to LIKE 'Coalition%' AND published_on IS NOT NULL
  AND published_precision <> 'year'
  AND (:organisation_id = '' OR organisation_id = :organisation_id) AND (:scope = '' OR e.country = :scope)
  AND (:first_month = '' OR substr(published_on, 1, 7) >= :first_month)
  AND (:last_month = '' OR substr(published_on, 1, 7) <= :last_month)
ORDER BY e.published_on, organisation_id, estimate_id
