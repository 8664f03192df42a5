-- Mansoura, 20 to 22 March 2017: what each party says
-- Every figure in the package for the strike on a school near Mansoura in Syria, and for the strikes of these days there and in
-- Tabqa, with its source. A low figure without a high one
-- means at least, a high one without a low one at most; if both are the same, the party gives one figure. They count the same people,
-- so never add them. The column "attributed to" says whom the party holds responsible.
-- & case 24
-- @incidents
-- @estimates
-- @incidents =2017-03-20-al-badiya-school-al-mansoura
SELECT party, low, high, measure, stated_on, status, first_day, last_day, place, attributed_to, source_id, table_name, record_id, notes
FROM accounts
WHERE
  country = 'Syria' AND place LIKE '%ansour%' AND first_day BETWEEN '2017-03' AND '2017-03-22'
ORDER BY measure <> 'civilians_killed', measure DESC, party, stated_on, record_id
