"""The plugins' settings: the part of Datasette's metadata that publishing/datasette.py writes for them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from civcas.publishing.datasette import PLUGIN

# Datasette loads the plugins while it imports datasette.app, so neither they nor this module can import that.
if TYPE_CHECKING:
    from datasette.app import Datasette

Config = dict[str, Any]


@lru_cache(maxsize=8)
def site_config(datasette: Datasette) -> Config | None:
    """The settings. None in any other Datasette of the same environment; there every plugin must do nothing."""
    found: Config | None = datasette.plugin_config(PLUGIN)
    return found


def configured(datasette: Datasette) -> Config:
    """The settings, for code that runs only on the site."""
    found = site_config(datasette)
    if found is None:
        raise RuntimeError(f"the metadata has no plugins.{PLUGIN}")
    return found
