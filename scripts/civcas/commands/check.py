"""`civcas check`: check the whole package."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from civcas.commands.common import CLEAN, FINDINGS, named, open_package
from civcas.commands.options import command


def run(arguments: argparse.Namespace) -> int:
    from civcas.checking.check import check
    from civcas.checking.report import FORMATS
    from civcas.package.git import head_of, require_revision

    package = open_package(arguments, with_faults=True)
    wanted = {resource.path for resource in named(package, arguments.files)} if arguments.files else None
    if arguments.since:
        require_revision(package.root, arguments.since)
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
        "check the whole package",
        "Check the descriptor, the tables, the rules and the known issues, and print what is wrong and how to fix it."
        " Exit code: 0 clean, 1 findings, 2 unusable input.",
    )
    added.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="print only the findings in these files, and count the others (default: print all)",
    )
    added.add_argument(
        "--since",
        metavar="REV",
        help="look for the cause of a finding first in lines that changed since this git revision (default: HEAD)",
    )
    added.add_argument(
        "--format",
        choices=["text", "json", "github", "markdown"],
        default="text",
        help="text for people, JSON for programs, annotations for GitHub, or Markdown for a comment (default: text)",
    )
    added.add_argument(
        "--documented", action="store_true", help="also print the findings that known issues document (text and github)"
    )
