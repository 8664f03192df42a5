"""What a file that is passed on alone says of itself: what it holds, of which version, and whose it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from civcas.package.tables import Package
    from civcas.publishing.data_package import Published

ABOUT = "about"  # the name of a table or sheet with this, which no table of a package may have
COLUMNS = ("name", "value")

# The members of the descriptor that each file repeats. The file of a table has its own name, title and description.
_OF_FILE = ("name", "title", "description")
_OF_PACKAGE = ("version", "created", "id", "doi", "homepage", "repository", "licenses", "contributors", "sources")


def about_item(item: Published, package: Package) -> dict[str, Any]:
    """Of the file of a table or series, under the names that the standard of data packages has."""
    own = {"name": item.name, "title": item.title, "description": item.description}
    return {**own, "package": package.descriptor["name"], **_members(package, _OF_PACKAGE)}


def about_package(package: Package) -> dict[str, Any]:
    """Of a file with all tables, under the same names."""
    return _members(package, (*_OF_FILE, *_OF_PACKAGE))


def as_texts(members: Mapping[str, Any]) -> dict[str, str]:
    """The members for a format that has texts only: anything else becomes JSON."""
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in members.items()
    }


def _members(package: Package, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: package.descriptor[name] for name in names if name in package.descriptor}
