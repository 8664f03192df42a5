"""What the pages show beside Datasette's own: the figures of the home page, the evidence of a record, the search.

Every value is read from the database when a page is asked for.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote_plus

from datasette import hookimpl
from datasette.app import Datasette
from datasette.database import Database
from datasette.utils import escape_fts, escape_sqlite, tilde_encode, urlsafe_components
from datasette.utils.asgi import NotFound, Request, Response
from jinja2 import Environment
from marko import Markdown
from markupsafe import Markup

from civcas.dataset import described

DATABASE = "oir-civcas"
# A page lists so many records of another table, and links to the rest.
LISTED = 50
FOUND = 10

Row = dict[str, Any]


class Figure(NamedTuple):
    """A headline of the home page. Its SQL gives `low`, `high` (null for a single value), `day` and `record`."""

    label: str
    table: str
    sql: str


LATEST = """
SELECT {total} AS low, NULL AS high, coalesce(totals_through, published_on) AS day, release_id AS record
FROM releases WHERE {total} IS NOT NULL AND release_type <> 'annual'
ORDER BY published_on DESC, release_id DESC LIMIT 1
"""
FIGURES = [
    Figure(
        "civilians killed since August 2014, by the latest release read that states the total",
        "releases",
        LATEST.format(total="killed_total"),
    ),
    Figure(
        "civilians killed since August 2014, by the latest range of Airwars read, from local reports",
        "estimates",
        """
        SELECT
          low, high, estimate_id AS record,
          substr(period_end, 1, CASE end_precision WHEN 'day' THEN 10 WHEN 'month' THEN 7 ELSE 4 END) AS day
        FROM estimates
        WHERE organisation_id = 'airwars' AND measure = 'civilians_killed' AND attributed_to = 'Coalition'
          AND country = 'both' AND place IS NULL AND period_start = '2014-08-08' AND qualifier = 'between'
          AND method IN ('local reports graded fair or confirmed', 'local reports, grading not stated')
        ORDER BY period_end DESC, published_on DESC LIMIT 1
        """,
    ),
    Figure(
        "civilians killed in the credible reports of one monthly release, the most of any; some may have died earlier",
        "releases",
        """
        SELECT killed AS low, NULL AS high, period_end AS day, release_id AS record
        FROM releases WHERE release_type = 'monthly' AND killed IS NOT NULL ORDER BY killed DESC, release_id LIMIT 1
        """,
    ),
    Figure(
        "strikes since August 2014, by the latest release read that states the total",
        "releases",
        LATEST.format(total="strikes_total"),
    ),
]


class Listing(NamedTuple):
    """Records of `table` whose `column` holds the record that a page shows, with these fields, the key first."""

    title: str
    table: str
    column: str
    fields: tuple[str, ...]


LISTINGS = {
    "releases": [
        Listing(
            "Incidents that this release assesses",
            "incidents",
            "release_id",
            (
                "incident_id",
                "place_as_reported",
                "status",
                "killed",
                "injured",
                "airwars_killed_min",
                "airwars_killed_max",
            ),
        )
    ],
    "organisations": [
        Listing(
            "Its estimates",
            "estimates",
            "organisation_id",
            ("estimate_id", "published_on", "measure", "country", "place", "attributed_to", "low", "best", "high"),
        ),
        Listing("Its documents", "sources", "organisation_id", ("source_id", "published_on", "kind", "url")),
    ],
    "places": [
        Listing(
            "Incidents",
            "incidents",
            "place_id",
            ("incident_id", "status", "killed", "injured", "airwars_killed_min", "airwars_killed_max"),
        )
    ],
}
# What a search says of a record beside its label.
SUMMARIES = {
    "incidents": ("place_as_reported", "country", "status", "notes"),
    "organisations": ("kind", "country", "homepage"),
    "sources": ("kind", "published_on", "url"),
    "places": ("governorate", "country", "notes"),
    "place_names": ("country", "place_id", "notes"),
    "known_issues": ("explanation",),
}
MONTHS = """
SELECT substr(coalesce(first_day, reported_on), 1, 7) AS month, sum(strikes) AS strikes, count(*) AS records
FROM strikes WHERE place_id = ? GROUP BY month ORDER BY month
"""
EVIDENCE = """
SELECT e.field, e.value, e.notes, s.source_id, s.url, s.kind, s.published_on, o.name AS publisher
FROM evidence AS e JOIN sources AS s USING (source_id) JOIN organisations AS o USING (organisation_id)
WHERE e."table" = ? AND e.record_id = ?
ORDER BY e.field, publisher, s.source_id
"""


@hookimpl
def extra_template_vars(
    datasette: Datasette, view_name: str, database: str | None, table: str | None, request: Request | None
) -> Callable[[], Awaitable[Row]] | None:
    """Values for the home page and for a record's page."""
    if view_name == "index":
        return lambda: home(datasette, request)
    if view_name == "row" and database == DATABASE and table and request:
        keys = urlsafe_components(request.url_vars["pks"])
        return lambda: about(datasette.get_database(DATABASE), table, keys)
    return None


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.filters["tilde"] = lambda key: tilde_encode(str(key))


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    return [(r"^/-/search$", search), (r"^/docs/(?P<name>[a-z-]+)(\.md)?$", document)]


