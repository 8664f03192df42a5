-- Totals of strikes of single nations
-- What ministries, parliaments and the press say of the strikes of one nation of the Coalition, oldest first. Most are running totals,
-- which contain each other, and each nation counts in its own way. So do not add them, or take them from the Coalition's total,
-- which is that of the nation "all" and is shown only if it is asked for.
-- & reporter 12
-- :nation {strike_totals.nation}
-- :country {strike_totals.country}
-- @strike_totals
SELECT
  t.nation, t.country,
  substr(t.period_start, 1, CASE t.start_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS period_start,
  substr(t.period_end, 1, CASE t.end_precision WHEN 'month' THEN 7 WHEN 'year' THEN 4 ELSE 10 END) AS period_end,
  t.strikes, t.qualifier, o.name AS counted_by, t.total_id, t.source_id, t.notes
FROM strike_totals AS t JOIN organisations AS o USING (organisation_id)
WHERE (t.nation = :nation OR (:nation = '' AND t.nation <> 'all')) AND (:country = '' OR t.country = :country)
ORDER BY t.nation, t.country, t.period_end, t.strikes
