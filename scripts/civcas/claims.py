"""What a rule claims of a table, and how a claim is judged: as a pandera check, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pandera.polars as pa
import polars as pl

from civcas.package import KEY, LINE

Frame = nw.LazyFrame[Any]


@dataclass(frozen=True)
class Claim:
    """That `holds` is true of each row of `about` (null: the claim doesn't apply to the row).

    `about` has the columns `line` and `key` of the record that a violation is reported at; a record may
    stand in any number of its rows. `field` is the cell to show; where it is not given, a column `field` of `about`
    tells it row by row. `found` is what stands there (the cell's value unless given) and
    `expected` what should, with the arithmetic. `cells` are further fields of the same record that take part;
    where `about` has a column `previous_line`, so does the record on that line.
    """

    about: Frame
    holds: nw.Expr
    expected: nw.Expr
    found: nw.Expr | None = None
    field: str = ""
    cells: tuple[str, ...] = ()

    def verdicts(self) -> pl.LazyFrame:
        """One row a record (`line`) with `holds`: whether the claim holds of all its rows."""
        judged = self.about.select(LINE, self.holds.alias("holds")).group_by(LINE).agg(nw.col("holds").all())
        native: pl.LazyFrame = judged.to_native()
        return native

    def violations(self, lines: Iterable[int]) -> list[dict[str, Any]]:
        """The rows at `lines` for which it does not hold: line, key, field_, found_, expected_, previous_."""
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
        )
        rows: list[dict[str, Any]] = broken.sort(LINE, "field_", "expected_").collect().rows(named=True)
        return rows


def as_check(claim: Claim, name: str, error: str) -> pa.Check:
    """The claim as a pandera check on the frame of its table, which has a column `line`."""

    def holds(data: pa.PolarsData) -> pl.LazyFrame:
        rows = data.lazyframe.select(LINE)
        judged = rows.join(claim.verdicts(), on=LINE, how="left", maintain_order="left")
        return judged.select(pl.col("holds").fill_null(value=True))

    return pa.Check(holds, name=name, error=error)


def text(*parts: str | nw.Expr) -> nw.Expr:
    """Parts of a message put together, row by row; an empty cell reads as 'empty'."""
    return nw.concat_str(
        *[nw.lit(part) if isinstance(part, str) else part.cast(nw.String).fill_null("empty") for part in parts]
    )
