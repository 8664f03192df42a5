"""Keeps pages that were made, since the database does not change: the next reader of a page need not wait for it.

A request that says `Cache-Control: no-cache`, as a browser's forced reload does, has its page made again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from jinja2 import Environment

from civcas.site.asgi import FILES, Application, processes

ROOM = 16 << 20  # bytes of pages that are kept; the least recently asked goes first


LARGEST = 1 << 20  # bytes of one page


KINDS = (b"text/html", b"application/json")


Key = tuple[Any, ...]


Page = tuple[list[tuple[bytes, bytes]], bytes]


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.auto_reload = False  # else every page looks whether each of its templates has changed


class Kept:
    """Pages by what their content depends on, the least recently asked first."""

    def __init__(self, room: int = ROOM) -> None:
        self.room = room
        self.pages: OrderedDict[Key, Page] = OrderedDict()
        self.size = 0

    def get(self, key: Key) -> Page | None:
        if key in self.pages:
            self.pages.move_to_end(key)
        return self.pages.get(key)

    def put(self, key: Key, page: Page) -> None:
        self.forget(key)
        self.pages[key] = page
        self.size += cost(key, page)
        while self.size > self.room:
            self.forget(next(iter(self.pages)))

    def forget(self, key: Key) -> None:
        page = self.pages.pop(key, None)
        if page:
            self.size -= cost(key, page)


def cost(key: Key, page: Page) -> int:
    """Bytes, roughly, that a kept page takes."""
    return sum(len(part) for part in key) + sum(len(name) + len(value) for name, value in page[0]) + len(page[1]) + 1000


@hookimpl(tryfirst=True)
def asgi_wrapper(datasette: Datasette) -> Callable[[Application], Application]:
    """The innermost layer: what is costly is answered apart, before it comes here, and headers are set after it."""
    kept = Kept() if processes(datasette) else None

    def wrap(application: Application) -> Application:
        async def layer(scope: dict[str, Any], receive: Any, send: Any) -> None:
            key = key_of(scope)
            if key is None or kept is None:
                await application(scope, receive, send)
                return
            page = None if fresh(scope) else kept.get(key)
            if page is None:
                page = await made(application, scope, receive, send)
                if page:
                    kept.put(key, page)
                return
            await send({"type": "http.response.start", "status": 200, "headers": page[0]})
            await send({"type": "http.response.body", "body": page[1]})

        return layer

    return wrap


def key_of(scope: dict[str, Any]) -> Key | None:
    """All that a page depends on; None for what is not kept."""
    if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith(FILES):
        return None
    headers = dict(scope["headers"])
    if b"cookie" in headers or b"authorization" in headers:
        return None
    address = scope.get("raw_path") or scope["path"].encode()
    return scope["scheme"], headers.get(b"host", b""), address, scope["query_string"]


def fresh(scope: dict[str, Any]) -> bool:
    return any(name == b"cache-control" and b"no-cache" in value for name, value in scope["headers"])


async def made(application: Application, scope: dict[str, Any], receive: Any, send: Any) -> Page | None:
    """Send the application's answer on; and return it where it is a whole page that may be kept."""
    starts: list[dict[str, Any]] = []
    body = bytearray()

    async def noted(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            starts.append(message)
        elif len(body) <= LARGEST:
            body.extend(message.get("body", b""))
        await send(message)

    await application(scope, receive, noted)
    if not starts or starts[0]["status"] != HTTPStatus.OK or len(body) > LARGEST:
        return None
    headers = {bytes(name).lower(): bytes(value) for name, value in starts[0]["headers"]}
    if b"set-cookie" in headers or not headers.get(b"content-type", b"").startswith(KINDS):
        return None
    return list(headers.items()), bytes(body)
