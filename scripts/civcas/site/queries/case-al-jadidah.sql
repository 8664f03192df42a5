-- Al-Jadidah, Mosul, 17 March 2017: what each party says
-- Every figure in the package for the strike in al-Jadidah (New Mosul), with its source. A low figure without a high one
-- means at least, a high one without a low one at most; if both are the same, the party gives one figure. They count the same people,
-- so never add them. The column "attributed to" says whom the party holds responsible.
-- & case 21
-- @incidents
-- @estimates
-- @incidents =2017-03-17-al-jadidah-mosul
SELECT party, low, high, measure, stated_on, status, first_day, last_day, place, attributed_to, source_id, table_name, record_id, notes
FROM accounts
WHERE
  country = 'Iraq' AND first_day BETWEEN '2017-03' AND '2017-03-17' AND last_day >= '2017-03'
  AND (place LIKE '%adid%' OR (place = 'Mosul' AND first_day = '2017-03-17'))
ORDER BY measure <> 'civilians_killed', measure DESC, party, stated_on, record_id
