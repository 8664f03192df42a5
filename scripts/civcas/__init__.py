"""oir-civcas: check, build and publish an open data package on civilian harm in the air war against ISIS."""

from __future__ import annotations

from importlib.metadata import version as _version
from typing import Any

__version__ = _version("oir-civcas")
__all__ = ["pandera_schema"]


def __getattr__(name: str) -> Any:
    """Import pandera_schema only when it is asked for: pandera takes a second to load."""
    if name != "pandera_schema":
        raise AttributeError(f"module civcas has no attribute {name}")
    from civcas.checking.pandera_schemas import pandera_schema

    return pandera_schema
