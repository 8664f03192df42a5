"""Checks the documents of the package: each can be published, has a text, and links only to pages that are there."""

from __future__ import annotations

from collections.abc import Iterator

from civcas.checking.findings import Finding
from civcas.checking.licences import licence_findings
from civcas.checking.parse_errors import CONFLICT
from civcas.checking.structural_rules import structural_rule
from civcas.errors import UnusableInput
from civcas.package.documents import document_names, linked_pages, read_document
from civcas.package.tables import Package


def document_findings(package: Package) -> Iterator[Finding]:
    """What keeps documents from being published, or lies outside the package; what is left of a merge; lost pages; and
    another licence.
    """
    names = document_names(package)
    for name in names:
        try:
            text = read_document(package.root, name).decode("utf-8-sig")
        except UnusableInput as error:
            yield _finding(name, None, str(error).removeprefix(f"{name}: "), "a text in UTF-8")
            continue
        if not text.strip():
            yield _finding(name, None, "nothing", "a text")
        yield from _conflicts(name, text)
        yield from _links(name, text, set(names))
    yield from licence_findings(package)


def _conflicts(name: str, text: str) -> Iterator[Finding]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(CONFLICT[0]):
            yield _finding(name, number, f"a merge conflict that was not resolved: {line}", "the text that was chosen")


def _links(name: str, text: str, names: set[str]) -> Iterator[Finding]:
    """Links to a page of docs/ that is not there."""
    for number, path in linked_pages(name, text):
        if path not in names:
            yield _finding(name, number, f"a link to {path}, which is not there", "a page in docs/")


def _finding(name: str, line: int | None, found: str, expected: str) -> Finding:
    return Finding(
        "structure/document", name, line, found=found, expected=expected, hint=structural_rule("structure/document").fix
    )
