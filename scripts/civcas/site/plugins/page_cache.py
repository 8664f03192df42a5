"""Keeps finished pages in memory. The database does not change, so the next reader gets the same page at once.

A request with `Cache-Control: no-cache`, as a browser's forced reload sends it, has its page made again.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache
from datasette import hookimpl
from jinja2 import Environment

from civcas.site.asgi import FILES, Application, Scope, asks_for_a_new_page
from civcas.site.compression import accepts_gzip
from civcas.site.config import configured, site_config

if TYPE_CHECKING:
    from datasette.app import Datasette

_CAPACITY = 16 << 20  # bytes of all pages together; the page that was not used for longest goes first


_LARGEST_PAGE = 1 << 20  # bytes


_KINDS = tuple(f"text/{kind}".encode() for kind in ("html", "markdown", "css", "javascript"))
_KINDS += (b"application/json", b"application/javascript")


Key = tuple[Any, ...]


Headers = list[tuple[bytes, bytes]]


Page = tuple[Key, Headers, bytes]


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    if site_config(datasette):
        env.auto_reload = False  # do not look for changed template files on every page


def _cost(page: Page) -> int:
    """Roughly how many bytes a page takes, with its key."""
    key, headers, body = page
    return len(repr(key)) + sum(len(name) + len(value) for name, value in headers) + len(body) + 1000


def layer(datasette: Datasette, application: Application) -> Application:
    """Answer from the cache if possible. Worker processes have no cache."""
    cache: LRUCache[Key, Page] = LRUCache(_CAPACITY, getsizeof=_cost)

    async def cached(scope: Scope, receive: Any, send: Any) -> None:
        key = key_of(scope)
        if key is None:
            await application(scope, receive, send)
            return
        page = None if asks_for_a_new_page(scope) else cache.get(key)
        if page is None:
            made = await _made(application, scope, receive, send)
            if made:
                cache[key] = (key, *made)
            return
        await send({"type": "http.response.start", "status": 200, "headers": page[1]})
        await send({"type": "http.response.body", "body": page[2]})

    return cached if configured(datasette)["processes"] else application


def key_of(scope: Scope) -> Key | None:
    """All that a page depends on. None for a response that is not cached."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    headers = dict(scope["headers"])
    if b"cookie" in headers or b"authorization" in headers:
        return None
    address = scope.get("raw_path") or scope["path"].encode()
    query = b"" if scope["path"].startswith(FILES) else scope["query_string"]
    return scope["scheme"], headers.get(b"host", b""), address, query, accepts_gzip(scope)


async def _made(application: Application, scope: Scope, receive: Any, send: Any) -> tuple[Headers, bytes] | None:
    """Send the application's response on. Return it if it is a whole page that may be cached."""
    starts: list[dict[str, Any]] = []
    body = bytearray()

    async def note(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            starts.append(message)
        elif len(body) <= _LARGEST_PAGE:
            body.extend(message.get("body", b""))
        await send(message)

    await application(scope, receive, note)
    if not starts or starts[0]["status"] != HTTPStatus.OK or len(body) > _LARGEST_PAGE:
        return None
    headers = {bytes(name).lower(): bytes(value) for name, value in starts[0]["headers"]}
    if b"set-cookie" in headers or not headers.get(b"content-type", b"").startswith(_KINDS):
        return None
    return list(headers.items()), bytes(body)
