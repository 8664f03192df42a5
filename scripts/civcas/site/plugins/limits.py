"""What a request may cost: limits on each database connection, and worker processes for requests that can cost much."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import sys
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qsl

from datasette import hookimpl

from civcas.site.addresses import Address, address_of
from civcas.site.asgi import Application, Scope, asks_for_a_new_page
from civcas.site.config import configured, metadata, site_config
from civcas.site.connection import restrict
from civcas.site.errors import Busy, CutOff, Died, TooLong, cut_off_response, error_response
from civcas.site.logs import digest, keep_queries_out
from civcas.site.plugins.exports import EXPORTS

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Response

    from civcas.site.worker_process import Answer
    from civcas.site.workers import Workers


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Datasette) -> None:
    if site_config(datasette) and not database.startswith("_"):  # Datasette's own database is in memory
        restrict(conn)


# --- the worker processes ----------------------------------------------------------------------------------------
# Three groups, so that a page whose queries are ours never waits for a visitor's own, nor a quick query for a slow one:
# what takes longer than a first moment goes on, from its beginning, in the last group.
PAGES, QUERIES, SLOW = "pages", "queries", "slow"

# Parameters of a table that do not make its page cost much more. The names of columns do not either.
_CHEAP = {"_next", "_sort", "_sort_desc", "_labels", "_nofacet", "_nocount", "_search", "_columns"}

# Pages whose queries are ours. What they cost depends on the values of their parameters.
_OURS = {"query", "map", "dashboard"}


class _Server:
    """The server's workers by group. A worker process has none: it answers everything itself."""

    workers: ClassVar[dict[str, Workers]] = {}
    sending = 0  # bytes of responses that clients have not read yet


def group_of(address: Address, query: str, *, anew: bool = False) -> str | None:
    """Which workers answer a request; None if the server itself does. `anew`: a finished page will not do."""
    names = {name for name, _ in parse_qsl(query, keep_blank_values=True)}
    if address.kind in _OURS:
        return PAGES if query or anew or address.format else None
    if address.kind in {"table", "database"}:
        chosen = "sql" in names or any("__" in name or (name[:1] == "_" and name not in _CHEAP) for name in names)
        if chosen or f".{address.format}" in EXPORTS:
            return QUERIES
    return PAGES if query and address.kind not in {"file", "other"} else None


@hookimpl
def startup(datasette: Datasette) -> None:
    site = site_config(datasette)
    if site is None or not site["processes"] or _Server.workers:
        return
    keep_queries_out()
    from civcas.publishing.datasette import PLUGIN
    from civcas.site.workers import Workers

    whole = metadata(datasette)
    options = {
        "immutables": sorted(datasette.immutables),
        "metadata": {**whole, "plugins": {**whole["plugins"], PLUGIN: {**site, "processes": {}}}},
        "template_dir": datasette.template_dir,
        "static_mounts": datasette.static_mounts,
        "settings": datasette.settings_dict(),
        "cors": datasette.cors,
    }
    _Server.workers = {group: Workers(options, processes) for group, processes in site["processes"].items()}


def layer(datasette: Datasette, application: Application) -> Application:
    """Send costly requests to a worker process."""

    async def limited(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await application(scope, receive, send)  # until the server shuts down
            for workers in _Server.workers.values():
                workers.stop()
            return
        group = _group_of(datasette, scope) if scope["type"] == "http" else None
        if group and _Server.workers and _Server.sending > _SENDING:
            await _send(await _busy(datasette, scope), send)
        elif group and _Server.workers:
            await _send(await _response(datasette, group, scope, receive), send)
        else:
            await application(scope, receive, send)

    return limited if configured(datasette)["processes"] else application


def _group_of(datasette: Datasette, scope: Scope) -> str | None:
    query = scope["query_string"].decode("latin-1")
    return group_of(address_of(datasette, scope["path"]), query, anew=asks_for_a_new_page(scope))


async def _response(datasette: Datasette, group: str, scope: Scope, receive: Any) -> Answer | Response:
    from civcas.site.workers import FIRST

    path, query = scope["path"], scope["query_string"].decode("latin-1")
    try:
        if group == QUERIES:
            with contextlib.suppress(TooLong):
                return await _Server.workers[QUERIES].answer(scope, receive, FIRST)
            group = SLOW
        return await _Server.workers[group].answer(scope, receive)
    except Busy:
        return await _busy(datasette, scope)
    except CutOff as cut:
        return await cut_off_response(datasette, path, str(cut), query, time=isinstance(cut, TooLong))
    except Died as end:
        return await _after_the_end(datasette, scope, str(end))


async def _busy(datasette: Datasette, scope: Scope) -> Response:
    query = scope["query_string"].decode("latin-1")
    title = "Too many costly requests at once"
    return await error_response(datasette, scope["path"], 503, title, "Try again shortly.", query)


async def _after_the_end(datasette: Datasette, scope: Scope, how: str) -> Response:
    """Tell the reader and the log that a worker process ended. The pool has started another by now."""
    query = scope["query_string"].decode("latin-1")
    query_hash = digest(scope["query_string"])
    entry = f"civcas: a worker process ended ({how}) at {scope['path']}, query {query_hash}"
    print(entry, file=sys.stderr, flush=True)
    message = f"The process that worked on it ended ({how}) and was replaced. In the log it is {query_hash}."
    return await error_response(datasette, scope["path"], 500, "The request ended with its process", message, query)


async def _send(response: Answer | Response, send: Any) -> None:
    if hasattr(response, "asgi_send"):
        await response.asgi_send(send)
        return
    await send({"type": "http.response.start", "status": response.status, "headers": response.headers})
    _Server.sending += len(response.body)
    try:
        for start in range(0, len(response.body) or 1, _PART):
            part = response.body[start : start + _PART]
            more = start + _PART < len(response.body)
            message = {"type": "http.response.body", "body": part, "more_body": more}
            await asyncio.wait_for(send(message), _PATIENCE)
    except TimeoutError:  # the client does not read
        return
    finally:
        _Server.sending -= len(response.body)


_PART = 1 << 18  # bytes that are sent at once
_PATIENCE = 20  # seconds that a client may take to read a part
_SENDING = 200 << 20  # bytes of finished responses that may wait for their clients
