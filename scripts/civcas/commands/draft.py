"""`civcas draft`: propose rows from the text of a release or strike report."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from civcas.commands.common import CLEAN, FINDINGS, any_package, writing_if
from civcas.commands.options import FILES, command, completes, day, require_allowed, web_address
from civcas.errors import UnusableInput
from civcas.wording import count, json_text

if TYPE_CHECKING:
    from civcas.package.tables import Package
    from civcas.texts.draft.proposal import Proposal, Request
    from civcas.texts.text_extraction import Document

# Options whose values are cells of the rows to propose: the table and field that they go into.
_CELLS = {
    "url": ("sources", "url"),
    "kind": ("sources", "kind"),
    "language": ("sources", "language"),
    "release_id": ("releases", "release_id"),
}


def run(arguments: argparse.Namespace) -> int:
    from civcas.package.own import require_programs_own
    from civcas.texts.text_extraction import read_document

    with any_package(arguments, writes=arguments.write) as package:
        require_programs_own(package, "draft")
        request = _request(package, arguments)
        document = read_document(arguments.file)
        with writing_if(arguments.write, package):
            return _draft(package, request, document, arguments.format, write=arguments.write)


def _draft(package: Package, request: Request, document: Document, style: str, *, write: bool) -> int:
    """Propose rows, print them, try them out, and write them if asked to."""
    from civcas.texts.draft.drafting import draft
    from civcas.texts.draft.proposal import NothingFound
    from civcas.texts.draft.report import proposal_json, proposal_text

    if document.note:
        print(f"civcas: {document.name}: {document.note}", file=sys.stderr)
    try:
        proposal = draft(package, document.text, request, date.today())
    except NothingFound as nothing:
        body: dict[str, Any] = {"document": document.name, "note": document.note, "nothing_found": str(nothing)}
        body |= {"not_used": [asdict(item) for item in nothing.unused]}
        print(json_text(body, indent=2) if style == "json" else f"{document.name}: {nothing}")
        return FINDINGS
    if style != "json":
        print(proposal_text(proposal, package))
    if write:
        _require_writable(proposal)
    is_new = bool(proposal.rows or proposal.fills)
    trial = _try_out(package, proposal, write) if is_new and not proposal.existing else _Trial()
    if style == "json":
        print(json_text(proposal_json(proposal, document.name, document.note) | asdict(trial), indent=2))
    elif trial.findings is not None:
        print("\nWith these rows the package has " + count(len(trial.findings), "new finding"))
        print("\n".join(trial.findings), end="")
        if trial.written:
            print("written: " + ", ".join(trial.written))
    nothing_whole = proposal.half_filled and not is_new and not proposal.figures
    is_open = proposal.unconfirmed or (proposal.existing and is_new) or nothing_whole
    return FINDINGS if trial.findings or is_open else CLEAN


@dataclass(frozen=True)
class _Trial:
    """What the rows bring: new findings as text (None if they were not tried out), and the files written."""

    findings: list[str] | None = None
    written: list[str] = field(default_factory=list)


def _request(package: Package, arguments: argparse.Namespace) -> Request:
    """What the options say about the text. Raises UnusableInput if a schema does not allow a value."""
    from civcas.texts.draft.by_hand import parse_values
    from civcas.texts.draft.proposal import Request

    for name, (table, column) in _CELLS.items():
        option = "--" + name.replace("_", "-")
        require_allowed(option, getattr(arguments, name), package.schemas[table].field(column))
    if arguments.insist and not arguments.set:
        raise UnusableInput("--insist is about the values of --set, and there are none")
    names = [*_CELLS, "organisation", "published_on", "released_on", "evidence_only"]
    given = {name: getattr(arguments, name) for name in names}
    values = parse_values(arguments.set, package.schemas)
    return Request(**given | {"language": arguments.language or "", "values": values, "insists": arguments.insist})


def _require_writable(proposal: Proposal) -> None:
    """Raise UnusableInput if the rows are incomplete, not confirmed by the text, or in the package already."""
    if proposal.existing:
        raise UnusableInput("nothing was written. " + "\n".join(proposal.existing))
    if proposal.unconfirmed:
        raise UnusableInput("nothing was written. " + "\n".join(proposal.unconfirmed))
    if proposal.missing:
        raise UnusableInput("nothing was written. " + "\n".join(f"missing: {item}" for item in proposal.missing))


def _try_out(package: Package, proposal: Proposal, write: bool) -> _Trial:
    """Check the package with the rows, and write them if asked to."""
    from civcas.checking.report import text_of
    from civcas.package.writing import write_files
    from civcas.texts.draft.trial import try_out
    from civcas.texts.draft.writing import changed_files, dated

    changes = changed_files(package, proposal)
    package, descriptor = dated(package, date.today())
    findings = try_out(package, {name: change.new for name, change in changes.items()})
    texts = [text_of(finding) for finding in findings]
    if not write:
        return _Trial(texts)
    if any(finding.rule.startswith("structure/") for finding in findings):
        raise UnusableInput("\n".join([*texts, "nothing was written. Correct the findings of structure/... first"]))
    written = [*changes.values(), *descriptor]
    write_files(package.root, written)
    return _Trial(texts, [change.path for change in written])


def register(commands: Any) -> None:
    added = command(
        commands,
        "draft",
        "propose rows from the text of a release or strike report",
        "Read an English text (plain, HTML or PDF) and propose rows. For each figure, show the words it was read from."
        " Of a text that it does not understand, such as one in another language, it takes the figures that you --set.",
        {
            0: "the rows fit the package",
            1: "nothing or no whole row was found, the text does not confirm a value of --set, the rows bring new"
            " findings, or the package already has them",
        },
    )
    file = added.add_argument("file", metavar="FILE", help="the text, or - for standard input")
    completes(file, FILES)
    added.add_argument("--url", required=True, type=web_address, help="where the text was published")
    added.add_argument(
        "--kind",
        required=True,
        metavar="KIND",
        help="the kind of page, such as official or news (see sources.kind in docs/data-dictionary.md)",
    )
    added.add_argument(
        "--language", metavar="XX", help="the language of the page (default: that of its source, else en)"
    )
    added.add_argument(
        "--organisation",
        default="",
        metavar="ID",
        help="the publisher of the page, if the package has it under another host",
    )
    added.add_argument(
        "--published-on",
        type=day,
        metavar="YYYY-MM-DD",
        help="when the page was published, if the text does not show it",
    )
    added.add_argument(
        "--released-on",
        type=day,
        metavar="YYYY-MM-DD",
        help="when the release was published, if the page was published on another day",
    )
    added.add_argument("--release-id", metavar="ID", help="the release, if the text does not name its month")
    added.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="a figure or day of the release that you read in the text, such as killed_total=1061; may be repeated",
    )
    added.add_argument(
        "--insist",
        action="store_true",
        help="also write values of --set that do not stand in the text, or where it is read to state others",
    )
    added.add_argument(
        "--evidence-only", action="store_true", help="propose only evidence for a release that the package has"
    )
    added.add_argument(
        "--format",
        choices=["text", "json"],
        default="text",
        help="text for people, or JSON for programs (default: text)",
    )
    added.add_argument("--write", action="store_true", help="write the rows into the tables: all of them, or none")
