"""Writes what a draft found, and what it left out."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from civcas.package.canonical import as_csv
from civcas.package.tables import Package
from civcas.texts.draft.proposal import Figure, Proposal
from civcas.texts.statements import Reading, Statement, Unused
from civcas.texts.strike_reports import StrikeReport
from civcas.wording import count

_MOST_UNCLEAR_LINES = 10
_MOST_UNUSED = 25


# Words of sentences that may state a figure. If such a sentence was not used, the figure is not said to be missing.
_ABOUT = {
    "killed": "kill|die|dead|death|fatal|lives|casualt",
    "killed_total": "kill|die|dead|death|fatal|lives|casualt|total",
    "injured": "injur|wound|hurt|casualt",
    "injured_total": "injur|wound|hurt|casualt|total",
    "strikes_total": "strikes|total",
    "engagements_total": "engagement|total",
}
_ABOUT_REPORTS = "report|allegation|claim|case|assess|credible|duplicate|open"


def proposal_text(proposal: Proposal, package: Package) -> str:
    """What was found and where, what was left out, and the rows as CSV."""
    parts = [_figure_lines(proposal), _left_out(proposal), _half_filled(proposal, package), _csv(proposal, package)]
    return "\n".join(line for part in parts for line in part)


def nothing_found(reading: Reading, report: StrikeReport) -> str:
    """What was searched for in a text that states none of it."""
    unclear = report.unclear[:_MOST_UNCLEAR_LINES]
    return "\n".join(
        [
            "nothing found. `civcas draft` reads English and searches for: reports of civilian casualties carried over,"
            " received, completed, found credible, non-credible or duplicate, open, reopened; civilians killed and"
            " injured; totals of civilians killed, strikes, engagements and reports since 2014; strikes near places and"
            " totals of strike reports; lists of incidents with the day, the place and what was found; counts of"
            " civilians killed and injured by organisations that the package has",
            *_inexact(reading.inexact),
            *_unused(reading.unused),
            *[f"left out because {line.problem}: “{line.words}”" for line in unclear],
        ]
    )


def _figure_lines(proposal: Proposal) -> list[str]:
    """The figures under their records."""
    records: dict[tuple[str, str], list[Figure]] = {}
    for figure in proposal.figures:
        records.setdefault((figure.table, figure.record), []).append(figure)
    lines = []
    for (table, record), figures in records.items():
        lines.append(f"{table}/{record} ({'new' if figures[0].is_new else 'in the package'})")
        lines += [_figure_line(figure) for figure in figures]
    return lines


def _figure_line(figure: Figure) -> str:
    compared = ""
    if figure.contradicts:
        compared = f"  CONTRADICTS the record, which has {figure.existing_value}"
    elif figure.fills_empty_cell:
        compared = "  fills an empty cell of the record"
    words = f"\n      “{figure.words}”" if figure.words else ""  # a value of --set may not stand in the text
    return f"  {figure.field:<17} {figure.value:<11}{compared}".rstrip() + words


def _left_out(proposal: Proposal) -> list[str]:
    lines = []
    for name, statements in proposal.conflicting.items():
        lines.append(f"left empty because the text gives several values: {name}")
        lines += [f"  {item.value}: “{item.words}”" for item in statements]
    lines += _inexact(proposal.inexact)
    lines += proposal.remarks
    lines += _unused(proposal.unused)
    maybe = maybe_stated(proposal)
    if maybe:
        lines.append("left empty, but sentences that were not used may state it: " + ", ".join(maybe))
    absent = [name for name in proposal.not_found if name not in maybe]
    if absent:
        lines.append("not found: " + ", ".join(absent))
    lines += [f"not confirmed: {item}" for item in proposal.unconfirmed]
    lines += [f"missing: {item}" for item in proposal.missing]
    return lines + [f"already there: {item}" for item in proposal.existing]


def _half_filled(proposal: Proposal, package: Package) -> list[str]:
    """The rows to complete by hand, each with what is left to fill in."""
    lines = []
    for item in proposal.half_filled:
        lines += ["", f"to be completed by hand, and never written: a row of {package.resource(item.table).path}"]
        lines += [f"      “{item.words}”", *[f"  {each}" for each in item.open]]
        lines.append(as_csv(package.resource(item.table).schema, [item.row]).rstrip("\n"))
    return lines


def maybe_stated(proposal: Proposal) -> list[str]:
    """The fields that were not found, but of which a sentence that was not used may be."""
    words = " ".join(item.words for item in proposal.unused)
    return [name for name in proposal.not_found if re.search(_ABOUT.get(name, _ABOUT_REPORTS), words, re.IGNORECASE)]


def _unused(sentences: list[Unused]) -> list[str]:
    lines = [f"not used because {item.reason}: “{item.words}”" for item in sentences[:_MOST_UNUSED]]
    more = len(sentences) - _MOST_UNUSED
    return lines + ([f"not used: {count(more, 'more sentence')}; --format json lists all"] if more > 0 else [])


def proposal_json(proposal: Proposal, document: str, note: str) -> dict[str, Any]:
    """The proposal as an object of names and texts; `not_used` lists every sentence with figures that was dropped."""
    maybe = maybe_stated(proposal)
    return {
        "document": document,
        "note": note,
        "figures": [asdict(figure) for figure in proposal.figures],
        "rows": proposal.rows,
        "conflicting": {name: [asdict(item) for item in items] for name, items in proposal.conflicting.items()},
        "not_exact": [asdict(item) for item in proposal.inexact],
        "not_used": [asdict(item) for item in proposal.unused],
        "half_filled": [asdict(item) for item in proposal.half_filled],
        "maybe_stated": maybe,
        "not_found": [name for name in proposal.not_found if name not in maybe],
        "remarks": proposal.remarks,
        "unconfirmed": proposal.unconfirmed,
        "missing": proposal.missing,
        "existing": proposal.existing,
    }


def _inexact(statements: list[Statement]) -> list[str]:
    return [f"left out because not exact: {item.field} {item.value}: “{item.words}”" for item in statements]


def _csv(proposal: Proposal, package: Package) -> list[str]:
    """The rows as CSV under the path of their table."""
    lines = []
    for name, rows in proposal.rows.items():
        resource = package.resource(name)
        lines += ["", resource.path, as_csv(resource.schema, rows).rstrip("\n")]
    return lines
