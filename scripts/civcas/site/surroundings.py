"""What stands around an incident, a place or an organisation: what each party says, and what was reported nearby."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import Any

from civcas.site.database import Row
from civcas.site.words import days_in_words


def _rows(connection: sqlite3.Connection, sql: str, values: Any) -> list[Row]:
    return [dict(row) for row in connection.execute(sql, values)]


# --- an incident -------------------------------------------------------------------------------------------------
_STATEMENTS = """
SELECT
  assessment_id, stated_on, stated_by, status, reason, second_reason, killed_min, killed_max, injured_min, injured_max
FROM assessments WHERE incident_id = :incident_id ORDER BY stated_on IS NULL, stated_on, assessment_id
"""

_RECORDED = """
SELECT
  allegation_id, o.name AS organisation, code, grading, killed_min, killed_max, injured_min, injured_max,
  children_killed_min, children_killed_max, women_killed_min, women_killed_max, belligerents, s.url
FROM allegations JOIN organisations AS o USING (organisation_id) JOIN sources AS s USING (source_id)
WHERE incident_id = :incident_id ORDER BY allegation_id
"""

# An estimate says which event it is about in words only. So these are all of the same days and country.
_SAME_DAYS = """
SELECT estimate_id, o.name AS organisation, place, measure, low, best, high, qualifier, attributed_to, published_on
FROM estimates JOIN organisations AS o USING (organisation_id)
WHERE estimates.country IN (:country, 'both') AND period_start >= :from_day AND period_end <= :to_day
  AND start_precision = 'day' AND end_precision = 'day'
ORDER BY place, measure, published_on, estimate_id
"""

_NEARBY = """
SELECT strike_id, first_day, last_day, place_as_reported, strikes, reported_on
FROM strikes
WHERE place_id = :place_id AND coalesce(first_day, date(reported_on, '-1 day')) <= :to_day
  AND coalesce(last_day, first_day, reported_on) >= :from_day
ORDER BY coalesce(first_day, reported_on), strike_id
"""


def of_incident(connection: sqlite3.Connection, incident: Row) -> Row:
    """The official statements, monitors' records, estimates for the same days, and strikes near the place.

    Strikes are those of the place on the days of the incident, and of the day before and after.
    """
    first, last = date.fromisoformat(incident["first_day"]), date.fromisoformat(incident["last_day"])
    around = {"from_day": f"{first - timedelta(days=1)}", "to_day": f"{last + timedelta(days=1)}"}
    return {
        "statements": _rows(connection, _STATEMENTS, incident),
        "recorded": _rows(connection, _RECORDED, incident),
        "same_days": _rows(connection, _SAME_DAYS, {**incident, **around}),
        "nearby": _rows(connection, _NEARBY, {**incident, **around}) if incident["place_id"] else None,
        "around": days_in_words(around["from_day"], around["to_day"]),
    }


# --- a place -----------------------------------------------------------------------------------------------------
_BY_STATUS = """
SELECT
  status, count(*) AS incidents, sum(killed) AS killed, count(killed) AS with_figure,
  sum(a.killed_min) AS airwars_min, sum(a.killed_max) AS airwars_max, count(a.incident_id) AS with_airwars
FROM incidents AS i LEFT JOIN (
  SELECT incident_id, sum(killed_min) AS killed_min, sum(killed_max) AS killed_max
  FROM allegations WHERE organisation_id = 'airwars' AND incident_id IS NOT NULL AND killed_max IS NOT NULL
  GROUP BY incident_id
) AS a USING (incident_id)
WHERE place_id = :place_id GROUP BY status ORDER BY status
"""

_BY_MONTH = """
WITH listed AS (
  SELECT substr(coalesce(first_day, date(reported_on, '-1 day')), 1, 7) AS month, strikes, 0 AS incidents, 0 AS credible
  FROM strikes WHERE place_id = :place_id
  UNION ALL
  SELECT substr(first_day, 1, 7), 0, 1, status = 'credible' FROM incidents WHERE place_id = :place_id
)
SELECT month, sum(strikes) AS strikes, sum(incidents) AS incidents, sum(credible) AS credible
FROM listed GROUP BY month ORDER BY month
"""

_FOR_PLACE = """
SELECT
  estimate_id, o.name AS organisation, place, measure, low, best, high, qualifier, attributed_to,
  period_start, start_precision, period_end, end_precision
FROM estimates JOIN organisations AS o USING (organisation_id)
WHERE place LIKE '%' || :name || '%' ORDER BY measure, period_end, estimate_id
"""

_SPELLINGS = "SELECT place_as_reported FROM place_names WHERE place_id = :place_id ORDER BY place_as_reported"


def of_place(connection: sqlite3.Connection, place: Row) -> Row:
    """Totals by status, strikes and incidents by month, estimates that name the place, and its spellings."""
    months = _rows(connection, _BY_MONTH, place)
    return {
        "by_status": _rows(connection, _BY_STATUS, place),
        "months": months,
        "most": {name: max([row[name] for row in months], default=0) for name in ("strikes", "incidents")},
        "for_place": _rows(connection, _FOR_PLACE, place),
        "spellings": [row["place_as_reported"] for row in _rows(connection, _SPELLINGS, place)],
    }


# --- an organisation ---------------------------------------------------------------------------------------------
_SCOPES = """
SELECT
  measure, country, place, attributed_to, count(*) AS estimates,
  min(coalesce(period_end, published_on)) AS first, max(coalesce(period_end, published_on)) AS last
FROM estimates WHERE organisation_id = :organisation_id
GROUP BY measure, country, place, attributed_to HAVING count(*) > 1
ORDER BY estimates DESC, measure, country, place
"""

_OF_SCOPE = """
SELECT estimate_id, period_start, start_precision, period_end, end_precision, published_on, published_precision,
  low, best, high, qualifier, method
FROM estimates
WHERE organisation_id = :organisation_id AND measure = :measure AND country = :country AND place IS :place
  AND attributed_to = :attributed_to
ORDER BY coalesce(period_end, published_on), published_on, estimate_id
"""
_SERIES = 3  # scopes that are shown one by one


def of_organisation(connection: sqlite3.Connection, organisation: Row) -> Row:
    """The scopes with several estimates, those with most of them first, and the series of the first ones."""
    scopes = _rows(connection, _SCOPES, organisation)
    return {
        "scopes": scopes,
        "series_of": [
            {**scope, "rows": _rows(connection, _OF_SCOPE, {**organisation, **scope})} for scope in scopes[:_SERIES]
        ],
    }
