"""What the layers around Datasette share (see plugins/layers.py)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

Scope = dict[str, Any]


# Takes a request's scope, and functions that receive and send its messages.
Application = Callable[[Scope, Any, Any], Awaitable[None]]


# Folders of files that are served as they are, whatever the parameters say.
FILES = ("/csv/", "/download/", "/parquet/", "/jsonl/", "/geo/", "/static/", "/-/static/")


def asks_for_a_new_page(scope: Scope) -> bool:
    """Whether a finished page will not do, as with a browser's forced reload."""
    return any(name == b"cache-control" and b"no-cache" in value for name, value in scope["headers"])
