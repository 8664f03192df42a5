"""What a record's page shows besides its fields: evidence, known issues, neighbours, and the records that refer to it.

All of it is read in one visit to the database's thread.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote_plus

from datasette import hookimpl
from datasette.utils import detect_primary_keys, escape_sqlite, urlsafe_components
from datasette.utils.asgi import Request

from civcas.site.config import Config, site_config
from civcas.site.database import Row, address

if TYPE_CHECKING:
    from datasette.app import Datasette

# A page lists this many records of another table and links to the rest. They come in the order of the rows, which is
# that of the keys, so that SQLite reads no more of them than the page shows.
_LISTED = 25


class _Listing(NamedTuple):
    """The records of `table` whose `column` names the record of the page, with these fields, the key first."""

    title: str
    table: str
    column: str
    fields: tuple[str, ...]


_INCIDENTS = (
    "incident_id",
    "place_as_reported",
    "status",
    "killed",
    "injured",
    "airwars_code",
)


_LISTINGS = {
    "releases": [_Listing("Incidents that this release assesses", "incidents", "release_id", _INCIDENTS)],
    "organisations": [
        _Listing(
            "Its estimates",
            "estimates",
            "organisation_id",
            ("estimate_id", "published_on", "measure", "country", "place", "attributed_to", "low", "best", "high"),
        ),
        _Listing("Its documents", "sources", "organisation_id", ("source_id", "published_on", "kind", "url")),
    ],
    "places": [_Listing("Incidents", "incidents", "place_id", _INCIDENTS)],
    "incidents": [
        _Listing(
            "What monitors recorded of it",
            "allegations",
            "incident_id",
            ("allegation_id", "grading", "killed_min", "killed_max", "injured_min", "injured_max", "source_id"),
        ),
        _Listing(
            "Official statements on it",
            "assessments",
            "incident_id",
            ("assessment_id", "stated_on", "stated_by", "status", "reason", "killed_min", "killed_max"),
        ),
    ],
}


_MONTHS = """
SELECT
  substr(coalesce(first_day, date(reported_on, '-1 day')), 1, 7) AS month, sum(strikes) AS strikes, count(*) AS records
FROM strikes WHERE place_id = ? GROUP BY month ORDER BY month
"""


_EVIDENCE = """
SELECT e.field, e.value, e.notes, s.source_id, s.url, s.kind, s.published_on, o.name AS publisher
FROM evidence AS e JOIN sources AS s USING (source_id) JOIN organisations AS o USING (organisation_id)
WHERE e."table" = ? AND e.record_id = ?
ORDER BY e.field, publisher, s.source_id
"""


_ISSUES = """
SELECT
  issue_id, rule, coalesce(field, '') AS field, found, expected, explanation, status,
  (
    SELECT count(*) FROM evidence AS e
    WHERE e."table" = i."table" AND e.record_id = i.record_id AND e.field = i.field AND e.value = i.expected
  ) AS sources
FROM known_issues AS i WHERE "table" = ? AND record_id = ? ORDER BY issue_id
"""


_STATED = """
SELECT "table", record_id, field, value, notes FROM evidence
WHERE source_id = ? ORDER BY rowid LIMIT ?
"""


_SERIES = """
SELECT estimate_id, published_on, period_start, period_end, low, best, high, qualifier, method
FROM estimates
WHERE organisation_id = :organisation_id AND measure = :measure AND country = :country AND place IS :place
  AND attributed_to = :attributed_to
