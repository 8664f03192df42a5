"""The package in one file: zip, workbook, JSON-LD and checksums, which the build puts beside the database."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, asgi_send_file

from civcas.publishing import schema_org as dataset
from civcas.publishing.datasette import DATABASE

TYPES = {**dataset.TYPES, "jsonld": "application/ld+json", "SHA256SUMS": "text/plain; charset=utf-8"}


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[None]]]]:
    return [(rf"^/(?P<name>{re.escape(DATABASE)}\.(xlsx|zip|jsonld)|SHA256SUMS)$", download)]


async def download(datasette: Datasette, request: Request, send: Any) -> None:
    name = request.url_vars["name"]
    kind = name.rsplit(".", 1)[-1]
    version = datasette.plugin_config("pages")["descriptor"]["version"]
    saved = f"{DATABASE}-{version}.{kind}" if kind in {"xlsx", "zip"} else None
    file = Path(datasette.get_database(DATABASE).path).parent / name
    await asgi_send_file(send, file, filename=saved, content_type=TYPES[kind])
