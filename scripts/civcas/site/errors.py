"""Error responses: JSON for an address that ends in .json, .jsonl or .geojson, text for .csv and .md, else a page."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from datasette.utils import add_cors_headers
from datasette.utils.asgi import Response

from civcas.site.sql import parameters_of

if TYPE_CHECKING:
    from datasette.app import Datasette

NO_SUCH_PAGE = "This page does not exist."


SERVER_ERROR = "Something went wrong on the server. Its log has the details."


LARGEST = 32 << 20  # bytes of one response; the whole of the project's largest table is a tenth of that
TOO_LARGE = f"The response is larger than {LARGEST >> 20} MB."
TOO_MUCH_MEMORY = "It needed more memory than one request may have."


_ADVICE = "Ask for less, download the whole table, or query the SQLite database on your own machine."


# Said of SQL that uses what is not on the list (see connection.py).
ALLOWED = "SQL here may read the tables and use SQLite's functions for text, numbers, dates, JSON, windows and search."


class CutOff(Exception):
    """A request that took too much of something; says of what."""


class TooLong(CutOff):
    """A request that took too much time."""


class Died(Exception):
    """The process that worked on a request ended; says how."""


class Busy(Exception):
    """No worker process came free in time."""


# A header of the response to a query that took too long.
OUT_OF_TIME = "x-out-of-time"


async def error_response(
    datasette: Datasette, path: str, status: int, title: str, message: str, query: str = ""
) -> Response:
    """The response. The page for a visitor's own SQL, which `query` has, has the text in an editor."""
    from civcas.site.nearest import missing, nearest

    headers: dict[str, str] = {"Retry-After": "10"} if status == 503 else {}
    if datasette.cors:
        add_cors_headers(headers)
    near = await nearest(datasette, path) if status == HTTPStatus.NOT_FOUND else []
    if status == HTTPStatus.NOT_FOUND:
        title, message = NO_SUCH_PAGE.rstrip("."), await missing(datasette, path) or message
    meant = f" Did you mean {' or '.join(near)}?" if near else ""
    info = {"ok": False, "error": f"{message}{meant}", "status": status, "title": title}
    if path.endswith((".json", ".jsonl", ".geojson")):
        return Response.json(info, status=status, headers=headers)
    if path.endswith((".csv", ".md", ".txt")):
        text = info["error"] if message.startswith(title) else f"{title}. {info['error']}"
        return Response.text(f"{text}\n", status=status, headers=headers)
    html = await datasette.render_template("error.html", {**info, **_own_sql(query), "error": message, "near": near})
    return Response.html(html, status=status, headers=headers)


def _own_sql(query: str) -> dict[str, Any]:
    """The SQL of a query string, and the values of its parameters."""
    values = dict(parse_qsl(query, keep_blank_values=True))
    names = sorted(parameters_of(query))
    return {"sql": values.get("sql", ""), "sql_values": [(name, values.get(name, "")) for name in names]}


async def cut_off_response(
    datasette: Datasette, path: str, reason: str, query: str = "", *, time: bool = False
) -> Response:
    response = await error_response(datasette, path, 400, "The request was cut off", f"{reason} {_ADVICE}", query)
    if time:
        response.headers[OUT_OF_TIME] = "true"
    return response
