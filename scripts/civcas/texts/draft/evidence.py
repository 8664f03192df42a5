"""The evidence to propose for figures."""

from __future__ import annotations

from dataclasses import dataclass, field

from civcas.package.tables import Table
from civcas.texts.draft.proposal import Figure, TextRow, empty_row

_SAME = ["table", "record_id", "field", "source_id", "value"]


def evidence_row(evidence: Table, figure: Figure, source: TextRow) -> TextRow:
    note = f"Disagrees: {figure.table} has {figure.existing_value}." if figure.contradicts else ""
    return empty_row(evidence.schema) | {
        "table": figure.table,
        "record_id": figure.record,
        "field": figure.field,
        "source_id": source["source_id"],
        "value": figure.value,
        "readings": "1",
        "notes": note,
    }


def without_written(evidence: Table, rows: list[TextRow], figures: list[Figure]) -> list[TextRow]:
    """The rows without those that a killed `civcas draft --write` has written.

    It writes evidence before the records. So their figures are still to be written.
    """
    written = set(evidence.text.select(_SAME).iter_rows())
    open_figures = {(figure.table, figure.record, figure.field) for figure in figures if not figure.existing_value}
    return [
        row
        for row in rows
        if (row["table"], row["record_id"], row["field"]) not in open_figures
        or tuple(row[name] for name in _SAME) not in written
    ]


@dataclass(frozen=True)
class NewEvidence:
    """The rows to add, with remarks on those that the package has; `existing` says why nothing can be added."""

    rows: list[TextRow]
    remarks: list[str] = field(default_factory=list)
    existing: list[str] = field(default_factory=list)


def with_existing(evidence: Table, rows: list[TextRow], *, is_more: bool) -> NewEvidence:
    """What to do about proposed rows of which the package may have some already. `is_more`: other rows are proposed.

    Rows that the package has with the same value are left out, if there is something else to write.
    """
    key = list(evidence.schema.primary_key)
    known = {row[:-1]: row[-1] for row in evidence.text.select([*key, "value"]).iter_rows()}
    again = [row for row in rows if tuple(row[name] for name in key) in known]
    if not again:
        return NewEvidence(rows)
    others = [row for row in again if known[tuple(row[name] for name in key)] != row["value"]]
    if others:
        return NewEvidence(rows, existing=[_has_already(evidence, others) + " with another value. Read the text again"])
    new = [row for row in rows if row not in again]
    said = _has_already(evidence, again) + " with the same value. To count a second reading, run"
    said += f" `civcas verify {again[0]['table']}/{again[0]['record_id']} FILE --url ... --write`"
    return NewEvidence(new, remarks=[said]) if new or is_more else NewEvidence(rows, existing=[said])


def _has_already(evidence: Table, rows: list[TextRow]) -> str:
    fields = ", ".join(row["field"] for row in rows)
    return f"{evidence.schema.name} already has {rows[0]['source_id']} for {rows[0]['record_id']} ({fields})"
