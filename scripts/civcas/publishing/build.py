"""Builds dist/ from checked data: a SQLite database, Parquet, the tables' own CSV, the whole in one file, documents.

The same input gives the same bytes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from civcas.errors import UnusableInput
from civcas.package.tables import KEY, LINE, Package, Table
from civcas.package.writing import replaced_folder
from civcas.publishing import schema_org as dataset
from civcas.publishing.sqlite import write_database

DATABASE = "oir-civcas.db"


WORKBOOK = "oir-civcas.xlsx"


ARCHIVE = "oir-civcas.zip"


DATASET = "oir-civcas.jsonld"


CHECKSUMS = "SHA256SUMS"


METADATA = "metadata.json"


# All that a build writes. A folder that holds something else is not replaced.
WRITTEN = {DATABASE, WORKBOOK, ARCHIVE, DATASET, METADATA, CHECKSUMS, "csv", "parquet", "docs"}


def build(package: Package, tables: dict[str, Table], folder: Path) -> list[Path]:
    """Write database, tables and Datasette's metadata into `folder`, replacing it whole. Returns the files."""
    from civcas.publishing.archive import write_checksums, write_workbook, write_zip
    from civcas.publishing.datasette import metadata

    refuse_to_replace_more_than_a_build(folder)
    with replaced_folder(folder) as new:
        write_database(new / DATABASE, package, tables)
        (new / "csv").mkdir()
        (new / "parquet").mkdir()
        for name, table in tables.items():
            (new / "csv" / f"{name}.csv").write_bytes(table.data)
            table.typed.drop(LINE, KEY).write_parquet(
                new / "parquet" / f"{name}.parquet", compression="zstd", statistics=True
            )
        write_workbook(new / WORKBOOK, package, tables)
        write_zip(new / ARCHIVE, package, tables)
        write_json(new / DATASET, dataset.described(package.descriptor, address=str))
        write_checksums(new / CHECKSUMS, sorted(file for file in new.rglob("*") if file.is_file()))
        (new / "docs").mkdir()
        for file in sorted((package.root / "docs").glob("*.md")):
            (new / "docs" / file.name).write_bytes(file.read_bytes())
        write_json(new / METADATA, metadata(package))
    return sorted(file for file in folder.rglob("*") if file.is_file())


def refuse_to_replace_more_than_a_build(folder: Path) -> None:
    """Raises UnusableInput where the folder is a file, or holds anything but what an earlier build wrote."""
    if not folder.exists() or (folder.is_dir() and {file.name for file in folder.iterdir()} <= WRITTEN):
        return
    what = "a folder with other files than a build's" if folder.is_dir() else "a file"
    raise UnusableInput(f"{folder}: {what}, which the build would replace; choose another --out, or clear it away")


def write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
