"""Turns a document (plain text, HTML or PDF) into plain text. HTML and PDF need the extra `draft`."""

from __future__ import annotations

import io
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from civcas.errors import UnusableInput, reason
from civcas.extras import how_to_install
from civcas.wording import count

if TYPE_CHECKING:
    from pypdf import PdfReader


_NEEDS_DRAFT_EXTRA = f"needs the extra `draft`: {how_to_install('draft')}, or save the text to a .txt file"


_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|div|p|article|table)\b", re.IGNORECASE)


# The most that is read. A monthly report has some 20 kB of text, an annual report some 100 kB.
_MOST_BYTES = {"PDF": 20_000_000, "HTML": 2_000_000, "plain text": 1_000_000}
_MOST_LETTERS = 300_000
_MOST_PAGES = 300
_MOST_BYTES_OF_A_PAGE = 2_000_000


_MOST_SECONDS = 6  # for the pages of a PDF


_FEW_WORDS = 40


@dataclass(frozen=True)
class Document:
    """The text of a document. `note` is a warning about how it was read."""

    name: str
    text: str
    note: str = ""


def read_document(name: str) -> Document:
    """Read a file, or standard input for `-`. Raises UnusableInput if there is no text to read."""
    data = _read_bytes(name)
    shown = "standard input" if name == "-" else name
    if not data.strip():
        raise UnusableInput(f"{shown}: empty")
    note = ""
    kind = _kind(name, data)
    if len(data) > _MOST_BYTES[kind]:
        raise UnusableInput(f"{shown}: {len(data):,} bytes; of {kind}, {_MOST_BYTES[kind]:,} are read at most. {_CUT}")
    if kind == "PDF":
        text = _pdf_text(shown, data)
    elif kind == "HTML":
        text = _html_text(shown, data)
    else:
        text, note = _decode(shown, data)
    text = _without_wide_gaps(text)
    if len(text) > _MOST_LETTERS:
        raise UnusableInput(f"{shown}: {len(text):,} letters of text; {_MOST_LETTERS:,} are read at most. {_CUT}")
    return Document(shown, text, " ".join(filter(None, (note, _measured(text)))))


_CUT = "Save the part on this release or report to a file of its own"


def _kind(name: str, data: bytes) -> str:
    if data.lstrip()[:5] == b"%PDF-":
        return "PDF"
    is_html = name.lower().endswith((".html", ".htm", ".xhtml")) or _MARKUP.search(data[:4096])
    return "HTML" if is_html else "plain text"


def _without_wide_gaps(text: str) -> str:
    """The text with at most two spaces, and two line breaks, in a row. Wider gaps only slow the patterns down."""
    return re.sub(r"\n(?:[^\S\n]*\n){2,}", "\n\n", re.sub(r"(?<=[^\S\n]{2})[^\S\n]+", "", text))


def _measured(text: str) -> str:
    """A warning if there are so few words that some of the text may be missing."""
    words = len(text.split())
    if words >= _FEW_WORDS:
        return ""
    return f"only {count(words, 'word')} of text could be read; check that the file has the whole text"


def _read_bytes(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise UnusableInput(f"{name}: {reason(error)}") from None


def _decode(name: str, data: bytes) -> tuple[str, str]:
    """The text of a plain file: UTF-8, UTF-16 with a byte order mark, or else Windows-1252, with a note."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    note = ""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise UnusableInput(
                f"{name}: neither UTF-8 (byte {error.start + 1}) nor Windows-1252; save it as UTF-8 text"
            ) from None
        note = f"read as Windows-1252 because byte {error.start + 1} is not UTF-8; check that the words are right"
    if re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", text):
        raise UnusableInput(f"{name}: not a text, it contains control characters; expected plain text, HTML or PDF")
    return text, note


def _html_text(name: str, data: bytes) -> str:
    try:
        from bs4 import ParserRejectedMarkup

        from civcas.texts.web_pages import page_text
    except ImportError:
        raise UnusableInput(f"{name}: HTML " + _NEEDS_DRAFT_EXTRA) from None
    try:
        text = page_text(data)
    except (ParserRejectedMarkup, RecursionError) as error:
        raise UnusableInput(f"{name}: this HTML cannot be read: {error}") from None
    if not text:
        raise UnusableInput(f"{name}: HTML without text; save the page from the browser, or paste its text into a file")
    return text


def _pdf_text(name: str, data: bytes) -> str:
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError
    except ImportError:
        raise UnusableInput(f"{name}: a PDF " + _NEEDS_DRAFT_EXTRA) from None
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnusableInput(f"{name}: the PDF is encrypted; save it without a password")
        text = "\n\n".join(_texts_of_pages(name, reader)).strip()
    except UnusableInput:
        raise
    except DependencyError:  # pypdf has no AES of its own
        raise UnusableInput(f"{name}: the PDF is encrypted with AES; save it without encryption") from None
    except (Exception, RecursionError) as error:  # pypdf raises all kinds of errors for a damaged PDF
        raise UnusableInput(f"{name}: this PDF cannot be read: {error}") from None
    if not text:
        raise UnusableInput(f"{name}: a PDF without text, probably a scan; run OCR on it, or type its text into a file")
    return text


def _texts_of_pages(name: str, reader: PdfReader) -> Iterator[str]:
    """The text of each page. Raises UnusableInput if there is more than can be read in a few seconds."""
    if len(reader.pages) > _MOST_PAGES:
        raise UnusableInput(f"{name}: {len(reader.pages)} pages; {_MOST_PAGES} are read at most. {_CUT}")
    start = time.monotonic()
    for number, page in enumerate(reader.pages, 1):
        contents = page.get_contents()
        if contents and len(contents.get_data()) > _MOST_BYTES_OF_A_PAGE:
            raise UnusableInput(
                f"{name}: page {number} has more than {_MOST_BYTES_OF_A_PAGE:,} bytes of content. {_CUT}"
            )
        yield page.extract_text()
        if time.monotonic() - start > _MOST_SECONDS:
            raise UnusableInput(f"{name}: reading {number} of {len(reader.pages)} pages took too long. {_CUT}")
