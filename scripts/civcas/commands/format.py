"""`civcas format`: sort tables, and write them in canonical form."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civcas.commands.common import CLEAN, FINDINGS, named, open_package, writing_to
from civcas.commands.options import FILES, ONLY_WRONG, command, completes

if TYPE_CHECKING:
    from civcas.package.tables import Package, Resource
    from civcas.package.writing import Change


def run(arguments: argparse.Namespace) -> int:
    package = open_package(arguments)
    resources = named(package, arguments.files)
    if arguments.check:
        return _format(package, resources, _only_say)
    with writing_to(package):
        return _format(package, resources, partial(_write, quiet=arguments.quiet))


def _format(package: Package, resources: list[Resource], handle: Callable[[Package, list[Change]], int]) -> int:
    """Handle the tables that are not in canonical form. Say what is wrong with those that can't be read."""
    from civcas.checking.parse_errors import explain
    from civcas.checking.report import text_of
    from civcas.package.canonical import formatted
    from civcas.package.tables import DoesNotParse, parse_table, read_bytes
    from civcas.package.writing import Change

    code, changes = CLEAN, []
    for resource in resources:
        data = read_bytes(package, resource)
        try:
            wanted = formatted(parse_table(resource, data))
        except DoesNotParse:
            print("\n".join(text_of(finding) for finding in explain(resource, data)))
            code = FINDINGS
            continue
        if wanted != data:
            changes.append(Change(resource.path, data, wanted))
    return max(code, handle(package, changes))


def _only_say(_: Package, changes: list[Change]) -> int:
    for change in changes:
        print(f"{change.path}: not in canonical form. Run `civcas format`")
    return FINDINGS if changes else CLEAN


def _write(package: Package, changes: list[Change], *, quiet: bool) -> int:
    from civcas.package.writing import write_files

    write_files(package.root, changes)
    for change in changes if not quiet else ():
        print(f"{change.path}: rewritten")
    return CLEAN


def register(commands: Any) -> None:
    added = command(
        commands,
        "format",
        "sort tables, and write them in canonical form",
        "Sort the rows, remove stray spaces and needless quotes, and write the tables in UTF-8 with LF line ends.",
        {0: "done", 1: "a table can't be read or, with --check, would change"},
        ONLY_WRONG,
    )
    files = added.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="format only these tables (default: all)"
    )
    completes(files, FILES)
    added.add_argument("--check", action="store_true", help="change nothing; exit 1 if a table would change")
