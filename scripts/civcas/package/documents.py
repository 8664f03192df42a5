"""The documents of a package: the papers in its folder, and the pages in docs/."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from civcas.errors import UnusableInput
from civcas.package.files import read_file, refuse_link_outside
from civcas.package.own import uses_programs_own

if TYPE_CHECKING:
    from civcas.package.tables import Package

README, CHANGELOG = "README.md", "CHANGELOG.md"
DATA_LICENCE = "LICENSE-DATA"
PAPERS = (README, CHANGELOG, "LICENSE", DATA_LICENCE, "CITATION.cff")
DOCS = "docs"

_LINK = re.compile(r"\]\((?P<path>[^)\s#]+\.md)(#[^)\s]*)?\)")
_TO_A_FILE = re.compile(r"!?\[(?P<text>[^\[\]]*)\]\((?![a-z]+:)(?P<path>[^)\s#]+)(?P<rest>#[^)\s]*)?\)")


def document_names(package: Package) -> list[str]:
    """The documents that a build publishes, by their paths in the package. Every package has to have a README."""
    root = package.root
    needed = PAPERS if uses_programs_own(package.descriptor) else (README,)
    papers = [name for name in PAPERS if name in needed or (root / name).exists()]
    return [*papers, *(f"{DOCS}/{file.name}" for file in sorted((root / DOCS).glob("*.md")))]


def read_document(root: Path, name: str) -> bytes:
    """A document as it is. Raises UnusableInput if it is not a text in UTF-8, or lies outside the package."""
    refuse_link_outside(root, name)
    data = read_file(root, name)
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise UnusableInput(f"{name}: not UTF-8 (the byte {error.start + 1:,} of the file)") from None
    return data


def published_document(name: str, data: bytes, files: Mapping[str, str]) -> bytes:
    """A document as it is published, with links only to what is published with it: other links become their text.

    `files`: where each file of the package is published. Files that are not Markdown have no such links.
    """

    def link(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), match["path"]))
        if path not in files:  # as no image is
            return match["text"]
        there = posixpath.relpath(files[path], posixpath.dirname(name) or ".")
        text = there if match["text"] == match["path"] else match["text"]
        return f"[{text}]({there}{match['rest'] or ''})"

    return _TO_A_FILE.sub(link, data.decode()).encode() if name.endswith(".md") else data


def linked_pages(name: str, text: str) -> Iterator[tuple[int, str]]:
    """The pages in docs/ that a document links to: the line, and the page's path in the package."""
    for number, line in enumerate(text.splitlines(), 1):
        for link in _LINK.finditer(line):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), link["path"]))
            if posixpath.dirname(path) == DOCS:
                yield number, path
