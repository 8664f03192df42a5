"""`civcas build`: check, then write dist/."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from civcas.commands.common import build_into, open_package, writing_to
from civcas.commands.options import command


def run(arguments: argparse.Namespace) -> int:
    package = open_package(arguments)
    with writing_to(package):
        return build_into(package, (arguments.out or package.root / "dist").resolve())


def register(commands: Any) -> None:
    added = command(
        commands,
        "build",
        "check, then write dist/",
        "Check the package, then write dist/: SQLite, Parquet, CSV, XLSX, the zipped package and checksums."
        " Exit code: 0 built, 1 findings (nothing is written), 2 unusable input.",
    )
    added.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="the folder to write; an earlier build in it is replaced (default: dist/ in the package)",
    )
