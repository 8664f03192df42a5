"""A table, a record and a query as Markdown, for programs that read for people: what the page has, in plain text.

A table has a page of its rows, as on the site. It says how many there are in all, and where the others are.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from datasette.utils.asgi import BadRequest, Request, Response

from civcas.site.addresses import OF_PAGES, site_url
from civcas.site.citing import citation_of_package
from civcas.site.config import configured, described_queries, described_tables
from civcas.site.database import Row
from civcas.site.markdown import code, link, table, text

if TYPE_CHECKING:
    from datasette.app import Datasette

MARKDOWN = ".md"
TYPE = "text/markdown; charset=utf-8"


async def render(
    datasette: Datasette, request: Request, view_name: str, data: Row, columns: list[str], rows: list[Any]
) -> Response:
    """The page at the address of the request, as Markdown. Raises what an error page is made of."""
    if data.get("error"):
        raise sqlite3.OperationalError(data["error"])
    if view_name == "row":
        parts = await _record(datasette, request, data, columns, rows)
    elif view_name == "table" and data.get("table") and not data.get("query_name"):
        parts = _table(datasette, request, data, columns, rows)
    else:
        parts = _query(datasette, request, data, columns, rows)
    page = _address(datasette, request, "", _pairs(request))
    headers = {"Link": f'<{page}>; rel="canonical"'}
    if "truncated" in data and view_name != "row":
        headers["X-Truncated"] = str(bool(data["truncated"] or data.get("next_url"))).lower()
    body = "\n\n".join(part for part in [*parts, *_closing(datasette, request, page)] if part)
    return Response(f"{body}\n", headers=headers, content_type=TYPE)


def _pairs(request: Request) -> list[tuple[str, str]]:
    return parse_qsl(request.query_string, keep_blank_values=True)


def _address(datasette: Datasette, request: Request, ending: str, pairs: list[tuple[str, str]]) -> str:
    """The whole address of the page in another format, with these parameters."""
    raw: bytes = request.scope.get("raw_path") or request.path.encode()
    path = raw.decode("latin-1").split("?")[0].removesuffix(MARKDOWN)
    return site_url(datasette, request) + path + ending + (f"?{urlencode(pairs)}" if pairs else "")


def _closing(datasette: Datasette, request: Request, page: str) -> list[str]:
    """What every page ends with: how to read it, and how to cite it."""
    about, home = configured(datasette)["descriptor"], site_url(datasette, request)
    licence = about["licenses"][0]
    return [
        "---",
        "In the tables, an empty cell means that no source that was read states the value, or that what sources state"
        f" is disputed. It never means zero. Before you add or compare figures, read <{home}/llms.txt>.",
        f"Page: <{page}>  \nCite: {text(citation_of_package(about))}  \nLicence: {text(licence['title'])}",
    ]


# --- tables ------------------------------------------------------------------------------------------------------
def _table(datasette: Datasette, request: Request, data: Row, columns: list[str], rows: list[Any]) -> list[str]:
    about = described_tables(datasette).get(data["table"], {})
    return [
        f"# {text(about.get('title') or data['table'])}",
        text(about.get("description")),
        _how_many(datasette, request, data, len(rows)),
        table(columns, rows) if rows else "",
        _meanings(about.get("columns", {}), columns),
    ]


def _how_many(datasette: Datasette, request: Request, data: Row, shown: int) -> str:
    """How many rows there are and, if these are not all, where the others are."""
    asked = data.get("human_description_en") or ""
    condition = f" {text(asked)}" if asked else ""
    total, more = data.get("filtered_table_rows_count"), data.get("more_than")
    if data.get("next_url") is None and "_next" not in request.args:
        return f"All rows{condition}: {shown:,}."
    known = f"{total:,}" if total is not None else f"more than {more:,}" if more else "an uncounted number of"
    has_next = data.get("next_url")
    following = f" The next ones: <{_next(datasette, request, data)}>." if has_next else " They are the last."
    whole = _whole(datasette, request, data["table"])
    return f"**Not all rows**: {shown:,} of {known} rows{condition}.{following} All of them: {whole}."


def _whole(datasette: Datasette, request: Request, name: str) -> str:
    """Links to all rows: to the file of a whole table, however large, and otherwise to what the site exports."""
    others = [pair for pair in _pairs(request) if pair[0] not in OF_PAGES]
    if not others and f"csv/{name}.csv" in configured(datasette)["files"]:
        home = site_url(datasette, request)
        addresses = {"CSV": f"{home}/download/{name}.csv", "JSON lines": f"{home}/jsonl/{name}.jsonl"}
    else:
        kinds = {"CSV": ".csv", "JSON lines": ".jsonl"}
        addresses = {label: _address(datasette, request, kind, others) for label, kind in kinds.items()}
    return ", ".join(link(label, found) for label, found in addresses.items())


def _next(datasette: Datasette, request: Request, data: Row) -> str:
    """The address of the next rows, at the published site."""
    pairs = [pair for pair in _pairs(request) if pair[0] != "_next"]
    return _address(datasette, request, MARKDOWN, [*pairs, ("_next", str(data["next"]))])


def _meanings(meanings: dict[str, str], columns: list[str]) -> str:
    lines = [f"- {text(name)}: {text(meanings[name])}" for name in dict.fromkeys(columns) if meanings.get(name)]
    return "\n".join(["## What the columns mean", "", *lines]) if lines else ""


# --- queries -----------------------------------------------------------------------------------------------------
def _query(datasette: Datasette, request: Request, data: Row, columns: list[str], rows: list[Any]) -> list[str]:
    """A ready-made query, or a visitor's own."""
    asked = data.get("query") or {}
    if not asked.get("sql"):
        raise BadRequest("Name a table in the address, or give a query as ?sql=...")
    query = described_queries(datasette).get(data.get("query_name") or "", {})
    values = {name: value for name, value in (asked.get("params") or {}).items() if value not in ("", None)}
    return [
        f"# {text(query.get('title') or 'Your own SQL')}",
        text(query.get("description")),
        "\n".join(f"- {text(name)}: {text(value)}" for name, value in values.items()),
        _how_many_found(datasette, request, data, len(rows)),
        table(columns, rows) if rows else "",
        code(asked["sql"].strip(), "sql"),
    ]


