"""Writes the tables as a SQLite database with types, keys, checks and full-text indexes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from civcas.package.schema import Field, TableSchema
from civcas.package.tables import KEY, LINE, Package, Table

SQL_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "date": "TEXT"}


# Tables with a full-text index, which Datasette finds by its `content`.
SEARCHED = ("releases", "incidents", "estimates", "places", "place_names", "known_issues", "organisations", "sources")


def write_database(path: Path, package: Package, tables: dict[str, Table]) -> None:
    """Write the tables with types, keys and indexes; SQLite itself checks them once more."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA foreign_keys = OFF")  # tables are filled one after the other, and checked at the end
        connection.execute("BEGIN")
        for name in tables:
            for statement in ddl(package.schemas[name]):
                connection.execute(statement)
        for name, table in tables.items():
            fill(connection, name, table)
        for name in SEARCHED:
            for statement in index_of_words(package.schemas[name]):
                connection.execute(statement)
        connection.execute("COMMIT")
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"foreign keys that the check let pass: {broken[:3]}")
        connection.execute("ANALYZE")
        connection.execute("VACUUM")
    finally:
        connection.close()


def fill(connection: sqlite3.Connection, name: str, table: Table) -> None:
    dates = [pl.col(field.name).dt.to_string("%Y-%m-%d") for field in table.schema.fields if field.type == "date"]
    rows = table.typed.drop(LINE, KEY).with_columns(dates)
    places = ", ".join("?" * rows.width)
    connection.executemany(f"INSERT INTO {quoted(name)} VALUES ({places})", rows.iter_rows())  # noqa: S608


def ddl(schema: TableSchema) -> Iterator[str]:
    """CREATE TABLE with types, NOT NULL, CHECK of allowed values and bounds, and keys; then the indexes.

    Date bounds are quoted as text; patterns are left to the check, since plain SQLite has no REGEXP.
    """
    parts = [column(field) for field in schema.fields]
    parts.append(f"PRIMARY KEY ({columns(schema.primary_key)})")
    parts += [f"UNIQUE ({columns(key)})" for key in schema.unique_keys]
    parts += [
        f"FOREIGN KEY ({columns(key.fields)}) REFERENCES {quoted(key.table)} ({columns(key.reference)})"
        for key in schema.foreign_keys
    ]
    yield f"CREATE TABLE {quoted(schema.name)} (\n  " + ",\n  ".join(parts) + "\n) STRICT"
    dates: list[tuple[str, ...]] = [(field.name,) for field in schema.fields if field.type == "date"]
    for key in dict.fromkeys([foreign.fields for foreign in schema.foreign_keys] + dates):
        name = "_".join((schema.name, *key))
        yield f"CREATE INDEX {quoted(name)} ON {quoted(schema.name)} ({columns(key)})"


def index_of_words(schema: TableSchema) -> Iterator[str]:
    """An FTS5 index over a table's free text, without a copy of it; accents make no difference."""
    index = quoted(f"{schema.name}_fts")
    text = tuple(field.name for field in schema.fields if field.type == "string" and not field.categories)
    content = f"content={quoted(schema.name)}, tokenize='unicode61 remove_diacritics 2'"
    yield f"CREATE VIRTUAL TABLE {index} USING fts5({columns(text)}, {content})"
    yield f"INSERT INTO {index} ({index}) VALUES ('rebuild')"  # noqa: S608
    yield f"INSERT INTO {index} ({index}) VALUES ('optimize')"  # noqa: S608


def column(field: Field) -> str:
    parts = [quoted(field.name), SQL_TYPES[field.type]]
    if field.required:
        parts.append("NOT NULL")
    if field.constraints.get("unique"):
        parts.append("UNIQUE")
    if "enum" in field.constraints:
        parts.append(
            f"CHECK ({quoted(field.name)} IN ({', '.join(literal(value) for value in field.constraints['enum'])}))"
        )
    for name, sign in (("minimum", ">="), ("maximum", "<=")):
        if name in field.constraints:
            value = field.constraints[name]
            bound = literal(str(value)) if field.type == "date" else str(value)
            parts.append(f"CHECK ({quoted(field.name)} {sign} {bound})")
    return " ".join(parts)


def columns(names: tuple[str, ...]) -> str:
    return ", ".join(quoted(name) for name in names)


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
