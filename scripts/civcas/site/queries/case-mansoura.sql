-- Mansoura, 20 to 22 March 2017: what each party says
-- Every figure in the package for the strike on a school near Mansoura in Syria, and for the strikes of these days there and in
-- Tabqa, with its source. A low figure without a high one means
-- at least; both are the same for one figure. They count the same people, so never add them. attributed_to says whom the party holds
-- responsible.
-- & case 24
-- @incidents
-- @estimates
SELECT party, low, high, measure, source_id, stated_on, status, first_day, last_day, place, attributed_to, table_name, record_id, notes
FROM accounts
WHERE
  country = 'Syria' AND place LIKE '%ansour%' AND first_day BETWEEN '2017-03' AND '2017-03-22'
ORDER BY measure DESC, party, stated_on, record_id
