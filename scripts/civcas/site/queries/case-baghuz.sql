-- Baghuz, 18 and 19 March 2019: what each party says
-- Every figure in the package for the strikes in Baghuz in Syria, with its source. A low figure without a high one
-- means at least, a high one without a low one at most; if both are the same, the party gives one figure. They count the same people,
-- so never add them. The column "attributed to" says whom the party holds responsible.
-- & case 25
-- @incidents
-- @estimates
-- @incidents =2019-03-18-al-baghouz
SELECT party, low, high, measure, stated_on, status, first_day, last_day, place, attributed_to, source_id, table_name, record_id, notes
FROM accounts
WHERE
  country = 'Syria' AND first_day BETWEEN '2019-03-18' AND '2019-03-19' AND place LIKE '%Bagh%'
ORDER BY measure <> 'civilians_killed', measure DESC, party, stated_on, record_id
