"""oir-civcas: load, check, build and publish an open data package on civilian harm in the air war against ISIS."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from civcas.errors import UnusableInput

if TYPE_CHECKING:
    from civcas.checking.pandera_schemas import pandera_schema
    from civcas.loading import connect, load

    __version__: str

__all__ = ["UnusableInput", "connect", "load", "pandera_schema"]

# Imported only when they are asked for: polars takes a quarter of a second to load, pandera a second.
_MODULES = {
    "connect": "civcas.loading",
    "load": "civcas.loading",
    "pandera_schema": "civcas.checking.pandera_schemas",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("oir-civcas")
    if name not in _MODULES:
        raise AttributeError(f"module civcas has no attribute {name}")
    return getattr(import_module(_MODULES[name]), name)
