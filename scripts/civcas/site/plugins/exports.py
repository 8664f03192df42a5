"""CSV, JSON lines and GeoJSON of a table, a canned query and a visitor's own SQL: all rows of it, or an error.

Datasette cuts them at a number of rows. Here time and size alone are limited (see workers.py), and a response that
goes beyond them is an error with a reason, never a part of the rows.
"""

from __future__ import annotations

import csv
import io
import math
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from datasette import hookimpl
from datasette.renderer import json_renderer
from datasette.utils import CustomJSONEncoder
from datasette.utils.asgi import BadRequest, Request, Response

from civcas.site.asgi import Application, Scope
from civcas.site.config import configured, site_config
from civcas.site.database import Row
from civcas.site.errors import LARGEST, TOO_LARGE, cut_off_response
from civcas.site.markdown_pages import MARKDOWN, render
from civcas.site.plugins.tables import table_view

if TYPE_CHECKING:
    from datasette.app import Datasette

CSV, LINES, POINTS = ".csv", ".jsonl", ".geojson"
EXPORTS = (CSV, LINES, POINTS)

# The columns that GeoJSON needs, in its order.
_POINT = ("longitude", "latitude")
_FARTHEST = {"longitude": 180, "latitude": 90}  # degrees

# Said by the response to a query, since a bare list has no place for it.
TRUNCATED = "X-Truncated"

# JSON without anything around the rows that could say that there are more.
_BARE = {"array", "arrayfirst"}


def has_all_rows(scope: Scope) -> bool:
    """Whether the response to a request must not stop at a number of rows."""
    return scope["path"].endswith(EXPORTS) or _shape(scope) in _BARE


def _shape(scope: Scope) -> str:
    return _value(scope, "_shape")


def _value(scope: Scope, name: str) -> str:
    """The value that Datasette takes of a parameter; empty without it."""
    values: dict[str, str] = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    return values.get(name, "")


def layer(_datasette: Datasette, application: Application) -> Application:
    """Datasette's own address of JSON lines, `.json?_shape=array&_nl=on`, is another one of ours."""

    async def renamed(scope: Scope, receive: Any, send: Any) -> None:
        await application(_renamed(scope) if _asks_for_lines(scope) else scope, receive, send)

    return renamed


def _asks_for_lines(scope: Scope) -> bool:
    if scope["type"] != "http" or not scope["path"].endswith(".json"):
        return False
    return _shape(scope) == "array" and bool(_value(scope, "_nl"))


def _renamed(scope: Scope) -> Scope:
    path = scope["path"].removesuffix(".json") + LINES
    raw = scope.get("raw_path") or scope["path"].encode()
    return {**scope, "path": path, "raw_path": raw.removesuffix(b".json") + LINES.encode()}


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    site = site_config(datasette)
    if site is None:
        return []
    return [(rf"^/(?P<database>{site['database']})(/(?P<table>[^/.]+))?\.(?P<format>csv|jsonl|geojson)$", _export)]


async def _export(datasette: Datasette, request: Request) -> Response:
    """All rows in the format that the address ends in."""
    if _whole_is_too_large(datasette, request):
        return await cut_off_response(datasette, request.path, TOO_LARGE, request.query_string)
    data = await _rows(datasette, _with_all_rows(request))
    if isinstance(data, Response):
        return data
    kind = request.url_vars["format"]
    name = f"{configured(datasette)['database']}-{request.url_vars['table'] or 'query'}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if data.get("next_url"):  # the address asks for a number of rows
        headers["Link"] = f'<{data["next_url"]}>; rel="next"'
    text = _text(data, kind, header=request.args.get("_header") != "off")
    return Response(text, headers=headers, content_type=_TYPES[kind])


# Parameters with which an export still has all cells of a table.
_OF_ALL = {"_sort", "_sort_desc", "_labels", "_stream", "_shape", "_nl", "_dl", "_nofacet", "_nocount"}


def _whole_is_too_large(datasette: Datasette, request: Request) -> bool:
    """Whether a whole table is asked for whose CSV file is larger than a response can be; the other formats are more.

    It is known before the rows are read.
    """
    database, table = configured(datasette)["database"], request.url_vars["table"]
    file = Path(datasette.get_database(database).path).parent / "csv" / f"{table}.csv"
    return bool(table) and set(request.args) <= _OF_ALL and file.is_file() and file.stat().st_size > LARGEST


def _text(data: Row, kind: str, *, header: bool) -> str:
    if kind == CSV[1:]:
        return _csv(data, header=header)
    return _lines(data) if kind == LINES[1:] else _points(data)


def _with_all_rows(request: Request) -> Request:
    """The request, for all rows unless it asks for a number of them, and without the counts that a page has."""
    values = [(name, value) for name in request.args for value in request.args.getlist(name)]
    values = [(name, value) for name, value in values if name not in {"_stream", "_shape", "_nl", "_dl"}]
    added = {"_nofacet": "1", "_nocount": "1", **({} if request.args.get("_size") else {"_size": "max"})}
    query = urlencode([*values, *added.items()])
    return Request({**request.scope, "query_string": query.encode()}, request.receive)


