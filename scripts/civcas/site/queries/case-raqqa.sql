-- Raqqa, June to October 2017: what each party says
-- Every figure in the package for the city or province of Raqqa in the battle for the city, with its source. Figures for single
-- incidents are left out; incidents-near-a-place has them. A low figure without a high one means
-- at least; both are the same for one figure. They count the same people, so never add them. attributed_to says whom the party holds
-- responsible.
-- & case 22
-- @estimates
SELECT party, low, high, measure, source_id, stated_on, status, first_day, last_day, place, attributed_to, table_name, record_id, notes
FROM accounts
WHERE
  table_name = 'estimates' AND place LIKE '%Raqqa%' AND first_day BETWEEN '2017' AND '2017-12-31'
ORDER BY measure DESC, party, stated_on, record_id
