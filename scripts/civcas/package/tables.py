"""Reads the package: datapackage.json, the Table Schemas, and the tables as frames that keep their line numbers.

Nothing else in the program opens a CSV file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, TypeVar

import polars as pl

from civcas.errors import UnusableInput
from civcas.package.faults import DESCRIPTOR, Fault
from civcas.package.files import read_file
from civcas.package.metadata import raise_faults, read_metadata
from civcas.package.schema import TableSchema

# Columns that the program adds to a table. No field can have such a name.
LINE = "@line"


KEY = "@key"


LONGEST_LINE = 1_000_000  # characters; a longer line is refused before it is split into cells
T = TypeVar("T")


# A number of so many digits, and a whole number below so many, is the same number in every format, also in the 64 bits
# that JSON has for it.
DIGITS, BELOW = 15, 9_000_000_000_000_000
_WHOLE = rf"[1-9][0-9]{{0,{DIGITS - 1}}}"
_DECIMAL = "|".join(rf"[1-9][0-9]{{{more}}}\.[0-9]{{1,{DIGITS - 1 - more}}}" for more in range(DIGITS - 1))
_SMALL = rf"0\.0{{0,{DIGITS - 1}}}[1-9][0-9]{{0,{DIGITS - 1}}}"

# How a cell of each type is written: as a pattern, and in words.
CANONICAL = {
    "integer": rf"^(?:0|-?(?:{_WHOLE}|[1-8][0-9]{{{DIGITS}}}))$",
    "number": rf"^(?:0|-?(?:{_WHOLE}|{_DECIMAL}|{_SMALL}))$",
    "date": r"^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$",
}
FORM = {
    "integer": f"a whole number in digits, below {BELOW:,}",
    "number": f"a number with a decimal point, of at most {DIGITS} digits",
    "date": "a date as YYYY-MM-DD",
}
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
    """The package as its descriptor describes it, with every Table Schema read.

    `faults` are what a check reports of descriptor and schemas. The members at fault are not in them.
    `is_installed`: it came with the program, and the folder is a temporary one. `runs_rules`: the rules in its folder
    rules/, which are code, may be run.
    """

    root: Path
    descriptor: dict[str, Any]
    resources: tuple[Resource, ...]
    faults: tuple[Fault, ...] = ()
    is_installed: bool = False
    runs_rules: bool = False

    def resource(self, name: str) -> Resource:
        return ByName((resource.name, resource) for resource in self.resources)[name]

    @cached_property
    def schemas(self) -> ByName[TableSchema]:
        return ByName((resource.name, resource.schema) for resource in self.resources)


@dataclass(frozen=True)
class Record:
    """One record as text: its key, and its cells by field, None where empty."""

    key: str
    cells: dict[str, str | None]


@dataclass(frozen=True)
class Table:
    """A table as read: every cell as text (null where empty), and LINE, the file's line of each record.

    `is_canonical`: the file is just what `canonical` says.
    """

    resource: Resource
    text: pl.DataFrame
    data: bytes
    is_canonical: bool

    @property
    def schema(self) -> TableSchema:
        return self.resource.schema

    @cached_property
    def canonical(self) -> bytes:
        """What the file would hold in canonical form, its rows in their order."""
        return self.data if self.is_canonical else canonical(self.text)

    @property
    def height(self) -> int:
        return self.text.height

    def lazy(self) -> pl.LazyFrame:
        return self.typed.lazy()

    def content(self) -> Iterator[bytes]:
        yield self.data

    def line_of(self, key: str) -> int | None:
        """The line of the first record with this key."""
        lines = self.typed.filter(pl.col(KEY) == key)[LINE]
        return int(lines[0]) if len(lines) else None

    def lines_and_keys(self) -> list[tuple[int, str]]:
        """Line and key of every record."""
        return self.typed.select(LINE, KEY).rows()

    def records(self) -> list[dict[str, Any]]:
        """LINE and the cells of every record, as text, an empty one as ''."""
        return self.text.fill_null("").to_dicts()

    def filled(self, *fields: str) -> set[tuple[str, ...]]:
        """The different cells of these fields of the records in which all are filled."""
        return set(self.text.select(fields).drop_nulls().rows())

    def lines(self, numbers: Collection[int]) -> dict[int, str]:
        """The lines of the file with these numbers, without their ends."""
        found, start = {}, 0
        for number in range(1, max(numbers, default=0) + 1):
            end = self.data.find(b"\n", start)
            if number in numbers:
                found[number] = self.data[start : end if end >= 0 else len(self.data)].decode("utf-8-sig")
            start = end + 1
        return found

    def record_at(self, line: int) -> Record:
        """The record on a line of the file."""
        (row,) = self.text.filter(pl.col(LINE) == line).drop(LINE).to_dicts()
        return Record("/".join(row[name] or "" for name in self.schema.primary_key), row)

    @cached_property
    def typed(self) -> pl.DataFrame:
        """The cells in their types (null where a cell is empty or no value of its type), with LINE and KEY."""
        columns = [cast(pl.col(field.name), field.type) for field in self.schema.fields]
        return self.text.select(LINE, key_of(self.schema.primary_key), *columns)


class HeldTable(Protocol):
    """A table that an engine holds. Lines are those of its file, of which the header is the first."""

    @property
    def resource(self) -> Resource: ...

    @property
    def schema(self) -> TableSchema: ...

    @property
    def height(self) -> int:
        """How many records there are."""

    def record_at(self, line: int) -> Record: ...

    def line_of(self, key: str) -> int | None:
        """The line of the first record with this key."""

    def lines_and_keys(self) -> list[tuple[int, str]]:
        """Line and key of every record."""

    def records(self) -> list[dict[str, Any]]:
        """LINE and the cells of every record, as text, an empty one as ''."""

    def filled(self, *fields: str) -> set[tuple[str, ...]]:
        """The different cells of these fields, as text, of the records in which all are filled."""

    def lines(self, numbers: Collection[int]) -> dict[int, str]:
        """The lines of the file with these numbers, without their ends."""


class LocalTable(HeldTable, Protocol):
    """A table that this process holds, in its memory or in files."""

    def lazy(self) -> pl.LazyFrame:
        """The cells in their types, with LINE and KEY, in the order of the file."""

    def content(self) -> Iterator[bytes]:
        """The bytes of its file, part by part. Raises UnusableInput if the file has changed since it was read."""


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
    """A column of text in its type; null where a cell is empty or is not written in the type's canonical form."""
    if kind == "string":
        return column
    if kind == "date":
        value = column.str.to_date("%Y-%m-%d", strict=False)
    else:
        value = column.cast(POLARS_TYPES[kind], strict=False)
    return pl.when(column.str.contains(CANONICAL[kind])).then(value)


