"""What a record's page shows beside its fields: evidence, known issues, neighbours, and the records that belong to it.

All of it is read in one go, by one visit to the database's thread.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import quote_plus

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils import detect_primary_keys, escape_sqlite, tilde_encode, urlsafe_components
from datasette.utils.asgi import Request
from jinja2 import Environment

from civcas.publishing.datasette import DATABASE
from civcas.site.database import Row, path

# A page lists so many records of another table, and links to the rest. They are taken in the order of the rows, which
# is that of the keys, so that no more are read than are shown.
LISTED = 25


# The form of nearly every key, which stands in an address as it is.
PLAIN = re.compile(r"[\w-]+", re.ASCII)


class Listing(NamedTuple):
    """Records of `table` whose `column` holds the record that a page shows, with these fields, the key first."""

    title: str
    table: str
    column: str
    fields: tuple[str, ...]


INCIDENTS = (
    "incident_id",
    "place_as_reported",
    "status",
    "killed",
    "injured",
    "airwars_killed_min",
    "airwars_killed_max",
)


LISTINGS = {
    "releases": [Listing("Incidents that this release assesses", "incidents", "release_id", INCIDENTS)],
    "organisations": [
        Listing(
            "Its estimates",
            "estimates",
            "organisation_id",
            ("estimate_id", "published_on", "measure", "country", "place", "attributed_to", "low", "best", "high"),
        ),
        Listing("Its documents", "sources", "organisation_id", ("source_id", "published_on", "kind", "url")),
    ],
    "places": [Listing("Incidents", "incidents", "place_id", INCIDENTS)],
}


MONTHS = """
SELECT
  substr(coalesce(first_day, date(reported_on, '-1 day')), 1, 7) AS month, sum(strikes) AS strikes, count(*) AS records
FROM strikes WHERE place_id = ? GROUP BY month ORDER BY month
"""


EVIDENCE = """
SELECT e.field, e.value, e.notes, s.source_id, s.url, s.kind, s.published_on, o.name AS publisher
FROM evidence AS e JOIN sources AS s USING (source_id) JOIN organisations AS o USING (organisation_id)
WHERE e."table" = ? AND e.record_id = ?
ORDER BY e.field, publisher, s.source_id
"""


ISSUES = """
SELECT issue_id, rule, coalesce(field, '') AS field, found, expected, explanation, status
FROM known_issues WHERE "table" = ? AND record_id = ? ORDER BY issue_id
"""


STATED = """
SELECT "table", record_id, field, value, notes FROM evidence
WHERE source_id = ? ORDER BY rowid LIMIT ?
"""


# The key of each table whose records name a main source.
CITING = {
    "releases": "release_id",
    "strikes": "strike_id",
    "strike_totals": "total_id",
    "airpower": "airpower_id",
    "incidents": "incident_id",
    "estimates": "estimate_id",
    "places": "place_id",
    "known_issues": "issue_id",
}


CITED = " UNION ALL ".join(
    f"SELECT * FROM (SELECT '{table}' AS \"table\", {key} AS record FROM {table} WHERE source_id = :source_id"
    f" ORDER BY rowid LIMIT {LISTED})"
    for table, key in CITING.items()
)


SERIES = """
SELECT estimate_id, published_on, period_start, period_end, low, best, high, qualifier, method
FROM estimates
WHERE organisation_id = :organisation_id AND measure = :measure AND country = :country AND place IS :place
  AND attributed_to = :attributed_to
