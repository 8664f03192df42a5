"""Turns a document (plain text, HTML or PDF) into plain text. HTML and PDF need the extra `draft`."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from civcas.errors import UnusableInput, reason

if TYPE_CHECKING:
    from bs4 import BeautifulSoup


_NEEDS_DRAFT_EXTRA = "needs the extra `draft`: run `make draft`, or save the text to a .txt file"


_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|div|p|article|table)\b", re.IGNORECASE)


# Parts of a page that are not its content.
_NOT_CONTENT = [
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "head",
    "nav",
    "footer",
    "aside",
    "form",
    "button",
    "iframe",
]


_BLOCKS = [
    "address", "article", "blockquote", "caption", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td", "th", "time", "tr",
    "ul",
]  # fmt: skip


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
    if data.lstrip()[:5] == b"%PDF-":
        text, note = _pdf_text(shown, data), ""
    elif name.lower().endswith((".html", ".htm", ".xhtml")) or _MARKUP.search(data[:4096]):
        text, note = _html_text(shown, data), ""
    else:
        text, note = _decode(shown, data)
    return Document(shown, text, note)


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
        from bs4 import BeautifulSoup, ParserRejectedMarkup
    except ImportError:
        raise UnusableInput(f"{name}: HTML " + _NEEDS_DRAFT_EXTRA) from None
    try:
        text = _block_text(BeautifulSoup(data, "html.parser"))
    except ParserRejectedMarkup as error:
        raise UnusableInput(f"{name}: this HTML cannot be read: {error}") from None
    if not text:
        raise UnusableInput(f"{name}: HTML without text; save the page from the browser, or paste its text into a file")
    return text


def _block_text(soup: BeautifulSoup) -> str:
    """The text of a page: a blank line between blocks, an asterisk before each item of a list."""
    for tag in soup.find_all(_NOT_CONTENT):
        tag.decompose()
    for string in soup.find_all(string=True):
        string.replace_with(re.sub(r"\s+", " ", string))
    for tag in soup.find_all("br"):
        tag.replace_with("\n")
    for tag in soup.find_all(_BLOCKS):
        tag.insert(0, "\n\n* " if tag.name == "li" else "\n\n")
        tag.append("\n\n")
    lines = [line.strip() for line in soup.get_text().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _pdf_text(name: str, data: bytes) -> str:
    try:
        from pypdf import PdfReader
    except ImportError:
        raise UnusableInput(f"{name}: a PDF " + _NEEDS_DRAFT_EXTRA) from None
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnusableInput(f"{name}: the PDF is encrypted; save it without a password")
        text = "\n\n".join(page.extract_text() for page in reader.pages).strip()
    except UnusableInput:
        raise
    except Exception as error:  # pypdf raises all kinds of errors for a damaged PDF
        raise UnusableInput(f"{name}: this PDF cannot be read: {error}") from None
    if not text:
        raise UnusableInput(f"{name}: a PDF without text, probably a scan; run OCR on it, or type its text into a file")
    return text
