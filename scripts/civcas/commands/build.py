"""`civcas build`: check, then write dist/."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from civcas.commands.common import build_into, open_package
from civcas.commands.options import command


def run(arguments: argparse.Namespace) -> int:
    package = open_package(arguments)
    return build_into(package, (arguments.out or package.root / "dist").resolve())


def register(commands: Any) -> None:
    added = command(
        commands,
        "build",
        "check, then write dist/",
        "Check the package, then write dist/: SQLite, Parquet, CSV, XLSX, the zipped package, checksums.",
    )
    added.add_argument("--out", type=Path, metavar="DIR", help="the folder to write (default: dist/ in the package)")
