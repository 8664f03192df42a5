"""Loads a package from the web, within limits on size and time."""

from __future__ import annotations

import re
from collections.abc import Collection
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLong
from pathlib import Path
from threading import Thread
from urllib.parse import quote, urljoin

import requests

from civcas import __version__
from civcas.errors import UnusableInput
from civcas.package.documents import PAPERS, linked_pages
from civcas.package.faults import DESCRIPTOR
from civcas.package.json_files import MARKS
from civcas.package.metadata import described_files
from civcas.package.zips import LARGEST, is_zip
from civcas.progress import step
from civcas.wording import shown_address

LONGEST = 1800  # seconds for all files of a package
SILENCE = 30  # seconds without an answer or a byte of it
_PART = 1 << 16  # bytes
_NOT_THERE = (404, 410)
_PAGE = re.compile(rb"\s*<(!doctype html|html)\b", re.IGNORECASE)
_WORDS = {
    requests.Timeout: f"no answer within {SILENCE} seconds",
    requests.TooManyRedirects: "led from one address to the next without an end",
    requests.exceptions.InvalidSchema: "led to an address that is not http(s)",
    requests.exceptions.ChunkedEncodingError: "the answer ended before it was complete",
    requests.exceptions.SSLError: "its certificate is not trusted",
    requests.ConnectionError: "the server can't be reached, or let go of the connection",
}


def download(address: str, folder: Path, tables: Collection[str] | None = None) -> tuple[Path, str]:
    """Load the zip or the descriptor at an address, and with a descriptor all files that it leads to.

    `tables`: with a descriptor, load only these tables and their schemas.

    Returns the file, and the address that it was loaded from in the end. Raises UnusableInput. The work is done in a
    thread, since a server that sends byte after byte could keep it waiting for ever.
    """
    result: Future[tuple[Path, str]] = Future()

    def work() -> None:
        try:
            result.set_result(_Loader().load(address, folder, tables))
        except BaseException as error:  # it is raised where it is waited for
            result.set_exception(error)

    Thread(target=work, daemon=True).start()
    try:
        return result.result(LONGEST)
    except TooLong:
        raise UnusableInput(f"not loaded within {LONGEST:,} seconds. Load it yourself, and check the file") from None


class _Loader:
    """Loads files, of all together no more than LARGEST bytes."""

    def __init__(self) -> None:
        self._session = requests.Session()
        self._session.headers["User-Agent"] = f"civcas/{__version__}"
        self._session.headers["Accept-Encoding"] = "identity"  # a compressed answer that is cut off may look whole
        self._left = LARGEST

    def load(self, address: str, folder: Path, tables: Collection[str] | None) -> tuple[Path, str]:
        file = folder / DESCRIPTOR
        base = self._save(address, file)
        if base is None:
            raise UnusableInput("nothing is at this address (404 Not Found)")
        if not is_zip(file):
            _require_object(file)
            files = described_files(folder, tables)
            self._save_files(base, folder, files if tables is not None else [*files, *PAPERS])
        return file, base

    def _save_files(self, base: str, folder: Path, names: list[str]) -> None:
        """Save these files, and the pages that papers among them link to. Leave out what is not there."""
        for number, name in enumerate(names, 1):  # which grows meanwhile
            step(f"loading {name}", number, len(names))
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if self._save(urljoin(base, quote(name)), file) and name.endswith(".md"):
                pages = linked_pages(name, file.read_text(encoding="utf-8", errors="replace"))
                names += [page for _, page in pages if page not in names]

    def _save(self, address: str, file: Path) -> str | None:
        """Save what is at an address. Returns the address that it led to, None if there is nothing."""
        try:
            with self._session.get(address, stream=True, timeout=SILENCE) as response:
                if response.status_code in _NOT_THERE:
                    return None
                self._require_whole(response, address)
                self._write(response, file)
        except requests.RequestException as error:
            raise UnusableInput(f"{shown_address(address)}: {_words(error)}") from None
        with file.open("rb") as saved:
            if _PAGE.match(saved.read(_PART)):
                wanted = f"a {DESCRIPTOR} or a zip" if file.name == DESCRIPTOR else file.name
                words = f"a web page, not {wanted}. Give the address of the file itself"
                raise UnusableInput(f"{shown_address(address)}: {words}")
        return response.url

    def _require_whole(self, response: requests.Response, address: str) -> None:
        """Raise UnusableInput for an answer that is not the file, or not in one piece and as it is."""
        coding = response.headers.get("Content-Encoding", "identity")
        if response.status_code != requests.codes.ok:
            raise UnusableInput(f"{shown_address(address)}: {response.status_code} {response.reason}")
        if coding != "identity":
            raise UnusableInput(f"{shown_address(address)}: the server sent it as {coding}, which was not asked for")

    def _write(self, response: requests.Response, file: Path) -> None:
        with file.open("wb") as saved:
            for part in response.iter_content(_PART):
                self._left -= len(part)
                if self._left < 0:
                    raise UnusableInput(
                        f"more than {LARGEST:,} bytes in all, so it was not loaded. Load it yourself, and check that"
                    )
                saved.write(part)


def _require_object(file: Path) -> None:
    """Raise UnusableInput for a file that begins as no JSON object does, such as a table of a package."""
    with file.open("rb") as opened:
        start = opened.read(_PART).strip()
    if not start.startswith((b"{", *MARKS)):  # a mark at the start is told of later
        found = f"begins with {start[:40].decode(errors='replace')!r}" if start else "is empty"
        raise UnusableInput(f"it {found}, so it is neither a {DESCRIPTOR} nor a zip. Give the address of one")


def _words(error: requests.RequestException) -> str:
    """What a person needs to know of an error of the network."""
    return next((words for kind, words in _WORDS.items() if isinstance(error, kind)), str(error))
