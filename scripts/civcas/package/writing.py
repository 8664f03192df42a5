"""Replaces files of the package, whole, and never one that somebody else changed in the meantime."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from civcas.errors import UnusableInput, reason
from civcas.package.files import real_path

# How the names of temporary files end. Git ignores them.
TEMPORARY = ".civcas-tmp"
_RANDOM = "?" * 8  # what tempfile puts into a name


@dataclass(frozen=True)
class Change:
    """A file to write: its path in the package, its bytes when it was read (None: no file), and its new bytes."""

    path: str
    old: bytes | None
    new: bytes


@dataclass(frozen=True)
class _Step:
    change: Change
    target: Path
    temporary: Path


def write_files(root: Path, changes: Sequence[Change]) -> None:
    """Replace all files, in this order, or none. Raises UnusableInput.

    The new bytes are on the disk before the first file is replaced. A kill leaves each file old or new.
    Call it with the package locked: it deletes the temporary files of killed runs.
    """
    steps: list[_Step] = []
    path = ""
    try:
        for change in changes:
            path = change.path
            steps.append(_prepare(root, change))
        for step in steps:
            path = step.change.path
            _require_unchanged(step)
        _replace(steps)
    except OSError as error:
        raise UnusableInput(f"{path}: {reason(error)}; nothing was written") from None
    finally:
        for step in steps:
            step.temporary.unlink(missing_ok=True)


def _prepare(root: Path, change: Change) -> _Step:
    target = _target(root, change.path)
    target.parent.mkdir(parents=True, exist_ok=True)
    for leftover in target.parent.glob(f".{escape(target.name)}.{_RANDOM}{TEMPORARY}"):
        leftover.unlink(missing_ok=True)
    return _Step(change, target, _temporary(target, change.new))


def _target(root: Path, path: str) -> Path:
    """The file to replace. If the path is a link, that is the file it points to, so that the link stays."""
    target = real_path(root / path)
    if not target.is_relative_to(real_path(root)):
        raise UnusableInput(f"{path}: a link to {target}, which is outside the package; nothing was written")
    if target.exists() and not os.access(target, os.W_OK):  # a rename would replace a read-only file
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return target


def _temporary(target: Path, data: bytes) -> Path:
    """A file next to the target, with these bytes on the disk and the target's mode."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=TEMPORARY)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _require_unchanged(step: _Step) -> None:
    now = step.target.read_bytes() if step.target.exists() else None
    if now != step.change.old:
        raise UnusableInput(
            f"{step.change.path}: changed on disk since it was read; nothing was written. Run the command again"
        )


def _replace(steps: list[_Step]) -> None:
    """Rename the temporary files. If one fails, the files already replaced get their old bytes back."""
    done: list[_Step] = []
    try:
        for step in steps:
            done.append(step)
            step.temporary.replace(step.target)
    except BaseException:
        for step in done:
            _put_back(step)
        raise
    for folder in {step.target.parent for step in steps}:
        sync(folder)


def _put_back(step: _Step) -> None:
    if step.temporary.exists():  # not replaced
        return
    if step.change.old is None:
        step.target.unlink()
    else:
        _temporary(step.target, step.change.old).replace(step.target)


def sync(path: Path) -> None:
    """Put a file, or the names in a folder, on the disk, as far as the file system can."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
