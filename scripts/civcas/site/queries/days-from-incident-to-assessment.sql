-- How long the assessment of an incident took
-- Days from the last day of an incident to the publication of the release with its assessment, by the year of the incident. Only
-- for incidents whose release and dates are known. A release may repeat an assessment that was published before.
-- & analyst 39
-- :status the Coalition's assessment: {incidents.status}
-- @incidents
WITH waits AS (
  SELECT substr(i.first_day, 1, 4) AS year, CAST(julianday(r.published_on) - julianday(i.last_day) AS INTEGER) AS days
  FROM incidents AS i JOIN releases AS r USING (release_id)
  WHERE r.published_precision = 'day' AND (:status = '' OR i.status = :status)
),
ranked AS (
  SELECT
    year, days, row_number() OVER (PARTITION BY year ORDER BY days) AS place, count(*) OVER (PARTITION BY year) AS incidents
  FROM waits
)
SELECT
  year, count(*) AS incidents, min(days) AS shortest,
  avg(days) FILTER (WHERE place IN ((incidents + 1) / 2, (incidents + 2) / 2)) AS median, max(days) AS longest
FROM ranked
GROUP BY year
ORDER BY year
