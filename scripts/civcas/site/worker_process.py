"""What runs in a worker process: a Datasette that answers one request after the other."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
import resource
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from datasette.app import Datasette

from civcas.site.asgi import Application, Scope
from civcas.site.compression import compressed
from civcas.site.errors import LARGEST, TOO_LARGE, TOO_MUCH_MEMORY
from civcas.site.plugins.exports import has_all_rows

_ALL_ROWS = 10**9  # more than fit into LARGEST
_MEMORY = 1 << 30  # bytes of addresses of one process; an idle worker has mapped about a third of that

# What a process sends once it can answer, and when it begins to.
READY, BEGUN = "ready", "begun"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class _TooLarge(BaseException):
    """The response is larger than LARGEST. Not an Exception, which Datasette would catch and add to the response."""


def run(connection: Connection) -> None:
    """Answer requests until the server closes the connection: with an Answer, or with why there is none.

    First come the options of Datasette. A request comes with the milliseconds that a query may take. There is one
    request at a time, so that what holds for the whole Datasette can be set for each.
    """
    _limit_this_process()
    datasette = Datasette(**connection.recv())
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(datasette.invoke_startup())
    application = compressed(_limited(datasette.app()))
    gc.collect()
    gc.freeze()  # what there is now stays, so that looking for what to give back takes less
    connection.send(READY)
    while True:
        try:
            scope, datasette.sql_time_limit_ms = connection.recv()
        except EOFError:
            return
        connection.send(BEGUN)
        datasette.max_returned_rows = _ALL_ROWS if has_all_rows(scope) else datasette.setting("max_returned_rows")
        try:
            connection.send(loop.run_until_complete(_collect(application, scope)))
        except _TooLarge:
            connection.send(TOO_LARGE)
        except MemoryError:
            connection.send(TOO_MUCH_MEMORY)
        _give_memory_back()


def _give_memory_back() -> None:
    """Return to the system what a large response needed. The C library would keep it for the next one."""
    gc.collect()
    if hasattr(_C, "malloc_trim"):  # GNU's
        _C.malloc_trim(0)


_C = ctypes.CDLL(None)


def _limit_this_process() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # on Ctrl+C the server ends the connection
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)  # ordinary pages come first


def _limited(application: Application) -> Application:
    """The application, which raises _TooLarge if its response is too large before it is compressed."""

    async def limited(scope: Scope, receive: Any, send: Any) -> None:
        size = 0

        async def counted(message: dict[str, Any]) -> None:
            nonlocal size
            size += len(message.get("body", b""))
            if size > LARGEST:
                raise _TooLarge
            await send(message)

        await application(scope, receive, counted)

    return limited


async def _collect(application: Application, scope: Scope) -> Answer:
    start: dict[str, Any] = {}
    body = bytearray()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        start.update(message if message["type"] == "http.response.start" else {})
        body.extend(message.get("body", b""))

    await application(scope, receive, send)
    headers = [(bytes(name), bytes(value)) for name, value in start["headers"]]
    return Answer(start["status"], headers, bytes(body))
