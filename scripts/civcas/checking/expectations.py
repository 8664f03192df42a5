"""What a rule expects of its table: a condition on rows, and the words for a row that does not meet it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl

from civcas.package.tables import KEY, LINE

Frame = nw.LazyFrame[Any]


@dataclass(frozen=True)
class Expectation:
    """That `holds` is true of each of `rows` (null: the expectation does not apply to the row).

    `rows` has the columns LINE and KEY of the record that a violation is reported at; a record may have any number
    of rows. `field` is the cell to show; without it, a column `field` of `rows` names it row by row. `found` is what
    the cell holds (its value, unless given). `expected` is what it should hold, with the arithmetic. `cells` are
    further fields of the same record that take part. If `rows` has a column `previous_line`, the record on that
    line takes part too. `elsewhere` is a cell of another table that takes part: the table, the column of
    `rows` with its line there, and the field.
    """

    rows: Frame
    holds: nw.Expr
    expected: nw.Expr
    found: nw.Expr | None = None
    field: str = ""
    cells: tuple[str, ...] = ()
    elsewhere: tuple[str, str, str] | None = None

    def broken_lines(self) -> pl.LazyFrame:
        """One row for each record that does not meet the expectation: its LINE."""
        native: pl.LazyFrame = self.rows.filter(~self.holds).select(LINE).unique().to_native()
        return native

    def violations(self, lines: Iterable[int]) -> list[Violation]:
        """The rows at `lines` that do not meet the expectation, in order of line and field."""
        columns = self.rows.collect_schema().names()
        field = nw.lit(self.field) if self.field else nw.col("field")
        found = nw.col(self.field) if self.found is None else self.found
        previous = nw.col("previous_line") if "previous_line" in columns else nw.lit(None, nw.Int64)
        elsewhere = nw.col(self.elsewhere[1]) if self.elsewhere else nw.lit(None, nw.Int64)
        broken = self.rows.filter(nw.col(LINE).is_in(list(lines)), ~self.holds).select(
            nw.col(LINE).alias("line"),
            nw.col(KEY).alias("key"),
            field.alias("field_"),
            found.cast(nw.String).fill_null("").alias("found_"),
            self.expected.cast(nw.String).alias("expected_"),
            previous.alias("previous_"),
            elsewhere.alias("elsewhere_"),
        )
        rows = broken.sort("line", "field_", "expected_").collect().rows(named=True)
        return [Violation(**{name.rstrip("_"): value for name, value in row.items()}) for row in rows]


@dataclass(frozen=True)
class Violation:
    """One row that does not meet an expectation. `previous` and `elsewhere` are lines of records that take part."""

    line: int
    key: str
    field: str
    found: str
    expected: str
    previous: int | None
    elsewhere: int | None


def text(*parts: str | nw.Expr) -> nw.Expr:
    """Parts of a message put together, row by row; an empty cell reads as 'empty'."""
    return nw.concat_str(
        *[nw.lit(part) if isinstance(part, str) else part.cast(nw.String).fill_null("empty") for part in parts]
    )
