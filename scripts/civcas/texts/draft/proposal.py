"""What a draft starts from and what it results in: a request, and a proposal of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from civcas.package.schema import TableSchema
from civcas.package.tables import LINE, Table
from civcas.texts.statements import Statement, Unused

# A row of a table, with an empty text for an empty cell.
TextRow = dict[str, str]


@dataclass(frozen=True)
class Request:
    """What the user knows about a text.

    `language` is empty if the user does not say it. `published_on` is the day of the page. `released_on` is the day of
    the release or strike report, if that differs. `values` are those of a release that the user read, by field;
    `insists` if also those that the text does not confirm are to be written.
    """

    url: str
    kind: str
    language: str = ""
    organisation: str = ""
    published_on: date | None = None
    released_on: date | None = None
    release_id: str | None = None
    evidence_only: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    insists: bool = False

    @property
    def is_official(self) -> bool:
        return self.kind == "official"

    @property
    def is_release(self) -> bool:
        """Whether the page is the release or a copy of it. If so, a date that the release prints is its own."""
        return self.kind in ("official", "republication", "archive")


@dataclass(frozen=True)
class Figure:
    """A value to propose, the words it was read from, and the value of the existing record (None: no such record)."""

    table: str
    record: str
    field: str
    value: str
    words: str
    existing_value: str | None = None

    @property
    def is_new(self) -> bool:
        """Whether the record is new."""
        return self.existing_value is None

    @property
    def fills_empty_cell(self) -> bool:
        return self.existing_value == ""

    @property
    def contradicts(self) -> bool:
        """Whether the record has another value."""
        return bool(self.existing_value) and self.existing_value != self.value


@dataclass(frozen=True)
class HalfFilled:
    """A row that is never written, since something has to be filled in by hand: `open` says what, and why."""

    table: str
    row: TextRow
    words: str
    open: list[str]


@dataclass(frozen=True)
class Proposal:
    """Rows to add, by table, and what the user has to know about them.

    `figures` say where each value was read. `not_found` are fields that the text does not state, `conflicting` those
    for which it states several values, `inexact` numbers that are not exact; all these stay empty. `unused` are the
    sentences with figures that were not used. `half_filled` are rows to complete by hand. `unconfirmed` says which
    values of the user the text does not confirm, `missing` what the user has to add before the rows are complete,
    `existing` which rows the package already has.
    """

    rows: dict[str, list[TextRow]] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    not_found: list[str] = field(default_factory=list)
    conflicting: dict[str, list[Statement]] = field(default_factory=dict)
    inexact: list[Statement] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)
    half_filled: list[HalfFilled] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    unconfirmed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    existing: list[str] = field(default_factory=list)

    @property
    def fills(self) -> list[Figure]:
        """The figures that fill an empty cell of an existing record."""
        return [figure for figure in self.figures if figure.fills_empty_cell]


class NothingFound(Exception):
    """The text states nothing that could be proposed. The message says what was searched for.

    `unused` are the sentences with figures that were not used.
    """

    def __init__(self, message: str, unused: list[Unused]) -> None:
        super().__init__(message)
        self.unused = unused


def empty_row(schema: TableSchema) -> TextRow:
    return dict.fromkeys(schema.names, "")


def rows_of(table: Table) -> list[TextRow]:
    """The rows of a table of the package."""
    return [{name: value or "" for name, value in row.items()} for row in table.text.drop(LINE).to_dicts()]


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""
