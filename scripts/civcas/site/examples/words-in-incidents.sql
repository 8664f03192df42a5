-- Incidents whose texts have a word
SELECT i.incident_id, i.place_as_reported, i.status, i.killed, i.notes
FROM incidents_fts JOIN incidents AS i ON i.rowid = incidents_fts.rowid
WHERE incidents_fts MATCH :word
ORDER BY incidents_fts.rank
LIMIT 50
