"""Worker processes, which answer the requests that can cost much.

Each answers one request at a time. One that takes too long is killed and replaced, and its memory is limited, so the
site goes on whatever a request does. Datasette's own time limit cannot do this: it interrupts a query only between
two steps of SQLite, and never the rendering of a page.
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
from concurrent.futures import TimeoutError as TooLong
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from datasette.app import Datasette
from pebble import ProcessExpired, ProcessPool

from civcas.site.asgi import Scope
from civcas.site.errors import TOO_MUCH_MEMORY, Busy, CutOff, Died
from civcas.site.turns import Turns

SECONDS = 3  # for one request; the largest table streams in a fraction of one
LARGEST = 32 << 20  # bytes of one response; the whole of the largest table is a tenth of that

_MEMORY = 1 << 30  # bytes of addresses of one process; an idle worker has mapped about a third of that
_QUEUE = 60  # requests of one client that may wait for a worker
_PATIENCE = 15  # seconds that they wait

# The parts of a request's scope that a worker needs, and that can be sent to another process.
_SCOPE = (
    "type", "http_version", "method", "scheme", "path", "raw_path", "query_string", "headers", "server", "client",
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Workers:
    """The worker processes, and the requests that wait for one of them."""

    def __init__(self, options: dict[str, Any], processes: int) -> None:
        """Start the processes. Each holds a Datasette with these options."""
        self._pool = ProcessPool(
            max_workers=processes, initializer=_prepare, initargs=[options], context=get_context("spawn")
        )
        self._turns = Turns(processes)
        for _ in range(processes):
            self._pool.schedule(_do_nothing)  # starts the process before the first request needs it

    async def answer(self, scope: Scope, receive: Any) -> Answer:
        """The response to a GET or HEAD request. Raises Busy, CutOff or Died."""
        client = client_of(scope)
        if self._turns.waiting(client) >= _QUEUE or not await self._turn(client, receive):
            raise Busy
        try:
            return await self._answer(scope)
        finally:
            self._turns.give_back()

    async def _turn(self, client: str, receive: Any) -> bool:
        """Wait for a free worker, unless the wait gets too long or the client disconnects."""
        turn, left = self._turns.take(client), asyncio.ensure_future(_disconnected(receive))
        try:
            await asyncio.wait({turn, left}, timeout=_PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        finally:
            left.cancel()
            turn.cancel()  # has no effect if the turn has come
        return not turn.cancelled()

    async def _answer(self, scope: Scope) -> Answer:
        request = {name: scope[name] for name in _SCOPE if name in scope}
        try:
            found: Answer | None = await asyncio.wrap_future(
                self._pool.schedule(_respond, args=[request], timeout=SECONDS)
            )
        except TooLong:
            raise CutOff(f"It took longer than {SECONDS} seconds.") from None
        except MemoryError:
            raise CutOff(TOO_MUCH_MEMORY) from None
        except ProcessExpired as error:
            raise Died(_end_of(error.exitcode)) from None
        if found is None:
            raise CutOff(f"The response is larger than {LARGEST >> 20} MB.")
        return found

    def stop(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def client_of(scope: Scope) -> str:
    """Who asks: the address of the peer or, if that is a proxy on this machine, the address that it names last."""
    peer = str((scope.get("client") or ("",))[0])
    headers = dict(scope["headers"])
    named = headers.get(b"x-forwarded-for", b"").decode("latin-1").rpartition(",")[2].strip()
    return named if named and peer in _THIS_MACHINE else peer


_THIS_MACHINE = {"127.0.0.1", "::1"}


def _end_of(code: int | None) -> str:
    """How a process ended: its signal or its exit code."""
    if code is not None and code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"


async def _disconnected(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


# --- in the worker process ---------------------------------------------------------------------------------------
class _Process:
    """What a worker process keeps from one request to the next."""

    loop: asyncio.AbstractEventLoop
    application: Any


class _TooLarge(BaseException):
    """The response is larger than LARGEST. Not an Exception, which Datasette would catch and add to the response."""


def _prepare(options: dict[str, Any]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)  # ordinary pages come first
    _Process.loop = asyncio.new_event_loop()
    asyncio.set_event_loop(_Process.loop)
    datasette = Datasette(**options)
    _Process.loop.run_until_complete(datasette.invoke_startup())
    _Process.application = datasette.app()


def _do_nothing() -> None:
    pass


def _respond(scope: Scope) -> Answer | None:
    """The response to a request; None if it is larger than LARGEST."""
    try:
        return _Process.loop.run_until_complete(_collect(scope))
    except _TooLarge:
        return None


async def _collect(scope: Scope) -> Answer:
    start: dict[str, Any] = {}
    body = bytearray()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
            return
        body.extend(message.get("body", b""))
        if len(body) > LARGEST:
            raise _TooLarge

    await _Process.application(scope, receive, send)
    headers = [(bytes(name), bytes(value)) for name, value in start["headers"]]
    return Answer(start["status"], headers, bytes(body))
