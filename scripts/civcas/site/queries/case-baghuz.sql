-- Baghuz, 18 and 19 March 2019: what each party says
-- Every figure in the package for the strikes in Baghuz in Syria, with its source. A low figure without a high one means
-- at least; both are the same for one figure. They count the same people, so never add them. attributed_to says whom the party holds
-- responsible.
-- & case 25
-- @incidents
-- @estimates
SELECT party, low, high, measure, source_id, stated_on, status, first_day, last_day, place, attributed_to, table_name, record_id, notes
FROM accounts
WHERE
  country = 'Syria' AND first_day BETWEEN '2019-03-18' AND '2019-03-19' AND place LIKE '%Bagh%'
ORDER BY measure DESC, party, stated_on, record_id