async def _rows(datasette: Datasette, request: Request) -> Row | Response:
    """What Datasette finds for the address. Raises the error that it has for it."""
    from datasette.views.database import DatabaseView  # Datasette imports the plugins while it imports this

    if not request.url_vars["table"] and not request.args.get("sql"):
        raise BadRequest("Name a table in the address, or give a query as ?sql=...")
    view = table_view() if request.url_vars["table"] else DatabaseView
    found = await view(datasette).data(request)
    if isinstance(found, Response):
        return found
    data: Row = found[0]
    if data.get("error"):
        raise sqlite3.OperationalError(data["error"])
    return data


# --- the formats -------------------------------------------------------------------------------------------------
def _csv(data: Row, *, header: bool) -> str:
    labelled = set(data.get("expanded_columns") or [])
    names = [name for column in data["columns"] for name in [column, f"{column}_label"][: 1 + (column in labelled)]]
    file = io.StringIO()
    writer = csv.writer(file)
    if header:
        writer.writerow(names)
    writer.writerows(
        [cell for column, value in zip(data["columns"], row, strict=True) for cell in _cells(value, column in labelled)]
        for row in data["rows"]
    )
    return file.getvalue()


def _cells(value: Any, labelled: bool) -> Iterator[Any]:
    """The cell of a value; and, in a column that has labels, the cell of its label."""
    label = ""
    if isinstance(value, dict):
        value, label = value["value"], value["label"]
    yield f"X'{value.hex()}'" if isinstance(value, bytes) else value  # as SQLite writes bytes
    if labelled:
        yield label


def _lines(data: Row) -> str:
    """A JSON object in each line."""
    _require_one_name_each(data["columns"])
    encode = CustomJSONEncoder(ensure_ascii=False).encode
    _require_finite(data)
    rows = (dict(zip(data["columns"], row, strict=True)) for row in data["rows"])
    return "".join(f"{encode(row)}\n" for row in rows)


def _points(data: Row) -> str:
    """A GeoJSON feature for each row. It has no geometry if the row has no coordinates."""
    _require_one_name_each(data["columns"])
    missing = [name for name in _POINT if name not in data["columns"]]
    if missing:
        raise BadRequest(f"GeoJSON needs the columns latitude and longitude. There is no {' and no '.join(missing)}.")
    _require_finite(data)
    features = (_feature(dict(zip(data["columns"], row, strict=True))) for row in data["rows"])
    lines = ",\n".join(map(CustomJSONEncoder(ensure_ascii=False).encode, features))
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'


def _feature(row: Row) -> Row:
    point = [row.pop(name) for name in _POINT]
    located = None not in point
    for name, value in zip(_POINT, point, strict=True) if located else ():
        if not isinstance(value, (int, float)) or abs(value) > _FARTHEST[name]:
            raise BadRequest(f"{name}: found {value!r}, expected degrees, {-_FARTHEST[name]} to {_FARTHEST[name]}.")
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": point} if located else None,
        "properties": row,
    }


_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson; charset=utf-8",
    "geojson": "application/geo+json; charset=utf-8",
}


# --- JSON --------------------------------------------------------------------------------------------------------
@hookimpl
def register_output_renderer(datasette: Datasette) -> list[dict[str, Any]]:
    """Datasette's JSON, which says in a header too whether it is all; Markdown; and the addresses of the others."""
    if site_config(datasette) is None:
        return []
    lines = {"extension": LINES[1:], "render": _not_here, "can_render": _has_rows}
    points = {"extension": POINTS[1:], "render": _not_here, "can_render": _has_points}
    pages = {"extension": MARKDOWN[1:], "render": render}
    return [{"extension": "json", "render": _json}, lines, points, pages]


def _json(args: Any, data: Row, view_name: str) -> Response:
    if args.get("_shape") in {"array", "object", "objects"}:
        _require_one_name_each(data.get("columns") or [])
    if args.get("_shape") == "object" and not data.get("primary_keys"):
        raise BadRequest("_shape: a series has no keys, so there is no object of its rows. Take objects")
    _require_finite(data)
    headers = {}
    if "truncated" in data and not data.get("table"):
        headers = {TRUNCATED: str(data["truncated"]).lower()}
    response: Response = json_renderer(args, data, view_name)
    response.headers.update(headers)
    return response


def _require_one_name_each(columns: list[str]) -> None:
    """Raises BadRequest if a JSON object would have only the last of several columns."""
    for name in columns:
        if columns.count(name) > 1:
            raise BadRequest(f"{columns.count(name)} columns have the name {name!r}. Give each its own, with AS")


def _require_finite(data: Row) -> None:
    """Raises BadRequest for a number that JSON can't hold. Datasette would write null, as if there were no value."""
    for row in data.get("rows") or []:
        for column, value in zip(data["columns"], row, strict=True):
            if isinstance(value, float) and not math.isfinite(value):
                raise BadRequest(f"{column}: a number is too large for JSON. Take CSV, or leave the row out in the SQL")


def _not_here() -> None:
    """A single record has neither, which Datasette makes a 404. The addresses that have them lead to `_export`."""


def _has_rows(view_name: str) -> bool:
    return view_name in {"table", "database"}


def _has_points(view_name: str, columns: list[str]) -> bool:
    return _has_rows(view_name) and set(_POINT) <= set(columns)
