"""What a request may cost: limits on each connection, and a process apart for requests whose cost the asker decides."""

from __future__ import annotations

import asyncio
import sqlite3
import traceback
from collections.abc import Awaitable, Callable
from concurrent.futures import TimeoutError as TooLong
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from datasette import hookimpl
from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.plugins import pm
from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError
from pebble import ProcessExpired, ProcessPool

from civcas.site import workers as apart
from civcas.site.asgi import FILES, Application, processes
from civcas.site.errors import refusal

# --- the connection ----------------------------------------------------------------------------------------------
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 25_000,  # bytes of a value: instr() and the like run through it between two steps
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 25_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 100,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}


HEAP = 128 << 20  # bytes that SQLite may hold in one process


# What Datasette itself and the full-text indexes ask for; none of it changes anything.
PRAGMAS = {
    "data_version", "database_list", "foreign_key_list", "function_list", "index_info", "index_list", "index_xinfo",
    "page_count", "max_page_count", "page_size", "schema_version", "table_info", "table_xinfo", "table_list",
}  # fmt: skip


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    if database.startswith("_"):  # Datasette's own, in memory
        return
    for limit, value in LIMITS.items():
        conn.setlimit(limit, value)
    for setting in ("query_only = 1", "trusted_schema = 0", "temp_store = 2", f"hard_heap_limit = {HEAP}"):
        conn.execute(f"PRAGMA {setting}")
    conn.set_authorizer(authorize)


def authorize(action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None) -> int:
    """SQLite's question, while it compiles a statement, whether the statement may do this.

    Writing is not denied here, since `query_only` and the immutable file forbid it, and the full-text indexes declare
    tables of their own.
    """
    if action == sqlite3.SQLITE_READ and (first, second) == ("pragma_database_list", "file"):
        return sqlite3.SQLITE_IGNORE  # null in place of a path of this machine
    denied = (
        action in {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH}
        or (action == sqlite3.SQLITE_FUNCTION and second == "load_extension")
        or (action == sqlite3.SQLITE_PRAGMA and first not in PRAGMAS)
    )
    return sqlite3.SQLITE_DENY if denied else sqlite3.SQLITE_OK


# --- the processes apart -----------------------------------------------------------------------------------------
SECONDS = 10  # of one request apart, from its start; the largest table streams in a fraction of one


WAITING = 10  # requests apart that may wait for a process


PATIENCE = 15  # seconds that they wait


# Parameters that leave a page as cheap as it is without; names of columns and of a query's own parameters are, too.
CHEAP = {
    "_next", "_shape", "_sort", "_sort_desc", "_labels", "_nofacet", "_nocount", "_nl", "_json", "_search",
    "_show_sql", "_hide_sql",
}  # fmt: skip


# What a process apart has to know of a request.
SCOPE = (
    "type", "http_version", "method", "scheme", "path", "raw_path", "query_string", "headers", "server", "client",
)  # fmt: skip


class Apart:
    """The pool of processes and who waits for it; without processes, all is answered here."""

    pool: ProcessPool | None = None
    turn: asyncio.Semaphore
    waiting = 0


def costly(path: str, query: str) -> bool:
    """Whether the asker decides what this request costs."""
    if path.startswith(FILES):
        return False
    names = [name for name, _ in parse_qsl(query, keep_blank_values=True)]
    chosen = any(name == "sql" or "__" in name or (name[:1] == "_" and name not in CHEAP) for name in names)
    return chosen or path.endswith(".csv") or len(query) > 2000


@hookimpl
def startup(datasette: Datasette) -> None:
    if pm.has_plugin("datasette.handle_exception"):
        pm.unregister(name="datasette.handle_exception")
    number = processes(datasette)
    if not number or Apart.pool:
        return
    metadata = datasette.metadata()
    options = {
        "immutables": sorted(datasette.immutables),
        "metadata": {**metadata, "plugins": {**metadata["plugins"], "limits": {"processes": 0}}},
        "template_dir": datasette.template_dir,
        "plugins_dir": datasette.plugins_dir,
        "static_mounts": datasette.static_mounts,
        "settings": datasette.settings_dict(),
        "cors": datasette.cors,
    }
    Apart.pool = apart.pool(options, number)
    Apart.turn = asyncio.Semaphore(number)


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Application], Application]:
    def wrap(application: Application) -> Application:
        async def limited(scope: dict[str, Any], receive: Any, send: Any) -> None:
            if scope["type"] == "lifespan":
                await application(scope, receive, send)  # until the server shuts down
                if Apart.pool:
                    Apart.pool.stop()  # type: ignore[no-untyped-call]
                    Apart.pool.join()
                return
            if (
                scope["type"] != "http"
                or not Apart.pool
                or not costly(scope["path"], scope["query_string"].decode("latin-1"))
            ):
                await application(scope, receive, send)
                return
            response = await apart_or_refused(datasette, Apart.pool, scope, receive)
            if isinstance(response, Response):
                await response.asgi_send(send)
                return
            await send({"type": "http.response.start", "status": response.status, "headers": response.headers})
            await send({"type": "http.response.body", "body": response.body})

        return limited

    return wrap


