"""The evidence to propose for figures."""

from __future__ import annotations

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


def existing_evidence(evidence: Table, rows: list[TextRow]) -> list[str]:
    """What to do about proposed rows that the package already has."""
    key = list(evidence.schema.primary_key)
    known = set(evidence.text.select(key).iter_rows())
    again = [row for row in rows if tuple(row[name] for name in key) in known]
    if not again:
        return []
    fields = ", ".join(row["field"] for row in again)
    return [
        f"{evidence.schema.name} already has {again[0]['source_id']} for {again[0]['record_id']} ({fields}). If this"
        " reading agrees, set `readings` of those rows to 2 by hand; if it differs, read the text again"
    ]
