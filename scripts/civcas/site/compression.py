"""Compression of responses with gzip, for readers that accept it.

It lies within the page cache, so that a page is compressed once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

from civcas.publishing import schema_org
from civcas.site.asgi import Application, Scope
from civcas.site.config import configured

if TYPE_CHECKING:
    from datasette.app import Datasette

_LEVEL = 6
_SMALLEST = 500  # bytes

# Compressed as they are, or read in parts, as the database is.
_AS_THEY_ARE = (
    *DEFAULT_EXCLUDED_CONTENT_TYPES,
    *(schema_org.TYPES[kind] for kind in ("db", "parquet", "xlsx", "zip")),
)


def layer(datasette: Datasette, application: Application) -> Application:
    """Compress in the server. A worker process does it itself, once it knows how large a response is."""
    return compressed(application) if configured(datasette)["processes"] else application


def compressed(application: Application) -> Application:
    gzip: Any = GZipMiddleware(cast(Any, application), _SMALLEST, _LEVEL, exclude_content_types=_AS_THEY_ARE)

    async def either(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and accepts_gzip(scope):
            await gzip({**scope, "headers": [*_others(scope), (b"accept-encoding", b"gzip")]}, receive, send)
        else:
            await application(scope, receive, send)

    return either


def _others(scope: Scope) -> list[tuple[bytes, bytes]]:
    """The headers without what is accepted, which may be in several of them."""
    return [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]


_REFUSED = re.compile(rb"gzip\s*;\s*q=0(\.0*)?\s*(,|$)")


def accepts_gzip(scope: Scope) -> bool:
    accepted = b",".join(value for name, value in scope["headers"] if name == b"accept-encoding").lower()
    return b"gzip" in accepted and not _REFUSED.search(accepted)
