"""`civcas draft`: propose rows from a text."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import Any

from civcas.commands.common import CLEAN, FINDINGS, open_package
from civcas.commands.options import command, day, language, release_id, web_address
from civcas.errors import UnusableInput


def run(arguments: argparse.Namespace) -> int:
    from civcas.checking.report import text_of
    from civcas.texts.draft.drafting import draft
    from civcas.texts.draft.proposal import NothingFound, Request
    from civcas.texts.draft.writing import as_text, tried, with_proposal, write
    from civcas.texts.text_extraction import read_document
    from civcas.wording import count

    package = open_package(arguments)
    document = read_document(arguments.file)
    names = ["url", "kind", "language", "organisation", "published_on", "released_on", "release_id", "evidence_only"]
    request = Request(**{name: getattr(arguments, name) for name in names})
    try:
        proposal = draft(package, document.text, request, date.today())
    except NothingFound as nothing:
        print(f"{document.name}: {nothing}")
        return FINDINGS
    print(as_text(proposal, package.schemas))
    if document.note:
        print(f"{document.name}: {document.note}", file=sys.stderr)
    if arguments.write and proposal.existing:
        raise UnusableInput("nothing was written: " + "\n".join(proposal.existing))
    if arguments.write and proposal.lacking:
        raise UnusableInput("nothing was written, since this is still to be told: " + "; ".join(proposal.lacking))
    if not proposal.rows or proposal.existing:
        return CLEAN if not proposal.rows else FINDINGS
    files = with_proposal(package, proposal)
    findings = tried(package, files)
    print("\nWith these rows the package has " + count(len(findings), "new finding"))
    print("\n".join(text_of(finding) for finding in findings), end="")
    if arguments.write:
        if any(finding.rule.startswith("structure/") for finding in findings):
            raise UnusableInput("nothing was written: mend the rows' form first (structure/...)")
        write(package, files)
        print("written: " + ", ".join(package.resource(name).path for name in files))
    return FINDINGS if findings else CLEAN


def register(commands: Any) -> None:
    added = command(
        commands,
        "draft",
        "propose rows from the text of a release or strike report",
        "Read a text (plain, HTML or PDF) in English and propose rows, showing for each figure the words it"
        " was read from. Exit code: 0 the rows fit the package, 1 they do not add up or nothing was found, 2 unusable"
        " input, or rows that exist already.",
    )
    added.add_argument("file", metavar="FILE", help="the text; - reads standard input")
    added.add_argument("--url", required=True, type=web_address, help="the address at which the text was published")
    added.add_argument(
        "--kind",
        choices=["official", "republication", "archive", "news", "report"],
        required=True,
        help="how near the page is to the figures; see sources.kind in docs/data-dictionary.md",
    )
    added.add_argument(
        "--language", type=language, default="en", metavar="XX", help="language of the page (default: en)"
    )
    added.add_argument(
        "--organisation", default="", metavar="ID", help="its publisher, where the host does not tell it"
    )
    added.add_argument("--published-on", type=day, metavar="YYYY-MM-DD", help="the day of the page")
    added.add_argument(
        "--released-on",
        type=day,
        metavar="YYYY-MM-DD",
        help="the day of the release itself, where the page is of another",
    )
    added.add_argument("--release-id", type=release_id, metavar="ID", help="where the text does not tell it")
    added.add_argument(
        "--evidence-only", action="store_true", help="the release exists: propose the text as a further source of it"
    )
    added.add_argument("--write", action="store_true", help="put the rows into data/*.csv, all of them or none")