ORDER BY coalesce(period_end, published_on), published_on, estimate_id
"""


# The records before and after: keys start with the day, or sort by it among the releases of one type.
NEIGHBOURS = {
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
    if view_name != "row" or database != DATABASE or not table or not request:
        return None
    keys = urlsafe_components(request.url_vars["pks"])
    db = datasette.get_database(DATABASE)
    return lambda: db.execute_fn(lambda connection: about(connection, table, keys))


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """What follows from the metadata alone is worked out once, not for each page."""
    known = datasette.plugin_config("pages")
    env.filters["tilde"] = lambda key: key if PLAIN.fullmatch(str(key)) else tilde_encode(str(key))
    env.filters["thousands"] = thousands
    env.filters["first_sentence"] = lambda text: text.split(". ")[0].rstrip(".") + "."
    env.filters["one_of"] = lambda title: title.removesuffix("s")
    about = datasette.metadata()
    env.globals["package"] = {name: value for name, value in about.items() if isinstance(value, str)}
    env.globals["titles"] = {name: table["title"] for name, table in about["databases"][DATABASE]["tables"].items()}
    env.globals["record_tables"] = known["keys"]
    env.globals["rules"] = {rule: words.splitlines() for rule, words in known["rules"].items()}


def thousands(value: Any, field: str) -> Any:
    """A whole number as pages show it, 1,302, unless the field holds numbers that are names: years and identifiers."""
    return f"{value:,}" if isinstance(value, int) and not field.endswith(("year", "_id")) else value


def query(connection: sqlite3.Connection, sql: str, values: Any = ()) -> list[Row]:
    return [dict(row) for row in connection.execute(sql, values)]


def about(connection: sqlite3.Connection, table: str, keys: list[str]) -> Row:
    """What the package knows about one record."""
    record = find(connection, table, keys)
    if record is None:
        return {}
    found: Row = {
        "evidence": evidence(connection, table, record),
        "issues": query(connection, ISSUES, [table, key_of(record)]),
        "listings": [listed(connection, listing, keys[0]) for listing in LISTINGS.get(table, [])],
    }
    if table in NEIGHBOURS:
        found |= neighbours(connection, table, record)
    if table == "places":
        found["months"] = query(connection, MONTHS, keys)
    if table == "estimates":
        found["series"] = query(connection, SERIES, record)
    if table == "sources":
        found |= stated(connection, record)
    if table == "known_issues":
        found |= subject(connection, record)
    return found


def find(connection: sqlite3.Connection, table: str, keys: Sequence[str]) -> Row | None:
    """A record by the parts of its key, or by all of them joined by slashes, as in the table of known issues."""
    names = [escape_sqlite(name) for name in detect_primary_keys(connection, table)]
    condition = " AND ".join(f"{name} = ?" for name in names)
    if len(keys) != len(names):
        condition = " || '/' || ".join(names) + " = ?"
    rows = query(connection, f"SELECT * FROM {escape_sqlite(table)} WHERE {condition}", keys)
    return rows[0] if rows else None


def key_of(record: Row) -> str:
    """The record's key: in the tables that have evidence, the first field."""
    return str(next(iter(record.values())))


def evidence(connection: sqlite3.Connection, table: str, record: Row) -> list[Row]:
    """The sources of each figure of a record, in the order of its fields: those that agree, and other readings."""
    rows = query(connection, EVIDENCE, [table, key_of(record)])
    groups = {field: list(group) for field, group in groupby(rows, key=lambda row: row["field"])}
    return [
        {
            "field": field,
            "value": record[field],
            "agreeing": [row for row in groups[field] if same(row["value"], record[field])],
            "other": [row for row in groups[field] if not same(row["value"], record[field])],
        }
        for field in record
        if field in groups
    ]


def same(text: str, value: Any) -> bool:
    if text == str(value):
        return True
    try:
        return float(text) == float(value)
    except (TypeError, ValueError):
        return False


def listed(connection: sqlite3.Connection, listing: Listing, key: str) -> Row:
    table, column = escape_sqlite(listing.table), escape_sqlite(listing.column)
    fields = ", ".join(escape_sqlite(name) for name in listing.fields)
    rows = query(connection, f"SELECT {fields} FROM {table} WHERE {column} = ? ORDER BY rowid LIMIT {LISTED}", [key])
    href = f"{path(listing.table)}?{listing.column}={quote_plus(key)}"
    return {**listing._asdict(), "rows": rows, "href": href}


def neighbours(connection: sqlite3.Connection, table: str, record: Row) -> Row:
    (row,) = query(connection, NEIGHBOURS[table], record)
    return {name: key and {"label": key, "href": path(table, key)} for name, key in row.items()}


def stated(connection: sqlite3.Connection, source: Row) -> Row:
    """The figures that a source states, and the records that name it as their main source."""
    cited = groupby(query(connection, CITED, source), key=lambda row: row["table"])
    return {
        "stated": query(connection, STATED, [source["source_id"], LISTED]),
        "cited": {table: [row["record"] for row in rows] for table, rows in cited},
    }


def subject(connection: sqlite3.Connection, issue: Row) -> Row:
    """The record that a known issue is about, and the evidence for the field in question."""
    table = issue["table"]
    record = find(connection, table, [issue["record_id"]])
    if record is None:
        return {}
    keys = [record[name] for name in detect_primary_keys(connection, table)]
    figures = evidence(connection, table, record)
    return {
        "subject": {name: value for name, value in record.items() if value is not None},
        "subject_href": path(table, *keys),
        "evidence": [figure for figure in figures if figure["field"] == issue["field"]] or figures,
    }
