"""Writes the whole package as a zip, and the checksums of all files.

The same input gives the same bytes: every file in the zip bears the date of the package.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from civcas.package.documents import document_names, read_document
from civcas.package.faults import DESCRIPTOR
from civcas.package.files import read_file
from civcas.package.own import own_files
from civcas.package.tables import Package, Table
from civcas.publishing.schema_org import File


def write_zip(path: Path, package: Package, tables: dict[str, Table]) -> None:
    """The package as a zip, in which `frictionless validate` works. Raises UnusableInput if a file can't be read."""
    created = datetime.fromisoformat(package.descriptor["created"])
    files = {DESCRIPTOR: (package.root / DESCRIPTOR).read_bytes()}
    files |= {table.resource.path: table.data for table in tables.values()}
    schemas = [item["schema"] for item in package.descriptor["resources"]]
    files |= {name: read_file(package.root, name) for name in schemas}
    files |= {name: read_document(package.root, name) for name in document_names(package)}
    files |= {name: read_file(package.root, name) for name in own_files(package)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, created.timetuple()[:6])
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # Unix, on any system
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED)


def files_in(folder: Path, known: Iterable[File] = ()) -> list[File]:
    """All files in a folder, at any depth, in the order of their paths. Those that are `known` are not read again."""
    by_path = {file.path: file for file in known}
    found = sorted(file for file in folder.rglob("*") if file.is_file())
    return [by_path.get(file.relative_to(folder).as_posix()) or _file(file, folder) for file in found]


def _file(file: Path, folder: Path) -> File:
    return File(file.relative_to(folder).as_posix(), file.stat().st_size, checksum(file))


def write_checksums(path: Path, files: list[File]) -> None:
    """The checksums of the files, as `sha256sum --check` reads them in the folder of `path`."""
    path.write_text("".join(f"{file.sha256}  {file.path}\n" for file in files), encoding="utf-8")


def checksum(path: Path) -> str:
    """The SHA-256 of a file, which is not read into memory whole."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
