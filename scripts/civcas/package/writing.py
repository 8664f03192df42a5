"""Writes files and folders whole: after an error or a kill, either the old or the new one is there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

# What the names of the working folders hold, between a dot with the folder's name and a number.
NEW, OLD = "-new-", "-old-"


def write_atomically(path: Path, data: bytes) -> None:
    """Write a temporary file in the same folder, then rename it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_all(files: dict[Path, bytes]) -> None:
    """Write all the files or none. If one fails, those already written get their old bytes back."""
    old = {path: path.read_bytes() for path in files if path.exists()}
    done: list[Path] = []
    try:
        for path, data in files.items():
            done.append(path)
            write_atomically(path, data)
    except BaseException:
        for path in done:
            if path in old and path.read_bytes() != old[path]:
                write_atomically(path, old[path])
        raise


@contextmanager
def replaced_folder(folder: Path) -> Iterator[Path]:
    """A new folder to fill. It replaces `folder` if the block ends without an error; otherwise `folder` is left alone.

    Two renames swap the folders. If the second fails, the first is undone. If a kill comes between them, the next call
    puts the old folder back.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    for kind in (OLD, NEW):
        for leftover in folder.parent.glob(f".{escape(folder.name)}{kind}*"):  # from a build that was killed
            _restore_or_remove(leftover, folder)
    new = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}{NEW}"))
    old = folder.parent / f".{folder.name}{OLD}{os.getpid()}"
    try:
        yield new
        new.chmod(0o755)
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _restore_or_remove(leftover: Path, folder: Path) -> None:
    """Put an old folder back if its place is empty. Delete any other leftover."""
    if OLD in leftover.name and not folder.exists():
        leftover.rename(folder)
    else:
        shutil.rmtree(leftover, ignore_errors=True)
