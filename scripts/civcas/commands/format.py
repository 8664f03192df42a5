"""`civcas format`: put tables into canonical form."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from civcas.commands.common import CLEAN, FINDINGS, named, open_package
from civcas.commands.options import command


def run(arguments: argparse.Namespace) -> int:
    from civcas.checking.parse_errors import explain
    from civcas.checking.report import text_of
    from civcas.package.canonical import changed
    from civcas.package.tables import DoesNotParse, read_bytes
    from civcas.package.writing import write_atomically

    package = open_package(arguments)
    code = CLEAN
    for resource in named(package, arguments.files):
        try:
            data = changed(package, resource)
        except DoesNotParse:
            print("\n".join(text_of(finding) for finding in explain(resource, read_bytes(package, resource))))
            code = FINDINGS
            continue
        if data is None:
            continue
        print(f"{resource.path}: {'not canonical' if arguments.check else 'rewritten'}")
        if arguments.check:
            code = FINDINGS
        else:
            write_atomically(package.root / resource.path, data)
    return code


def register(commands: Any) -> None:
    added = command(
        commands,
        "format",
        "put tables into canonical form",
        "Put the tables into canonical form.",
    )
    added.add_argument("files", nargs="*", type=Path, metavar="FILE", help="only these tables (default: all)")
    added.add_argument("--check", action="store_true", help="change nothing; exit 1 if a file is not canonical")
