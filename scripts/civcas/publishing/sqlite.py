"""Writes the tables as a SQLite database with types, keys, checks and full-text indexes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from civcas.package.schema import Field, TableSchema
from civcas.package.tables import KEY, LINE, Package, Table
from civcas.publishing.series import create_views

SQL_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "date": "TEXT"}


# The tables with a full-text index, in the order in which the database holds the indexes. No schema can say this: the
# others are lists of figures too, some with as many words, but nobody looks for a single one of their records.
SEARCHED = (
    "releases", "incidents", "allegations", "estimates", "places", "place_names", "known_issues", "organisations",
    "sources",
)  # fmt: skip


def searched_tables(package: Package) -> list[str]:
    """The tables of the package that have a full-text index."""
    return [name for name in SEARCHED if name in package.schemas and _free_text(package.schemas[name])]


def write_database(path: Path, package: Package, tables: dict[str, Table]) -> None:
    """Write the tables with types, keys and indexes. SQLite checks the foreign keys once more."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA foreign_keys = OFF")  # checked below, when all tables are filled
        connection.execute("BEGIN")
        for name in tables:
            for statement in _ddl(package.schemas[name]):
                connection.execute(statement)
        for name, table in tables.items():
            _fill(connection, name, table)
        for name in searched_tables(package):
            for statement in _full_text_index(package.schemas[name]):
                connection.execute(statement)
        create_views(connection)
        connection.execute("COMMIT")
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"`civcas check` missed broken foreign keys: {broken[:3]}")
        connection.execute("ANALYZE")
        connection.execute("VACUUM")
    finally:
        connection.close()


def _fill(connection: sqlite3.Connection, name: str, table: Table) -> None:
    dates = [pl.col(field.name).dt.to_string("%Y-%m-%d") for field in table.schema.fields if field.type == "date"]
    rows = table.typed.drop(LINE, KEY).with_columns(dates)
    places = ", ".join("?" * rows.width)
    connection.executemany(f"INSERT INTO {_quoted(name)} VALUES ({places})", rows.iter_rows())  # noqa: S608


def _ddl(schema: TableSchema) -> Iterator[str]:
    """The CREATE TABLE of a table, with types, keys, allowed values and bounds; then its CREATE INDEX statements.

    Patterns are left out, because SQLite has no REGEXP. `civcas check` checks them.
    """
    parts = [_column(field) for field in schema.fields]
    parts.append(f"PRIMARY KEY ({columns(schema.primary_key)})")
    parts += [f"UNIQUE ({columns(key)})" for key in schema.unique_keys]
    parts += [
        f"FOREIGN KEY ({columns(key.fields)}) REFERENCES {_quoted(key.table)} ({columns(key.reference)})"
        for key in schema.foreign_keys
    ]
    yield f"CREATE TABLE {_quoted(schema.name)} (\n  " + ",\n  ".join(parts) + "\n) STRICT"
    dates: list[tuple[str, ...]] = [(field.name,) for field in schema.fields if field.type == "date"]
    for key in dict.fromkeys([foreign.fields for foreign in schema.foreign_keys] + dates):
        name = ".".join((schema.name, *key))  # no table has a dot in its name
        yield f"CREATE INDEX {_quoted(name)} ON {_quoted(schema.name)} ({columns(key)})"


def _free_text(schema: TableSchema) -> tuple[str, ...]:
    return tuple(field.name for field in schema.fields if field.type == "string" and not field.categories)


def _full_text_index(schema: TableSchema) -> Iterator[str]:
    """A full-text index over a table's free text. It keeps no copy of the text and ignores accents."""
    index = _quoted(f"{schema.name}_fts")
    content = f"content={_quoted(schema.name)}, tokenize='unicode61 remove_diacritics 2'"
    yield f"CREATE VIRTUAL TABLE {index} USING fts5({columns(_free_text(schema))}, {content})"
    yield f"INSERT INTO {index} ({index}) VALUES ('rebuild')"  # noqa: S608
    yield f"INSERT INTO {index} ({index}) VALUES ('optimize')"  # noqa: S608


def _column(field: Field) -> str:
    parts = [_quoted(field.name), SQL_TYPES[field.type]]
    if field.required:
        parts.append("NOT NULL")
    if field.constraints.get("unique"):
        parts.append("UNIQUE")
    if "enum" in field.constraints:
        parts.append(
            f"CHECK ({_quoted(field.name)} IN ({', '.join(_literal(value) for value in field.constraints['enum'])}))"
        )
    for name, sign in (("minimum", ">="), ("maximum", "<=")):
        if name in field.constraints:
            bound = str(field.constraints[name])
            if field.type == "date":  # text in SQLite
                bound = _literal(bound)
            parts.append(f"CHECK ({_quoted(field.name)} {sign} {bound})")
    return " ".join(parts)


def columns(names: tuple[str, ...]) -> str:
    return ", ".join(_quoted(name) for name in names)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: str | float) -> str:
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)
