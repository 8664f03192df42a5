"""The whole package in one file: a workbook, and a zip that is the data package itself; and the files' checksums.

The same input gives the same bytes: the files' times are the package's own date.
"""

from __future__ import annotations

import hashlib
import zipfile
from datetime import datetime
from pathlib import Path

import polars as pl
import xlsxwriter

from civcas.errors import UnusableInput, reason
from civcas.package.tables import DESCRIPTOR, KEY, LINE, Package, Table

# What goes into the zip beside the descriptor, its tables and their schemas.
PAPERS = ("README.md", "LICENSE", "LICENSE-DATA", "CITATION.cff")


LONGEST = 60  # characters to which a column of the workbook widens


CELL = 32_767  # characters that a cell of a workbook can hold


def created(package: Package) -> datetime:
    return datetime.fromisoformat(package.descriptor["created"])


def write_zip(path: Path, package: Package, tables: dict[str, Table]) -> None:
    """The data package, from which `frictionless validate` works. Raises UnusableInput where a file is missing."""
    files = {DESCRIPTOR: (package.root / DESCRIPTOR).read_bytes()}
    files |= {table.resource.path: table.data for table in tables.values()}
    named = [item["schema"] for item in package.descriptor["resources"]] + list(PAPERS)
    documents = [f"docs/{file.name}" for file in sorted((package.root / "docs").glob("*.md"))]
    for name in [*named, *documents]:
        try:
            files[name] = (package.root / name).read_bytes()
        except OSError as error:
            raise UnusableInput(f"{name}: {reason(error)}; the zip needs it") from None
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, created(package).timetuple()[:6])
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # Unix, wherever it is made
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED)


def write_workbook(path: Path, package: Package, tables: dict[str, Table]) -> None:
    """A sheet a table, cells in their types, under a first sheet that says what it is and what not to do."""
    about = package.descriptor
    workbook = xlsxwriter.Workbook(
        path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    workbook.set_properties({"title": about["title"], "created": created(package).replace(tzinfo=None)})
    bold = workbook.add_format({"bold": True})
    date = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet = workbook.add_worksheet("about")
    sheet.set_column(0, 0, 24)
    lines = [
        ("title", about["title"]),
        ("description", about["description"]),
        ("version", about["version"]),
        ("licence", about["licenses"][0]["title"]),
        ("empty cells", "No source that was read states the value; it never means zero."),
        *((name, table.schema.description) for name, table in tables.items()),
    ]
    for number, (name, text) in enumerate(lines):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, text)
    for name, table in tables.items():
        rows = table.typed.drop(LINE, KEY)
        sheet = workbook.add_worksheet(name)
        sheet.freeze_panes(1, len(table.schema.primary_key))
        sheet.autofilter(0, 0, rows.height, rows.width - 1)
        for number, column in enumerate(rows.iter_columns()):
            longest = column.cast(pl.String).str.len_chars().max() or 0
            sheet.set_column(number, number, 2 + min(max(int(str(longest)), len(column.name)), LONGEST))
            sheet.write_string(0, number, column.name, bold)
        for line, row in enumerate(rows.iter_rows(), 1):
            for number, value in enumerate(row):
                if isinstance(value, str):
                    if sheet.write_string(line, number, value):
                        raise UnusableInput(f"{table.resource.path}: a cell of more than {CELL:,} characters")
                elif isinstance(value, (int, float)):
                    sheet.write_number(line, number, value)
                elif value is not None:
                    sheet.write_datetime(line, number, value, date)
    workbook.close()


def write_checksums(path: Path, files: list[Path]) -> None:
    """The files' checksums, their paths told from where `path` stands, as `sha256sum --check` reads them."""
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(path.parent)}\n" for file in files]
    path.write_text("".join(lines), encoding="utf-8")
