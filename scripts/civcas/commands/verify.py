"""`civcas verify`: compare a record with the text of a source."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from civcas.commands.common import CLEAN, FINDINGS, any_package
from civcas.commands.options import FILES, command, completes


def run(arguments: argparse.Namespace) -> int:
    from civcas.package.own import require_programs_own
    from civcas.texts.text_extraction import read_document
    from civcas.texts.verify import verify
    from civcas.texts.verify_report import FORMATS

    document = read_document(arguments.file)
    with any_package(arguments) as package:
        require_programs_own(package, "verify")
        verification = verify(package, arguments.record, document.text, document.name)
    print(FORMATS[arguments.format](verification))
    if document.note:
        print(f"civcas: {document.name}: {document.note}", file=sys.stderr)
    return FINDINGS if verification.contradicted else CLEAN


def register(commands: Any) -> None:
    added = command(
        commands,
        "verify",
        "compare a record with the text of a source",
        "Show which figures of a record a text states, contradicts or does not mention.",
        {0: "no figure contradicted", 1: "a figure contradicted"},
    )
    added.add_argument(
        "record", metavar="RECORD", help="the record, such as releases/monthly-2019-04 or monthly-2019-04"
    )
    file = added.add_argument("file", metavar="FILE", help="the text (plain, HTML or PDF), or - for standard input")
    completes(file, FILES)
    added.add_argument(
        "--format",
        choices=["text", "json", "markdown"],
        default="text",
        help="text for people, JSON for programs, or Markdown for a comment (default: text)",
    )
