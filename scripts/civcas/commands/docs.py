"""`civcas docs`: write the documentation that is generated from the package."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from civcas.commands.common import CLEAN, FINDINGS, open_package, writing_to
from civcas.commands.options import ONLY_WRONG, command
from civcas.errors import UnusableInput, reason

if TYPE_CHECKING:
    from civcas.package.tables import Package
    from civcas.package.writing import Change


def run(arguments: argparse.Namespace) -> int:
    package = open_package(arguments)
    if arguments.check:
        changes = changes_of(package)
        for change in changes:
            print(f"{change.path}: out of date. Run `civcas docs`")
        return FINDINGS if changes else CLEAN
    with writing_to(package):
        _write(package, changes_of(package), quiet=arguments.quiet)
    return CLEAN


def changes_of(package: Package) -> list[Change]:
    """The generated pages that are out of date."""
    from civcas.package.tables import read_tables
    from civcas.package.writing import Change
    from civcas.publishing.docs import PAGES, pages

    # Read first: what somebody writes into a page from now on is not overwritten.
    old = {path: _bytes_of(package, path) for path in PAGES}
    new = {path: text.encode() for path, text in pages(package, read_tables(package)).items()}
    return [Change(path, old[path], data) for path, data in new.items() if data != old[path]]


def _bytes_of(package: Package, path: str) -> bytes | None:
    file = package.root / path
    try:
        return file.read_bytes() if file.exists() else None
    except OSError as error:
        raise UnusableInput(f"{path}: {reason(error)}; nothing was written") from None


def _write(package: Package, changes: list[Change], *, quiet: bool) -> None:
    from civcas.package.writing import write_files

    write_files(package.root, changes)
    for change in changes if not quiet else ():
        print(f"{change.path}: updated")


def register(commands: Any) -> None:
    added = command(
        commands,
        "docs",
        "write the documentation that is generated from the package",
        "Write the data dictionary, the rules, the coverage, the citation, and the table of files in the README.",
        {0: "done", 1: "with --check, a page is out of date"},
        ONLY_WRONG,
    )
    added.add_argument("--check", action="store_true", help="change nothing; exit 1 if a page is out of date")
