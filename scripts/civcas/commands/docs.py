"""`civcas docs`: regenerate the pages that are made from the data."""

from __future__ import annotations

import argparse
from typing import Any

from civcas.commands.common import CLEAN, FINDINGS, open_package
from civcas.commands.options import command


def run(arguments: argparse.Namespace) -> int:
    from civcas.package.tables import read_tables
    from civcas.package.writing import write_atomically
    from civcas.publishing.docs import pages

    package = open_package(arguments)
    code = CLEAN
    for path, text in pages(package, read_tables(package)).items():
        file = package.root / path
        if file.exists() and file.read_text(encoding="utf-8") == text:
            continue
        print(f"{path}: {'out of step; run `civcas docs`' if arguments.check else 'written'}")
        if arguments.check:
            code = FINDINGS
        else:
            file.parent.mkdir(exist_ok=True)
            write_atomically(file, text.encode())
    return code


def register(commands: Any) -> None:
    added = command(
        commands,
        "docs",
        "regenerate the generated documentation",
        "Regenerate the data dictionary, the rule catalogue, the coverage and the table of files in the README.",
    )
    added.add_argument("--check", action="store_true", help="change nothing; exit 1 if a page is out of step")
