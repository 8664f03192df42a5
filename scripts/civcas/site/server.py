"""Starts Datasette on a built folder."""

from __future__ import annotations

import os
import socket
import sys
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

from civcas.errors import UnusableInput, reason
from civcas.publishing.datasette import DATABASE

# Libraries that the pages load, by the folder under which the site serves them: each a Python package of static files.
JAVASCRIPT = {"vega": "js_lib_vega_embed", "leaflet": "js_lib_leaflet"}


SETTINGS = {
    "suggest_facets": "off",  # seconds a page on large tables; the facets that make sense are set below
    "default_page_size": "100",
    "max_returned_rows": "2000",
    "sql_time_limit_ms": "2000",
    "max_csv_mb": "0",  # CSV is streamed whole
    "default_cache_ttl": "3600",
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
