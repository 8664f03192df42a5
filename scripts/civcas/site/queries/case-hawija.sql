-- Hawija, 2 and 3 June 2015: what each party says
-- Every figure in the package for the strike of Dutch aircraft on a bomb factory in Hawija, with its source. A low figure without a
-- high one means
-- at least; both are the same for one figure. They count the same people, so never add them. attributed_to says whom the party holds
-- responsible.
-- & case 23
-- @incidents
-- @estimates
SELECT party, low, high, measure, source_id, stated_on, status, first_day, last_day, place, attributed_to, table_name, record_id, notes
FROM accounts
WHERE
  country = 'Iraq' AND first_day BETWEEN '2015-06-02' AND '2015-06-03'
  AND (place LIKE '%awij%' OR place LIKE '%uwayj%' OR place LIKE '%awīj%')
ORDER BY measure DESC, party, stated_on, record_id