def _how_many_found(datasette: Datasette, request: Request, data: Row, shown: int) -> str:
    if not data["truncated"]:
        return f"All rows: {shown:,}."
    whole = link("CSV", _address(datasette, request, ".csv", _pairs(request)))
    return f"**Not all rows**: the first {shown:,}. There are more, which were not counted. All of them: {whole}."


# --- records -----------------------------------------------------------------------------------------------------
async def _record(datasette: Datasette, request: Request, data: Row, columns: list[str], rows: list[Any]) -> list[str]:
    from civcas.site.plugins.records import known_of

    known = await known_of(datasette, request, data["table"])
    meanings = described_tables(datasette).get(data["table"], {}).get("columns", {})
    fields = [(name, value, meanings.get(name, "")) for name, value in zip(columns, rows[0], strict=True)]
    return [
        f"# {text(known.get('called') or ', '.join(map(str, data['primary_key_values'])))}",
        text(known.get("said")),
        table(("field", "value", "meaning"), fields),
        _evidence(known.get("evidence", [])),
        _issues(known.get("issues", [])),
    ]


def _evidence(figures: list[Row]) -> str:
    rows = [
        (figure["field"], each["value"], stance, each["publisher"], each["published_on"], each["url"])
        for figure in figures
        for stance in ("agreeing", "other")
        for each in figure[stance]
    ]
    said = {"agreeing": "the same", "other": "another reading"}
    rows = [(field, value, said[stance], *rest) for field, value, stance, *rest in rows]
    names = ("field", "stated", "compared with the record", "publisher", "published on", "address")
    return f"## Sources of its figures\n\n{table(names, rows)}" if rows else ""


def _issues(issues: list[Row]) -> str:
    names = ("field", "found", "expected", "explanation", "status")
    rows = [[issue[name] for name in names] for issue in issues]
    return f"## What contradicts them\n\n{table(names, rows)}" if rows else ""