def find_root(start: Path) -> Path:
    """The nearest folder, from `start` upwards, that holds a datapackage.json. Raises UnusableInput."""
    for folder in [start, *start.parents]:
        if (folder / DESCRIPTOR).is_file():
            return folder
    raise UnusableInput(f"no {DESCRIPTOR} in {start} or above it: run civcas inside the package, or give --package")


def read_package(root: Path, *, with_faults: bool = False, tables: Collection[str] | None = None) -> Package:
    """Read descriptor and schemas. Raises UnusableInput if either can't be used.

    `with_faults`: faults that leave the rest usable go into the package's `faults`, for a check to report.
    `tables`: only these tables are its resources.
    """
    metadata = read_metadata(root, tables)
    if not with_faults:
        raise_faults(metadata.faults, ". `civcas check` says more")
    resources = tuple(
        Resource(item["name"], item["path"], item["title"], metadata.schemas[item["name"]])
        for item in metadata.descriptor["resources"]
        if item["name"] in metadata.schemas
    )
    return Package(root, metadata.descriptor, resources, metadata.faults)


def read_bytes(package: Package, resource: Resource) -> bytes:
    """The bytes of a table's file. Raises UnusableInput if it can't be opened."""
    return read_file(package.root, resource.path)


def parse_table(resource: Resource, data: bytes) -> Table:
    """Parse a table's CSV, every cell as text. Raises DoesNotParse (parse_errors.explain() says why).

    A file in canonical form is read by polars. Any other is read by Python's csv module, line by line, so that a quote
    can't swallow a line.
    """
    text = read_canonical(resource.schema.names, data)
    if text is not None:
        return Table(resource, text, data, is_canonical=True)
    text = _read_lines(resource, data)
    return Table(resource, text, data, is_canonical=canonical(text) == data)


