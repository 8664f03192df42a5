"""What a rule expects of its table: a condition on rows, and the words for a row that breaks it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

import narwhals as nw

from civcas.package.tables import KEY, LINE

Frame = nw.LazyFrame[Any]


@dataclass(frozen=True)
class Related:
    """Other records that an expectation rests on, so that a violation can name their lines.

    `rows` are records of `table`: they have LINE and the columns `on`, by which they belong to rows of the
    expectation. `field` is the cell of theirs that takes part; without it, their column `field` names it row by row.
    `words` says more of each record. If `ends_of_span`, the rows are the first and the last of a run of lines.
    """

    table: str
    rows: Frame
    on: tuple[str, ...]
    field: str = ""
    words: nw.Expr | None = None
    ends_of_span: bool = False

    def cells_of(self, keys: set[tuple[Any, ...]]) -> dict[tuple[Any, ...], tuple[RelatedCell, ...]]:
        """For each of the keys, the cells of the related records, in order of their lines."""
        if not keys:
            return {}
        field = nw.lit(self.field) if self.field else nw.col("field")
        rows = self.rows.filter(nw.col(self.on[0]).is_in([key[0] for key in keys])).select(
            *[nw.col(name).alias(f"on {name}") for name in self.on],
            nw.col(LINE).alias("line"),
            field.alias("field_"),
            (nw.lit("") if self.words is None else self.words).alias("words"),
        )
        found: dict[tuple[Any, ...], list[RelatedCell]] = defaultdict(list)  # one key may have all records of a table
        for *on, line, name, words in sorted(set(rows.collect().rows()), key=itemgetter(-3, -2, -1)):
            if (key := tuple(on)) in keys:
                found[key].append(RelatedCell(self.table, line, name, words))
        return {key: tuple(cells) for key, cells in found.items()}


@dataclass(frozen=True)
class Expectation:
    """That `holds` is true of each of `rows` (null: the expectation does not apply to the row).

    `rows` has the columns LINE and KEY of the record that a violation is reported at; a record may have any number
    of rows. `field` is the cell to show; without it, a column `field` of `rows` names it row by row. `found` is what
    the cell holds (its value, unless given). `expected` is what it should hold, with the arithmetic. `cells` are
    further fields of the same record that take part. If `rows` has a column `previous_line`, the record on that
    line takes part too. `related` are further records that take part.
    `missing` is the record that a row refers to, as table and key, if the expectation is that it exists.
    """

    rows: Frame
    holds: nw.Expr
    expected: nw.Expr
    found: nw.Expr | None = None
    field: str = ""
    cells: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    missing: tuple[nw.Expr, nw.Expr] | None = None

    def broken_lines(self) -> Frame:
        """The LINE of each row that does not meet the expectation."""
        return self.rows.filter(~self.holds).select(LINE)

    def violations(self, lines: Iterable[int]) -> list[Violation]:
        """The rows at `lines` that do not meet the expectation, in order of line and field."""
        return self._described(nw.col(LINE).is_in(list(lines)), ~self.holds)

    def participants(self, key: str) -> list[Violation]:
        """The rows of the record with this key, whether they meet the expectation or not."""
        return self._described(nw.col(KEY) == key)

    def _described(self, *which: nw.Expr) -> list[Violation]:
        rows = self._description(*which).sort("line", "field_", "expected_").collect().rows()
        missing_of = [(row[6], row[7]) if self.missing else None for row in rows]
        cells: list[tuple[RelatedCell, ...]] = [()] * len(rows)
        start = 8
        for related in self.related:
            keys = [row[start : start + len(related.on)] for row in rows]
            there = related.cells_of(set(keys))
            cells = [(*before, *there.get(key, ())) for before, key in zip(cells, keys, strict=True)]
            start += len(related.on)
        return [
            Violation(*[*row[:6], gone, related_cells])
            for row, gone, related_cells in zip(rows, missing_of, cells, strict=True)
        ]

    def _description(self, *which: nw.Expr) -> Frame:
        """What a violation says, row by row, and the columns by which related records belong to it."""
        columns = self.rows.collect_schema().names()
        field = nw.lit(self.field) if self.field else nw.col("field")
        found = nw.col(self.field) if self.found is None else self.found
        previous = nw.col("previous_line") if "previous_line" in columns else nw.lit(None, nw.Int64)
        on = [(number, name) for number, related in enumerate(self.related) for name in related.on]
        missing = self.missing or (nw.lit(None, nw.String),) * 2
        return self.rows.filter(*which).select(
            nw.col(LINE).alias("line"),
            nw.col(KEY).alias("key"),
            field.alias("field_"),
            found.cast(nw.String).fill_null("").alias("found_"),
            self.expected.cast(nw.String).alias("expected_"),
            previous.alias("previous_"),
            missing[0].alias("missing_table_"),
            missing[1].alias("missing_key_"),
            *[nw.col(name).alias(f"on {number} {name}") for number, name in on],
        )

    def require_columns(self) -> None:
        """Raise what the engine raises if a column that the words of a violation need is not there.

        They are asked for only where there is a violation, so a mistake in them could stay unseen for long.
        """
        self._description(~self.holds).collect_schema()
        for related in self.related:
            names = [LINE, *related.on, *([related.field] if related.field else [])]
            related.rows.select(*dict.fromkeys(names)).collect_schema()


class RelatedCell(NamedTuple):
    """A cell of a related record, and what is to be said of the record."""

    table: str
    line: int
    field: str
    words: str


@dataclass(frozen=True)
class Violation:
    """One row that does not meet an expectation.

    `previous` is the line of an earlier record that takes part. `missing` is a record that is not there, as table and
    key. `related` are the cells of related records.
    """

    line: int
    key: str
    field: str
    found: str
    expected: str
    previous: int | None
    missing: tuple[str, str] | None = None
    related: tuple[RelatedCell, ...] = ()


def text(*parts: str | nw.Expr) -> nw.Expr:
    """Parts of a message put together, row by row; an empty cell reads as 'empty'."""
    return nw.concat_str(
        *[nw.lit(part) if isinstance(part, str) else part.cast(nw.String).fill_null("empty") for part in parts]
    )
