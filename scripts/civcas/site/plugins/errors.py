"""Error pages. Datasette's own handler would log every mistake in an address with all that was in memory."""

from __future__ import annotations

import sqlite3
import traceback
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from json import JSONDecodeError
from typing import TYPE_CHECKING

from datasette import hookimpl
from datasette.database import QueryInterrupted
from datasette.utils import InvalidSql
from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError

from civcas.site.config import site_config
from civcas.site.errors import ALLOWED, NO_SUCH_PAGE, SERVER_ERROR, TOO_MUCH_MEMORY, cut_off_response, error_response

if TYPE_CHECKING:
    from datasette.app import Datasette


@hookimpl
def startup(datasette: Datasette) -> None:
    from datasette.plugins import pm

    if site_config(datasette) and pm.has_plugin("datasette.handle_exception"):
        pm.unregister(name="datasette.handle_exception")


@hookimpl
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Callable[[], Awaitable[Response]] | None:
    if site_config(datasette) is None:
        return None
    query = request.query_string
    if isinstance(exception, QueryInterrupted) or getattr(exception, "title", None) == "SQL Interrupted":
        reason = f"The SQL query took longer than {datasette.sql_time_limit_ms / 1000:g} seconds."
        return lambda: cut_off_response(datasette, request.path, reason, query, time=True)
    if isinstance(exception, MemoryError):
        return lambda: cut_off_response(datasette, request.path, TOO_MUCH_MEMORY, query)
    return lambda: error_response(datasette, request.path, *_described(exception), query)


# What Datasette says of an address that leads nowhere.
_MEANINGLESS = {"404", "Database not found", "No data"}


def _described(exception: Exception) -> tuple[int, str, str]:
    """Status, title and message of an error."""
    message = str(getattr(exception, "message", exception))
    if isinstance(exception, Base400):
        missing = exception.status == HTTPStatus.NOT_FOUND
        return (
            exception.status,
            "Not found" if missing else "Bad request",
            NO_SUCH_PAGE if message in _MEANINGLESS else message,
        )
    if isinstance(exception, DatasetteError):  # it says 500 of a column that it cannot sort by
        return 400 if exception.status == 500 else exception.status, exception.title or "Bad request", message
    if isinstance(exception, (sqlite3.Error, sqlite3.Warning, InvalidSql)):
        refused = message.startswith("not authorized") or message.endswith("is prohibited")
        return 400, "Invalid SQL", f"{message}. {ALLOWED}" if refused else message
    if isinstance(exception, JSONDecodeError):  # Datasette reads a list in an address before anything can check it
        return 400, "Bad request", f"{exception.doc!r} is not JSON. Write the values of a list with commas between them"
    if isinstance(exception, (ValueError, OverflowError, RecursionError)):
        return 400, "Bad request", "A parameter has an invalid value."
    traceback.print_exception(exception)
    return 500, "Error", SERVER_ERROR