def read_canonical(names: list[str], data: bytes) -> pl.DataFrame | None:
    """The cells of a file in canonical form; None if it has another form, or no rows of this width."""
    if not data.startswith(",".join(names).encode() + b"\n"):
        return None
    if _may_have_a_long_line(data):
        return None
    try:
        text = pl.read_csv(
            io.BytesIO(data),
            schema=dict.fromkeys(names, pl.String),
            row_index_name=LINE,
            row_index_offset=2,
            extra_columns="raise",
        )
    except pl.exceptions.PolarsError:
        return None
    if b'""' in data:  # else no cell is an empty text
        text = text.with_columns(pl.exclude(LINE).replace("", None))
    text = text.with_columns(pl.col(LINE).cast(pl.Int64))
    # The same cells, written again, are the same file: so no quote, short row or line end was misread.
    blank = text.select(pl.all_horizontal(pl.exclude(LINE).is_null()).any()).item()
    return text if not blank and text.height + 1 == data.count(b"\n") and canonical(text) == data else None


def _may_have_a_long_line(data: bytes) -> bool:
    """Whether a line may be too long: false only if each stretch of half that length has a line's end."""
    half = LONGEST_LINE // 2
    return any(data.find(b"\n", start, start + half) < 0 for start in range(0, len(data), half))


def _read_lines(resource: Resource, data: bytes) -> pl.DataFrame:
    """The cells of a file in which every line is a record by itself. Raises DoesNotParse."""
    names = resource.schema.names
    try:
        header, *rows = [cells_of(line) for line in split_lines(data.decode("utf-8-sig"))]
    except (UnicodeDecodeError, csv.Error):
        raise DoesNotParse(resource) from None
    if header != names or any(len(row) != len(names) or not any(row) for row in rows):
        raise DoesNotParse(resource)
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in names]
    text = pl.DataFrame(dict(zip(names, columns, strict=True)), schema=dict.fromkeys(names, pl.String))
    text = text.with_columns(pl.all().replace("", None)).with_row_index(LINE, offset=2)
    return text.with_columns(pl.col(LINE).cast(pl.Int64))


def cells_of(line: str) -> list[str]:
    """The cells of one line of CSV. Raises csv.Error if its quotes do not pair up or it is too long."""
    if len(line) > LONGEST_LINE:
        raise csv.Error(f"more than {LONGEST_LINE:,} characters")
    return next(csv.reader([line.removesuffix("\r")], strict=True), [])


def canonical(text: pl.DataFrame) -> bytes:
    """The cells as canonical CSV: UTF-8, LF, quotes only where RFC 4180 needs them. Rows keep their order."""
    file = io.BytesIO()
    text.drop(LINE, strict=False).write_csv(file, quote_style="necessary", line_terminator="\n")
    return file.getvalue()


def split_lines(text: str) -> list[str]:
    """The lines of a file, without their ends; unlike str.splitlines() only a line feed ends one."""
    return text.removesuffix("\n").split("\n")


def read_table(package: Package, name: str) -> Table:
    """Read one table of the package. Raises UnusableInput, of which DoesNotParse is a kind."""
    resource = package.resource(name)
    return parse_table(resource, read_bytes(package, resource))


def read_tables(package: Package) -> ByName[Table]:
    """Read every table. Raises UnusableInput, of which DoesNotParse is a kind."""
    return ByName((resource.name, read_table(package, resource.name)) for resource in package.resources)
