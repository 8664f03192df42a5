"""Reads the package: datapackage.json, the Table Schemas, and the tables as frames that keep their line numbers.

Nothing else in the program opens a CSV file.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from civcas.errors import UnusableInput, reason
from civcas.package.schema import TableSchema, read_json, read_schema

DESCRIPTOR = "datapackage.json"


# Columns that the program adds to a table. No field can have such a name.
LINE = "@line"


KEY = "@key"


NAME = re.compile(r"[a-z][a-z0-9_]*")


T = TypeVar("T")


POLARS_TYPES: dict[str, Any] = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.Date}


class ByName(dict[str, T]):
    """Tables, or what belongs to them, by name. Raises UnusableInput where the package has no such table."""

    def __missing__(self, name: str) -> T:
        raise UnusableInput(f"{DESCRIPTOR}: no resource is named {name}, which this command needs")


class DoesNotParse(UnusableInput):
    """A table's file is not a rectangular UTF-8 CSV with the schema's header, one line a record."""

    def __init__(self, resource: Resource) -> None:
        super().__init__(f"{resource.path}: does not parse; `civcas check` says why")


@dataclass(frozen=True)
class Resource:
    """One table of the package: where its CSV and its schema are. `path` is relative to the package."""

    name: str
    path: str
    title: str
    schema: TableSchema


@dataclass(frozen=True)
class Package:
    """The package as its descriptor tells it, with every Table Schema read."""

    root: Path
    descriptor: dict[str, Any]
    resources: tuple[Resource, ...]

    def resource(self, name: str) -> Resource:
        return ByName((resource.name, resource) for resource in self.resources)[name]

    @cached_property
    def schemas(self) -> ByName[TableSchema]:
        return ByName((resource.name, resource.schema) for resource in self.resources)


@dataclass(frozen=True)
class Table:
    """A table as read: every cell as text (null where empty), and LINE, the file's line of each record."""

    resource: Resource
    text: pl.DataFrame
    data: bytes

    @property
    def schema(self) -> TableSchema:
        return self.resource.schema

    @cached_property
    def canonical(self) -> bytes:
        """What the file would hold in canonical form, its rows in their order."""
        return canonical(self.text)

    @cached_property
    def typed(self) -> pl.DataFrame:
        """The cells in their types (null where a cell is empty or no value of its type), with LINE and KEY."""
        columns = [cast(pl.col(field.name), field.type) for field in self.schema.fields]
        return self.text.select(LINE, key_of(self.schema.primary_key), *columns)


def key_of(fields: tuple[str, ...]) -> pl.Expr:
    """A record's key as one text, KEY: the cells of its primary key, joined by slashes."""
    cells = [pl.col(name).cast(pl.String).fill_null("") for name in fields]
    return pl.concat_str(cells, separator="/").alias(KEY)


def numbered(frame: pl.LazyFrame, key: tuple[str, ...]) -> pl.LazyFrame:
    """The frame with LINE and KEY; where it has none, its first row is line 2, as in a file with a header."""
    if LINE in frame.collect_schema():
        return frame
    return frame.with_row_index(LINE, offset=2).with_columns(pl.col(LINE).cast(pl.Int64), key_of(key))


def cast(column: pl.Expr, kind: str) -> pl.Expr:
    if kind == "date":
        return column.str.to_date("%Y-%m-%d", strict=False)
    return column.cast(POLARS_TYPES[kind], strict=False)


def find_root(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that holds a datapackage.json. Raises UnusableInput."""
    for folder in [start, *start.parents]:
        if (folder / DESCRIPTOR).is_file():
            return folder
    raise UnusableInput(f"no {DESCRIPTOR} in {start} or above it: run civcas inside the package, or give --package")


def read_package(root: Path) -> Package:
    """Read descriptor and schemas. Raises UnusableInput where either can't be used."""
    descriptor = read_json(root / DESCRIPTOR)
    try:
        items = [(item["name"], item["path"], item["title"], item["schema"]) for item in descriptor["resources"]]
    except (KeyError, TypeError) as error:
        raise UnusableInput(
            f"{root / DESCRIPTOR}: each resource needs name, path, title and schema: {error!r}"
        ) from None
    for item in items:
        if not all(isinstance(text, str) and text.isprintable() for text in item) or not NAME.fullmatch(item[0]):
            raise UnusableInput(
                f"{root / DESCRIPTOR}: name, path, title and schema of a resource are texts, and its name is"
                f" lower-case letters, digits and underscores; found {', '.join(map(repr, item))}"
            )
    resources = [Resource(name, path, title, read_schema(root / schema, name)) for name, path, title, schema in items]
    return Package(root, descriptor, tuple(resources))


def read_bytes(package: Package, resource: Resource) -> bytes:
    """The bytes of a table's file. Raises UnusableInput where it can't be opened."""
    try:
        return (package.root / resource.path).read_bytes()
    except OSError as error:
        raise UnusableInput(f"{resource.path}: {reason(error)}") from None


def parse_table(resource: Resource, data: bytes) -> Table:
    """Parse a table's CSV, every cell as text. Raises DoesNotParse (parse_errors.explain() says why)."""
    names = resource.schema.names
    if header(data) != ",".join(names):
        raise DoesNotParse(resource)
    try:
        text = pl.read_csv(
            io.BytesIO(data),
            schema=dict.fromkeys(names, pl.String),
            row_index_name=LINE,
            row_index_offset=2,
            extra_columns="raise",
        )
    except pl.exceptions.PolarsError:
        raise DoesNotParse(resource) from None
    # A short row or a lost quote may pass the reader, but then the same cells, written again, differ from the file.
    table = Table(resource, text, data)
    if table.canonical != data and not one_line_a_record(data, len(names)):
        raise DoesNotParse(resource)
    return table


def canonical(text: pl.DataFrame) -> bytes:
    """The cells as canonical CSV: UTF-8, LF, quotes only where RFC 4180 needs them. Rows keep their order."""
    return text.drop(LINE, strict=False).write_csv(quote_style="necessary", line_terminator="\n").encode()


def header(data: bytes) -> str:
    """The first line of the file, without byte order mark, quotes and line end."""
    return data.split(b"\n", 1)[0].decode("utf-8", "replace").lstrip("\ufeff").rstrip("\r").replace('"', "")


def split_lines(text: str) -> list[str]:
    """The lines of a file, without their ends; unlike str.splitlines() only a line feed ends one."""
    return text.removesuffix("\n").split("\n")


def one_line_a_record(data: bytes, width: int) -> bool:
    """Whether every line of the file is by itself a record of `width` cells."""
    try:
        return all(
            len(next(csv.reader([line], strict=True), [])) == width for line in split_lines(data.decode("utf-8-sig"))
        )
    except csv.Error:
        return False


def read_table(package: Package, name: str) -> Table:
    """Read one table of the package. Raises UnusableInput, of which DoesNotParse is a kind."""
    resource = package.resource(name)
    return parse_table(resource, read_bytes(package, resource))


def read_tables(package: Package) -> ByName[Table]:
    """Read every table. Raises UnusableInput, of which DoesNotParse is a kind."""
    return ByName((resource.name, read_table(package, resource.name)) for resource in package.resources)
