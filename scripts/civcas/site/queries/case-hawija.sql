-- Hawija, 2 and 3 June 2015: what each party says
-- Every figure in the package for the strike of Dutch aircraft on a bomb factory in Hawija, with its source. A low figure without a high one
-- means at least, a high one without a low one at most; if both are the same, the party gives one figure. They count the same people,
-- so never add them. The column "attributed to" says whom the party holds responsible.
-- & case 23
-- @incidents
-- @estimates
-- @incidents =2015-06-02-hawija
SELECT party, low, high, measure, stated_on, status, first_day, last_day, place, attributed_to, source_id, table_name, record_id, notes
FROM accounts
WHERE
  country = 'Iraq' AND first_day BETWEEN '2015-06-02' AND '2015-06-03'
  AND (place LIKE '%awij%' OR place LIKE '%uwayj%' OR place LIKE '%awīj%')
ORDER BY measure <> 'civilians_killed', measure DESC, party, stated_on, record_id
