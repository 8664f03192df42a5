-- Tokhar, 18 and 19 July 2016: what each party says
-- Every figure in the package for the strikes on Tokhar near Manbij in Syria, with its source. A low figure without a high one means
-- at least; both are the same for one figure. They count the same people, so never add them. attributed_to says whom the party holds
-- responsible.
-- & case 26
-- @incidents
-- @estimates
SELECT party, low, high, measure, source_id, stated_on, status, first_day, last_day, place, attributed_to, table_name, record_id, notes
FROM accounts
WHERE
  country = 'Syria' AND place LIKE '%Tokhar%' AND first_day BETWEEN '2016-07' AND '2016-07-19'
  AND (first_day >= '2016-07-18' OR table_name = 'estimates')
ORDER BY measure DESC, party, stated_on, record_id
