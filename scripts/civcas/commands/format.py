"""`civcas format`: sort tables, and write them in canonical form."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civcas.commands.common import CLEAN, FINDINGS, named, open_package
from civcas.commands.options import command
from civcas.errors import UnusableInput, reason

if TYPE_CHECKING:
    from civcas.package.tables import Package, Resource


def run(arguments: argparse.Namespace) -> int:
    package = open_package(arguments)
    outcomes = [_format(package, resource, arguments.check) for resource in named(package, arguments.files)]
    return max(outcomes)


def _format(package: Package, resource: Resource, only_check: bool) -> int:
    """Format one table, say what was done, and return the exit code."""
    from civcas.checking.parse_errors import explain
    from civcas.checking.report import text_of
    from civcas.package.canonical import changed
    from civcas.package.files import real_path
    from civcas.package.tables import DoesNotParse, read_bytes
    from civcas.package.writing import write_atomically

    try:
        data = changed(package, resource)
    except DoesNotParse:
        print("\n".join(text_of(finding) for finding in explain(resource, read_bytes(package, resource))))
        return FINDINGS
    if data is None:
        return CLEAN
    if only_check:
        print(f"{resource.path}: not in canonical form. Run `civcas format`")
        return FINDINGS
    try:
        write_atomically(real_path(package.root / resource.path), data)  # not in place of a link
    except OSError as error:
        raise UnusableInput(f"{resource.path}: {reason(error)}; the file was not changed") from None
    print(f"{resource.path}: rewritten")
    return CLEAN


def register(commands: Any) -> None:
    added = command(
        commands,
        "format",
        "sort tables, and write them in canonical form",
        "Sort the rows, remove stray spaces and needless quotes, and write the tables in UTF-8 with LF line ends."
        " Exit code: 0 done; 1 a table can't be read or, with --check, would change; 2 unusable input.",
    )
    added.add_argument("files", nargs="*", type=Path, metavar="FILE", help="format only these tables (default: all)")
    added.add_argument("--check", action="store_true", help="change nothing; exit 1 if a table would change")
