"""The series: ready-made tables that are counted from the others, as views of the database and as files.

Each is a file in series/. Its first lines are comments: the title, the description, and a line for each column (`- `)
with its type and what it means.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from importlib import resources


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


def create_views(connection: sqlite3.Connection) -> None:
    """Add the series to the database as views. They need the tables of the package.

    A counted column has no type in SQLite, so that no text, such as a value in an address, would equal it. A cast has.
    """
    for series in all_series():
        columns = ", ".join(f'CAST("{name}" AS {_SQL_TYPES[kind]}) AS "{name}"' for name, kind in series.types.items())
        connection.execute(f'CREATE VIEW "{series.name}" AS SELECT {columns} FROM ({series.sql})')  # noqa: S608


_SQL_TYPES = {"string": "TEXT", "date": "TEXT", "integer": "INTEGER"}