async def apart_or_refused(
    datasette: Datasette, pool: ProcessPool, scope: dict[str, Any], receive: Any
) -> apart.Answer | Response:
    if Apart.waiting >= WAITING or not await my_turn(receive):
        words = "Ask again in a moment; all other pages are there."
        return await refusal(datasette, scope["path"], 503, "Too many costly requests at once", words)
    try:
        return await answered(datasette, pool, scope)
    finally:
        Apart.turn.release()


async def my_turn(receive: Any) -> bool:
    """Wait for a free process, though not for ever, nor for an asker who has gone."""
    Apart.waiting += 1
    turn, left = asyncio.ensure_future(Apart.turn.acquire()), asyncio.ensure_future(gone(receive))
    try:
        await asyncio.wait({turn, left}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    finally:
        Apart.waiting -= 1
        left.cancel()
        turn.cancel()  # does nothing to a turn that has come
    return turn.done()


async def gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def answered(datasette: Datasette, pool: ProcessPool, scope: dict[str, Any]) -> apart.Answer | Response:
    path = scope["path"]
    plain = {name: scope[name] for name in SCOPE if name in scope}
    try:
        found = await asyncio.wrap_future(pool.schedule(apart.answer, args=[plain], timeout=SECONDS))
    except TooLong:
        return await cut(datasette, path, f"It took longer than {SECONDS} seconds.")
    except (ProcessExpired, MemoryError):
        return await cut(datasette, path, MEMORY)
    if found is None:
        return await cut(datasette, path, f"The answer is larger than {apart.LARGEST >> 20} MB.")
    if path.endswith(".csv") and found.status == HTTPStatus.OK and broken(found.body):
        return await refusal(
            datasette, path, 400, "Invalid SQL, or a query that was cut off", "As JSON it tells which."
        )
    return found


def broken(body: bytes) -> bool:
    """Whether a CSV is none: Datasette ends one that fails midway with the error, and writes none for invalid SQL."""
    return body == b"\r\n" or not body.endswith(b"\n")


NOTHING = "There is no such page."


MEMORY = "It needed more memory than one request may have."


ADVICE = "Ask for less, take a whole table from the downloads, or query the SQLite database on your own machine."


async def cut(datasette: Datasette, path: str, why: str) -> Response:
    return await refusal(datasette, path, 400, "The request was cut off", f"{why} {ADVICE}")


# --- errors ------------------------------------------------------------------------------------------------------
@hookimpl
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Callable[[], Awaitable[Response]]:
    """Clear words, in place of Datasette's own, which also log each slip of a reader with all that was in memory."""
    seconds = datasette.setting("sql_time_limit_ms") / 1000
    title = getattr(exception, "title", None)
    if isinstance(exception, QueryInterrupted) or title == "SQL Interrupted":
        return lambda: cut(datasette, request.path, f"The SQL query took longer than {seconds:g} seconds.")
    if isinstance(exception, MemoryError):
        return lambda: cut(datasette, request.path, MEMORY)
    return lambda: refusal(datasette, request.path, *words(exception))


def words(exception: Exception) -> tuple[int, str, str]:
    """Status, title and message of an error."""
    message = str(getattr(exception, "message", exception))
    if isinstance(exception, Base400):
        missing = exception.status == HTTPStatus.NOT_FOUND
        return exception.status, "Not found" if missing else "Bad request", NOTHING if message == "404" else message
    if isinstance(exception, DatasetteError):  # 500 is what it says of a column that can't be sorted by
        return 400 if exception.status == 500 else exception.status, exception.title or "Bad request", message
    if isinstance(exception, (sqlite3.Error, sqlite3.Warning)):
        return 400, "Invalid SQL", message
    if isinstance(exception, (ValueError, OverflowError)):
        return 400, "Bad request", "A parameter has a value that can't be used."
    traceback.print_exception(exception)
    return 500, "Error", "The server failed to answer; the reason is in its log."
