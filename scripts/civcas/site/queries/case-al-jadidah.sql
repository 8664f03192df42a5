-- Al-Jadidah, Mosul, 17 March 2017: what each party says
-- Every figure in the package for the strike in al-Jadidah (New Mosul), with its source. A low figure without a high one means
-- at least; both are the same for one figure. They count the same people, so never add them. attributed_to says whom the party holds
-- responsible.
-- & case 21
-- @incidents
-- @estimates
SELECT party, low, high, measure, source_id, stated_on, status, first_day, last_day, place, attributed_to, table_name, record_id, notes
FROM accounts
WHERE
  country = 'Iraq' AND first_day BETWEEN '2017-03' AND '2017-03-17' AND last_day >= '2017-03'
  AND (place LIKE '%adid%' OR (place = 'Mosul' AND first_day = '2017-03-17'))
ORDER BY measure DESC, party, stated_on, record_id
