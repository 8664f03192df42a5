"""Writes the whole package as one file (a workbook, and a zip of the data package), and the checksums of all files.

The same input gives the same bytes: every file in them bears the date of the package.
"""

from __future__ import annotations

import hashlib
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from civcas.errors import UnusableInput
from civcas.package.documents import document_names, read_document
from civcas.package.files import read_file
from civcas.package.metadata import DESCRIPTOR
from civcas.package.tables import KEY, LINE, Package, Table

WIDEST = 60  # the widest column of the workbook, in characters


CELL = 32_767  # the most characters that a cell of a workbook can hold
RECORDS = 1_048_575  # that a sheet can hold below its header


def _created(package: Package) -> datetime:
    return datetime.fromisoformat(package.descriptor["created"])


def write_zip(path: Path, package: Package, tables: dict[str, Table]) -> None:
    """The package as a zip, in which `frictionless validate` works. Raises UnusableInput if a file can't be read."""
    files = {DESCRIPTOR: (package.root / DESCRIPTOR).read_bytes()}
    files |= {table.resource.path: table.data for table in tables.values()}
    schemas = [item["schema"] for item in package.descriptor["resources"]]
    files |= {name: read_file(package.root, name) for name in schemas}
    files |= {name: read_document(package.root, name) for name in document_names(package.root)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _created(package).timetuple()[:6])
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # Unix, on any system
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED)


def write_workbook(path: Path, package: Package, tables: dict[str, Table]) -> None:
    """One sheet for each table, with typed cells, after a sheet about the package."""
    workbook = xlsxwriter.Workbook(
        path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    workbook.set_properties({"title": package.descriptor["title"], "created": _created(package).replace(tzinfo=None)})
    bold = workbook.add_format({"bold": True})
    date = workbook.add_format({"num_format": "yyyy-mm-dd"})
    _write_about(workbook.add_worksheet("about"), bold, package, tables)
    for name, table in tables.items():
        _write_sheet(workbook.add_worksheet(name), bold, date, table)
    workbook.close()


def _write_about(sheet: Any, bold: Any, package: Package, tables: dict[str, Table]) -> None:
    about = package.descriptor
    lines = [
        ("title", about["title"]),
        ("description", about["description"]),
        ("version", about["version"]),
        ("licence", about["licenses"][0]["title"]),
        (
            "empty cells",
            "No source that was read states the value, or what sources state is disputed; it never means zero.",
        ),
        *((name, table.schema.description) for name, table in tables.items()),
    ]
    sheet.set_column(0, 0, 24)
    for number, (name, text) in enumerate(lines):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, text)


def _write_sheet(sheet: Any, bold: Any, date: Any, table: Table) -> None:
    rows = table.typed.drop(LINE, KEY)
    if rows.height > RECORDS:
        words = (
            f"This table has {rows.height:,} records, and a sheet holds {RECORDS:,}. See csv/{table.schema.name}.csv."
        )
        sheet.write_string(0, 0, words, bold)
        return
    sheet.freeze_panes(1, len(table.schema.primary_key))
    sheet.autofilter(0, 0, rows.height, rows.width - 1)
    for number, column in enumerate(rows.iter_columns()):
        longest = column.cast(pl.String).str.len_chars().max() or 0
        sheet.set_column(number, number, 2 + min(max(int(str(longest)), len(column.name)), WIDEST))
        sheet.write_string(0, number, column.name, bold)
    for line, row in enumerate(rows.iter_rows(), 1):
        for number, value in enumerate(row):
            if isinstance(value, str):
                if sheet.write_string(line, number, value):
                    raise UnusableInput(
                        f"{table.resource.path}: {rows.columns[number]} has a cell of {len(value):,} characters, but a"
                        f" workbook allows {CELL:,}. Shorten the cell"
                    )
            elif isinstance(value, (int, float)):
                sheet.write_number(line, number, value)
            elif value is not None:
                sheet.write_datetime(line, number, value, date)


def write_checksums(path: Path, files: list[Path]) -> None:
    """The checksums of the files, as `sha256sum --check` reads them in the folder of `path`."""
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(path.parent)}\n" for file in files]
    path.write_text("".join(lines), encoding="utf-8")
