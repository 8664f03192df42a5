"""Builds dist/ from checked data: the tables in all formats, what describes them, the zipped package, the documents.

The same input gives the same bytes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from civcas.errors import UnusableInput, reason
from civcas.package.documents import DOCS, document_names
from civcas.package.faults import DESCRIPTOR
from civcas.package.files import read_file
from civcas.package.folders import replaced_folder
from civcas.package.tables import KEY, LINE, LocalTable, Package
from civcas.progress import about_to_print, step
from civcas.publishing.json_files import write_json
from civcas.publishing.processes import elsewhere
from civcas.publishing.schema_org import described, file_names
from civcas.publishing.sqlite import write_database

if TYPE_CHECKING:
    from civcas.publishing.data_package import Published
    from civcas.publishing.schema_org import File

CHECKSUMS, METADATA = "SHA256SUMS", "metadata.json"


def build(
    package: Package,
    tables: Mapping[str, LocalTable],
    folder: Path,
    url: str | None = None,
    before: Mapping[str, bytes] | None = None,
) -> list[Path]:
    """Write everything into `folder` and return the files. A folder of an earlier build is replaced.

    `url`: where the site is published; without it, the package's homepage if it has one. `before`: the files of
    described_by when the package was read, which must be the same at the end.

    Raises UnusableInput if the folder holds anything else, or can't be written.
    """
    _require_replaceable(package, folder)
    try:
        with replaced_folder(folder) as new:
            _write(new, package, tables, (url or package.descriptor.get("homepage", "")).rstrip("/"))
            _require_unchanged(package, before or {})
    except OSError as error:
        raise UnusableInput(
            f"{folder}: {reason(error)}; nothing was changed; `civcas build --out DIR` writes to another folder"
        ) from None
    return _files(folder)


def described_by(package: Package) -> dict[str, bytes]:
    """The descriptor, the schemas and the documents that are there, by their names. Raises UnusableInput."""
    names = [DESCRIPTOR, *(item["schema"] for item in package.descriptor["resources"]), *document_names(package)]
    return {name: read_file(package.root, name) for name in names if (package.root / name).is_file()}


def _require_unchanged(package: Package, before: Mapping[str, bytes]) -> None:
    """Raise UnusableInput if one of these files has changed: some of the build would be of the old one."""
    for name, data in before.items():
        if not (package.root / name).is_file() or read_file(package.root, name) != data:
            raise UnusableInput(f"{name} changed while it was built; nothing was changed. Build again")


def _write(folder: Path, package: Package, tables: Mapping[str, LocalTable], url: str) -> None:
    """Write everything. Raises OSError, also where a library has errors of its own."""
    from civcas.publishing.archive import files_in, write_checksums
    from civcas.publishing.datasette import metadata

    try:
        data = _write_data(folder, package, tables, url)
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from None
    except pl.exceptions.ComputeError as error:
        raise OSError(str(error).rpartition(": ")[2]) from None  # it says first that the form is at fault
    _write_documents(folder, package)
    files = files_in(folder, data)
    paths = [*(file.path for file in files), METADATA, CHECKSUMS]
    write_json(folder / METADATA, metadata(package, tables, paths, url))
    write_checksums(folder / CHECKSUMS, files_in(folder, files))
    about_to_print()


def _write_data(folder: Path, package: Package, tables: Mapping[str, LocalTable], url: str) -> list[File]:
    """Write the data in all formats, at the same time, as far as that is faster. Return the files with data.

    Most of the workbook is work of Python, which does one thing at a time, so another process makes it. Compression is
    not, so that a thread is enough.
    """
    from civcas.publishing.archive import files_in
    from civcas.publishing.data_package import published
    from civcas.publishing.series_files import write_series
    from civcas.publishing.table_files import FOLDERS
    from civcas.publishing.workbook import sheets, workbook

    names, items = file_names(package.descriptor), published(package)
    for name in FOLDERS:
        (folder / name).mkdir()
    with elsewhere(workbook, package, sheets(tables)) as made, ThreadPoolExecutor(1) as threads:
        others = threads.submit(_write_tables, folder, package, tables, items)
        step("writing the database", 1, 4)
        write_database(folder / names.database, package, tables)
        step("writing the series", 2, 4)
        write_series(folder, package, items)
        step("writing the files of tables, and the zip", 3, 4)
        others.result()
        step("writing the workbook", 4, 4)
        (folder / names.workbook).write_bytes(made())
    files = sorted(files_in(folder), key=lambda file: "/" in file.path)  # those with all tables first
    _write_descriptions(folder, package, items, files, url)
    return files


def _write_descriptions(folder: Path, package: Package, items: list[Published], files: list[File], url: str) -> None:
    """What says what the files hold: for data packages, search engines, machine learning and open-data portals."""
    from civcas.publishing.croissant import croissant
    from civcas.publishing.data_package import write_data_package
    from civcas.publishing.dcat import dcat_dataset

    about = package.descriptor
    write_data_package(folder, package, items, files)
    write_json(folder / file_names(about).dataset, described(about, url, files, items))
    write_json(folder / "croissant.json", croissant(about, url, files, items))
    write_json(folder / "dcat.jsonld", dcat_dataset(about, url, files))


def _write_tables(folder: Path, package: Package, tables: Mapping[str, LocalTable], items: list[Published]) -> None:
    """The tables in the formats that have a file for each, and the package as a zip."""
    from civcas.publishing.archive import write_zip
    from civcas.publishing.table_files import write_typed

    for item in items:
        if item.name in tables:
            table = tables[item.name]
            with (folder / "csv" / f"{item.name}.csv").open("wb") as file:
                file.writelines(table.content())
            write_typed(folder, table.lazy().drop(LINE, KEY), item, package)
    paths = {table.resource.path: folder / "csv" / f"{name}.csv" for name, table in tables.items()}
    write_zip(folder / file_names(package.descriptor).archive, package, paths)


def _write_documents(folder: Path, package: Package) -> None:
    """The documents, whose links lead to the files beside them."""
    from civcas.publishing.archive import documents

    (folder / DOCS).mkdir()
    files = {DESCRIPTOR: DESCRIPTOR}
    for item in package.descriptor["resources"]:
        files |= {item["path"]: f"csv/{item['name']}.csv", item["schema"]: f"schemas/{item['name']}.json"}
    for name, data in documents(package, files).items():
        (folder / name).write_bytes(data)


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _require_replaceable(package: Package, folder: Path) -> None:
    """Raises UnusableInput unless `folder` is missing, empty, or an earlier build with no other files in it."""
    if folder.absolute().resolve() in (Path.cwd(), *Path.cwd().parents):
        raise UnusableInput(
            f"{folder} is the working folder, or has it in it. A build replaces its folder: name another"
        )
    if not folder.exists():
        return
    advice = "Choose another folder with --out, or delete this one"
    if not folder.is_dir():
        raise UnusableInput(f"{folder} is a file; expected a folder that a build may replace. {advice}")
    files = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if not file.is_dir()}
    mark = {file_names(package.descriptor).database, METADATA, CHECKSUMS}
    if files and not mark <= files:
        missing = min(mark - files)
        raise UnusableInput(f"{folder} is not an earlier build: it holds files, but no {missing}. {advice}")
    documents = set(document_names(package))
    others = sorted(files - mark - documents - _as_built(folder))
    if others:
        raise UnusableInput(
            f"{folder} holds {others[0]!r}, which no build wrote like this. A build replaces the folder. {advice}"
        )


def _as_built(folder: Path) -> set[str]:
    """The files that are as the checksums of an earlier build say."""
    from civcas.publishing.archive import checksum

    sums = folder / CHECKSUMS
    lines = sums.read_text(encoding="utf-8", errors="replace").splitlines() if sums.exists() else []
    listed = [line.partition("  ") for line in lines]
    return {file for found, _, file in listed if (folder / file).is_file() and checksum(folder / file) == found}
