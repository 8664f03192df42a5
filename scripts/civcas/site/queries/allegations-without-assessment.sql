-- Allegations without an assessment
-- Records of events of which no assessment was read, those with most killed first. Airwars' grading says how well the event is
-- reported and whether others are named; a record that is discounted or names others as well may not be about the Coalition.
-- & reporter 8
-- :country {allegations.country}
-- :grading {allegations.grading}
-- @allegations
SELECT
  allegation_id, organisation_id, code, first_day, country, place_as_reported, belligerents, grading, killed_min, killed_max,
  injured_min, injured_max, source_named
FROM allegations
WHERE incident_id IS NULL AND (:country = '' OR country = :country) AND (:grading = '' OR grading = :grading)
ORDER BY killed_min DESC, allegation_id
