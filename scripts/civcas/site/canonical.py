"""A page has one address. Another one that means the same is redirected to it.

Parameters that a page does not know are dropped where they can't change the answer: those that other sites add to
links, and those of a page without parameters. Otherwise every one that anyone makes up would be another page, which is
made anew and kept. Any other is an error, since without it the page would answer another question. The parameters of a
table are its conditions, and plugins/table_filters.py tells of those. What people type for a place, an organisation, a
release, a day or a month becomes its id or its date (see parameters.py).
"""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from datasette.utils.asgi import BadRequest

from civcas.months import month_end
from civcas.site.addresses import Address, address_of
from civcas.site.asgi import Application, Scope
from civcas.site.config import configured, described_queries
from civcas.site.errors import NO_SUCH_PAGE, error_response
from civcas.site.parameters import require_record, value_of
from civcas.site.plugins import charts, compare
from civcas.site.plugins.canned_queries import defaults_of
from civcas.site.plugins.map import FILTERS, INCIDENTS, PLACE, PLACES
from civcas.site.sql import parameters_of, require_sql

if TYPE_CHECKING:
    from datasette.app import Datasette

_JSON = {"_shape", "_nl", "_json", "_json_infinity"}
_QUERY = _JSON | {"_show_sql", "_hide_sql", "_header"}
_OF_SQL = {"sql", "_size", "_dl", "_stream"}
_RECORD = _JSON | {"_extras"}


def layer(datasette: Datasette, application: Application) -> Application:
    """Redirect an address to the one that has what it means, if that is another."""

    async def canonical(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        address, query = address_of(datasette, scope["path"]), scope["query_string"].decode("latin-1")
        if address.kind == "nothing" or (
            address.kind in {"table", "record"} and address.name not in configured(datasette)["types"]
        ):
            response = await error_response(datasette, scope["path"], 404, "Not found", NO_SUCH_PAGE)
            await response.asgi_send(send)
            return
        try:
            better = await _canonical(datasette, address, query) if query else query
        except BadRequest as error:
            title = "Another version" if error.status == HTTPStatus.GONE else "Bad request"
            response = await error_response(datasette, scope["path"], error.status, title, str(error), query)
            await response.asgi_send(send)
            return
        if better != query:
            await _redirect(scope, better, send)
        elif address.kind == "file":
            await _file(datasette, application, scope, receive, send)
        else:
            await application(scope, receive, send)

    return canonical


async def _file(datasette: Datasette, application: Application, scope: Scope, receive: Any, send: Any) -> None:
    """A file or, if there is none, an error like any other. Datasette's has no page."""
    found = True

    async def send_on(message: dict[str, Any]) -> None:
        nonlocal found
        found = found and message.get("status") != HTTPStatus.NOT_FOUND
        if found:
            await send(message)

    await application(scope, receive, send_on)
    if not found:
        response = await error_response(datasette, scope["path"], 404, "Not found", NO_SUCH_PAGE)
        await response.asgi_send(send)


async def _canonical(datasette: Datasette, address: Address, query: str) -> str:
    """The query string without unknown parameters, and with values instead of what was typed. Raises BadRequest."""
    query = _without_tracking(query)
    _require_version(configured(datasette)["descriptor"]["version"], address, query)
    _require_shape(address, query)
    if address.kind == "table":
        return _with_whole_periods(_without_empty_search(query), configured(datasette)["types"][address.name])
    if address.kind == "query":
        query = _without_whole_size(query)
    if address.kind in _ASKED or address.kind == "database":
        _require_single(query)
    if address.kind == "database":
        require_sql(configured(datasette), query)
    known = parameters(datasette, address, query)
    if known is None:
        return query
    if address.kind in _ASKED or "sql" in known:
        _require_all_known(query, known - {"sql"})
    return await _with_values(datasette, address, without_unknown(query, known))


async def _with_values(datasette: Datasette, address: Address, query: str) -> str:
    query = _with_defaults(datasette, address, query)
    kinds = _kinds(datasette, address)
    if not kinds:
        return query
    site = configured(datasette)
    db = datasette.get_database(site["database"])
    pairs = parse_qsl(query, keep_blank_values=True)
    meant = [(name, await value_of(db, site, kinds.get(name, ""), name, typed)) for name, typed in pairs]
    _require_order(dict(meant))
    await require_record(db, site, kinds, dict(meant))
    return query if meant == pairs else urlencode(meant)


class _AnotherVersion(BadRequest):  # type: ignore[misc]
    status = HTTPStatus.GONE


def _require_version(version: str, address: Address, query: str) -> None:
    """Raises BadRequest for a record of another version than this one, as in a citation. The same is dropped."""
    cited = dict(parse_qsl(query)).get("version", version)
    if address.kind == "record" and cited != version:
        raise _AnotherVersion(
            f"This address cites version {cited}. This site has version {version}, which may have other figures."
            " Leave ?version= out to see the record as it is now"
        )


def _with_defaults(datasette: Datasette, address: Address, query: str) -> str:
    """The query string with the values that a question takes where it is given none, so that the address says them."""
    if address.kind != "query":
        return query
    defaults = defaults_of(described_queries(datasette)[address.name]["sql"])
    pairs = parse_qsl(query, keep_blank_values=True)
    meant = [(name, value or defaults.get(name, "")) for name, value in pairs]
    return query if meant == pairs else urlencode(meant)


def _without_empty_search(query: str) -> str:
    """A search for no word at all, such as for a lone quotation mark, finds all records, not none."""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _SEARCH.match(name) or _WORD.search(value)]
    return query if kept == pairs else urlencode(kept)