@hookimpl
def menu_links(datasette: Datasette) -> list[dict[str, str]]:
    return [{"href": datasette.urls.path("/-/search"), "label": "Search"}]


async def query(db: Database, sql: str, values: Any = ()) -> list[Row]:
    return [dict(row) for row in (await db.execute(sql, values)).rows]


async def count(db: Database, table: str) -> int:
    (row,) = await query(db, f"SELECT count(*) AS records FROM {escape_sqlite(table)}")
    return int(row["records"])


def path(table: str, *keys: Any) -> str:
    """The address of a table or, with its keys, of a record."""
    return f"/{DATABASE}/{table}" + ("/" + ",".join(tilde_encode(str(key)) for key in keys) if keys else "")


async def home(datasette: Datasette, request: Request | None) -> Row:
    db = datasette.get_database(DATABASE)
    described = datasette.metadata(database=DATABASE)
    figures = [
        {**row, "label": figure.label, "href": path(figure.table, row["record"])}
        for figure in FIGURES
        for row in await query(db, figure.sql)
    ]
    tables = [
        {
            "name": name,
            "title": table["title"],
            "description": table["description"].split(". ")[0].rstrip(".").removeprefix("One row is ") + ".",
            "rows": await count(db, name),
            "href": path(name),
        }
        for name, table in described["tables"].items()
    ]
    queries = [
        {"title": item["title"], "description": item["description"], "href": path(name)}
        for name, item in described["queries"].items()
    ]
    return {
        "figures": figures,
        "described_tables": tables,
        "counts": {table["name"]: table["rows"] for table in tables},
        "described_queries": queries,
        "documents": [
            {"href": f"/docs/{name}", "title": title_of(file)} for name, file in documents(datasette).items()
        ],
        "dataset": dataset(datasette, request),
    }


def dataset(datasette: Datasette, request: Request | None) -> Row:
    """schema.org's Dataset, from the package's descriptor."""

    def address(path: str) -> str:
        return str(datasette.absolute_url(request, f"/{path}")) if request else path

    return {**described(datasette.plugin_config("pages")["descriptor"], address), "url": address("")}


def documents(datasette: Datasette) -> dict[str, Path]:
    """The documentation, which the build puts beside the database."""
    folder = Path(datasette.get_database(DATABASE).path).parent / "docs"
    return {file.stem: file for file in sorted(folder.glob("*.md"))}


def title_of(file: Path) -> str:
    with file.open(encoding="utf-8") as lines:
        return next(lines).removeprefix("# ").strip()


async def document(datasette: Datasette, request: Request) -> Response:
    file = documents(datasette).get(request.url_vars["name"])
    if file is None:
        raise NotFound("There is no such document")
    html = Markdown(extensions=["gfm"]).convert(file.read_text(encoding="utf-8"))
    html = html.replace("<table>", '<div class="table-wrapper" role="region" tabindex="0" aria-label="Table"><table>')
    html = html.replace("</table>", "</table></div>")
    html = re.sub(r"<h([2-6])>(.*?)</h\1>", lambda match: heading(match[1], match[2]), html)
    values = {"title": title_of(file), "text": Markup(html)}  # noqa: S704
    return Response.html(await datasette.render_template("document.html", values, request=request))


def heading(level: str, html: str) -> str:
    """A heading with the anchor that links to it expect, as GitHub makes it."""
    words = re.sub(r"<.*?>|[^\w\- ]", "", html).strip().lower().replace(" ", "-")
    return f'<h{level} id="{words}">{html}</h{level}>'


async def about(db: Database, table: str, keys: list[str]) -> Row:
    """What the package knows about one record."""
    record = await find(db, table, "/".join(keys))
    if record is None:
        return {}
    found: Row = {
        "record_links": await references(db, table, record),
        "evidence": await evidence(db, table, record),
        "issues": await issues(db, table, record),
        "listings": [await listed(db, listing, keys[0]) for listing in LISTINGS.get(table, [])],
    }
    if table == "releases":
        found |= await neighbours(db, record)
    if table == "places":
        found["months"] = await query(db, MONTHS, keys)
    if table == "known_issues":
        found |= await subject(db, record)
    return found


async def find(db: Database, table: str, key: str) -> Row | None:
    """A record by its key, parts of which are joined by slashes, as in the tables of evidence and known issues."""
    columns = " || '/' || ".join(escape_sqlite(name) for name in await db.primary_keys(table))
    if not columns:
        return None
    rows = await query(db, f"SELECT * FROM {escape_sqlite(table)} WHERE {columns} = ?", [key])
    return rows[0] if rows else None


