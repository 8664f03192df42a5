"""Writing that leaves either the old or the new, never half."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file next to its place, then move it there."""
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
    """Write several files: all of them, or none: where one fails, those written before it get their old bytes back."""
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
    """A new folder to fill, which takes the place of `folder` when the block ends well; else `folder` stays as it was.

    The old folder is moved aside for the blink of an eye between two renames, and brought back should the second fail.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    for left in folder.parent.glob(f".{folder.name}-*"):  # of a build that was killed
        restore_or_remove(left, folder)
    new = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-new-"))
    old = folder.parent / f".{folder.name}-old-{os.getpid()}"
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


def restore_or_remove(left: Path, folder: Path) -> None:
    """Clear what a killed build left: bring an old folder back if its place is empty, delete it otherwise."""
    if "-old-" in left.name and not folder.exists():
        left.rename(folder)
    else:
        shutil.rmtree(left, ignore_errors=True)
