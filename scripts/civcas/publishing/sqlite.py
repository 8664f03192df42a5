"""Writes the tables as a SQLite database with types, keys, checks and full-text indexes.

It also says what its fields mean, and has the series and queries as views.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from civcas.errors import UnusableInput
from civcas.package.batches import batches
from civcas.package.own import QUERIES, said
from civcas.package.schema import Field, TableSchema
from civcas.package.tables import LocalTable, Package
from civcas.publishing.about import ABOUT, about_package, as_texts
from civcas.publishing.about import COLUMNS as ABOUT_COLUMNS
from civcas.publishing.data_package import published
from civcas.publishing.fields import COLUMNS, FIELDS, field_rows
from civcas.publishing.queries import own_queries, queries_of, ready_queries
from civcas.publishing.series import count_series
from civcas.publishing.summaries import write_summaries

SQL_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "date": "TEXT"}

# A build that fails is deleted whole, so nothing is undone. Foreign keys are checked when all tables are filled.
_PRAGMAS = ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -20000")  # the last in kB

_TOGETHER = 100  # the records that one INSERT takes, as long as SQLite allows so many values


def searched_tables(package: Package) -> list[str]:
    """The tables that have a full-text index, in the order of the indexes: those of `civcas.searched`, else all.

    No schema can say this: lists of figures have words as well, but nobody looks for a single one of their records.
    """
    names = said(package.descriptor).get("searched", package.schemas)
    return [name for name in names if name in package.schemas and _free_text(package.schemas[name])]


def write_database(path: Path, package: Package, tables: Mapping[str, LocalTable]) -> None:
    """Write the database of checked tables into a file. SQLite checks the foreign keys once more."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        if broken := fill_database(connection, package, tables):
            raise RuntimeError(f"`civcas check` missed broken foreign keys: {broken[:3]}")
    finally:
        connection.close()


def fill_database(
    connection: sqlite3.Connection, package: Package, tables: Mapping[str, LocalTable]
) -> list[tuple[str, int, str, int]]:
    """Write the tables with types, keys and indexes into an empty database whose transactions are begun by hand.

    Returns the foreign keys that lead nowhere: the table, the number of the record, the other table, and the number of
    the key. Raises sqlite3.Error if a table does not fit its schema.

    Indexes are made when their table is filled, so that SQLite sorts each once. Full-text indexes come before them:
    they free pages, which the others then use, so that the file has no empty ones.
    """
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    for name in tables:
        connection.execute(_create_table(package.schemas[name]))
    for name, table in tables.items():
        _fill(connection, name, table)
    for name in searched_tables(package):
        for statement in _full_text_index(package.schemas[name]):
            connection.execute(statement)
    for name in tables:
        for statement in _create_indexes(package.schemas[name]):
            connection.execute(statement)
    count_series(connection, package.descriptor)
    write_summaries(connection, package.schemas.values(), package.descriptor)
    _describe(connection, package)
    connection.execute("COMMIT")
    broken: list[tuple[str, int, str, int]] = connection.execute("PRAGMA foreign_key_check").fetchall()
    connection.execute("ANALYZE")
    return broken


def _describe(connection: sqlite3.Connection, package: Package) -> None:
    """Add whose the data are, the table of all fields, and the queries that need no parameter, as views."""
    name, value = ABOUT_COLUMNS
    connection.execute(f"CREATE TABLE {ABOUT} ({name} TEXT PRIMARY KEY, {value} TEXT NOT NULL) STRICT")
    texts = as_texts(about_package(package))
    connection.executemany(f"INSERT INTO {ABOUT} VALUES (?, ?)", texts.items())  # noqa: S608
    names = ", ".join(f"{_quoted(name)} TEXT" for name in COLUMNS)
    connection.execute(f'CREATE TABLE {FIELDS} ({names}, PRIMARY KEY ("table", field)) STRICT')
    rows = [[cell or None for cell in row] for row in field_rows(published(package))]
    connection.executemany(f"INSERT INTO {FIELDS} VALUES (?, ?, ?, ?, ?, ?)", rows)  # noqa: S608
    own = own_queries(package)
    for name, query in own.items():
        _require_answer(connection, name, query)
    for name, sql in ready_queries(queries_of(package)).items():
        connection.execute(f"CREATE VIEW {_quoted(name)} AS {sql}")


