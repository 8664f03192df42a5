"""Files that the build puts next to the database: zip, workbook, JSON-LD, checksums; and the data package's own."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils.asgi import Request, Response, asgi_send_file

from civcas.publishing import schema_org
from civcas.site.config import configured, site_config

if TYPE_CHECKING:
    from datasette.app import Datasette

_DOWNLOAD_TYPES = {**schema_org.TYPES, "jsonld": "application/ld+json", "SHA256SUMS": "text/plain; charset=utf-8"}


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Response | None]]]]:
    site = site_config(datasette)
    if site is None:
        return []
    paths = "|".join(re.escape(path) for path in _package_files(site["descriptor"]))
    return [
        (rf"^/(?P<name>{re.escape(site['database'])}\.(xlsx|zip|jsonld)|SHA256SUMS)$", _download),
        (rf"^/(?P<path>{paths})$", _package_file),
    ]


def _package_files(descriptor: dict[str, Any]) -> list[str]:
    """The files of the data package by their paths in it, so that programs can open the package from its address."""
    resources = descriptor["resources"]
    return ["datapackage.json", *(item[name] for name in ("schema", "path") for item in resources)]


async def _package_file(datasette: Datasette, request: Request) -> Response:
    site = configured(datasette)
    folder = Path(datasette.get_database(site["database"]).path).parent
    path = request.url_vars["path"]
    with zipfile.ZipFile(folder / f"{site['database']}.zip") as archive:
        content = archive.read(path)
    kind = "text/csv; charset=utf-8" if path.endswith(".csv") else "application/json; charset=utf-8"
    return Response(content.decode(), content_type=kind)


async def _download(datasette: Datasette, request: Request, send: Any) -> None:
    site = configured(datasette)
    name = request.url_vars["name"]
    kind = name.rsplit(".", 1)[-1]
    saved_as = f"{site['database']}-{site['descriptor']['version']}.{kind}" if kind in {"xlsx", "zip"} else None
    file = Path(datasette.get_database(site["database"]).path).parent / name
    await asgi_send_file(send, file, filename=saved_as, content_type=_DOWNLOAD_TYPES[kind])
