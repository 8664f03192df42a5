"""Worker processes, which answer the requests that can cost much (worker_process.py is what runs in them).

Each answers one request at a time. One that takes too long is killed and replaced, and its memory is limited, so the
site goes on whatever a request does. Datasette's own time limit cannot do this: it interrupts a query only between
two steps of SQLite, and never the rendering of a page.

Each process has a connection of its own and shares no lock or queue with the others: a process may end at any moment,
and one that ends while it holds a lock would stop all. That is why this is not one of the libraries' process pools.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import time
from multiprocessing import get_context
from typing import Any, NamedTuple

from civcas.site.asgi import Scope
from civcas.site.errors import OUT_OF_TIME, Busy, CutOff, Died, TooLong
from civcas.site.turns import Turns
from civcas.site.worker_process import Answer, run


class Limit(NamedTuple):
    """How long a request may take, and an SQL query of it."""

    seconds: float
    milliseconds: int


FULL = Limit(3, 2000)

# Of a request that may never end. Most that do end need a fraction of it, so they do not wait for those that do not.
FIRST = Limit(1.5, 400)

_QUEUE = 60  # requests of one client that may wait for a worker
_PATIENCE = 15  # seconds that they wait

# The parts of a request's scope that a worker needs, and that can be sent to another process.
_SCOPE = (
    "type", "http_version", "method", "scheme", "path", "raw_path", "query_string", "headers", "server", "client",
)  # fmt: skip


class Workers:
    """The worker processes, and the requests that wait for one of them."""

    def __init__(self, options: dict[str, Any], processes: int) -> None:
        """Start the processes. Each holds a Datasette with these options."""
        self._workers = [_Worker(options) for _ in range(processes)]
        self._turns = Turns(self._workers)
        self._returning: set[asyncio.Future[None]] = set()

    async def answer(self, scope: Scope, receive: Any, limit: Limit = FULL) -> Answer:
        """The response to a GET or HEAD request. Raises Busy, TooLong, CutOff or Died."""
        client = client_of(scope)
        worker = None if self._turns.waiting(client) >= _QUEUE else await self._turn(client, receive)
        if worker is None:
            raise Busy
        try:
            request = {name: scope[name] for name in _SCOPE if name in scope}
            return await asyncio.to_thread(worker.answer, request, limit)
        finally:
            returning = asyncio.ensure_future(self._give_back(worker))
            self._returning.add(returning)
            returning.add_done_callback(self._returning.discard)

    async def _turn(self, client: str, receive: Any) -> _Worker | None:
        """Wait for a free worker, unless the wait gets too long or the client disconnects."""
        turn, left = self._turns.take(client), asyncio.ensure_future(_disconnected(receive))
        either: set[asyncio.Future[Any]] = {turn, left}
        try:
            await asyncio.wait(either, timeout=_PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        finally:
            left.cancel()
            turn.cancel()  # has no effect if the turn has come
        return None if turn.cancelled() else turn.result()

    async def _give_back(self, worker: _Worker) -> None:
        """Let the next request have the worker: at once or, if its process was replaced, when the new one is ready."""
        await asyncio.to_thread(worker.wait_until_ready)
        self._turns.give_back(worker)

    def stop(self) -> None:
        for worker in self._workers:
            worker.kill()


class _Worker:
    """A worker process as the server sees it. Its methods block, and are called by one thread at a time."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        self._start()

    def _start(self) -> None:
        context = get_context("spawn")
        self._connection, end = context.Pipe()
        # The options go over the connection. As arguments of the process they would go through a pipe of which
        # multiprocessing holds both ends for so long: if the process ended before it read them, that would never end.
        self._process = context.Process(target=run, args=(end,), daemon=True)
        self._process.start()
        end.close()
        self._ready = False
        with contextlib.suppress(OSError):  # wait_until_ready finds that it ended
            self._connection.send(self._options)

    def answer(self, request: Scope, limit: Limit) -> Answer:
        """The response to a request. Raises TooLong or Died, and the process is another one then; or CutOff."""
        while not self._begins(request, limit):  # it ended while it had nothing to do
            self._replace()
        try:
            if not self._connection.poll(limit.seconds):
                self._replace()
                raise TooLong(f"It took longer than {limit.seconds:g} seconds.")
            found: Answer | str = self._connection.recv()
        except (EOFError, OSError):
            raise Died(self._replace()) from None
        if isinstance(found, str):
            raise CutOff(found)
        if any(name.lower() == OUT_OF_TIME.encode() for name, _ in found.headers):
            raise TooLong(f"The SQL query took longer than {limit.milliseconds / 1000:g} seconds.")
        return found

    def _begins(self, request: Scope, limit: Limit) -> bool:
        """Send the request, and wait until the process has it."""
        self.wait_until_ready()
        try:
            self._connection.send((request, limit.milliseconds))
            return bool(self._connection.recv())
        except (EOFError, OSError):
            return False

    def wait_until_ready(self) -> None:
        """Wait for the process to have started. One that ends before that is replaced."""
        while not self._ready:
            try:
                self._ready = bool(self._connection.recv())
            except (EOFError, OSError):
                print(f"civcas: a worker process ended as it started ({self._replace()})", file=sys.stderr, flush=True)
                time.sleep(1)  # if none can start, do not keep the machine busy with it

    def _replace(self) -> str:
        """Start another process instead of this one. Return how this one ended."""
        self._process.join(1)  # if the connection broke, the process ends by itself
        self.kill()
        code = self._process.exitcode or 0
        self._start()
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

    def kill(self) -> None:
        self._connection.close()
        self._process.kill()
        self._process.join()


def client_of(scope: Scope) -> str:
    """Who asks: the address of the peer or, if that is a proxy on this machine, the address that it names last."""
    peer = str((scope.get("client") or ("",))[0])
    headers = dict(scope["headers"])
    named = headers.get(b"x-forwarded-for", b"").decode("latin-1").rpartition(",")[2].strip()
    return named if named and peer in _THIS_MACHINE else peer


_THIS_MACHINE = {"127.0.0.1", "::1"}


async def _disconnected(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
