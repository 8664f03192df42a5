"""What a record's page shows besides its fields: evidence, known issues, neighbours, and the records that refer to it.

All of it is read in one visit to the database's thread.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote_plus, urlencode

from datasette import hookimpl
from datasette.utils import detect_primary_keys, escape_sqlite, urlsafe_components
from datasette.utils.asgi import Request

from civcas.site.addresses import site_url
from civcas.site.citing import citation
from civcas.site.config import Config, configured, site_config
from civcas.site.database import Row, address
from civcas.site.plain_records import issues_of, key_of, plain_title
from civcas.site.sentence_parts import disputed
from civcas.site.sentences import sentence, sentence_on_incidents, title
from civcas.site.surroundings import of_incident, of_organisation, of_place
from civcas.site.words import PRECISIONS

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
}


_EVIDENCE = """
SELECT
  e.field, e.value, e.notes, s.source_id, s.organisation_id, s.url, s.kind, s.published_on, s.published_precision,
  o.name AS publisher
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


_AROUND = {"incidents": of_incident, "places": of_place, "organisations": of_organisation}

_WITH_FIGURES = {
    "releases",
    "strikes",
    "strike_totals",
    "airpower",
    "incidents",
    "estimates",
    "allegations",
    "assessments",
}

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
    return lambda: known_of(datasette, request, table)


async def known_of(datasette: Datasette, request: Request, table: str) -> Row:
    """What the package knows of the record that a request is for."""
    site, keys = configured(datasette), urlsafe_components(request.url_vars["pks"])
    page = site_url(datasette, request) + request.path
    db = datasette.get_database(site["database"])
    found: Row = await db.execute_fn(lambda connection: _known_of(connection, site, table, keys, page))
    return found


def _known_of(connection: sqlite3.Connection, site: Config, table: str, keys: list[str], page: str) -> Row:
    """What the package knows of a record. `page` is the whole address of its page."""
    record = _find(connection, table, keys)
    if record is None:
        return {}
    if not site["own_pages"]:
        return _plain(connection, site, table, record, page)
    name, said = title(connection, table, record), sentence(connection, table, record)
    evidence = _evidence(connection, table, record)
    rest = said.removeprefix(f"{name}: ")
    found: Row = {
        "called": name,
        "said": rest if rest.startswith("http") else rest[0].upper() + rest[1:],
        "report_href": _report_href(site, table, keys),
        "citation": citation(site["descriptor"], page, f"{table}/{','.join(keys)}", name),
        "known_from": _known_from(connection, record, evidence) if table in _WITH_FIGURES else None,
        "evidence": evidence,
        "issues": _rows(connection, _ISSUES, [table, _key_of(record)]),
        "disputed": disputed(connection, table, _key_of(record)),
        "listings": [_listed(connection, site, listing, keys[0]) for listing in _LISTINGS.get(table, [])],
    }
    if table in _NEIGHBOURS:
        found |= _neighbours(connection, site, table, record)
    if table in _AROUND:
        found |= _AROUND[table](connection, record)
    if table == "releases":
        found["itemised"] = sentence_on_incidents(connection, record)
    if table == "estimates":
        found["series"] = _rows(connection, _SERIES, record)
    if table == "sources":
        found |= _stated(connection, site, record)
    if table == "known_issues":
        found |= _subject(connection, site, record)
    return found


def _plain(connection: sqlite3.Connection, site: Config, table: str, record: Row, page: str) -> Row:
    """The same of a record of which the program knows only what its schema says."""
    name, keys = plain_title(site, table, record), [str(part) for part in key_of(site, table, record)]
    issues = issues_of(connection, site, table, record)
    return {
        "called": name,
        "report_href": _report_href(site, table, keys),
        "citation": citation(site["descriptor"], page, f"{table}/{','.join(keys)}", name),
        "issues": issues,
        "disputed": {issue["field"] for issue in issues},
    }


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


def _report_href(site: Config, table: str, keys: list[str]) -> str:
    """The issue form of the package's repository, filled in, if the descriptor says that it is on GitHub."""
    home = site["descriptor"].get("homepage", "").rstrip("/")
    if not re.fullmatch(r"https://github\.com/[\w.-]+/[\w.-]+", home):
        return ""
    record = f"{table}/{','.join(keys)}"
    form = {"template": "figure-is-wrong.yml", "title": f"Wrong figure: {record}", "record": record}
    return f"{home}/issues/new?{urlencode(form)}"


# How close the closest source of a record's figures is to their origin, and how that is put.
_ORIGINS = {
    "official": "Official text read",
    "republication": "Official text read in a copy",
    "archive": "Read in an archived copy",
    "own": "Read in the organisation's own words",
    "other": "Read in the press and in reports only",
}


def _known_from(connection: sqlite3.Connection, record: Row, evidence: list[Row]) -> Row | None:
    """How the figures are known: by the closest source of any, and how many have one as close.

    None if there is evidence, but of no figure: its source may only name the record.
    """
    sql = "SELECT kind, organisation_id FROM sources WHERE source_id = ?"
    own = record.get("organisation_id")
    closest = [
        min((_closeness(row["kind"], row["organisation_id"], own) for row in figure["agreeing"]), default=None)
        for figure in evidence
        if isinstance(figure["value"], int)
    ]
    if not evidence and record.get("source_id"):
        kind, publisher = connection.execute(sql, [record["source_id"]]).fetchone()
        closest = [_closeness(kind, publisher, own)]
    stated = [rank for rank in closest if rank is not None]
    if not stated:
        return None
    best = min(stated)
    name = list(_ORIGINS)[best]
    return {"kind": name, "words": _ORIGINS[name], "figures": stated.count(best), "of": len(closest)}


def _closeness(kind: str, publisher: str, own: str | None) -> int:
    """The place of a source in the order of origins."""
    name = kind if kind in _ORIGINS else "own" if publisher == own else "other"
    return list(_ORIGINS).index(name)


def _listed(connection: sqlite3.Connection, site: Config, listing: _Listing, key: str) -> Row:
    table, column = escape_sqlite(listing.table), escape_sqlite(listing.column)
    precisions = [PRECISIONS[name] for name in listing.fields if PRECISIONS.get(name) in site["types"][listing.table]]
    fields = ", ".join(escape_sqlite(name) for name in (*listing.fields, *precisions))
    rows = _rows(connection, f"SELECT {fields} FROM {table} WHERE {column} = ? ORDER BY rowid LIMIT {_LISTED}", [key])
    href = f"{address(site['database'], listing.table)}?{listing.column}={quote_plus(key)}"
    return {**listing._asdict(), "rows": rows, "href": href}


def _neighbours(connection: sqlite3.Connection, site: Config, table: str, record: Row) -> Row:
    (row,) = _rows(connection, _NEIGHBOURS[table], record)
    found = {}
    for which, key in row.items():
        other = _find(connection, table, [key]) if key else None
        href = address(site["database"], table, key)
        found[which] = other and {"key": key, "label": title(connection, table, other), "href": href}
    return found


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
