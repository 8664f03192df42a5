"""Headers of every response: who may run scripts or frame it, how long it may be cached.

And requests that are never answered: paths that leave their folder, methods that write, pages about the server.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import traceback
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import unquote_to_bytes

from datasette import hookimpl
from datasette.utils import add_cors_headers
from datasette.utils.asgi import NotFound
from jinja2 import Environment

from civcas import __version__, site
from civcas.site.asgi import Application, Scope
from civcas.site.config import metadata, site_config
from civcas.site.errors import NO_SUCH_PAGE, SERVER_ERROR, error_response

if TYPE_CHECKING:
    from datasette.app import Datasette

# --- what is never answered --------------------------------------------------------------------------------------
_CLIMBING = re.compile(rb"//|(^|/)\.\.?(/|$)|\\|[\x00-\x1f\x7f]")


_METHODS = {"GET", "HEAD", "OPTIONS"}


def _allowed(datasette: Datasette) -> list[tuple[bytes, bytes]]:
    headers = {"Allow": ", ".join(sorted(_METHODS))}
    if datasette.cors:
        add_cors_headers(headers)
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


# Datasette's pages for the server's administrator. Some show paths on the server.
_PRIVATE = r"^/-/(actor|allow-debug|auth-token|databases|logout|messages|patterns|permissions|threads)(\.json)?$"


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[[], NoReturn]]]:
    return [(_PRIVATE, _not_found)] if site_config(datasette) else []


def _not_found() -> NoReturn:
    raise NotFound(NO_SUCH_PAGE)


def _refusal(scope: Scope) -> tuple[int, str, str] | None:
    """Status, title and message for a request that Datasette never sees."""
    if scope["method"] not in _METHODS:
        return 405, "Not allowed", "The site can only be read."
    if _leaves_its_folder(scope.get("raw_path") or scope["path"].encode()):
        return 404, "Not found", NO_SUCH_PAGE
    return None


def _leaves_its_folder(raw: bytes) -> bool:
    """Whether a path leaves its folder, however often it is decoded, or is not text."""
    if not raw.isascii():
        return True
    for _ in range(5):
        if _CLIMBING.search(raw):
            return True
        if b"%" not in raw:
            break
        raw = unquote_to_bytes(raw)
    try:
        return "%" in raw.decode()
    except UnicodeDecodeError:
        return True


# --- scripts -----------------------------------------------------------------------------------------------------
_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)


# The variables in the scripts of Datasette's templates, with their possible values.
_WRITTEN = {"{{ datasette_allow_facet }}": ("true", "false")}


def _inline_scripts(env: Environment) -> set[str]:
    """The inline scripts of all templates, Datasette's and ours, without those that are only data."""
    found = set()
    for name in env.list_templates():
        source = env.loader.get_source(env, name)[0] if env.loader else ""
        for script in _SCRIPT.finditer(source):
            if "src=" in script["attributes"] or "json" in script["attributes"]:
                continue
            found |= _variants(script["text"])
    return {text for text in found if text and "{{" not in text and "{%" not in text}


def _variants(text: str) -> set[str]:
    texts = {text}
    for mark, values in _WRITTEN.items():
        texts = {text.replace(mark, value) for text in texts for value in values}
    return texts


def _content_security_policy(env: Environment) -> str:
    """The policy allows nothing from other hosts, and no inline scripts but those of the templates."""
    hashes = sorted(base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in _inline_scripts(env))
    allowed = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' {allowed}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


# --- headers -----------------------------------------------------------------------------------------------------
_ALWAYS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"strict-origin-when-cross-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    b"cross-origin-opener-policy": b"same-origin",
    b"vary": b"Accept-Encoding",
}


class _Run:
    """What is the same for all responses until the server stops."""

    always: dict[bytes, bytes] = _ALWAYS
    age = b""
    version = b""


def version_tag() -> str:
    """The entity tag of every file of the build: the same until the data or the code change."""
    return _Run.version.decode()


