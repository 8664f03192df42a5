"""The series: ready-made tables that are counted from the others, in the database and as files.

Each is a file in series/. Its first lines are comments: the title, the description, and a line for each column (`- `)
with its type and what it means.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from civcas.package.own import uses_programs_own


@dataclass(frozen=True)
class Series:
    """A series. `columns` and `types` have the meaning and the type of each column, in order."""

    name: str
    title: str
    description: str
    columns: dict[str, str]
    types: dict[str, str]
    sql: str


def all_series() -> list[Series]:
    """The series, in order of their names."""
    folder = resources.files("civcas.publishing") / "series"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return [_series(file.name.removesuffix(".sql"), file.read_text(encoding="utf-8")) for file in files]


def series_of(descriptor: Mapping[str, Any]) -> list[Series]:
    """The series of a package: they are counted from the tables of oir-civcas, so any other has none."""
    return all_series() if uses_programs_own(descriptor) else []


def _series(name: str, text: str) -> Series:
    lines = text.splitlines()
    length = next(number for number, line in enumerate(lines) if not line.startswith("-- "))
    head = [line.removeprefix("-- ") for line in lines[:length]]
    columns: dict[str, str] = {}
    types: dict[str, str] = {}
    for line in head:
        if line.startswith("- "):
            declared, _, meaning = line.removeprefix("- ").partition(": ")
            column, types[column] = declared.split()
            columns[column] = f"{columns[column]} {meaning}" if column in columns else meaning
    description = " ".join(line for line in head[1:] if not line.startswith("- "))
    return Series(name, head[0], description, columns, types, "\n".join(lines[length:]))


def count_series(connection: sqlite3.Connection, descriptor: Mapping[str, Any]) -> None:
    """Count the series of a package. They need the tables of the package.

    Each is a table, so that nobody waits until it is counted, and a view of it with the name of the series.
    """
    for series in series_of(descriptor):
        table = stored(series)
        types = ", ".join(f'"{name}" {_SQL_TYPES[kind]}' for name, kind in series.types.items())
        connection.execute(f'CREATE TABLE "{table}" ({types}) STRICT')
        connection.execute(f'INSERT INTO "{table}" {_counted(series)}')
        connection.execute(f'CREATE VIEW "{series.name}" AS SELECT * FROM "{table}"')  # noqa: S608


def stored(series: Series) -> str:
    """The name of the table with the rows of a series."""
    return f"{series.name}_counted"


def definition(series: Series) -> str:
    """How a series is counted, as a view of the tables."""
    return f'CREATE VIEW "{series.name}" AS {_counted(series)}'


def _counted(series: Series) -> str:
    """SQL for the rows. A counted column has no type in SQLite, so that no text would equal it, as in an address."""
    columns = ", ".join(f'CAST("{name}" AS {_SQL_TYPES[kind]}) AS "{name}"' for name, kind in series.types.items())
    return f"SELECT {columns} FROM ({series.sql})"  # noqa: S608


_SQL_TYPES = {"string": "TEXT", "date": "TEXT", "integer": "INTEGER"}
