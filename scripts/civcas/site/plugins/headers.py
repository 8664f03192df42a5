"""What every answer says beside its content: who may run scripts or frame it, how long it may be kept, a file's name.

And what is never answered: paths that climb, methods that write, pages that tell of the server.
"""

from __future__ import annotations

import base64
import hashlib
import re
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote_to_bytes

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import NotFound
from jinja2 import Environment

from civcas import __version__
from civcas.publishing import schema_org as dataset
from civcas.publishing.datasette import DATABASE
from civcas.site.asgi import Application
from civcas.site.errors import refusal

# --- what is never answered --------------------------------------------------------------------------------------
CLIMBING = re.compile(rb"//|(^|/)\.\.?(/|$)|\\|[\x00-\x1f\x7f]")


METHODS = {"GET", "HEAD", "OPTIONS"}


# Datasette's pages for whoever runs the server; some tell paths of the machine.
PRIVATE = r"^/-/(actor|allow-debug|auth-token|databases|logout|messages|patterns|permissions|threads)(\.json)?$"


@hookimpl
def register_routes() -> list[tuple[str, Callable[[], NoReturn]]]:
    return [(PRIVATE, not_here)]


def not_here() -> NoReturn:
    raise NotFound("There is no such page")


def refused(scope: dict[str, Any]) -> tuple[int, str, str] | None:
    """Status, title and words of a request that is not even asked of Datasette."""
    if scope["method"] not in METHODS:
        return 405, "Not allowed", "The site can only be read."
    if climbs(scope.get("raw_path") or scope["path"].encode()):
        return 404, "Not found", "There is no such page."
    return None


def climbs(raw: bytes) -> bool:
    """Whether a path, decoded as often as anyone might, leaves its folder, or is no text at all."""
    if not raw.isascii():
        return True
    for _ in range(5):
        if CLIMBING.search(raw):
            return True
        if b"%" not in raw:
            break
        raw = unquote_to_bytes(raw)
    try:
        return "%" in raw.decode()
    except UnicodeDecodeError:
        return True


# --- scripts -----------------------------------------------------------------------------------------------------
SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)


# What Datasette's templates write into their scripts, and the values that it may have.
WRITTEN = {"{{ datasette_allow_facet }}": ("true", "false")}


def scripts(env: Environment) -> set[str]:
    """The inline scripts of all templates, Datasette's and ours; scripts that are only data are none."""
    found = set()
    for name in env.list_templates():
        source = env.loader.get_source(env, name)[0] if env.loader else ""
        for script in SCRIPT.finditer(source):
            if "src=" in script["attributes"] or "json" in script["attributes"]:
                continue
            found |= variants(script["text"])
    return {text for text in found if text and "{{" not in text and "{%" not in text}


def variants(text: str) -> set[str]:
    texts = {text}
    for mark, values in WRITTEN.items():
        texts = {text.replace(mark, value) for text in texts for value in values}
    return texts


def policy(env: Environment) -> str:
    """The Content-Security-Policy: nothing from elsewhere, and of inline scripts only those of the templates."""
    hashes = sorted(base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts(env))
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
ALWAYS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"strict-origin-when-cross-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    b"cross-origin-opener-policy": b"same-origin",
}


# Files that a browser saves; the package's name goes before that of a table.
SAVED = re.compile(r"^/(csv|download|parquet)/(?P<name>[\w-]+\.(?P<kind>csv|parquet))$")


TYPES = {"csv": b"text/csv; charset=utf-8", "parquet": dataset.TYPES["parquet"].encode()}


class Site:
    """What is the same for all answers of one run."""

    always: dict[bytes, bytes] = ALWAYS
    age = b""
    version = b""


def digest(datasette: Datasette) -> str:
    """One value for the database and all that makes pages of it: as long as it stands, so does every page."""
    total = hashlib.sha256(__version__.encode())
    for database in datasette.databases.values():
        total.update((database.hash or "").encode())
    folders = [Path(folder) for folder in (datasette.template_dir, datasette.plugins_dir) if folder]
    folders += [Path(folder) for _, folder in datasette.static_mounts]
    files = {file for folder in folders for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc"}
    for file in sorted(files):
        total.update(file.name.encode() + file.read_bytes())
    return total.hexdigest()[:32]


@hookimpl
def startup(datasette: Datasette) -> None:
    Site.always = {b"content-security-policy": policy(datasette.jinja_env).encode(), **ALWAYS}
    Site.age = f"max-age={datasette.setting('default_cache_ttl')}".encode()
    Site.version = f'W/"{digest(datasette)}"'.encode()


@hookimpl(trylast=True)
def asgi_wrapper(datasette: Datasette) -> Callable[[Application], Application]:
    """The outermost layer, so that errors and files have the headers, too."""

    def wrap(application: Application) -> Application:
        async def layer(scope: dict[str, Any], receive: Any, send: Any) -> None:
            await guarded(datasette, application, scope, receive, send)

        return layer  # a function, by which the server knows that this is ASGI 3

    return wrap


async def guarded(
    datasette: Datasette, application: Application, scope: dict[str, Any], receive: Any, send: Any
) -> Any:
    if scope["type"] != "http":
        return await application(scope, receive, send)
    started = False

    async def with_headers(message: dict[str, Any]) -> None:
        nonlocal started
        if message["type"] == "http.response.start":
            started = True
            message = {**message, "headers": headers(datasette, scope, message)}
        await send(message)

    reason = refused(scope)
    if reason:
        return await (await refusal(datasette, scope["path"], *reason)).asgi_send(with_headers)
    if unchanged(scope):
        await with_headers({"type": "http.response.start", "status": 304, "headers": []})
        return await send({"type": "http.response.body", "body": b""})
    try:
        return await application(scope, receive, with_headers)
    except Exception:
        if started:
            raise
        traceback.print_exc()
    words = "The server failed to answer; the reason is in its log."
    return await (await refusal(datasette, scope["path"], 500, "Error", words)).asgi_send(with_headers)


def unchanged(scope: dict[str, Any]) -> bool:
    """Whether the asker has the page as it is."""
    tags = [value for name, value in scope["headers"] if name == b"if-none-match"]
    return bool(Site.version) and any(Site.version in tag for tag in tags)


def headers(datasette: Datasette, scope: dict[str, Any], message: dict[str, Any]) -> list[tuple[bytes, bytes]]:
    """The answer's own headers, with ours in place of those of the same name."""
    found = {**{bytes(name).lower(): value for name, value in message["headers"]}, **Site.always}
    if b"content-length" in found:  # said beside it of the database, and then a proxy can't serve a part of it
        found.pop(b"transfer-encoding", None)
    if message["status"] in {200, 304}:
        found.setdefault(b"cache-control", Site.age)
        if lasting(scope["query_string"]):
            found[b"etag"] = Site.version
        saved = SAVED.match(scope["path"])
        if saved:
            found[b"content-disposition"] = f'attachment; filename="{DATABASE}-{saved["name"]}"'.encode()
            found[b"content-type"] = TYPES[saved["kind"]]
        if datasette.cors:
            found[b"access-control-allow-origin"] = b"*"
    return list(found.items())


def lasting(query: bytes) -> bool:
    """Whether the answer depends on the database only: a stranger's SQL may ask for the time or a random number."""
    return b"sql=" not in query and b"_where=" not in query
