-- Raqqa, June to October 2017: what each party says
-- Every figure in the package for the city or province of Raqqa in the battle for the city, with its source. Figures for single
-- incidents are left out; incidents-near-a-place has them. A low figure without a high one
-- means at least, a high one without a low one at most; if both are the same, the party gives one figure. They count the same people,
-- so never add them. The column "attributed to" says whom the party holds responsible.
-- & case 22
-- @estimates
-- @places =raqqa
SELECT party, low, high, measure, stated_on, status, first_day, last_day, place, attributed_to, source_id, table_name, record_id, notes
FROM accounts
WHERE
  table_name = 'estimates' AND place LIKE '%Raqqa%' AND first_day BETWEEN '2017' AND '2017-12-31'
ORDER BY measure <> 'civilians_killed', measure DESC, party, stated_on, record_id
