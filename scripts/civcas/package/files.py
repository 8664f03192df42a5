"""Opens files of the package, and only those: no path leads out of its folder, and no pipe is waited for."""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO

from civcas.errors import UnusableInput, reason

LARGEST = 500_000_000  # bytes; larger tables would not fit into memory on many machines


def is_inside(name: str) -> bool:
    """Whether a path of the descriptor is relative, leads nowhere out of the package, and is the file's only one."""
    windows, posix = PureWindowsPath(name), PurePosixPath(name)
    is_plain = bool(posix.parts) and posix.as_posix() == name and name.isprintable()
    return is_plain and not windows.anchor and ".." not in windows.parts


def real_path(path: Path) -> Path:
    """The path without links; unlike Path.resolve() it does not fail on links in a circle, which no file has."""
    return Path(os.path.realpath(path))


def refuse_link_outside(root: Path, name: str) -> None:
    """Raise UnusableInput if a path leads out of the package through a symbolic link."""
    if not real_path(root / name).is_relative_to(real_path(root)):
        raise UnusableInput(f"{name}: a link leads out of the package. Put the file itself there")


def read_file(root: Path, name: str, largest: int = LARGEST) -> bytes:
    """The bytes of a file of the package. Raises UnusableInput if it can't be read."""
    size = require_file(root, name)
    if size > largest:
        raise UnusableInput(f"{name}: {size:,} bytes, more than {largest:,}")
    with _opening(name):
        return (root / name).read_bytes()


def require_file(root: Path, name: str) -> int:
    """The size of a file of the package in bytes. Raises UnusableInput if it can't be opened."""
    file = root / name
    with _opening(name):
        size = file.stat().st_size
        if not file.is_file():  # reading a pipe would wait for ever
            raise UnusableInput(f"{name}: not a file")
        return size


def changed_at(root: Path, name: str) -> tuple[int, int]:
    """When a file of the package was changed, and its size in bytes. Raises UnusableInput if it is not there."""
    with _opening(name):
        status = (root / name).stat()
    return status.st_mtime_ns, status.st_size


def mapped(root: Path, name: str) -> bytes | mmap.mmap:
    """The bytes of a file of the package, without all of them in memory. Raises UnusableInput if it can't be read."""
    size = require_file(root, name)
    with opened(root, name) as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""


@contextmanager
def opened(root: Path, name: str) -> Iterator[BinaryIO]:
    """A file of the package, to be read part by part. Raises UnusableInput if it can't be read."""
    require_file(root, name)
    with _opening(name), (root / name).open("rb") as file:
        yield file


@contextmanager
def _opening(name: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise UnusableInput(f"{name}: no such file") from None
    except OSError as error:
        raise UnusableInput(f"{name}: {reason(error)}") from None
