"""Where a package can be: in a folder, in a zip, or on the web. What is not in a folder is put into a temporary one."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from civcas.errors import UnusableInput
from civcas.package.faults import DESCRIPTOR
from civcas.package.files import real_path
from civcas.package.formats import is_url
from civcas.package.zips import is_zip, unpack
from civcas.wording import shown_address

KINDS = f"a folder, a {DESCRIPTOR}, a zip, or an http(s) address of one of the last two"

_UNSEEN = (
    "on the web, only files that the package names can be found: pages in docs/ to which nothing links, and files in"
    " data/ that no resource names, are not checked, and rules in rules/ are not run"
)


@dataclass(frozen=True)
class Place:
    """The folder that has the package.

    `start` is what the names of its files begin with in a report, if the folder is a temporary one. `note` says what
    can't be seen of the package.
    """

    root: Path
    start: str = ""
    note: str = ""


def is_place(text: str) -> bool:
    """Whether a text names a package, not a table of one."""
    path = Path(text)
    return "://" in text or path.suffix.lower() in (".zip", ".json") or path.is_dir() or is_zip(path)


@contextmanager
def found_at(text: str, tables: Collection[str] | None = None) -> Iterator[Place]:
    """The package that a text names. Raises UnusableInput, which names the place.

    `tables`: of what is not in a folder already, unpack or load only the descriptor, and these tables with their
    schemas.
    """
    path = Path(text)
    if "://" not in text and (path.is_dir() or path.name == DESCRIPTOR):
        yield Place(_folder(path))
        return
    with tempfile.TemporaryDirectory(prefix="civcas-", ignore_cleanup_errors=True) as name:
        try:
            yield _put_into(Path(name), text, tables)
        except UnusableInput as error:
            start = f"{shown_address(text)}: "
            raise UnusableInput(start + str(error).removeprefix(start)) from None


def _folder(path: Path) -> Path:
    folder = path if path.is_dir() else path.parent
    if not (folder / DESCRIPTOR).is_file():
        raise UnusableInput(f"{folder}: no {DESCRIPTOR} in this folder. Expected {KINDS}")
    return real_path(folder)


def _put_into(folder: Path, text: str, tables: Collection[str] | None) -> Place:
    """Put the package that is in a zip or on the web into a folder."""
    if "://" not in text:
        file = Path(text)
        if not file.is_file():
            raise UnusableInput(f"no such file. Expected {KINDS}")
        if not is_zip(file):
            raise UnusableInput(f"not a zip. Expected {KINDS}")
    elif not is_url(text):
        raise UnusableInput(f"not an http(s) address. Expected {KINDS}")
    else:
        from civcas.package.downloads import download

        (folder / "loaded").mkdir()
        file, address = download(text, folder / "loaded", tables)
        if not is_zip(file):
            return Place(file.parent, shown_address(urljoin(address, ".")), _UNSEEN)
    start = unpack(file, folder / "package", tables)
    return Place(folder / "package", f"{shown_address(text)}/{start}")
