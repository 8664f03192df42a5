"""What publishing/datasette.py writes for the site: the plugins' settings, and what the tables and queries are.

Nothing else of the site asks Datasette for its metadata, since Datasette 1.0 has other ways to it.
"""

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


def metadata(datasette: Datasette) -> Config:
    """All of it, as metadata.json has it."""
    found: Config = datasette.metadata()
    return found


def described_tables(datasette: Datasette) -> dict[str, Config]:
    """The tables and series by name: titles, descriptions, columns, facets, order."""
    return _described(datasette, "tables")


def described_queries(datasette: Datasette) -> dict[str, Config]:
    """The canned queries by name, as the metadata has them."""
    return _described(datasette, "queries")


def _described(datasette: Datasette, kind: str) -> dict[str, Config]:
    found: dict[str, Config] = metadata(datasette)["databases"][configured(datasette)["database"]][kind]
    return found
