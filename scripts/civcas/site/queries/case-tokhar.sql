-- Tokhar, 18 and 19 July 2016: what each party says
-- Every figure in the package for the strikes on Tokhar near Manbij in Syria, with its source. A low figure without a high one
-- means at least, a high one without a low one at most; if both are the same, the party gives one figure. They count the same people,
-- so never add them. The column "attributed to" says whom the party holds responsible.
-- & case 26
-- @incidents
-- @estimates
-- @incidents =2016-07-19-tokhar-kabir
SELECT party, low, high, measure, stated_on, status, first_day, last_day, place, attributed_to, source_id, table_name, record_id, notes
FROM accounts
WHERE
  country = 'Syria' AND place LIKE '%Tokhar%' AND first_day BETWEEN '2016-07' AND '2016-07-19'
  AND (first_day >= '2016-07-18' OR table_name = 'estimates')
ORDER BY measure <> 'civilians_killed', measure DESC, party, stated_on, record_id
