"""`civcas docs`: write the documentation that is generated from the package."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from civcas.commands.common import CLEAN, FINDINGS, open_package
from civcas.commands.options import command
from civcas.errors import UnusableInput, reason


def run(arguments: argparse.Namespace) -> int:
    from civcas.package.tables import read_tables
    from civcas.publishing.docs import pages

    package = open_package(arguments)
    code = CLEAN
    for path, text in pages(package, read_tables(package)).items():
        file, data = package.root / path, text.encode()
        if file.is_file() and file.read_bytes() == data:
            continue
        if arguments.check:
            print(f"{path}: out of date. Run `civcas docs`")
            code = FINDINGS
        else:
            _write(file, path, data)
            print(f"{path}: updated")
    return code


def _write(file: Path, path: str, data: bytes) -> None:
    from civcas.package.writing import write_atomically

    try:
        file.parent.mkdir(exist_ok=True)
        write_atomically(file, data)
    except OSError as error:
        raise UnusableInput(f"{path}: {reason(error)}; the page was not updated") from None


def register(commands: Any) -> None:
    added = command(
        commands,
        "docs",
        "write the documentation that is generated from the package",
        "Write the data dictionary, the rules, the coverage, the citation, and the table of files in the README."
        " Exit code: 0 done, 1 (with --check) a page is out of date, 2 unusable input.",
    )
    added.add_argument("--check", action="store_true", help="change nothing; exit 1 if a page is out of date")
