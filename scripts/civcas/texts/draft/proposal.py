"""A proposal: the rows to add, where each figure was read, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from civcas.package.schema import TableSchema
from civcas.package.tables import Table
from civcas.texts.casualty_reports import Statement

Row = dict[str, str]


@dataclass(frozen=True)
class Request:
    """What the caller knows of a text. `released_on`: the day of the release or strike report itself, where the page
    is of another day."""

    url: str
    kind: str
    language: str = "en"
    organisation: str = ""
    published_on: date | None = None
    released_on: date | None = None
    release_id: str | None = None
    evidence_only: bool = False


@dataclass(frozen=True)
class Figure:
    """A value that a row is proposed for, the words it was read from, and, where the record exists, its own value."""

    table: str
    record: str
    field: str
    value: str
    words: str
    standing: str | None = None

    @property
    def contradicts(self) -> bool:
        """Whether the record has another value."""
        return bool(self.standing) and self.standing != self.value


@dataclass(frozen=True)
class Proposal:
    """Rows to add, by table, and what a reader must know of them.

    `figures` say where each value was read, `missing` what the text does not state, `competing` what it states
    in several ways and is therefore left out, `unsure` what is no plain figure. `lacking` says what must be told
    before the rows are complete, `existing` which of them the package has already.
    """

    rows: dict[str, list[Row]] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    competing: dict[str, list[Statement]] = field(default_factory=dict)
    unsure: list[Statement] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    existing: list[str] = field(default_factory=list)

    @property
    def fills(self) -> list[Figure]:
        """The figures whose cell a record of the package leaves empty."""
        return [figure for figure in self.figures if figure.standing == ""]


class NothingFound(Exception):
    """The text states nothing that could be proposed; the message says what was looked for."""


def blank(schema: TableSchema) -> Row:
    return dict.fromkeys(schema.names, "")


def evidence_row(tables: Mapping[str, Table], figure: Figure, source: Row) -> Row:
    note = f"Disagrees: {figure.table} has {figure.standing}." if figure.contradicts else ""
    return blank(tables["evidence"].schema) | {
        "table": figure.table,
        "record_id": figure.record,
        "field": figure.field,
        "source_id": source["source_id"],
        "value": figure.value,
        "readings": "1",
        "notes": note,
    }


def existing_evidence(evidence: Table, rows: list[Row]) -> list[str]:
    key = list(evidence.schema.primary_key)
    have = set(evidence.text.select(key).iter_rows())
    again = [row for row in rows if tuple(row[name] for name in key) in have]
    if not again:
        return []
    fields = ", ".join(row["field"] for row in again)
    return [
        f"evidence already has {again[0]['source_id']} for {again[0]['record_id']} ({fields}): where this reading"
        " agrees, set `readings` of those rows to 2 by hand; where it does not, look at the text again"
    ]


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""
