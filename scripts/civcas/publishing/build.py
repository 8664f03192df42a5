"""Builds dist/ from checked data: a SQLite database, CSV, Parquet, a workbook, the zipped package and the documents.

The same input gives the same bytes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from civcas.errors import UnusableInput
from civcas.package.tables import KEY, LINE, Package, Table
from civcas.package.writing import replaced_folder
from civcas.publishing.schema_org import described, file_names
from civcas.publishing.sqlite import write_database

CHECKSUMS = "SHA256SUMS"


METADATA = "metadata.json"


CSV, PARQUET, DOCS = "csv", "parquet", "docs"


def build(package: Package, tables: dict[str, Table], folder: Path) -> list[Path]:
    """Write everything into `folder` and return the files. A folder of an earlier build is replaced.

    Raises UnusableInput if the folder holds anything else.
    """
    from civcas.publishing.archive import write_checksums

    _refuse_other_files(package, folder)
    with replaced_folder(folder) as new:
        _write_data(new, package, tables)
        write_checksums(new / CHECKSUMS, _files(new))
        _write_for_the_site(new, package, tables)
    return _files(folder)


def _write_data(folder: Path, package: Package, tables: dict[str, Table]) -> None:
    from civcas.publishing.archive import write_workbook, write_zip

    names = file_names(package.descriptor)
    write_database(folder / names.database, package, tables)
    (folder / CSV).mkdir()
    (folder / PARQUET).mkdir()
    for name, table in tables.items():
        (folder / CSV / f"{name}.csv").write_bytes(table.data)
        table.typed.drop(LINE, KEY).write_parquet(
            folder / PARQUET / f"{name}.parquet", compression="zstd", statistics=True
        )
    write_workbook(folder / names.workbook, package, tables)
    write_zip(folder / names.archive, package, tables)
    _write_json(folder / names.dataset, described(package.descriptor, address=str))


def _write_for_the_site(folder: Path, package: Package, tables: dict[str, Table]) -> None:
    """The documents and Datasette's metadata."""
    from civcas.publishing.datasette import metadata

    (folder / DOCS).mkdir()
    for file in sorted((package.root / DOCS).glob("*.md")):
        (folder / DOCS / file.name).write_bytes(file.read_bytes())
    _write_json(folder / METADATA, metadata(package, tables))


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _refuse_other_files(package: Package, folder: Path) -> None:
    """Raises UnusableInput if `folder` is a file, or holds anything that a build does not write."""
    if not folder.exists():
        return
    advice = "Choose another folder with --out, or delete this one"
    if not folder.is_dir():
        raise UnusableInput(f"{folder} is a file; expected a folder that a build may replace. {advice}")
    written = {*file_names(package.descriptor), METADATA, CHECKSUMS, CSV, PARQUET, DOCS}
    others = sorted({file.name for file in folder.iterdir()} - written)
    if others:
        raise UnusableInput(
            f"{folder} holds {others[0]!r}, which no build writes; expected an empty folder or an earlier build,"
            f" since a build replaces the whole folder. {advice}"
        )


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
