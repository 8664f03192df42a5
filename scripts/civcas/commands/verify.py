"""`civcas verify`: compare records with the text of a source."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from civcas.commands.common import CLEAN, FINDINGS, any_package, writing_if
from civcas.commands.options import FILES, command, completes, require_allowed, web_address
from civcas.errors import UnusableInput

if TYPE_CHECKING:
    from civcas.package.tables import Package
    from civcas.texts.readings import SecondReading
    from civcas.texts.text_extraction import Document
    from civcas.texts.verify import Verification


def run(arguments: argparse.Namespace) -> int:
    from civcas.package.own import require_programs_own
    from civcas.texts.text_extraction import read_document

    *more, file = arguments.more
    document = read_document(file)
    with any_package(arguments, writes=arguments.write) as package, writing_if(arguments.write, package):
        require_programs_own(package, "verify")
        require_allowed("--language", arguments.language, package.schemas["sources"].field("language"))
        return _verify(package, [arguments.record, *more], document, arguments)


def _verify(package: Package, names: list[str], document: Document, arguments: argparse.Namespace) -> int:
    """Compare, print the outcome, and write the readings if asked to."""
    from civcas.texts.verify import verify_all
    from civcas.texts.verify_report import report

    if document.note:
        print(f"civcas: {document.name}: {document.note}", file=sys.stderr)
    found = verify_all(package, names, document.text, document.name, url=arguments.url, language=arguments.language)

    def show(readings: list[SecondReading | None]) -> None:
        several = len(names) > 1 or names[0].startswith("sources/")
        print(report(list(zip(found, readings, strict=True)), arguments.format, several=several))

    if arguments.write:
        _write_readings(package, found, show, shows_refused=arguments.format != "json")
    else:
        show([None] * len(found))
    return FINDINGS if any(each.contradicted for each in found) else CLEAN


def _write_readings(
    package: Package,
    found: list[Verification],
    show: Callable[[list[SecondReading | None]], None],
    *,
    shows_refused: bool,
) -> None:
    """Count the comparison as a second reading, and show it. Raises UnusableInput if nothing can be written."""
    from civcas.checking.report import text_of
    from civcas.package.writing import write_files
    from civcas.texts.draft.trial import try_out
    from civcas.texts.readings import second_readings
    from civcas.texts.table_names import EVIDENCE

    try:
        readings, changes = second_readings(package, found)
        if changes:
            if findings := try_out(package, {name: change.new for name, change in changes.items()}):
                raise UnusableInput("\n".join([*map(text_of, findings), "nothing was written because of this"]))
            write_files(package.root, list(changes.values()))
    except UnusableInput:
        if shows_refused:
            show([None] * len(found))
        raise
    show(list(readings))
    raised = sum(len(each.raised) for each in readings)
    print(f"civcas: {raised} readings were raised" + (f" in {EVIDENCE}" if changes else ""), file=sys.stderr)


def register(commands: Any) -> None:
    added = command(
        commands,
        "verify",
        "compare records with the text of a source",
        "Show which figures of records a text states, contradicts or does not mention. Name one record or several, and"
        " last the file of the text.",
        {0: "no figure contradicted", 1: "a figure contradicted"},
    )
    added.add_argument(
        "record",
        metavar="RECORD",
        help="the record, such as releases/monthly-2019-04 or monthly-2019-04; sources/ID for all records of a source",
    )
    more = added.add_argument(
        "more",
        nargs="+",
        metavar="RECORD|FILE",
        help="further records, if any, and last the text (plain, HTML or PDF), or - for standard input",
    )
    completes(more, FILES)
    added.add_argument(
        "--url",
        type=web_address,
        help="where the text was published, which says which source of the record it is (default: its only source)",
    )
    added.add_argument(
        "--language", metavar="XX", help="the language of the text (default: that of its source, else en)"
    )
    added.add_argument(
        "--format",
        choices=["text", "json", "markdown"],
        default="text",
        help="text for people, JSON for programs, or Markdown for a comment (default: text)",
    )
    added.add_argument(
        "--write",
        action="store_true",
        help="count this as a second reading: raise `readings` of the source's evidence that the text states in words",
    )
