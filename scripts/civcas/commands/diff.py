"""`civcas diff`: show what changed since a git revision."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from civcas.colours import coloured
from civcas.commands.common import CLEAN, FINDINGS, open_package
from civcas.commands.options import command, natural


def run(arguments: argparse.Namespace) -> int:
    from civcas.changes.diff import diff
    from civcas.changes.report import FORMATS

    changes = diff(open_package(arguments), arguments.revision)
    text = FORMATS[arguments.format](changes, arguments.most)
    print(coloured(text, sys.stdout) if arguments.format == "text" else text)
    return FINDINGS if changes.unreadable else CLEAN


def register(commands: Any) -> None:
    added = command(
        commands,
        "diff",
        "show what changed since a git revision",
        "Show what changed in the tables between a git revision and the working tree, by record and field,"
        " and how the headline figures change.",
        {0: "compared", 1: "a table can't be read"},
    )
    added.add_argument("revision", metavar="REV", help="a git revision, such as main or HEAD~1")
    added.add_argument(
        "--format",
        choices=["text", "markdown", "json"],
        default="text",
        help="text for people, Markdown for a comment, or JSON for programs (default: text)",
    )
    added.add_argument(
        "--most",
        type=natural,
        metavar="N",
        help="for each table, list at most N added records, N removed records and N changed cells, and count the rest"
        " (default: 20, in JSON all)",
    )
