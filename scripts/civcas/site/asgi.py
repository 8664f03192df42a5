"""What the layers around Datasette share (plugins/headers.py, limits.py and kept.py, from the outside in)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette.app import Datasette

# Takes a request's scope, and functions that receive and send its messages.
Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


# Files that are served from the disk as they are: cheap, and the disk keeps them.
FILES = ("/csv/", "/download/", "/parquet/", "/static/", "/-/static/")


def processes(datasette: Datasette) -> int:
    """How many processes apart this one has; those have none themselves."""
    return int((datasette.plugin_config("limits") or {}).get("processes", 0))
