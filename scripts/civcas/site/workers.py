"""Answers requests in processes of their own, one at a time each, so that whatever a request does, the site goes on.

A process that takes too long is ended, and its memory is bounded: Datasette's time limit interrupts a query only
between two steps of SQLite, and never the making of a page.
"""

from __future__ import annotations

import asyncio
import os
import resource
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from datasette.app import Datasette
from pebble import ProcessPool

MEMORY = 1 << 30  # bytes of addresses of one process: a worker at rest has mapped about a third of that


LARGEST = 32 << 20  # bytes of one answer; the whole of the largest table is a tenth of that


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class TooLarge(BaseException):
    """The answer is larger than LARGEST. No Exception, since Datasette would take it for a part of the answer."""


def pool(options: dict[str, Any], processes: int) -> ProcessPool:
    """Processes that each hold a Datasette with these options, and hence no more than one request at a time."""
    workers = ProcessPool(max_workers=processes, initializer=prepare, initargs=[options], context=get_context("spawn"))
    for _ in range(processes):
        workers.schedule(ready)
    return workers


class Worker:
    """What a worker keeps from one request to the next."""

    loop: asyncio.AbstractEventLoop
    datasette: Datasette
    application: Any


def prepare(options: dict[str, Any]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)  # pages come first where processors are few
    Worker.loop = asyncio.new_event_loop()
    asyncio.set_event_loop(Worker.loop)
    Worker.datasette = Datasette(**options)
    Worker.loop.run_until_complete(Worker.datasette.invoke_startup())
    Worker.application = Worker.datasette.app()


def ready() -> None:
    """Nothing to do: asked for at the start, so that the first request finds its process up."""


def answer(scope: dict[str, Any]) -> Answer | None:
    """The application's answer to a GET or HEAD with this ASGI scope; None where it is larger than LARGEST."""
    try:
        return Worker.loop.run_until_complete(collected(scope))
    except TooLarge:
        return None


async def collected(scope: dict[str, Any]) -> Answer:
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
            raise TooLarge

    await Worker.application(scope, receive, send)
    headers = [(bytes(name), bytes(value)) for name, value in start["headers"]]
    return Answer(start["status"], headers, bytes(body))
