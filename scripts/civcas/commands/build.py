"""`civcas build`: check, then write dist/."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from civcas.commands.common import any_package, build_into, built_in, writing_to
from civcas.commands.options import FOLDERS, ONLY_WRONG, add_url, command, completes


def run(arguments: argparse.Namespace) -> int:
    from civcas.package.files import real_path

    with any_package(arguments, with_faults=True) as package, writing_to(package):
        folder = real_path(arguments.out or built_in(package))
        return build_into(package, folder, arguments.url, quiet=arguments.quiet)


def register(commands: Any) -> None:
    added = command(
        commands,
        "build",
        "check, then write dist/",
        "Check the package. If it is clean, write it to dist/ as SQLite, Parquet, CSV, JSON lines, XLSX, files for maps"
        " and a zip file, with descriptions and checksums.",
        {0: "built", 1: "findings; nothing is written"},
        ONLY_WRONG,
    )
    out = added.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="write to this folder, and replace an earlier build in it (default: dist/ in the package)",
    )
    completes(out, FOLDERS)
    add_url(added)
