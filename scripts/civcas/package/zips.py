"""Unpacks a package from a zip. What could do harm or be read in two ways is refused before anything is written."""

from __future__ import annotations

import lzma
import os
import shutil
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from civcas.errors import UnusableInput, reason
from civcas.package.faults import DESCRIPTOR
from civcas.package.files import is_inside
from civcas.package.metadata import described_files

LARGEST = 4_000_000_000  # bytes of all files of a package that are not on disk already: some thirty million strikes
_MOST = 10_000  # entries
# A larger file that is packed more densely than this is no table: those of this package are packed to a 25th at most.
_SMALL, _DENSEST = 10_000_000, 200
# A zip ends with a record that begins like this and has so many bytes, and a comment.
_END, _END_SIZE = b"PK\x05\x06", 22
_UNREADABLE = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
)


def is_zip(file: Path) -> bool:
    """Whether a file begins or ends as a zip does, and as no CSV or JSON of a package."""
    if not file.is_file():
        return False
    with file.open("rb") as start:
        return start.read(2) == b"PK" or zipfile.is_zipfile(file)


def unpack(file: Path, folder: Path, tables: Collection[str] | None = None) -> str:
    """Unpack the package in a zip into a folder, and return the folder of the zip that it is in: `` or such as `a/`.

    `tables`: unpack only the descriptor, and these tables with their schemas.

    Raises UnusableInput if the zip does not hold just one package, or has anything that no package needs.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _require_nothing_around(file, archive)
            _require_harmless(entries)
            start = _start(entries)
            files = {
                entry.filename.removeprefix(start): entry
                for entry in entries
                if entry.filename.startswith(start) and not entry.is_dir()
            }
            if tables is not None:
                _write(archive, files[DESCRIPTOR], folder / DESCRIPTOR)
                files = {name: files[name] for name in described_files(folder, tables) if name in files}
            for name, entry in files.items():
                _write(archive, entry, folder / name)
    except _UNREADABLE as error:
        raise UnusableInput(f"not a zip file that can be read: {_words(error)}. Save or load it again") from None
    return start


def _require_nothing_around(file: Path, archive: zipfile.ZipFile) -> None:
    """Raise UnusableInput for bytes before or behind the zip, which another program may take for something else."""
    words = "that are no part of it. Load it again, or zip the package anew. Nothing of the zip was read"
    before = min((entry.header_offset for entry in archive.infolist()), default=0)
    if before:
        raise UnusableInput(f"{before:,} bytes stand before the zip {words}")
    with file.open("rb") as opened:
        size = opened.seek(0, os.SEEK_END)
        opened.seek(max(0, size - _END_SIZE - len(archive.comment)))
        if not opened.read().startswith(_END):
            raise UnusableInput(f"bytes stand behind the zip {words}")


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> None:
    """Write one file of the zip, no more of it than the zip says that it has. Raises UnusableInput."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as packed, path.open("xb") as unpacked:
            shutil.copyfileobj(packed, unpacked)
    except OSError as error:
        raise UnusableInput(f"{entry.filename}: can't be unpacked: {reason(error)}") from None


def _words(error: Exception) -> str:
    text = str(error) or type(error).__name__
    return text[:1].lower() + text[1:]


def _require_harmless(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > _MOST:
        raise UnusableInput(f"{len(entries):,} files in it, more than {_MOST:,}. Zip the package alone")
    for entry in entries:
        if fault := _fault(entry):
            raise UnusableInput(f"{entry.filename!r} in it {fault}. Nothing of the zip was read")
    name, times = Counter(entry.filename for entry in entries).most_common(1)[0] if entries else ("", 0)
    if times > 1:
        raise UnusableInput(f"{name} is in it {times} times, so which one is meant can't be said. Zip the package anew")
    size = sum(entry.file_size for entry in entries)
    if size > LARGEST:
        raise UnusableInput(f"{size:,} bytes when unpacked, more than {LARGEST:,}. Unpack it, and check the folder")


def _fault(entry: zipfile.ZipInfo) -> str:
    """What makes an entry one that is not unpacked; empty if nothing does."""
    if "\\" in entry.filename or not is_inside(entry.filename.removesuffix("/")):
        return "has a name that could lead out of the folder into which it is unpacked"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "is a link, not a file. Put the file itself there"
    if entry.flag_bits & 1:
        return "is encrypted. Zip the package without a password"
    if entry.file_size > max(_SMALL, _DENSEST * entry.compress_size):
        return (
            f"has {entry.file_size:,} bytes packed into {entry.compress_size:,}, as in a zip that is made to fill the"
            " disk. If it is none, unpack it, and check the folder"
        )
    return ""


def _start(entries: list[zipfile.ZipInfo]) -> str:
    """The folder of the zip that has the descriptor. Raises UnusableInput if there is not just one."""
    found = [entry.filename for entry in entries if PurePosixPath(entry.filename).name == DESCRIPTOR]
    if not found:
        raise UnusableInput(f"no {DESCRIPTOR} in it, so it holds no data package")
    if len(found) > 1:
        raise UnusableInput(f"{len(found)} data packages in it ({', '.join(found[:3])}, ...). Zip one of them alone")
    return found[0].removesuffix(DESCRIPTOR)
