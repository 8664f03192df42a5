"""Checks that datapackage.json and LICENSE-DATA state the same licence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civcas.checking.descriptor import fault_finding
from civcas.checking.findings import Finding
from civcas.errors import UnusableInput
from civcas.package.documents import DATA_LICENCE, read_document
from civcas.package.faults import DESCRIPTOR, Fault
from civcas.package.json_files import shown
from civcas.package.tables import Package


def licence_findings(package: Package) -> Iterator[Finding]:
    """The names, titles and addresses of licences in the descriptor that LICENSE-DATA does not have."""
    try:
        text = _plain(read_document(package.root, DATA_LICENCE).decode())
    except UnusableInput:  # which is a finding of its own
        return
    if not text.strip():
        return
    for number, licence in enumerate(package.descriptor.get("licenses", [])):
        for member, value in licence.items():
            if not re.search(rf"(?<!\w){re.escape(_plain(value))}(?![./]*\w)", text):
                expected = f"the licence that {DATA_LICENCE} states, with its name, title and address"
                fault = Fault(DESCRIPTOR, ("licenses", number, member), shown(value), expected)
                yield fault_finding(package, fault, "structure/licence")


def _plain(text: str) -> str:
    """A text, or the name or address of a licence, in the one form in which they are compared."""
    return re.sub(r"[\s-]+", " ", re.sub(r"^https?://|/$", "", text.casefold()))
