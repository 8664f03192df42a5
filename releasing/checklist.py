"""Whether the package can be released: one version and one day in all files, and every address known.

    python releasing/checklist.py [--tag v1.2.0] [--package DIR]

Prints what is still to do, one line each. Exit code 0: nothing; 1: something; 2: a file can't be read.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from schema_changes import unexplained

ROOT = Path(__file__).parents[1]
# What RELEASING.md says of each of them.
ADDRESSES = {
    "doi": "the DOI that Zenodo reserved, such as https://doi.org/10.5281/zenodo.1234567",
    "homepage": "the address at which the site or the files are published",
    "repository": "the address of the repository",
}
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
# Names that nobody can have (RFC 2606, RFC 6761), and those of one machine.
_RESERVED = re.compile(r"(^|\.)(example(\.(com|net|org))?|test|invalid|localhost|local)$|^[0-9.]+$|:")


def faults(root: Path, tag: str = "") -> Iterator[str]:
    """What is still to do, each as `file: found ..., expected ...`. Raises OSError, ValueError or KeyError."""
    about = json.loads(_text(root, "datapackage.json"))
    version, day = about["version"], about["created"][:10]
    if not _VERSION.fullmatch(version):
        yield f"datapackage.json: found version {version!r}, expected three numbers such as 1.2.0"
    if tag and tag != f"v{version}":
        yield f"tag: found {tag}, expected v{version}, the version of datapackage.json"
    yield from _of_addresses(about)
    if not re.search(r"^\*\s+@\S+", _text(root, ".github/CODEOWNERS"), re.MULTILINE):
        yield ".github/CODEOWNERS: no line for *, expected who reviews a change, such as `*  @somebody`"
    yield from _of_changelog(_text(root, "CHANGELOG.md"), version, day)
    yield from unexplained(root)
    for file, found in _stated(root).items():
        if found != (version, day[: len(found[1])]):
            yield f"{file}: found version {found[0]} of {found[1]}, expected {version} of {day}. Run `civcas docs`"


def _text(root: Path, name: str) -> str:
    return (root / name).read_text(encoding="utf-8")


def _of_addresses(about: dict[str, Any]) -> Iterator[str]:
    for member, what in ADDRESSES.items():
        address = about.get(member, "")
        host = urlsplit(address).hostname or ""
        if not address:
            yield f"datapackage.json: no {member}, expected {what}"
        elif not host or _RESERVED.search(host):
            yield f"datapackage.json: found {member} {address!r}, which nobody can open, expected {what}"


def _of_changelog(text: str, version: str, day: str) -> Iterator[str]:
    """The first section has the version and the day, and says something."""
    headings = list(_HEADING.finditer(text))
    first = headings[0][1] if headings else "no heading"
    if first != f"{version} ({day})":
        yield f"CHANGELOG.md: found {first!r} as the newest section, expected '{version} ({day})'"
    ends = [match.start() for match in headings[1:2]] or [len(text)]
    if headings and not text[headings[0].end() : ends[0]].strip():
        yield f"CHANGELOG.md: found nothing under {first!r}, expected what changed"
    if [match[1] for match in headings].count(first) > 1:
        yield f"CHANGELOG.md: found the section {first!r} more than once, expected it once"


def _stated(root: Path) -> dict[str, tuple[str, str]]:
    """The version and the day, or the year alone, that each generated file has."""
    zenodo = json.loads(_text(root, ".zenodo.json"))
    citation, readme = _text(root, "CITATION.cff"), _text(root, "README.md")
    return {
        ".zenodo.json": (zenodo["version"], zenodo["publication_date"]),
        "CITATION.cff": (
            _found(r'^version: "(.*)"$', citation),
            _found(r"^date-released: (.*)$", citation),
        ),
        "README.md (citation)": (
            _found(r"^> Version (.*), \d{4}\. ", readme),
            _found(r"^> Version .*, (\d{4})\. ", readme),
        ),
        "README.md (BibTeX)": (
            _found(r"^  version = \{(.*)\},$", readme),
            _found(r"^  year = \{(\d{4})\},$", readme),
        ),
    }


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text, re.MULTILINE)
    return match[1] if match else "none"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tag", default="", help="the tag of the release, which must have the same version")
    parser.add_argument("--package", type=Path, default=ROOT, metavar="DIR")
    arguments = parser.parse_args()
    try:
        found = list(faults(arguments.package, arguments.tag))
    except (OSError, ValueError, KeyError) as error:
        print(f"checklist: {error}. `civcas check` says more", file=sys.stderr)
        return 2
    print("\n".join(found) or "ready to be released")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
