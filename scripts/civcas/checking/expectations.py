"""What a rule claims of a table, and how a claim is judged: as a pandera check, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pandera.polars as pa
import polars as pl

from civcas.package.tables import KEY, LINE

Frame = nw.LazyFrame[Any]


@dataclass(frozen=True)
class Claim:
    """That `holds` is true of each row of `about` (null: the claim doesn't apply to the row).

    `about` has the columns `line` and `key` of the record that a violation is reported at; a record may
    stand in any number of its rows. `field` is the cell to show; where it is not given, a column `field` of `about`
    tells it row by row. `found` is what stands there (the cell's value unless given) and
    `expected` what should, with the arithmetic. `cells` are further fields of the same record that take part;
    where `about` has a column `previous_line`, so does the record on that line. `elsewhere` is a cell of another table
    that takes part: the table, the column of `about` that has its line there, and the field.
    """

    about: Frame
    holds: nw.Expr
    expected: nw.Expr
    found: nw.Expr | None = None
    field: str = ""
    cells: tuple[str, ...] = ()
    elsewhere: tuple[str, str, str] | None = None

    def broken_lines(self) -> pl.LazyFrame:
        """One row for each record of which the claim does not hold: its `line`."""
        native: pl.LazyFrame = self.about.filter(~self.holds).select(LINE).unique().to_native()
        return native

    def violations(self, lines: Iterable[int]) -> list[dict[str, Any]]:
        """The rows at `lines` where it does not hold: line, key, field_, found_, expected_, previous_, elsewhere_."""
        columns = self.about.collect_schema().names()
        field = nw.lit(self.field) if self.field else nw.col("field")
        found = nw.col(self.field) if self.found is None else self.found
        previous = nw.col("previous_line") if "previous_line" in columns else nw.lit(None, nw.Int64)
        broken = self.about.filter(nw.col(LINE).is_in(list(lines)), ~self.holds).select(
            LINE,
            KEY,
            field.alias("field_"),
            found.cast(nw.String).alias("found_"),
            self.expected.cast(nw.String).alias("expected_"),
            previous.alias("previous_"),
            (nw.col(self.elsewhere[1]) if self.elsewhere else nw.lit(None, nw.Int64)).alias("elsewhere_"),
        )
        rows: list[dict[str, Any]] = broken.sort(LINE, "field_", "expected_").collect().rows(named=True)
        return rows


def as_checks(claims: dict[str, Claim], words: dict[str, str]) -> list[pa.Check]:
    """The claims as pandera checks on their table's frame, which has a column `line`; `words` say what each asks."""
    broken = pl.collect_all([claim.broken_lines() for claim in claims.values()])
    return [
        pa.Check(not_among(lines[LINE]), name=name, error=words[name])
        for name, lines in zip(claims, broken, strict=True)
    ]


def not_among(broken: pl.Series) -> Callable[[pa.PolarsData], pl.LazyFrame]:
    return lambda data: data.lazyframe.select(~pl.col(LINE).is_in(broken.implode()))


def text(*parts: str | nw.Expr) -> nw.Expr:
    """Parts of a message put together, row by row; an empty cell reads as 'empty'."""
    return nw.concat_str(
        *[nw.lit(part) if isinstance(part, str) else part.cast(nw.String).fill_null("empty") for part in parts]
    )
