"""The tables for other programs: `load` gives one as a frame, `connect` all of them as a database."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from difflib import get_close_matches

import polars as pl

from civcas.errors import UnusableInput
from civcas.package.installed import own_package
from civcas.package.places import KINDS, found_at
from civcas.package.tables import ByName, Package, read_package
from civcas.package.typed import read_described, require_readable, typed_frame

Place = str | os.PathLike[str]


def load(table: str, package: Place | None = None) -> pl.DataFrame:
    """A table of the package in its types, just as the published Parquet file has it.

    `package`: a folder, a datapackage.json, a zip, or an http(s) address of one of the last two; without it, what came
    with the program. Raises UnusableInput if there is no such table, or if it can't be read in full.
    """
    with _opened(package, {str(table)}) as found:
        if table in found.schemas:
            return typed_frame(read_described(found, table))
    raise UnusableInput(_unknown(str(table), [item["name"] for item in found.descriptor["resources"]]))


def connect(package: Place | None = None) -> sqlite3.Connection:
    """The database that a build writes, in memory and read-only: the tables, the series and the ready-made queries.

    SQLite is part of Python, and the database is the one that the site and the published file have. It has days as
    text. `package` is as for `load`. Raises UnusableInput if a table can't be read in full, or does not fit its schema.
    """
    with _opened(package) as found:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        try:
            _fill(connection, found)
        except BaseException:
            connection.close()
            raise
    return connection


def _fill(connection: sqlite3.Connection, package: Package) -> None:
    """Write the tables into the empty database, and let nobody write to it from then on. Raises UnusableInput."""
    from civcas.publishing.sqlite import fill_database

    tables = ByName((resource.name, read_described(package, resource.name)) for resource in package.resources)
    for table in tables.values():
        require_readable(table)
    try:
        broken = fill_database(connection, package, tables)
    except sqlite3.Error as error:
        raise UnusableInput(f"no database can be made of the tables: {error}. `civcas check` says more") from None
    if broken:
        raise UnusableInput(f"{broken[0][0]}: a record refers to none of {broken[0][2]}. `civcas check` says which")
    connection.execute("PRAGMA query_only = ON")


@contextmanager
def _opened(place: Place | None, tables: Collection[str] | None = None) -> Iterator[Package]:
    """The package at a place; of one that is not in a folder, these tables alone. Raises UnusableInput."""
    text = os.fspath(own_package() if place is None else place)
    if not text:  # as of a variable that is not set; a path would take it for this folder
        raise UnusableInput(f"an empty place of a package. Expected {KINDS}")
    with found_at(text, tables) as found:
        yield read_package(found.root, tables=tables)


def _unknown(table: str, names: list[str]) -> str:
    """What is said of a table that the package has not."""
    from civcas.publishing.series import all_series

    if table in [series.name for series in all_series()]:
        return f"{table} is a series, not a table. civcas.connect() has it"
    near = get_close_matches(table.lower(), names, 1)
    more = f"Did you mean {near[0]!r}?" if near else f"Its tables are {', '.join(names)}"
    return f"no table is named {table!r}. {more}"
