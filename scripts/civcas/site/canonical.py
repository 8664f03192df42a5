"""A page has one address: parameters that it does not know are dropped by a redirect.

Otherwise every parameter that anyone makes up would be another page, which is made anew and kept. Two kinds are an
error instead, since without them the page would answer another question: a misspelt name, and any unknown parameter of
a table, which is meant as a filter (see plugins/table_filters.py).
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from civcas.site.addresses import Address, address_of, queries_of
from civcas.site.asgi import Application, Scope
from civcas.site.errors import error_response
from civcas.site.plugins import charts
from civcas.site.plugins.map import FILTERS

if TYPE_CHECKING:
    from datasette.app import Datasette

_JSON = {"_shape", "_nl", "_json", "_json_infinity"}
_QUERY = _JSON | {"_show_sql", "_hide_sql", "_size", "_header"}
_RECORD = _JSON | {"_extras"}


def layer(datasette: Datasette, application: Application) -> Application:
    """Redirect an address with unknown parameters to the same without them."""

    async def canonical(scope: Scope, receive: Any, send: Any) -> None:
        query = scope["query_string"].decode("latin-1") if scope["type"] == "http" else ""
        known = parameters(datasette, address_of(datasette, scope["path"]), query) if query else None
        better = query if known is None else without_unknown(query, known)
        if better == query:
            await application(scope, receive, send)
        elif misspelt := _misspelt(query, known or set()):
            response = await error_response(datasette, scope["path"], 400, "Bad request", misspelt)
            await response.asgi_send(send)
        else:
            await _redirect(scope, better, send)

    return canonical


def parameters(datasette: Datasette, address: Address, query: str) -> set[str] | None:
    """The parameters that an address knows; None if any name may be one, or if that is told elsewhere."""
    if address.kind == "query":
        return set(queries_of(datasette)[address.name]["params"]) | _QUERY
    if address.kind == "map":
        return FILTERS
    if address.kind == "dashboard":
        return charts.parameters(datasette, address.name)
    if address.kind == "database" and "sql" not in dict(parse_qsl(query, keep_blank_values=True)):
        return _JSON
    return {"record": _RECORD, "search": {"q"}, "home": _JSON, "document": set()}.get(address.kind)


def without_unknown(query: str, known: set[str]) -> str:
    """The query string with the known parameters, the first of each; as it is if it has no others."""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept: dict[tuple[str, str], str] = {}
    for name, value in pairs:
        if name in known:
            kept.setdefault((name, value if name == "_json" else ""), value)
    return query if len(kept) == len(pairs) else urlencode([(name, value) for (name, _), value in kept.items()])


def _misspelt(query: str, known: set[str]) -> str:
    """What to say if the name of a parameter looks like a known one; empty if none does."""
    for name, _ in parse_qsl(query, keep_blank_values=True):
        near = get_close_matches(name, known, 1, _ALIKE) if name not in known else []
        if near:
            return f"There is no parameter {name!r}. Did you mean {near[0]!r}?"
    return ""


_ALIKE = 0.75


async def _redirect(scope: Scope, query: str, send: Any) -> None:
    path = (scope.get("raw_path") or scope["path"].encode()).split(b"?")[0]
    location = path + (b"?" + query.encode() if query else b"")
    headers = [(b"location", location), (b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 302, "headers": headers})
    await send({"type": "http.response.body", "body": b"This address has parameters that mean nothing here.\n"})
