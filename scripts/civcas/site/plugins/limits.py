"""What a request may cost: limits on each database connection, and worker processes for requests that can cost much."""

from __future__ import annotations

import sqlite3
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from datasette import hookimpl

from civcas.site.asgi import FILES, Application, Scope
from civcas.site.config import configured, site_config
from civcas.site.errors import Busy, CutOff, cut_off_response, error_response

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Response

    from civcas.site.workers import Answer, Workers

# --- the connection ----------------------------------------------------------------------------------------------
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 25_000,  # bytes of a value; functions such as instr() cannot be interrupted
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 25_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 100,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}


_HEAP = 128 << 20  # bytes that SQLite may use in one process


# What Datasette and the full-text indexes use. None of these changes anything.
_PRAGMAS = {
    "data_version", "database_list", "foreign_key_list", "function_list", "index_info", "index_list", "index_xinfo",
    "page_count", "max_page_count", "page_size", "schema_version", "table_info", "table_xinfo", "table_list",
}  # fmt: skip


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Datasette) -> None:
    if site_config(datasette) is None or database.startswith("_"):  # Datasette's own database, in memory
        return
    for limit, value in _LIMITS.items():
        conn.setlimit(limit, value)
    for setting in ("query_only = 1", "trusted_schema = 0", "temp_store = 2", f"hard_heap_limit = {_HEAP}"):
        conn.execute(f"PRAGMA {setting}")
    conn.set_authorizer(_authorize)


def _authorize(action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None) -> int:
    """Tell SQLite, while it compiles a statement, whether the statement may do this.

    Writing is not denied here: `query_only` and the immutable file forbid it, and the full-text indexes declare
    tables of their own.
    """
    if action == sqlite3.SQLITE_READ and (first, second) == ("pragma_database_list", "file"):
        return sqlite3.SQLITE_IGNORE  # null instead of a path on the server
    denied = (
        action in {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH}
        or (action == sqlite3.SQLITE_FUNCTION and second == "load_extension")
        or (action == sqlite3.SQLITE_PRAGMA and first not in _PRAGMAS)
    )
    return sqlite3.SQLITE_DENY if denied else sqlite3.SQLITE_OK


# --- the worker processes ----------------------------------------------------------------------------------------
# Parameters that do not make a page cost more. The names of columns and of a query's parameters do not either.
_CHEAP = {
    "_next", "_shape", "_sort", "_sort_desc", "_labels", "_nofacet", "_nocount", "_nl", "_json", "_search",
    "_show_sql", "_hide_sql",
}  # fmt: skip


class _Server:
    """The server's workers. A worker process has none: it answers everything itself."""

    workers: Workers | None = None


def costly(path: str, query: str) -> bool:
    """Whether a request can cost as much as its sender likes."""
    if path.startswith(FILES):
        return False
    names = [name for name, _ in parse_qsl(query, keep_blank_values=True)]
    chosen = any(name == "sql" or "__" in name or (name[:1] == "_" and name not in _CHEAP) for name in names)
    return chosen or path.endswith(".csv") or len(query) > 2000


@hookimpl
def startup(datasette: Datasette) -> None:
    site = site_config(datasette)
    if site is None or not site["processes"] or _Server.workers:
        return
    from civcas.publishing.datasette import PLUGIN
    from civcas.site.workers import Workers

    metadata = datasette.metadata()
    options = {
        "immutables": sorted(datasette.immutables),
        "metadata": {**metadata, "plugins": {**metadata["plugins"], PLUGIN: {**site, "processes": 0}}},
        "template_dir": datasette.template_dir,
        "static_mounts": datasette.static_mounts,
        "settings": datasette.settings_dict(),
        "cors": datasette.cors,
    }
    _Server.workers = Workers(options, site["processes"])


def layer(datasette: Datasette, application: Application) -> Application:
    """Send costly requests to a worker process."""

    async def limited(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await application(scope, receive, send)  # until the server shuts down
            if _Server.workers:
                _Server.workers.stop()
        elif _Server.workers and scope["type"] == "http" and _is_costly(scope):
            await _send(await _response(datasette, _Server.workers, scope, receive), send)
        else:
            await application(scope, receive, send)

    return limited if configured(datasette)["processes"] else application


def _is_costly(scope: Scope) -> bool:
    return costly(scope["path"], scope["query_string"].decode("latin-1"))


async def _response(datasette: Datasette, workers: Workers, scope: Scope, receive: Any) -> Answer | Response:
    path = scope["path"]
    try:
        answer = await workers.answer(scope, receive)
    except Busy:
        return await error_response(datasette, path, 503, "Too many costly requests at once", "Try again shortly.")
    except CutOff as cut:
        return await cut_off_response(datasette, path, str(cut))
    if path.endswith(".csv") and answer.status == HTTPStatus.OK and _broken(answer.body):
        title = "Invalid SQL, or the query was cut off"
        return await error_response(datasette, path, 400, title, "Ask for JSON instead to see the reason.")
    return answer


def _broken(body: bytes) -> bool:
    """Whether a CSV response failed: Datasette ends it with the error message, and sends an empty one for bad SQL."""
    return body == b"\r\n" or not body.endswith(b"\n")


async def _send(response: Answer | Response, send: Any) -> None:
    if hasattr(response, "asgi_send"):
        await response.asgi_send(send)
        return
    await send({"type": "http.response.start", "status": response.status, "headers": response.headers})
    await send({"type": "http.response.body", "body": response.body})
