"""Replaces a folder, whole. Deletes no folder without the mark that this module puts into its own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

from civcas.errors import UnusableInput
from civcas.package.locks import try_lock
from civcas.package.writing import sync

# A working folder is next to the folder that it will replace. Git ignores it.
WORKING = ".civcas-build"
_RANDOM = "?" * 8  # what tempfile puts into a name
_MARK, _TEXT = "MARK", b"A working folder of `civcas build`. The next build deletes it.\n"
_NEW, _OLD = "new", "old"


@contextmanager
def replaced_folder(folder: Path) -> Iterator[Path]:
    """A new folder to fill. It replaces `folder` if the block ends without an error; otherwise `folder` is left alone.

    Two renames swap the folders. If the second fails, the first is undone. If a kill comes between them, the next call
    puts the old folder back. Raises UnusableInput if another process is replacing the folder.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    for leftover in folder.parent.glob(f".{escape(folder.name)}-{_RANDOM}{WORKING}"):
        _take_over(leftover, folder)
    working = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-", suffix=WORKING))
    handle = os.open(working / _MARK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        with suppress(OSError):  # a file system without locks
            try_lock(handle)
        os.write(handle, _TEXT)
        new = working / _NEW
        new.mkdir()
        yield new
        for path in (*new.rglob("*"), new):
            sync(path)
        _swap(new, working / _OLD, folder)
    finally:
        _clear(working, folder)
        os.close(handle)


def _take_over(leftover: Path, folder: Path) -> None:
    """Clear the working folder of a process that was killed. Raises UnusableInput if the process still runs."""
    with suppress(OSError):  # empty: the process was killed before it could put a mark
        leftover.rmdir()
    if not _is_marked(leftover):
        return
    handle = os.open(leftover / _MARK, os.O_RDWR)
    try:
        if not try_lock(handle):
            raise UnusableInput(
                f"{folder}: another build is writing it; nothing was changed. Try again when it has ended"
            )
        _clear(leftover, folder)
    except OSError:  # a file system without locks: nobody can say whether the process still runs
        return
    finally:
        os.close(handle)


def _is_marked(leftover: Path) -> bool:
    """Whether the folder has the mark. A process that was killed early may have written nothing into it yet."""
    mark = leftover / _MARK
    if leftover.is_symlink() or mark.is_symlink() or not mark.is_file():
        return False
    return mark.read_bytes() in (b"", _TEXT)


def _swap(new: Path, old: Path, folder: Path) -> None:
    if folder.exists():
        folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    sync(folder.parent)


def _clear(working: Path, folder: Path) -> None:
    """Delete a working folder, its mark last. Put the old folder back if it was not replaced."""
    old, new = working / _OLD, working / _NEW
    if old.exists() and new.exists():  # stopped between the two renames
        if folder.exists():  # somebody else has put something there
            return
        old.rename(folder)
    shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    with suppress(OSError):
        (working / _MARK).unlink()
        working.rmdir()
