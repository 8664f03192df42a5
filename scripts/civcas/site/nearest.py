"""The addresses nearest to one that leads nowhere."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from datasette.utils import tilde_decode

from civcas.site.config import configured, described_queries
from civcas.site.database import address
from civcas.site.parameters import keys_like

if TYPE_CHECKING:
    from datasette.app import Datasette

_MOST = 3  # addresses that are named
_LONGEST = 60  # characters of a name that is looked at
_FILES = ("/data", "/download", "/csv", "/parquet", "/jsonl", "/geo", "/schemas")  # folders with a file for each table


async def missing(datasette: Datasette, path: str) -> str:
    """What there is not, if an address is that of a record in a table that there is; else nothing."""
    table, record = _record(datasette, path)
    short = record if len(record) <= _LONGEST else f"{record[:_LONGEST]}…"
    return f"{table} has no record {short!r}." if table else ""


async def nearest(datasette: Datasette, path: str) -> list[str]:
    """The addresses whose names are most like the one in a path, the most alike first."""
    table, record = _record(datasette, path)
    database = configured(datasette)["database"]
    if table:
        keys = await keys_like(datasette.get_database(database), configured(datasette), table, record)
        return [address(database, table, key) for key in keys[:_MOST]]
    parts = path.strip("/").split("/")
    in_a_table = parts[0] == database and len(parts) > 2
    name, dot, ending = (parts[1] if in_a_table else parts[-1]).partition(".")
    known = _names(datasette, "/" + "/".join(parts[:-1]), dot + ending)
    found = get_close_matches(_plain(name)[:_LONGEST], known, _MOST)
    return list(dict.fromkeys(known[each] for each in found))


def _record(datasette: Datasette, path: str) -> tuple[str, str]:
    """The table and the key in the address of a record; empty if it is none."""
    site, parts = configured(datasette), path.strip("/").split("/")
    if len(parts) != 3 or parts[0] != site["database"] or parts[1] not in site["keys"].values():
        return "", ""
    return parts[1], tilde_decode(parts[2].partition(".")[0] or parts[2])  # a dot within a key is encoded


def _names(datasette: Datasette, folder: str, ending: str) -> dict[str, str]:
    """The addresses of pages by their names, those in the folder preferred; or those of the files in it."""
    from civcas.site.plugins.charts import dashboards
    from civcas.site.plugins.downloads import files
    from civcas.site.plugins.guide import PAGES
    from civcas.site.plugins.pages import documents

    site = configured(datasette)
    tables = list(site["types"])
    if folder in _FILES:
        paths = {table: f"{folder}/{table}{ending}" for table in tables}
        return {_plain(table): path for table, path in paths.items() if path in files(site)}
    data = ending if ending in {".json", ".csv", ".jsonl", ".geojson"} else ""
    pages = ["/-/map", "/-/search", "/-/dashboards", "/-/compare", *PAGES]
    pages += [f"/-/dashboards/{name}" for name in dashboards()]
    pages += [f"/docs/{name}" for name in documents(datasette)]
    pages += [address(site["database"])]
    pages += [address(site["database"], name) + data for name in [*described_queries(datasette), *tables]]
    pages.sort(key=lambda page: page.rpartition("/")[0] == folder)  # of several with one name, the last is taken
    return {_plain(page.rpartition("/")[2].removesuffix(data)): page for page in pages}


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")