ORDER BY coalesce(period_end, published_on), published_on, estimate_id
"""


# The records before and after: keys start with the day, or sort by it among the releases of one type.
_NEIGHBOURS = {
    "releases": """
    SELECT
      max(release_id) FILTER (WHERE release_id < :release_id) AS previous,
      min(release_id) FILTER (WHERE release_id > :release_id) AS next
    FROM releases WHERE release_type = :release_type
    """,
    "incidents": """
    SELECT
      (SELECT max(incident_id) FROM incidents WHERE incident_id < :incident_id) AS previous,
      (SELECT min(incident_id) FROM incidents WHERE incident_id > :incident_id) AS next
    """,
}


@hookimpl
def extra_template_vars(
    datasette: Datasette, view_name: str, database: str | None, table: str | None, request: Request | None
) -> Callable[[], Awaitable[Row]] | None:
    site = site_config(datasette)
    if site is None or view_name != "row" or database != site["database"] or not table or not request:
        return None
    keys = urlsafe_components(request.url_vars["pks"])
    db = datasette.get_database(database)
    return lambda: db.execute_fn(lambda connection: _known_of(connection, site, table, keys))


def _known_of(connection: sqlite3.Connection, site: Config, table: str, keys: list[str]) -> Row:
    """What the package knows of a record."""
    record = _find(connection, table, keys)
    if record is None:
        return {}
    found: Row = {
        "evidence": _evidence(connection, table, record),
        "issues": _rows(connection, _ISSUES, [table, _key_of(record)]),
        "listings": [_listed(connection, site, listing, keys[0]) for listing in _LISTINGS.get(table, [])],
    }
    if table in _NEIGHBOURS:
        found |= _neighbours(connection, site, table, record)
    if table == "places":
        found["months"] = _rows(connection, _MONTHS, keys)
    if table == "estimates":
        found["series"] = _rows(connection, _SERIES, record)
    if table == "sources":
        found |= _stated(connection, site, record)
    if table == "known_issues":
        found |= _subject(connection, site, record)
    return found


def _rows(connection: sqlite3.Connection, sql: str, values: Any = ()) -> list[Row]:
    return [dict(row) for row in connection.execute(sql, values)]


def _find(connection: sqlite3.Connection, table: str, keys: Sequence[str]) -> Row | None:
    """The record with this key: its parts or, as in the table of known issues, all of them joined by slashes."""
    names = [escape_sqlite(name) for name in detect_primary_keys(connection, table)]
    condition = " AND ".join(f"{name} = ?" for name in names)
    if len(keys) != len(names):
        condition = " || '/' || ".join(names) + " = ?"
    rows = _rows(connection, f"SELECT * FROM {escape_sqlite(table)} WHERE {condition}", keys)
    return rows[0] if rows else None


def _key_of(record: Row) -> str:
    """The key of a record, which is the first field in every table that evidence is about."""
    return str(next(iter(record.values())))


def _evidence(connection: sqlite3.Connection, table: str, record: Row) -> list[Row]:
    """The sources of each figure of a record, in the order of its fields: those that agree, and other readings."""
    rows = _rows(connection, _EVIDENCE, [table, _key_of(record)])
    groups = {field: list(group) for field, group in groupby(rows, key=lambda row: row["field"])}
    return [
        {
            "field": field,
            "value": record[field],
            "agreeing": [row for row in groups[field] if _same(row["value"], record[field])],
            "other": [row for row in groups[field] if not _same(row["value"], record[field])],
        }
        for field in record
        if field in groups
    ]


def _same(text: str, value: Any) -> bool:
    if text == str(value):
        return True
    try:
        return float(text) == float(value)
    except (TypeError, ValueError):
        return False


def _listed(connection: sqlite3.Connection, site: Config, listing: _Listing, key: str) -> Row:
    table, column = escape_sqlite(listing.table), escape_sqlite(listing.column)
    fields = ", ".join(escape_sqlite(name) for name in listing.fields)
    rows = _rows(connection, f"SELECT {fields} FROM {table} WHERE {column} = ? ORDER BY rowid LIMIT {_LISTED}", [key])
    href = f"{address(site['database'], listing.table)}?{listing.column}={quote_plus(key)}"
    return {**listing._asdict(), "rows": rows, "href": href}


def _neighbours(connection: sqlite3.Connection, site: Config, table: str, record: Row) -> Row:
    (row,) = _rows(connection, _NEIGHBOURS[table], record)
    return {name: key and {"label": key, "href": address(site["database"], table, key)} for name, key in row.items()}


def _stated(connection: sqlite3.Connection, site: Config, source: Row) -> Row:
    """The figures that a source states, and the records that name it as their main source."""
    cited = groupby(_rows(connection, _citing(site), source), key=lambda row: row["table"])
    return {
        "stated": _rows(connection, _STATED, [source["source_id"], _LISTED]),
        "cited": {table: [row["record"] for row in rows] for table, rows in cited},
    }


def _citing(site: Config) -> str:
    """SQL for the records that name a source as their main source, some of each table."""
    return " UNION ALL ".join(
        f"SELECT * FROM (SELECT '{table}' AS \"table\", {key} AS record FROM {table} WHERE source_id = :source_id"
        f" ORDER BY rowid LIMIT {_LISTED})"
        for table, key in site["citing"].items()
    )


def _subject(connection: sqlite3.Connection, site: Config, issue: Row) -> Row:
    """The record that a known issue is about, and the evidence for the field in question."""
    table = issue["table"]
    record = _find(connection, table, [issue["record_id"]])
    if record is None:
        return {}
    keys = [record[name] for name in detect_primary_keys(connection, table)]
    figures = _evidence(connection, table, record)
    return {
        "subject": {name: value for name, value in record.items() if value is not None},
        "subject_href": address(site["database"], table, *keys),
        "evidence": [figure for figure in figures if figure["field"] == issue["field"]] or figures,
    }
