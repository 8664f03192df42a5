"""What an address of the site leads to, and which parameters it knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from civcas.site.asgi import FILES
from civcas.site.config import configured, described_queries

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

_IN_THE_DATABASE = re.compile(
    r"/(?P<database>[^/.]+)(/(?P<table>[^/.]+)(/(?P<record>[^/]+?))?)?(\.(?P<format>[a-z]+))?"
)

_DASHBOARD = "/-/dashboards/"


class Address(NamedTuple):
    """What a path leads to.

    `kind` is database, table, record, query, map, dashboard, search, compare, home, document, file, nothing or other.
    """

    kind: str
    name: str = ""
    format: str = ""


def address_of(datasette: Datasette, path: str) -> Address:
    """What a path leads to. `name` is that of the table, the canned query or the dashboard."""
    if path.startswith(FILES):
        return Address("file")
    if path.startswith(_DASHBOARD):
        return Address("dashboard", path.removeprefix(_DASHBOARD))
    if path.startswith("/docs/"):
        return Address("document")
    if path == "/-/map.json":
        return Address("map", format="json")
    if path in _ALONE:
        return Address(_ALONE[path])
    return _in_the_database(datasette, path)


_ALONE = {
    "/": "home",
    "/-/map": "map",
    "/-/search": "search",
    "/-/compare": "compare",
    **dict.fromkeys(["/-/dashboards", "/-/questions", "/-/downloads", "/-/about", "/-/licence"], "document"),
}


def _in_the_database(datasette: Datasette, path: str) -> Address:
    site = configured(datasette)
    parts = _IN_THE_DATABASE.fullmatch(path)
    suffix = path.rpartition(".")[2]
    if len(path) > _LONGEST or (suffix != suffix.lower() and suffix.lower() in _FORMATS | _FILES):
        return Address("nothing")
    if not parts or parts["database"] != site["database"] or parts["format"] in _FILES:
        return Address("other")
    table, kind = parts["table"] or "", parts["format"] or ""
    if kind not in _FORMATS:
        return Address("nothing")
    if not table:
        return Address("database", format=kind)
    if table in described_queries(datasette):
        return Address("nothing") if parts["record"] else Address("query", table, kind)
    return Address("record" if parts["record"] else "table", table, kind)


_LONGEST = 1000  # characters of a path; the longest key has a tenth of that
_FILES = {"db", "zip", "xlsx", "jsonld"}
_FORMATS = {"", "json", "csv", "jsonl", "geojson", "md"}

# Parameters that only say which of the rows are on a page.
OF_PAGES = {"_next", "_size"}


def site_url(datasette: Datasette, request: Request) -> str:
    """Where the site is published, as the build was told, or else where the request came in; without a last slash."""
    return configured(datasette)["url"] or f"{request.scheme}://{request.host}"
