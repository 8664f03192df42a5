"""Locks that keep two commands from writing at once. The system drops the lock of a process that ends or is killed."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from civcas.package.faults import DESCRIPTOR


@contextmanager
def locked(root: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Lock the package against other commands that write. Where another has it, call `on_wait` and wait.

    The lock is on the descriptor, which no command replaces. On a file system without locks there is none.
    """
    handle = _open(root / DESCRIPTOR)
    try:
        with suppress(OSError):
            if not try_lock(handle):
                on_wait()
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def try_lock(handle: int) -> bool:
    """Lock an open file. False if another process has the lock. Raises OSError on a file system without locks."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _open(file: Path) -> int:
    """Open the file to lock it. NFS locks only files that are open for writing."""
    try:
        return os.open(file, os.O_RDWR)
    except OSError:  # a read-only checkout
        return os.open(file, os.O_RDONLY)
