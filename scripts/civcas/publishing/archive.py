"""Writes the whole package as a zip, and the checksums of all files.

The same input gives the same bytes: every file in the zip bears the date of the package.
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from civcas.package.documents import document_names, published_document, read_document
from civcas.package.files import read_file
from civcas.package.metadata import DESCRIPTOR
from civcas.package.tables import Package
from civcas.publishing.schema_org import File

_AT_A_TIME = 1 << 20  # bytes


def write_zip(path: Path, package: Package, tables: Mapping[str, Path]) -> None:
    """The package as a zip, in which `frictionless validate` works. Raises UnusableInput if a file can't be read.

    `tables` has the files of the tables by the paths that they have in the package.
    """
    created = datetime.fromisoformat(package.descriptor["created"]).timetuple()[:6]
    schemas = [item["schema"] for item in package.descriptor["resources"]]
    files = {name: read_file(package.root, name) for name in [DESCRIPTOR, *schemas]}
    files |= documents(package, {name: name for name in [*files, *tables]})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted({*files, *tables}):
            if name in tables:
                size = tables[name].stat().st_size
                with tables[name].open("rb") as table, archive.open(_entry(name, created, size), "w") as file:
                    shutil.copyfileobj(table, file, _AT_A_TIME)
            else:
                archive.writestr(_entry(name, created, len(files[name])), files[name])


def _entry(name: str, created: tuple[int, ...], size: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, created)  # type: ignore[arg-type]  # a tuple of six
    entry.external_attr = 0o644 << 16
    entry.create_system = 3  # Unix, on any system
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.file_size = size  # so that a file of 2 GB or more gets the room that its size needs
    return entry


def documents(package: Package, files: Mapping[str, str]) -> dict[str, bytes]:
    """The documents as they are published. `files`: where the other files of the package are published with them.

    Raises UnusableInput if one can't be read.
    """
    names = document_names(package.root)
    there = {**files, **{name: name for name in names}}
    return {name: published_document(name, read_document(package.root, name), there) for name in names}


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
