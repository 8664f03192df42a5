"""Starts Datasette on a built folder."""

from __future__ import annotations

import json
import os
import socket
import sys
from importlib import resources
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from civcas.errors import UnusableInput, reason
from civcas.extras import how_to_install
from civcas.publishing.datasette import PLUGIN
from civcas.site import plugins

# Libraries that the pages load: Python packages of static files, by the folder under which the site serves them.
_JAVASCRIPT = {"leaflet": "js_lib_leaflet"}


_SETTINGS = {
    "suggest_facets": "off",  # takes seconds on large tables; the metadata names the useful facets
    "default_page_size": "100",
    "max_returned_rows": "2000",
    "sql_time_limit_ms": "2000",
    "allow_csv_stream": "off",  # an export has all rows as it is (see plugins/exports.py)
    "truncate_cells_html": "0",  # no cell is cut
    "default_cache_ttl": "3600",
}


_METADATA = "metadata.json"
_LOCAL = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # one of the addresses that these stand for


def serve(folder: Path, host: str, port: int, *, opens: bool = False) -> int:
    """Serve the built database, read-only, until interrupted. Raises UnusableInput if something is missing.

    The port 0 stands for any free one. `opens`: open the site in a browser as soon as it answers.
    """
    require_site()
    database = folder / f"{_name(folder)}.db"
    if not database.is_file():
        raise _not_built(folder, database.name)
    port = _free_port(host, port)
    command = [sys.executable, "-m", "civcas.site.running", _address(host, port), "yes" if opens else "no"]
    command += ["serve", "--immutable", database.name]
    command += ["--metadata", _METADATA, "--host", host, "--port", str(port), "--cors"]
    command += ["--template-dir", str(Path(__file__).parent / "templates")]
    for name, files in _static_folders().items():
        command += ["--static", f"{name}:{files}"]
    for name, value in _SETTINGS.items():
        command += ["--setting", name, value]
    sys.stdout.flush()
    # This variable would stop Datasette from loading the plugins, and so remove all limits.
    environment = {name: value for name, value in os.environ.items() if name != "DATASETTE_LOAD_PLUGINS"}
    os.chdir(folder)  # Datasette puts the path into a URI as it is, where a ? or # in a folder's name would end it
    os.execve(command[0], command, environment)  # noqa: S606


def require_site() -> None:
    """Raise UnusableInput if what serves the site is not installed, or not as it must be."""
    _require_packages()
    _require_limits()
    _require_plugins()


def _require_packages() -> None:
    if not all(find_spec(name) for name in ("datasette", *_JAVASCRIPT.values())):
        raise UnusableInput(f"the site needs Datasette and the JavaScript of its map: {how_to_install('site')}")


def _require_limits() -> None:
    """Datasette takes pysqlite3 when it is there, but its connections can't be limited."""
    if find_spec("pysqlite3"):
        raise UnusableInput("pysqlite3 is installed, with which no limits can be set; pip uninstall pysqlite3-binary")


def _require_plugins() -> None:
    """Without one of its plugins the site would lack pages or limits."""
    registered = {plugin.value for plugin in entry_points(group="datasette")}
    wanted = [f"{plugins.__name__}.{module.name}" for module in iter_modules(plugins.__path__)]
    if missing := [name for name in wanted if name not in registered]:
        raise UnusableInput(f"plugins of the site are not registered ({', '.join(missing)}): {how_to_install('site')}")


def _name(folder: Path) -> str:
    """The name of the database, as the build wrote it. Raises UnusableInput."""
    try:
        metadata = json.loads((folder / _METADATA).read_text(encoding="utf-8"))
        return str(metadata["plugins"][PLUGIN]["database"])
    except OSError:
        raise _not_built(folder, _METADATA) from None
    except (ValueError, KeyError, TypeError):
        raise UnusableInput(
            f"{folder / _METADATA}: not written by this version; `civcas build --out {folder}` writes it anew"
        ) from None


def _not_built(folder: Path, missing: str) -> UnusableInput:
    return UnusableInput(f"{folder}: {missing} is missing; `civcas build --out {folder}` writes it")


def _free_port(host: str, port: int) -> int:
    """The port, if nothing else listens there; in the place of 0, one that is free. Raises UnusableInput."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            option = "--host" if isinstance(error, socket.gaierror) else "--port"
            raise UnusableInput(f"{host}:{port}: {reason(error)}; choose another {option}") from None
        return int(probe.getsockname()[1])


def _address(host: str, port: int) -> str:
    """Where this machine finds the site."""
    host = _LOCAL.get(host, host)
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _static_folders() -> dict[str, Path]:
    """The folders that the site serves as they are, by their address."""
    found = {"static": Path(__file__).parent / "static"}
    return found | {
        name: Path(str(resources.files(module))) / "static" / module for name, module in _JAVASCRIPT.items()
    }
