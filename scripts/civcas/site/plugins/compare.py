"""Two releases side by side: each figure in both, the difference, and what is disputed."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils.asgi import Request, Response

from civcas.site.config import Config, configured, site_config
from civcas.site.database import Row, address
from civcas.site.sentence_parts import disputed
from civcas.site.sentences import title

if TYPE_CHECKING:
    from datasette.app import Datasette

# The parameters, and the table whose records they name (see parameters.py).
PARAMETERS = {"first": "releases", "second": "releases"}

_RELEASES = "SELECT * FROM releases ORDER BY release_id DESC"

# The two last monthly releases that state deaths: what the page shows if none was chosen.
_LAST = """
SELECT release_id FROM releases WHERE release_type = 'monthly' AND killed IS NOT NULL ORDER BY release_id DESC LIMIT 2
"""

_SOURCES = """
SELECT field, value, count(DISTINCT source_id) AS sources FROM evidence
WHERE "table" = 'releases' AND record_id = :release_id GROUP BY field, value
"""


_LEFT_OUT = {"release_id", "release_type", "published_precision", "source_id", "notes"}


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    site = site_config(datasette)
    return [(r"^/-/compare$", _compare)] if site and site["own_pages"] else []


async def _compare(datasette: Datasette, request: Request) -> Response:
    site = configured(datasette)
    db = datasette.get_database(site["database"])
    chosen = {name: request.args.get(name) or "" for name in PARAMETERS}
    values = await db.execute_fn(lambda connection: _compared(connection, site, chosen))
    return Response.html(await datasette.render_template("compare.html", values, request=request))


def _compared(connection: sqlite3.Connection, site: Config, chosen: dict[str, str]) -> Row:
    """The releases to choose from, and the two that were chosen; canonical.py has seen to it that there are such."""
    releases = {row["release_id"]: dict(row) for row in connection.execute(_RELEASES)}
    last = [row[0] for row in connection.execute(_LAST)][::-1]
    keys = [chosen[name] or default for name, default in zip(PARAMETERS, [*last, "", ""], strict=False)]
    sides = [_side(connection, site, releases[key]) for key in keys if key in releases]
    return {
        "choices": {key: title(connection, "releases", release) for key, release in releases.items()},
        "chosen": dict(zip(PARAMETERS, keys, strict=True)),
        "sides": sides,
        "rows": _rows(site, *sides) if len(sides) == len(PARAMETERS) else [],
    }


def _side(connection: sqlite3.Connection, site: Config, release: Row) -> Row:
    key = release["release_id"]
    return {
        "record": release,
        "title": title(connection, "releases", release),
        "href": address(site["database"], "releases", key),
        "disputed": disputed(connection, "releases", key),
        "sources": _sources(connection, release),
    }


def _sources(connection: sqlite3.Connection, release: Row) -> dict[str, tuple[int, int]]:
    """For each field, how many sources state its value, and how many another one."""
    found: dict[str, tuple[int, int]] = {}
    for field, value, number in connection.execute(_SOURCES, release):
        agree, differ = found.get(field, (0, 0))
        same = value == str(release.get(field))
        found[field] = (agree + number, differ) if same else (agree, differ + number)
    return found


def _rows(site: Config, first: Row, second: Row) -> list[Row]:
    """Each field that either release has, with the difference of figures that both have."""
    fields = [name for name in site["types"]["releases"] if name not in _LEFT_OUT]
    return [
        {"field": field, "difference": _difference(first["record"][field], second["record"][field])}
        for field in fields
        if first["record"][field] is not None or second["record"][field] is not None
    ]


def _difference(first: Any, second: Any) -> str:
    """How much more the second figure is, with its sign; empty unless both are figures."""
    if not isinstance(first, int) or not isinstance(second, int):
        return ""
    return f"{second - first:+,}" if first != second else "0"
