"""Files that the build wrote: database, zip, workbook, tables as CSV and Parquet; and the data package's own files.

All but the last can be read in parts (Range requests), so that DuckDB and SQLite read a file over HTTP.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils.asgi import Response
from starlette.responses import FileResponse

from civcas.publishing import schema_org
from civcas.site.config import Config, configured, site_config
from civcas.site.plugins.headers import version_tag

if TYPE_CHECKING:
    from datasette.app import Datasette

    from civcas.site.asgi import Scope

_TYPES = {
    **schema_org.TYPES,
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "jsonld": "application/ld+json",
    "SHA256SUMS": "text/plain; charset=utf-8",
}

# Files that a browser saves, by their kind, with the name under which it does.
_SAVED_AS = {
    "db": "{package}.db",
    "zip": "{package}-{version}.zip",
    "xlsx": "{package}-{version}.xlsx",
    "csv": "{package}-{file}",
    "parquet": "{package}-{file}",
}


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Response | None]]]]:
    site = site_config(datasette)
    if site is None:
        return []
    resources = site["descriptor"]["resources"]
    described = ["datapackage.json", *(item["schema"] for item in resources)]
    return [(_any_of(files(site)), _file), (_any_of(f"/{path}" for path in described), _described)]


def _any_of(paths: Iterable[str]) -> str:
    return f"^({'|'.join(re.escape(path) for path in paths)})$"


def files(site: Config) -> dict[str, str]:
    """The files of the build by their addresses. A table's CSV is also at its path in the data package."""
    found = {f"/{site['database']}.{kind}": f"{site['database']}.{kind}" for kind in ("db", "zip", "xlsx", "jsonld")}
    found["/SHA256SUMS"] = "SHA256SUMS"
    for item in site["descriptor"]["resources"]:
        csv = f"csv/{item['name']}.csv"
        found |= {f"/{csv}": csv, f"/download/{item['name']}.csv": csv, f"/{item['path']}": csv}
        found[f"/parquet/{item['name']}.parquet"] = f"parquet/{item['name']}.parquet"
    for name in site["series"]:
        csv, parquet = f"csv/{name}.csv", f"parquet/{name}.parquet"
        found |= {f"/{csv}": csv, f"/download/{name}.csv": csv, f"/{parquet}": parquet}
    return found


async def _file(datasette: Datasette, scope: Scope, receive: Any, send: Any) -> None:
    """A file of the build, or the part of it that is asked for."""
    site = configured(datasette)
    file = _folder(datasette) / files(site)[scope["path"]]
    kind = file.name.rsplit(".", 1)[-1]
    name = _SAVED_AS.get(kind, "").format(
        package=site["database"], version=site["descriptor"]["version"], file=file.name
    )
    response = FileResponse(file, media_type=_TYPES[kind], filename=name or None, headers={"etag": version_tag()})
    await response(scope, receive, send)


def _folder(datasette: Datasette) -> Path:
    return Path(datasette.get_database(configured(datasette)["database"]).path).parent


async def _described(datasette: Datasette, scope: Scope) -> Response:
    """The descriptor or a schema, so that programs open the package from its address."""
    with zipfile.ZipFile(_folder(datasette) / f"{configured(datasette)['database']}.zip") as archive:
        content = archive.read(scope["path"].removeprefix("/"))
    return Response(content.decode(), content_type=_TYPES["json"])
