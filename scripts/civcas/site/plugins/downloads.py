"""The package in one file: zip, workbook, JSON-LD and checksums, which the build puts next to the database."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils.asgi import Request, asgi_send_file

from civcas.publishing import schema_org
from civcas.site.config import configured, site_config

if TYPE_CHECKING:
    from datasette.app import Datasette

_DOWNLOAD_TYPES = {**schema_org.TYPES, "jsonld": "application/ld+json", "SHA256SUMS": "text/plain; charset=utf-8"}


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[None]]]]:
    site = site_config(datasette)
    if site is None:
        return []
    return [(rf"^/(?P<name>{re.escape(site['database'])}\.(xlsx|zip|jsonld)|SHA256SUMS)$", _download)]


async def _download(datasette: Datasette, request: Request, send: Any) -> None:
    site = configured(datasette)
    name = request.url_vars["name"]
    kind = name.rsplit(".", 1)[-1]
    saved_as = f"{site['database']}-{site['descriptor']['version']}.{kind}" if kind in {"xlsx", "zip"} else None
    file = Path(datasette.get_database(site["database"]).path).parent / name
    await asgi_send_file(send, file, filename=saved_as, content_type=_DOWNLOAD_TYPES[kind])
