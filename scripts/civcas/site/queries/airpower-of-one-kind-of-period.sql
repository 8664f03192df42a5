-- Weapons and sorties of one kind of period
-- What US Air Forces Central stated for each year, or for each month, year to date or the campaign so far. Kinds of period overlap,
-- so the query shows one at a time. If the statements for a period differ, it has two rows. Weapons are not strikes.
-- & analyst 42
-- :granularity {airpower.granularity}
-- @airpower granularity={granularity} All statistics of this kind of period
SELECT airpower_id, period, as_of, weapons_released, sorties, sorties_with_release, isr_sorties, tanker_sorties, source_id, notes
FROM airpower
WHERE granularity = coalesce(nullif(:granularity, ''), 'year')
ORDER BY period, as_of, airpower_id
