"""`civcas check`: validate everything."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from civcas.commands.common import CLEAN, FINDINGS, named, open_package
from civcas.commands.options import command


def run(arguments: argparse.Namespace) -> int:
    from civcas.checking.check import check
    from civcas.checking.report import FORMATS
    from civcas.package.git import head_of

    package = open_package(arguments)
    wanted = {resource.path for resource in named(package, arguments.files)} if arguments.files else None
    report = check(package, since=arguments.since or head_of(package.root))
    if wanted is not None:
        report = report.of_files(wanted)
    options = {"documented": True} if arguments.documented else {}
    print(FORMATS[arguments.format](report, **options))
    return FINDINGS if report.errors or report.elsewhere else CLEAN


def register(commands: Any) -> None:
    added = command(
        commands,
        "check",
        "validate everything",
        "Validate the package. Exit code: 0 clean, 1 findings, 2 unusable input.",
    )
    added.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="report only findings in these files, and count the others; the whole package is read all the same",
    )
    added.add_argument(
        "--since",
        metavar="REV",
        help="a git revision: look for the cause of a finding in lines that changed since then (default: HEAD)",
    )
    added.add_argument("--format", choices=["text", "json", "github", "markdown"], default="text")
    added.add_argument(
        "--documented", action="store_true", help="text, github: show the findings that known issues document, too"
    )
