"""The Datasette site: its metadata, made from the package, and the server.

Where to look: a page is a template (templates/), its words and figures come from a plugin (plugins/), which Datasette
loads by itself; canned queries (queries/) and charts (charts/) are files that the plugins read.

    home page, documents       plugins/pages.py       index.html, document.html
    a record                   plugins/records.py     row.html, _record.html, _lists.html
    a table                    Datasette's own        table.html, _table.html, _filters.html
    a canned query             plugins/questions.py   query.html, queries/*.sql
    dashboards, the map        plugins/charts.py      dashboard.html, map.html, charts/*.json, static/*.js
    the search                 plugins/search.py      search.html
    zip, workbook, checksums   plugins/downloads.py

Around all of it, from the outside in, are three plugins without a page: headers.py (what every answer says, and what is
never answered), limits.py (what a request may cost; apart.py answers the costly ones in processes of their own,
refusal.py words what is cut off) and kept.py (pages that were made are kept). database.py and asgi.py are what several
plugins share.
"""

from __future__ import annotations

import os
import socket
import sys
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civcas.findings import UnusableInput, reason

if TYPE_CHECKING:  # the server needs none of it
    from civcas.package import Package
    from civcas.schema import Field, TableSchema

DATABASE = "oir-civcas"
# A facet with more values than this is a list, not an overview.
FACET_VALUES = 8
# Libraries that the pages load, by the folder under which the site serves them: each a Python package of static files.
JAVASCRIPT = {"vega": "js_lib_vega_embed", "leaflet": "js_lib_leaflet"}
# Processes beside the server's own, for requests whose cost the asker decides.
PROCESSES = 2
SETTINGS = {
    "suggest_facets": "off",  # seconds a page on large tables; the facets that make sense are set below
    "default_page_size": "100",
    "max_returned_rows": "2000",
    "sql_time_limit_ms": "2000",
    "max_csv_mb": "0",  # CSV is streamed whole
    "default_cache_ttl": "3600",
}


def metadata(package: Package) -> dict[str, Any]:
    """Datasette's metadata: titles, descriptions, columns with units, licence, sources, facets, queries."""
    from civcas.rules import all_rules

    descriptor = package.descriptor
    licence = descriptor["licenses"][0]
    about = {
        "title": descriptor["title"],
        "description": descriptor["description"],
        "license": licence["title"],
        "license_url": licence["path"],
        "source": "The documents listed in the table of sources",
        "source_url": f"/{DATABASE}/sources",
    }
    tables = {name: table_metadata(schema) for name, schema in package.schemas.items()}
    databases = {DATABASE: {**about, "tables": tables, "queries": queries()}}
    rules = {rule.id: plain(f"{rule.summary}\n{rule.hint}") for rule in all_rules().values()}
    # The table of each key of one field, by which a page links it wherever it stands.
    keys = {schema.primary_key[0]: name for name, schema in package.schemas.items() if len(schema.primary_key) == 1}
    plugins = {
        "pages": {"descriptor": descriptor, "rules": rules, "keys": keys},
        "limits": {"processes": PROCESSES},
    }
    files = {"extra_css_urls": ["/static/site.css"], "extra_js_urls": ["/static/names.js"]}
    return {**about, **files, "plugins": plugins, "databases": databases}


def table_metadata(schema: TableSchema) -> dict[str, Any]:
    # Only by a field that is always filled: a page after the first would lose rows among empty cells.
    dates = [field.name for field in schema.fields if field.type == "date" and field.required]
    facets = [field.name for field in schema.fields if 1 < len(field.categories) <= FACET_VALUES]
    facets += [key.fields[0] for key in schema.foreign_keys if key.table == "organisations"]
    order = {"sort_desc": dates[0]} if dates else {"sort": schema.primary_key[0]}
    return {
        "title": schema.title,
        "description": plain(schema.description),
        "columns": {field.name: column_text(field) for field in schema.fields},
        "facets": facets,
        "label_column": "name" if "name" in schema.names else schema.primary_key[0],
        **order,
    }


def column_text(field: Field) -> str:
    """The field's description, which has its unit, and what its values mean."""
    values = [f"{value}: {label}" for value, label in field.categories.items()]
    return plain(" ".join([field.description, *values]))


def plain(text: str) -> str:
    """Markdown's code marks taken out: Datasette shows descriptions as they are."""
    return text.replace("`", "")


def queries() -> dict[str, dict[str, Any]]:
    """The canned queries: each a file whose first comment lines are its title, its description, and what
    plugins/questions.py reads: a line for each parameter (`:`) and for each table whose pages link it (`@`)."""
    folder = resources.files("civcas.site") / "queries"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return {file.name.removesuffix(".sql"): query(file.read_text(encoding="utf-8")) for file in files}


def query(text: str) -> dict[str, Any]:
    lines = text.splitlines()
    length = next(number for number, line in enumerate(lines) if not line.startswith("-- "))
    head = [line.removeprefix("-- ") for line in lines[:length]]
    return {
        "title": head[0],
        "description": " ".join(line for line in head[1:] if line[0] not in ":@"),
        "params": [line[1:].split()[0] for line in head if line[0] == ":"],
        "head": "\n".join(line for line in head if line[0] in ":@"),
        "sql": "\n".join(lines[length:]),
        "hide_sql": True,
    }


def serve(folder: Path, host: str, port: int) -> int:
    """Serve the built database, read-only, until interrupted. Raises UnusableInput where that can't be."""
    if not all(find_spec(name) for name in ("datasette", *JAVASCRIPT.values())):
        raise UnusableInput(
            "the site needs Datasette and the JavaScript of its charts; `make serve` installs them,"
            " or pip install -r requirements/site.txt"
        )
    missing = [name for name in (f"{DATABASE}.db", "metadata.json") if not (folder / name).is_file()]
    if missing:
        raise UnusableInput(f"{folder}: no {' and no '.join(missing)}; `civcas build --out {folder}` writes them")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UnusableInput(f"{host}:{port}: {reason(error)}; choose another --port") from None
    command = [sys.executable, "-m", "datasette", "serve", "--immutable", str(folder / f"{DATABASE}.db")]
    command += ["--metadata", str(folder / "metadata.json"), "--host", host, "--port", str(port), "--cors"]
    site = Path(__file__).parent
    command += ["--template-dir", str(site / "templates"), "--plugins-dir", str(site / "plugins")]
    # The package's own files, byte for byte: Datasette's CSV export ends lines otherwise.
    csv, parquet = folder / "csv", folder / "parquet"
    mounts = {"static": site / "static", "download": csv, "csv": csv, "parquet": parquet}
    mounts |= {name: Path(str(resources.files(module))) / "static" / module for name, module in JAVASCRIPT.items()}
    for name, files in mounts.items():
        command += ["--static", f"{name}:{files}"]
    for name, value in SETTINGS.items():
        command += ["--setting", name, value]
    print(f"http://{host}:{port}/", file=sys.stderr)
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606
