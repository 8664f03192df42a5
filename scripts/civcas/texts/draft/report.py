"""Writes what a draft found, and what it left out."""

from __future__ import annotations

from civcas.package.canonical import as_csv
from civcas.package.tables import Package
from civcas.texts.draft.proposal import Figure, Proposal
from civcas.texts.statements import Reading, Statement
from civcas.texts.strike_reports import StrikeReport

_MOST_UNCLEAR_LINES = 10


def proposal_text(proposal: Proposal, package: Package) -> str:
    """What was found and where, what was left out, and the rows as CSV."""
    return "\n".join([*_figure_lines(proposal), *_left_out(proposal), *_csv(proposal, package)])


def nothing_found(reading: Reading, report: StrikeReport) -> str:
    """What was searched for in a text that states none of it."""
    unclear = report.unclear[:_MOST_UNCLEAR_LINES]
    return "\n".join(
        [
            "nothing found. `civcas draft` reads English and searches for: reports of civilian casualties carried over,"
            " received, completed, found credible, non-credible or duplicate, open, reopened; civilians killed and"
            " injured; totals of civilians killed, strikes, engagements and reports since 2014; strikes near places and"
            " totals of strike reports",
            *_inexact(reading.inexact),
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
    return f"  {figure.field:<17} {figure.value:<11}{compared}".rstrip() + f"\n      “{figure.words}”"


def _left_out(proposal: Proposal) -> list[str]:
    lines = []
    for name, statements in proposal.conflicting.items():
        lines.append(f"left empty because the text gives several values: {name}")
        lines += [f"  {item.value}: “{item.words}”" for item in statements]
    lines += _inexact(proposal.inexact)
    lines += proposal.remarks
    if proposal.not_found:
        lines.append("not found: " + ", ".join(proposal.not_found))
    lines += [f"missing: {item}" for item in proposal.missing]
    return lines + [f"already there: {item}" for item in proposal.existing]


def _inexact(statements: list[Statement]) -> list[str]:
    return [f"left out because not exact: {item.field} {item.value}: “{item.words}”" for item in statements]


def _csv(proposal: Proposal, package: Package) -> list[str]:
    """The rows as CSV under the path of their table."""
    lines = []
    for name, rows in proposal.rows.items():
        resource = package.resource(name)
        lines += ["", resource.path, as_csv(resource.schema, rows).rstrip("\n")]
    return lines