def _digest(datasette: Datasette) -> str:
    """A hash of the data and of everything that turns them into pages. It changes if any page may have changed."""
    total = hashlib.sha256(__version__.encode())
    total.update(json.dumps(metadata(datasette), sort_keys=True).encode())
    for database in datasette.databases.values():
        total.update((database.hash or "").encode())
    folders = [Path(site.__file__).parent, *(Path(folder) for _, folder in datasette.static_mounts)]
    files = {file for folder in folders for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc"}
    for file in sorted(files):
        total.update(file.name.encode() + file.read_bytes())
    return total.hexdigest()[:32]


@hookimpl
def startup(datasette: Datasette) -> None:
    if site_config(datasette) is None:
        return
    _Run.always = {b"content-security-policy": _content_security_policy(datasette.jinja_env).encode(), **_ALWAYS}
    _Run.age = f"max-age={datasette.setting('default_cache_ttl')}".encode()
    _Run.version = f'"{_digest(datasette)}"'.encode()


def layer(datasette: Datasette, application: Application) -> Application:
    """Add headers to every response, refuse bad requests, and answer if the reader's copy is still right."""

    async def with_headers(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await _answered(datasette, application, scope, receive, _unless_unchanged(datasette, scope, send))
        else:
            await application(scope, receive, send)

    return with_headers


async def _answered(datasette: Datasette, application: Application, scope: Scope, receive: Any, send: Any) -> None:
    started = False

    async def send_on(message: dict[str, Any]) -> None:
        nonlocal started
        if message["type"] == "http.response.start":
            started = True
            message = {**message, "headers": _headers(datasette, scope, message)}
        await send(message)

    async def send_error(status: int, title: str, message: str) -> None:
        response = await error_response(datasette, scope["path"], status, title, message)
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            response.headers["Allow"] = ", ".join(sorted(_METHODS))
        await response.asgi_send(send_on)

    if scope["method"] == "OPTIONS":  # what a browser asks before a request from another site
        await send_on({"type": "http.response.start", "status": 204, "headers": _allowed(datasette)})
        await send({"type": "http.response.body", "body": b""})
        return
    refusal = _refusal(scope)
    if refusal:
        await send_error(*refusal)
    else:
        try:
            await application(scope, receive, send_on)
        except Exception:
            if started:
                raise
            traceback.print_exc()
            await send_error(500, "Error", SERVER_ERROR)


def _unless_unchanged(datasette: Datasette, scope: Scope, send: Any) -> Any:
    """Send a page, or only word that it is as the reader has it. An error is always sent."""
    tag, unchanged = _unchanged(scope), False

    async def send_on(message: dict[str, Any]) -> None:
        nonlocal unchanged
        if message["type"] == "http.response.start" and message["status"] == HTTPStatus.OK:
            unchanged = tag is not None and b"etag" in dict(message["headers"])
            if unchanged:
                not_modified = {"type": "http.response.start", "status": 304, "headers": [(b"etag", tag)]}
                await send({**not_modified, "headers": _headers(datasette, scope, not_modified)})
                await send({"type": "http.response.body", "body": b""})
        if not unchanged:
            await send(message)

    return send_on


def _unchanged(scope: Scope) -> bytes | None:
    """The entity tag of the page if the reader already has it as it is now."""
    tags = b",".join(value for name, value in scope["headers"] if name == b"if-none-match")
    if not _Run.version or _Run.version not in tags:
        return None
    return b"W/" + _Run.version if b"W/" + _Run.version in tags else _Run.version


def _headers(datasette: Datasette, scope: Scope, message: dict[str, Any]) -> list[tuple[bytes, bytes]]:
    """The headers of the response, with ours instead of those of the same name."""
    found = {**{bytes(name).lower(): value for name, value in message["headers"]}, **_Run.always}
    if b"content-length" in found:  # with both headers, as on the database, a proxy cannot serve a part
        found.pop(b"transfer-encoding", None)
    if message["status"] in {200, 206, 304}:
        found.setdefault(b"cache-control", _Run.age)
        if message["status"] != 304 and _depends_on_the_data_only(scope["query_string"]):
            found[b"etag"] = _tag(found)
        if datasette.cors:
            found[b"access-control-allow-origin"] = b"*"
            found[b"access-control-expose-headers"] = b"Content-Length, Content-Range, ETag, Link, X-Truncated"
    return list(found.items())


def _tag(headers: dict[bytes, bytes]) -> bytes:
    """The entity tag. Only a file that is sent as it is may be put together from parts of several responses."""
    as_it_is = b"accept-ranges" in headers and b"content-encoding" not in headers
    return _Run.version if as_it_is else b"W/" + _Run.version


def _depends_on_the_data_only(query: bytes) -> bool:
    """Whether the response is always the same. A visitor's own SQL may ask for the time or a random number."""
    return b"sql=" not in query and b"_where=" not in query
