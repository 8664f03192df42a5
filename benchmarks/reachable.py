"""Every kind of page that a reader of the site can reach, with values that are in the tables."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from datasette.utils import tilde_encode

from civcas.publishing.datasette import PLUGIN

LARGE = 100_000  # records of a table from which every sort and every filter of it is a page of its own
_PAGE = 100  # records on a page
_PART = 10_000  # records from which on an export is one of a large part

# What a filter of a column can ask. Those of a table that is not large are one of each.
_OPERATORS = {
    "string": ("exact", "not", "contains", "startswith", "endswith", "in", "isnull", "notnull", "like", "glob"),
    "integer": ("exact", "not", "gte", "lte", "gt", "lt", "isnull"),
    "number": ("gte", "lte", "isnull"),
    "date": ("exact", "not", "gte", "lte", "startswith", "isnull"),
}
_NOWHERE = "qqxyz"  # a word that no cell has
_VALUES = {"day": "2016-11-05", "first_month": "2016-01", "last_month": "2017-12", "kilometres": "25", "top": "100"}
_RECORDS = {"places": "raqqa", "releases": "monthly-2018-01", "organisations": "airwars", "estimates": "airwars"}


class Page(NamedTuple):
    """A page, and the kind that it is reported under. `reads_all` is one that may need all rows of a large table."""

    kind: str
    path: str
    reads_all: bool = False


class Site(NamedTuple):
    """The database of a build, and what its metadata say of it."""

    connection: sqlite3.Connection
    name: str
    settings: dict[str, Any]
    queries: dict[str, Any]


def reachable(connection: sqlite3.Connection, folder: Path) -> list[Page]:
    """The pages of the site that serves this build."""
    site = _site(connection, folder)
    settings = site.settings
    tables = [page for table, types in settings["types"].items() for page in _of_table(site, table, types)]
    documents = [Page("document", f"/docs/{file.stem}") for file in sorted((folder / "docs").glob("*.md"))]
    return [*_alone(site), *documents, *tables, *_of_queries(site), *_of_map(), *_of_search(), *_own_sql(site)]


def _site(connection: sqlite3.Connection, folder: Path) -> Site:
    metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    settings = metadata["plugins"][PLUGIN]
    return Site(connection, settings["database"], settings, metadata["databases"][settings["database"]]["queries"])


def _alone(site: Site) -> Iterator[Page]:
    yield Page("home", "/")
    for name in ("about", "licence", "questions", "downloads"):
        yield Page(name, f"/-/{name}")
    yield Page("tables and SQL", f"/{site.name}")
    yield Page("compare", "/-/compare")
    yield Page("compare", "/-/compare?first=monthly-2017-03&second=monthly-2017-04")
    yield Page("sitemap", "/sitemap.xml")
    yield Page("charts", "/-/dashboards")
    chosen = urlencode({"first_month": "2016-01", "last_month": "2017-12", "country": "Iraq"})
    for name in ("deaths", "estimates", "assessments", "strikes", "data-quality"):
        yield Page("charts", f"/-/dashboards/{name}")
    yield Page("charts, of months and a country", f"/-/dashboards/strikes?{chosen}")


# --- tables ------------------------------------------------------------------------------------------------------
def _of_table(site: Site, table: str, types: dict[str, str]) -> Iterator[Page]:
    rows = _rows(site.connection, table)
    record = _record(site.connection, table, rows // 2)
    name = table if rows > LARGE else "series" if table in site.settings["series"] else "other tables"
    path = f"/{site.name}/{table}"
    yield Page(f"{name}, first page", path)
    yield Page(f"{name}, first page", f"{path}?_columns=all")
    yield Page(f"{name}, JSON", f"{path}.json")
    yield from _last_page(site, table, types, name, rows)
    if table not in site.settings["series"]:
        yield Page(f"{name}, record", f"{path}/{_key(site.connection, table, record)}")
    if table in site.settings["searched"]:
        yield from (Page(f"{name}, search", f"{path}?_search={word}") for word in ("mosul", "civilians", _NOWHERE))
    columns = list(types.items()) if rows > LARGE else list(types.items())[-3:]
    for column, kind in columns:
        yield Page(f"{name}, sorted", f"{path}?_sort={column}")
        yield Page(f"{name}, sorted", f"{path}?_sort_desc={column}")
        yield Page(f"{name}, facet", f"{path}?_facet={column}")
        operators = _OPERATORS[kind] if rows > LARGE else _OPERATORS[kind][:1]
        for operator in operators:
            yield from _filtered(f"{name}, filtered", path, column, operator, record[column])
    yield from _exports(site, table, path, name, record)


def _filtered(kind: str, path: str, column: str, operator: str, value: Any) -> Iterator[Page]:
    """The pages of a filter; two for words, of which one finds nothing."""
    if operator in {"isnull", "notnull"}:
        yield Page(kind, f"{path}?{column}__{operator}=1")
        return
    if value is None:
        return
    texts = {"contains": str(value)[1:7], "startswith": str(value)[:6], "endswith": str(value)[-4:]}
    texts |= {"like": f"%{str(value)[1:4]}%", "glob": f"*{str(value)[1:4]}*"}
    yield Page(kind, f"{path}?{urlencode({f'{column}__{operator}': texts.get(operator, value)})}")
    if operator == "contains":
        yield Page(kind, f"{path}?{column}__contains={_NOWHERE}")
        yield Page(f"{kind} and sorted", f"{path}?{urlencode({f'{column}__contains': _NOWHERE, '_sort': column})}")


def _last_page(site: Site, table: str, types: dict[str, str], name: str, rows: int) -> Iterator[Page]:
    """The last page of a table by its key, and one in the middle; of a series, by the number of rows."""
    path = f"/{site.name}/{table}"
    for offset in (rows // 2, max(0, rows - _PAGE // 2)):
        if table in site.settings["series"]:
            yield Page(f"{name}, last page", f"{path}?_next={offset}")
            continue
        record = _record(site.connection, table, offset)
        key, sort = _key(site.connection, table, record), next(iter(types))
        start = f"{tilde_encode(str(record[sort]))},{key}"
        yield Page(f"{name}, last page", f"{path}?{urlencode({'_sort': sort, '_next': start})}")


def _exports(site: Site, table: str, path: str, name: str, record: dict[str, Any]) -> Iterator[Page]:
    keys = [row[3] for row in site.connection.execute(f'PRAGMA foreign_key_list("{table}")')]
    keys += [row[1] for row in site.connection.execute(f'PRAGMA table_info("{table}")') if row[5]]
    for key in [key for key in dict.fromkeys(keys) if record[key] is not None] or [""]:
        large = bool(key) and _number(site.connection, table, key, record[key]) > _PART
        chosen = urlencode({key: record[key]} if key else {"_size": 200})
        for kind in ("csv", "json", "jsonl"):
            yield Page(f"{name}, export of a{' large' if large else ''} part", f"{path}.{kind}?{chosen}", large)
    yield Page(f"{name}, export", f"{path}.csv")


def _number(connection: sqlite3.Connection, table: str, column: str, value: Any) -> int:
    sql = f'SELECT count(*) FROM "{table}" WHERE "{column}" = ?'
    return int(connection.execute(sql, [value]).fetchone()[0])


def _record(connection: sqlite3.Connection, table: str, offset: int) -> dict[str, Any]:
    cursor = connection.execute(f'SELECT * FROM "{table}" LIMIT 1 OFFSET {offset}')
    row = cursor.fetchone()
    return dict(zip([column[0] for column in cursor.description], row, strict=True))


def _key(connection: sqlite3.Connection, table: str, record: dict[str, Any]) -> str:
    """The key of a record as an address has it."""
    parts = [row for row in connection.execute(f'PRAGMA table_info("{table}")') if row[5]]
    return ",".join(tilde_encode(str(record[row[1]])) for row in sorted(parts, key=lambda row: row[5]))


# --- queries and the map -----------------------------------------------------------------------------------------
def _of_queries(site: Site) -> Iterator[Page]:
    for name, query in site.queries.items():
        path = f"/{site.name}/{name}"
        yield Page("question", path)
        values = {key: value for key, kind in query["kinds"].items() if (value := _value(site, key, kind))}
        alone = values if "id" not in query["kinds"].values() else {}  # the id needs the table, and the table an id
        for key, value in alone.items():
            yield Page("question, one parameter", f"{path}?{urlencode({key: value})}")
        if alone:
            yield Page("question, all parameters", f"{path}?{urlencode(values)}")
        yield Page("question, JSON", f"{path}.json")
        yield Page("question, export", f"{path}.csv")
    for table in ("strikes", "strike_totals", "incidents"):
        for name in ("figures-with-one-source", "sources-that-disagree"):
            yield Page("question, one parameter", f"/{site.name}/{name}?table={table}")


def scans(connection: sqlite3.Connection, folder: Path) -> list[str]:
    """The questions whose SQL reads all of a large table, as SQLite plans it, in words."""
    site, found = _site(connection, folder), []
    tables = [name for name in site.settings["categories"] if _rows(connection, name) > LARGE]
    for name, query in site.queries.items():
        values = dict.fromkeys(query["params"], "")
        plan = [step[3] for step in connection.execute(f"EXPLAIN QUERY PLAN {query['sql']}", values)]
        aliases = {table: {table, *re.findall(rf"\b{table} AS (\w+)", query["sql"])} for table in tables}
        found += [
            f"{name} reads all {table}: {step}"
            for table, names in aliases.items()
            for step in plan
            if step.startswith("SCAN ") and step.split()[1] in names and re.search(rf"\b{table}\b", query["sql"])
        ]
    return found


def _rows(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def _value(site: Site, key: str, kind: str) -> str:
    """A value of a parameter, for its name or its kind; empty if it needs another one beside it."""
    if known := _VALUES.get(key) or _RECORDS.get(kind):
        return known
    if field := re.fullmatch(r"\{(\w+)\.(\w+)\}", kind):
        return next(iter(site.settings["categories"][field[1]][field[2]]))
    return ""


def _of_map() -> Iterator[Page]:
    chosen = urlencode({"country": "Iraq", "first_month": "2016-01", "last_month": "2017-12"})
    for query in ("", "?layer=strikes", "?layer=incidents", "?status=credible", "?place=mosul", f"?{chosen}"):
        yield Page("map", f"/-/map{query}")
    for query in ("", "?layer=strikes", "?layer=incidents", "?country=Syria", f"?{chosen}"):
        yield Page("map, its layers", f"/-/map.json{query}")


_SEARCHED = (
    "mosul", "raqqa 2017", "17 March 2017", "2016", "1302", "airstrike civilians", "monthly-2019-04", "الموصل",
    _NOWHERE,
)  # fmt: skip


def _of_search() -> Iterator[Page]:
    return (Page("search", f"/-/search?q={quote(words)}") for words in _SEARCHED)


# --- a visitor's own SQL -----------------------------------------------------------------------------------------
_ASKED = (
    "SELECT * FROM releases LIMIT 50",
    "SELECT count(*) FROM strikes",
    "SELECT country, sum(strikes) FROM strikes GROUP BY country",
    "SELECT place_id, sum(strikes) AS n FROM strikes WHERE first_day LIKE '2017%' GROUP BY place_id ORDER BY n DESC",
    "SELECT s.*, p.name FROM strikes AS s JOIN places AS p USING (place_id) ORDER BY s.notes, p.name",
)


def _own_sql(site: Site) -> Iterator[Page]:
    for sql in _ASKED:
        for kind in ("", ".json", ".csv"):
            all_rows = "strikes" in sql
            found = f"/{site.name}{kind}?{urlencode({'sql': sql})}"
            yield Page(f"own SQL{', over all strikes' if all_rows else ''}", found, all_rows)
