"""Files that the build wrote: all that its checksums list.

They can be read in parts (Range requests), so that DuckDB and SQLite read a file over HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
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
    **{kind: f"{schema_org.TYPES[kind]}; charset=utf-8" for kind in ("csv", "jsonl", "geojson")},
    "json": "application/json; charset=utf-8",
    "jsonld": "application/ld+json",
    "md": "text/markdown; charset=utf-8",
}

_TEXT = "text/plain; charset=utf-8"  # checksums, licences, the citation

# Files that a browser saves, by their kind, with the name under which it does.
_SAVED_AS = {
    "db": "{package}.db",
    "zip": "{package}-{version}.zip",
    "xlsx": "{package}-{version}.xlsx",
    "csv": "{package}-{file}",
    "parquet": "{package}-{file}",
    "jsonl": "{package}-{file}",
    "geojson": "{package}-{file}",
}


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Response | None]]]]:
    site = site_config(datasette)
    if site is None:
        return []
    return [(f"^({'|'.join(map(re.escape, files(site)))})$", _file)]


def files(site: Config) -> dict[str, str]:
    """The files of the build by their addresses. Some have a second one, where they were in earlier versions."""
    found: dict[str, str] = {}
    for item in site["descriptor"]["resources"]:
        found |= {f"/{item['path']}": f"csv/{item['name']}.csv", f"/{item['schema']}": f"schemas/{item['name']}.json"}
    for path in site["files"]:
        found |= {f"/{path}": path, f"/{path.replace('csv/', 'download/', 1)}": path}
    return found


async def _file(datasette: Datasette, scope: Scope, receive: Any, send: Any) -> None:
    """A file of the build, or the part of it that is asked for."""
    site = configured(datasette)
    file = _folder(datasette) / files(site)[scope["path"]]
    kind = file.name.rsplit(".", 1)[-1]
    name = _SAVED_AS.get(kind, "").format(
        package=site["database"], version=site["descriptor"]["version"], file=file.name
    )
    response = FileResponse(
        file, media_type=_TYPES.get(kind, _TEXT), filename=name or None, headers={"etag": version_tag()}
    )
    await response(scope, receive, send)


def _folder(datasette: Datasette) -> Path:
    return Path(datasette.get_database(configured(datasette)["database"]).path).parent