async def references(db: Database, table: str, record: Row) -> Row:
    """The addresses of the records to which the fields of this one refer."""
    keys = [key for key in await db.foreign_keys_for_table(table) if record[key["column"]] is not None]
    # The parts of a key of several fields come one by one, and lead nowhere alone.
    single = [key for key in keys if await db.primary_keys(key["other_table"]) == [key["other_column"]]]
    return {key["column"]: path(key["other_table"], record[key["column"]]) for key in single}


def key_of(record: Row) -> str:
    """The record's key: in the tables that have evidence, the first field."""
    return str(next(iter(record.values())))


async def evidence(db: Database, table: str, record: Row) -> list[Row]:
    """The sources of each figure of a record, in the order of its fields: those that agree, and other readings."""
    rows = await query(db, EVIDENCE, [table, key_of(record)])
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


async def issues(db: Database, table: str, record: Row) -> list[Row]:
    sql = 'SELECT * FROM known_issues WHERE "table" = ? AND record_id = ? ORDER BY issue_id'
    return await query(db, sql, [table, key_of(record)])


async def listed(db: Database, listing: Listing, key: str) -> Row:
    table, column = escape_sqlite(listing.table), escape_sqlite(listing.column)
    fields = ", ".join(escape_sqlite(name) for name in listing.fields)
    rows = await query(db, f"SELECT {fields} FROM {table} WHERE {column} = ? ORDER BY 1 LIMIT {LISTED}", [key])
    (total,) = await query(db, f"SELECT count(*) AS records FROM {table} WHERE {column} = ?", [key])
    return {
        "title": listing.title,
        "table": listing.table,
        "fields": listing.fields,
        "rows": rows,
        "total": total["records"],
        "href": f"{path(listing.table)}?{listing.column}={quote_plus(key)}",
    }


async def neighbours(db: Database, record: Row) -> Row:
    """The releases of the same type before and after: their ids sort by date."""
    sql = """
    SELECT
      max(release_id) FILTER (WHERE release_id < :release_id) AS previous,
      min(release_id) FILTER (WHERE release_id > :release_id) AS next
    FROM releases WHERE release_type = :release_type
    """
    (row,) = await query(db, sql, {name: record[name] for name in ("release_type", "release_id")})
    return {name: key and {"label": key, "href": path("releases", key)} for name, key in row.items()}


async def subject(db: Database, issue: Row) -> Row:
    """The record that a known issue is about, and the evidence for the field in question."""
    table = issue["table"]
    record = await find(db, table, issue["record_id"])
    if record is None:
        return {}
    keys = [record[name] for name in await db.primary_keys(table)]
    figures = await evidence(db, table, record)
    return {
        "subject": {name: value for name, value in record.items() if value is not None},
        "subject_href": path(table, *keys),
        "evidence": [figure for figure in figures if figure["field"] == issue["field"]] or figures,
    }


async def search(datasette: Datasette, request: Request) -> Response:
    """All tables that have a full-text index, the best records of each first."""
    db = datasette.get_database(DATABASE)
    words = (request.args.get("q") or "").replace("\0", "").strip()
    results = [result async for result in found(datasette, db, words)] if escape_fts(words) else []
    html = await datasette.render_template("search.html", {"words": words, "results": results}, request=request)
    return Response.html(html)


async def found(datasette: Datasette, db: Database, words: str) -> AsyncIterator[Row]:
    for name, table in datasette.metadata(database=DATABASE)["tables"].items():
        index = await db.fts_table(name)
        if index is None:
            continue
        rows, total = await matches(db, name, index, words)
        keys = await db.primary_keys(name)
        if rows:
            yield {
                "title": table["title"],
                "total": total,
                "href": f"{path(name)}?_search={quote_plus(words)}",
                "rows": [
                    {
                        "label": row[table["label_column"]],
                        "href": path(name, *(row[key] for key in keys)),
                        "text": "; ".join(str(row[field]) for field in SUMMARIES[name] if row[field] is not None),
                    }
                    for row in rows
                ],
            }


async def matches(db: Database, table: str, index: str, words: str) -> tuple[list[Row], int]:
    table, index = escape_sqlite(table), escape_sqlite(index)
    (total,) = await query(db, f"SELECT count(*) AS records FROM {index} WHERE {index} MATCH escape_fts(?)", [words])
    sql = f"""
    SELECT t.* FROM {index} JOIN {table} AS t ON t.rowid = {index}.rowid
    WHERE {index} MATCH escape_fts(?) ORDER BY {index}.rank, t.rowid LIMIT {FOUND}
    """
    return await query(db, sql, [words]), total["records"]
