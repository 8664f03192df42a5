"""Writes the package as a workbook: a sheet about it, one of all fields, and one for each table.

The same input gives the same bytes: the workbook bears the date of the package.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import polars as pl
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import xl_range

from civcas.checking.cell_text import LONGEST_CELL, length
from civcas.errors import UnusableInput
from civcas.package.schema import Field
from civcas.package.tables import DIGITS, KEY, LINE, LocalTable, Package
from civcas.publishing.about import ABOUT
from civcas.publishing.data_package import published
from civcas.publishing.fields import COLUMNS, FIELDS, field_rows

WIDEST = 60  # the widest column of the workbook, in characters

# The most records of a table in the workbook. A spreadsheet program takes minutes to open more, and can't hold more
# than five times as many: a sheet has 1,048,576 lines.
MOST_RECORDS = 200_000


class Sheet(NamedTuple):
    """What a sheet needs of a table. `rows` are its typed cells, without a record if it has more than MOST_RECORDS.

    `notes` say what each column means. So the sheets are small enough to be sent to another process.
    """

    name: str
    about: str
    key_fields: int
    notes: list[str]
    records: int
    rows: pl.DataFrame


def sheets(tables: Mapping[str, LocalTable]) -> list[Sheet]:
    """The sheets of these tables, in their order. Raises UnusableInput if a cell is too long."""
    return [_sheet(table) for table in tables.values()]


def _sheet(table: LocalTable) -> Sheet:
    rows, schema = table.lazy().drop(LINE, KEY), table.schema
    shown = (rows if table.height <= MOST_RECORDS else rows.limit(0)).collect()
    for column in shown.iter_columns():
        if (longest := _longest(column)) > LONGEST_CELL:
            raise UnusableInput(
                f"{table.resource.path}: {column.name} has a cell of {longest:,} characters, but a workbook allows"
                f" {LONGEST_CELL:,}. Shorten the cell"
            )
    notes = [_note(field) for field in schema.fields]
    return Sheet(schema.name, schema.description, len(schema.primary_key), notes, table.height, shown)


def _note(field: Field) -> str:
    """What the note on a column's header says; the description has the unit. The sheet of fields has the values."""
    return f"{field.title}\n{field.description}"


def _longest(column: pl.Series) -> int:
    """The characters of the longest cell, as text and as a workbook counts them."""
    return int(pl.select(length(pl.lit(column.cast(pl.String))).max()).item() or 0)


def workbook(package: Package, sheets: list[Sheet]) -> bytes:
    """The workbook, with typed cells. Raises OSError if the disk for temporary files is full."""
    file = io.BytesIO()
    created = datetime.fromisoformat(package.descriptor["created"]).replace(tzinfo=None)
    with tempfile.TemporaryDirectory() as folder:
        options = {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(file, options)
        book.set_properties({**_properties(package), "created": created})
        bold = book.add_format({"bold": True})
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        _write_about(book.add_worksheet(ABOUT), bold, package, sheets)
        _write_fields(book.add_worksheet(FIELDS), bold, package, [sheet.name for sheet in sheets])
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), bold, date, sheet)
        try:
            book.close()
        except FileCreateError as error:
            raise error.args[0] from None
    return file.getvalue()


def _properties(package: Package) -> dict[str, str]:
    """What a spreadsheet program shows as the properties of the file."""
    about, licence = package.descriptor, package.descriptor["licenses"][0]
    return {
        "title": about["title"],
        "author": ", ".join(person["title"] for person in about["contributors"]),
        "keywords": ", ".join(about["keywords"]),
        "comments": f"{about['name']}, version {about['version']}. Licence: {licence['title']}, {licence['path']}",
    }


def _write_about(page: Any, bold: Any, package: Package, sheets: list[Sheet]) -> None:
    about, licence = package.descriptor, package.descriptor["licenses"][0]
    lines = [
        ("title", about["title"]),
        ("description", about["description"]),
        ("version", about["version"]),
        ("date", about["created"][:10]),
        ("licence", f"{licence['title']}, {licence['path']}"),
        (FIELDS, "One row is one field of a sheet, with what it means."),
        (
            "empty cells",
            "No source that was read states the value, or what sources state is disputed; it never means zero.",
        ),
        *((sheet.name, sheet.about) for sheet in sheets),
    ]
    page.set_column(0, 0, 24)
    for number, (name, text) in enumerate(lines):
        page.write_string(number, 0, name, bold)
        page.write_string(number, 1, text)


def _write_fields(page: Any, bold: Any, package: Package, names: list[str]) -> None:
    rows = field_rows([item for item in published(package) if item.name in names])
    page.freeze_panes(1, 2)
    page.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
    for number, (name, *cells) in enumerate(zip(COLUMNS, *rows, strict=True)):
        page.set_column(number, number, 2 + min(max(map(len, [name, *cells])), WIDEST))
    for line, row in enumerate([COLUMNS, *rows]):
        for number, text in enumerate(row):
            if text:
                page.write_string(line, number, text, None if line else bold)


def _write_sheet(page: Any, bold: Any, date: Any, sheet: Sheet) -> None:
    rows = sheet.rows
    if sheet.records > rows.height:
        words = (
            f"This table has {sheet.records:,} records. The workbook leaves out tables of more than {MOST_RECORDS:,},"
            f" because a spreadsheet program takes minutes to open them. See csv/{sheet.name}.csv."
        )
        page.write_string(0, 0, words, bold)
        return
    page.freeze_panes(1, sheet.key_fields)
    page.autofilter(0, 0, rows.height, rows.width - 1)
    for number, column in enumerate(rows.iter_columns()):
        page.set_column(number, number, 2 + min(max(_longest(column), len(column.name)), WIDEST))
        page.write_string(0, number, column.name, bold)
        page.write_comment(0, number, sheet.notes[number], _size_of_note(sheet.notes[number]))
    # Texts that are numbers, such as those of evidence, are meant: no green marks.
    page.ignore_errors({"number_stored_as_text": xl_range(1, 0, max(rows.height, 1), rows.width - 1)})
    write = [_writer(page, date, kind) for kind in rows.dtypes]
    for line, row in enumerate(rows.iter_rows(), 1):
        for number, value in enumerate(row):
            if value is not None:
                write[number](line, number, value)


def _size_of_note(text: str) -> dict[str, int]:
    """In pixels, so that all of the text shows; a line of this width has about 50 characters."""
    return {"width": 320, "height": 30 + 18 * sum(1 + len(line) // 45 for line in text.split("\n"))}


def _writer(page: Any, date: Any, kind: pl.DataType) -> Callable[[int, int, Any], object]:
    """What writes a cell of a column of this type: at a line and a column, a value."""
    if kind == pl.String:
        return page.write_string  # type: ignore[no-any-return]
    if kind == pl.Date:
        return lambda line, number, value: page.write_datetime(line, number, value, date)
    if kind == pl.Int64:
        return lambda line, number, value: _write_whole(page, line, number, value)
    return page.write_number  # type: ignore[no-any-return]


def _write_whole(page: Any, line: int, number: int, value: int) -> object:
    """Write a whole number; as text if it has more digits than a spreadsheet program shows."""
    is_shown = abs(value) < 10**DIGITS
    return page.write_number(line, number, value) if is_shown else page.write_string(line, number, str(value))
