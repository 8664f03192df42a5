-- Weapons and sorties of one kind of period
-- What US Air Forces Central stated for each year, or for each month, year to date or the campaign so far. Kinds of period overlap
-- and are shown one at a time; where a period has two rows, its statements differ. Weapons are not strikes.
-- :granularity year, month, year_to_date or cumulative
-- @airpower granularity={granularity} All statistics of this kind of period
SELECT airpower_id, period, as_of, weapons_released, sorties, sorties_with_release, isr_sorties, tanker_sorties, source_id, notes
FROM airpower
WHERE granularity = coalesce(nullif(:granularity, ''), 'year')
ORDER BY period, as_of, airpower_id
