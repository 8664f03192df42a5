-- Spellings of a place
-- How the sources spell one place, and how many strike rows and incidents use each spelling.
-- & contributor 64
-- :place_id (places) a place
-- @places?place_names place_id={place_id} Spellings of this place
-- @place_names place_id={place_id} Other spellings of this place
SELECT
  n.place_as_reported, n.country,
  (SELECT count(*) FROM strikes AS s WHERE s.place_as_reported = n.place_as_reported AND s.country = n.country) AS strike_rows,
  (SELECT count(*) FROM incidents AS i WHERE i.place_as_reported = n.place_as_reported AND i.country = n.country) AS incidents,
  n.source_id, n.notes
FROM place_names AS n
WHERE n.place_id = coalesce(nullif(:place_id, ''), 'tal-afar')
ORDER BY n.country, n.place_as_reported