_SEARCH = re.compile("_search(_(?!_)|$)")
_WORD = re.compile(r"\w")


def _require_order(values: dict[str, str]) -> None:
    """Raises BadRequest if a period ends before it begins: it would have no records, whatever happened then."""
    for first, begins in values.items():
        last = first.replace("first_", "last_", 1)
        ends = values.get(last)
        if first.startswith("first_") and begins and ends and begins > ends:
            raise BadRequest(f"{last}: {ends} is before {begins}, which is {first}.")


def _kinds(datasette: Datasette, address: Address) -> dict[str, str]:
    """The parameters of the queries of a page, each with its kind (see parameters.py)."""
    if address.kind == "compare":
        return compare.PARAMETERS
    names = {"query": [address.name], "map": [INCIDENTS, PLACES], "dashboard": charts.queries_of(address.name)}
    queries = described_queries(datasette)
    kinds = {name: kind for query in names.get(address.kind, []) for name, kind in queries[query]["kinds"].items()}
    return kinds | ({PLACE: "places"} if address.kind == "map" else {})


def parameters(datasette: Datasette, address: Address, query: str) -> set[str] | None:
    """The parameters that an address knows; None if any name may be one, or if that is told elsewhere."""
    if address.kind == "query":
        return set(described_queries(datasette)[address.name]["params"]) | _QUERY
    if address.kind == "map":
        return FILTERS | ({PLACE} if not address.format else set())
    if address.kind in {"dashboard", "compare"}:
        return set(_kinds(datasette, address))
    if address.kind == "database" and "sql" not in dict(parse_qsl(query, keep_blank_values=True)):
        return _JSON
    if address.kind == "database":
        return _QUERY | _OF_SQL | parameters_of(query)
    return {"record": _RECORD, "search": {"q"}, "home": _JSON, "document": set()}.get(address.kind)


def without_unknown(query: str, known: set[str]) -> str:
    """The query string with the known parameters, the first of each; as it is if it has no others."""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept: dict[tuple[str, str], str] = {}
    for name, value in pairs:
        if name in known:
            kept.setdefault((name, value if name == "_json" else ""), value)
    return query if len(kept) == len(pairs) else urlencode([(name, value) for (name, _), value in kept.items()])


def _require_single(query: str) -> None:
    """Raises BadRequest for a parameter with several values, of which the page would take one."""
    values: dict[str, set[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        values.setdefault(name, set()).add(value)
        if len(values[name]) > 1 and name != "_json":
            raise BadRequest(f"{name} has several values: {', '.join(sorted(values[name]))}. Give it one")


# Pages whose parameters say what is asked.
_ASKED = {"query", "map", "dashboard", "search", "compare"}


def _require_all_known(query: str, known: set[str]) -> None:
    """Raises BadRequest for the name of a parameter that the page does not know."""
    for name, _ in parse_qsl(query, keep_blank_values=True):
        if name not in known | {"sql"}:
            near = get_close_matches(name.lower(), known, 1)
            meant = f" Did you mean {near[0]!r}?" if near else ""
            names = ", ".join(sorted(each for each in known if not each.startswith("_"))) or "none"
            raise BadRequest(f"There is no parameter {name!r}.{meant} This page has: {names}.")


def _without_whole_size(query: str) -> str:
    """The query string without _size=max: a question has all of its rows anyway."""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [pair for pair in pairs if pair != ("_size", "max")]
    return query if kept == pairs else urlencode(kept)


def _without_tracking(query: str) -> str:
    """The query string without what other sites add to links to find out who follows them."""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _TRACKING.fullmatch(name)]
    return query if kept == pairs else urlencode(kept)


_TRACKING = re.compile("utm_[a-z_]+|fbclid|gclid|dclid|msclkid|twclid|igshid|mc_[ce]id|_ga|ref_src")


def _require_shape(address: Address, query: str) -> None:
    """Raises BadRequest for a form of JSON that there is none of. Datasette would answer it with status 200."""
    shapes = {"arrays", "objects", "array", "arrayfirst"} | ({"object"} if address.kind == "table" else set())
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name == "_shape" and value not in shapes:
            raise BadRequest(f"_shape: found {value!r}, expected one of {', '.join(sorted(shapes))}")


def _with_whole_periods(query: str, types: dict[str, str]) -> str:
    """The conditions on days, with the last day of a month or year where the whole of it is meant.

    Days are compared as texts, and 2017-03-05 comes after 2017. So `<= 2017` would leave the year out.
    """
    pairs = parse_qsl(query, keep_blank_values=True)
    whole = [(name, _last_of(value, types.get(name.rpartition("__")[0], ""), name)) for name, value in pairs]
    return query if whole == pairs else urlencode(whole)


def _last_of(value: str, kind: str, name: str) -> str:
    column, _, operator = name.rpartition("__")
    if operator not in {"lte", "gt"} or (kind != "date" and column != "month"):
        return value
    if re.fullmatch("[0-9]{4}", value):
        value = f"{value}-12"
    if kind != "date" or not _MONTH.fullmatch(value):
        return value
    return month_end(date.fromisoformat(f"{value}-01")).isoformat()


_MONTH = re.compile("[0-9]{4}-(0[1-9]|1[0-2])")


async def _redirect(scope: Scope, query: str, send: Any) -> None:
    path = (scope.get("raw_path") or scope["path"].encode()).split(b"?")[0]
    location = path + (b"?" + query.encode() if query else b"")
    headers = [(b"location", location), (b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 302, "headers": headers})
    await send({"type": "http.response.body", "body": b"This page has another address: " + location + b"\n"})