def _require_answer(connection: sqlite3.Connection, name: str, query: dict[str, Any]) -> None:
    """Raise UnusableInput if a query of the package's own is no question, or one that SQLite can't answer."""
    nothing = dict.fromkeys(query["params"])
    try:
        connection.execute(f"EXPLAIN {query['sql']}", nothing)
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise UnusableInput(f"{QUERIES}/{name}.sql: {str(error).rstrip('.')}. Nothing was built") from None
    try:
        connection.execute(f"EXPLAIN SELECT * FROM ({query['sql']}\n)", nothing)  # noqa: S608
    except (sqlite3.Error, sqlite3.Warning):
        raise UnusableInput(f"{QUERIES}/{name}.sql: no question; expected one SELECT. Nothing was built") from None


def _fill(connection: sqlite3.Connection, name: str, table: LocalTable) -> None:
    """Insert the records in the order of the file, which is that of the key: SQLite then only adds at the end.

    Each INSERT takes many records, since a statement costs about as much as a record.
    """
    width = len(table.schema.names)
    most = connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // width
    together = max(1, min(_TOGETHER, most))
    record = f"({', '.join('?' * width)})"
    for rows in batches(_as_stored(table)):
        whole = rows.height - rows.height % together
        for part, size in ((rows.head(whole), together), (rows.slice(whole), 1)):
            places = ", ".join([record] * size)
            connection.executemany(f"INSERT INTO {_quoted(name)} VALUES {places}", _cells(part, size))  # noqa: S608


def _as_stored(table: LocalTable) -> pl.LazyFrame:
    """The records as SQLite stores them: numbers in their types, and dates as text, which is how the file has them."""
    dates = [field.name for field in table.schema.fields if field.type == "date"]
    return table.lazy().select(table.schema.names).with_columns(pl.col(dates).cast(pl.String))


def _cells(rows: pl.DataFrame, size: int) -> Iterator[list[object]]:
    """The cells of `size` records at a time, one record after the other. The number of records is a multiple of it."""
    step = size * rows.width
    for part in rows.iter_slices(size * _TOGETHER):
        cells: list[object] = [None] * (part.height * rows.width)
        for number, column in enumerate(part.iter_columns()):
            cells[number :: rows.width] = column.to_list()
        for start in range(0, len(cells), step):
            yield cells[start : start + step]


def _create_table(schema: TableSchema) -> str:
    """The CREATE TABLE of a table, with types, keys, allowed values and bounds.

    Patterns are left out, because SQLite has no REGEXP. `civcas check` checks them.
    """
    parts = [_column(field) for field in schema.fields]
    parts.append(f"PRIMARY KEY ({columns(schema.primary_key)})")
    parts += [f"UNIQUE ({columns(key)})" for key in schema.unique_keys]
    parts += [
        f"FOREIGN KEY ({columns(key.fields)}) REFERENCES {_quoted(key.table)} ({columns(key.reference)})"
        for key in schema.foreign_keys
    ]
    return f"CREATE TABLE {_quoted(schema.name)} (\n  " + ",\n  ".join(parts) + "\n) STRICT"


def _create_indexes(schema: TableSchema) -> Iterator[str]:
    """The CREATE INDEX statements of a table: for its foreign keys and its dates."""
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


_SIGNS = {"minimum": ">=", "exclusiveMinimum": ">", "maximum": "<=", "exclusiveMaximum": "<"}


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
    for name, sign in _SIGNS.items():
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
