"""The rows of `estimates` to propose: whole ones, and those of which something is left to fill in by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from civcas.months import PRECISION
from civcas.package.tables import Table
from civcas.texts.draft.evidence import evidence_row
from civcas.texts.draft.proposal import Figure, HalfFilled, Proposal, TextRow, empty_row, rows_of
from civcas.texts.estimates import Estimate, names_of, read_estimates
from civcas.texts.table_names import ESTIMATES, EVIDENCE, ORGANISATIONS

_FIGURES = ("low", "best", "high")
# Records with the same of these give the same count, if their periods do not differ.
_SAME = ("organisation_id", "measure", *_FIGURES)
_DATES = ("period_start", "period_end")


def with_estimates(proposal: Proposal, tables: Mapping[str, Table], text: str, source: TextRow) -> Proposal:
    """The proposal with the counts of others that the text gives. Those that the package has are remarks."""
    table = tables[ESTIMATES]
    records = rows_of(table)
    ids = {row["estimate_id"] for row in records}
    rows: list[TextRow] = []
    half: list[HalfFilled] = []
    figures: list[Figure] = []
    remarks = []
    found = read_estimates(text, names_of(rows_of(tables[ORGANISATIONS])))
    for estimate in found:
        row = empty_row(table.schema) | estimate.cells | {"source_id": source["source_id"]}
        if known := _recorded(estimate, records):
            remarks.append(f"already recorded as {ESTIMATES}/{known}: “{estimate.words}”")
        elif missing := _open(estimate, row, ids):
            half.append(HalfFilled(ESTIMATES, row, estimate.words, missing))
        else:
            row["estimate_id"] = _key(row)
            ids.add(row["estimate_id"])
            rows.append(row)
            figures += [
                Figure(ESTIMATES, row["estimate_id"], name, row[name], estimate.words) for name in _FIGURES if row[name]
            ]
    read = {estimate.words for estimate in found if estimate.whole}
    evidence = [evidence_row(tables[EVIDENCE], figure, source) for figure in figures]
    return replace(
        proposal,
        rows=proposal.rows | {ESTIMATES: rows, EVIDENCE: [*proposal.rows.get(EVIDENCE, []), *evidence]},
        figures=proposal.figures + figures,
        unused=[item for item in proposal.unused if item.words not in read],
        half_filled=half,
        remarks=proposal.remarks + remarks,
    )


def _recorded(estimate: Estimate, records: list[TextRow]) -> str:
    """The record that gives the same count; empty if none does. An unknown date is no difference."""
    cells = estimate.cells
    for row in records:
        alike = all(row[name] == cells.get(name, "") for name in _SAME)
        if alike and all(not row[name] or cells.get(name, row[name]) == row[name] for name in _DATES):
            return row["estimate_id"]
    return ""


def _open(estimate: Estimate, row: TextRow, ids: set[str]) -> list[str]:
    """What has to be filled in by hand."""
    if estimate.open:
        return list(estimate.open)
    key = _key(row)
    return [f"estimate_id: {key} is another count of the same. Compare the two"] if key in ids else []


def _key(row: TextRow) -> str:
    """Such as snhr-2017-03-syria-killed or airwars-2014-08-to-2019-03-killed."""
    first, last = (row[f"period_{side}"][: PRECISION[row[f"{side}_precision"]]] for side in ("start", "end"))
    period = first if first == last else f"{first}-to-{last}"
    country = "" if row["country"] == "both" else f"-{row['country'].lower()}"
    measure = row["measure"].removeprefix("civilians_").replace("_", "-")
    return f"{row['organisation_id']}-{period}{country}-{measure}"
