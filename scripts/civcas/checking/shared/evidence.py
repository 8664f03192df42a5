"""Double entry: figures of a table set against the rows of `evidence` that state them."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, text
from civcas.package.tables import KEY, LINE


def figures_of(table: Frame) -> list[str]:
    """The fields of a table that hold whole numbers."""
    return [name for name, kind in table.collect_schema().items() if kind == nw.Int64 and name != LINE]


def dates_of(table: Frame) -> list[str]:
    """The fields of a table that hold dates."""
    return [name for name, kind in table.collect_schema().items() if kind == nw.Date]


def figures(table: Frame) -> Frame:
    """What sources state of a table, its whole numbers and dates, in long form: LINE, KEY, field, value (as text)."""
    names = [*figures_of(table), *dates_of(table)]
    texts = table.select(LINE, KEY, *[nw.col(name).cast(nw.String) for name in names])
    return texts.unpivot(names, index=[LINE, KEY], variable_name="field", value_name="value")


def statements(name: str, evidence: Frame) -> Frame:
    """What sources state of the table `name`: key, field, stated. Rows that back a record as a whole are left out."""
    rows = evidence.filter(nw.col("table") == name, nw.col("value") != nw.col("record_id"))
    return rows.select(nw.col("record_id").alias(KEY), "field", nw.col("value").alias("stated"))


def every_figure_stated(name: str, table: Frame, evidence: Frame) -> Expectation:
    """Each filled figure of the table has a row in `evidence` with the same value."""
    rows = figures(table).filter(~nw.col("value").is_null(), nw.col("value").str.contains("^[0-9]+$"))
    stated = statements(name, evidence)
    exact = stated.unique().with_columns(value=nw.col("stated"), exact=nw.lit(True)).drop("stated")
    others = stated.group_by(KEY, "field").agg(
        nw.col("stated").min().alias("one"), nw.col("stated").max().alias("another")
    )
    judged = rows.join(exact, on=[KEY, "field", "value"], how="left").join(others, on=[KEY, "field"], how="left")
    same = nw.col("one") == nw.col("another")
    known = nw.when(same).then(text(nw.col("one"))).otherwise(text(nw.col("one"), " or ", nw.col("another")))
    return Expectation(
        judged,
        holds=~nw.col("exact").is_null(),
        found=nw.col("value"),
        expected=nw.when(nw.col("one").is_null())
        .then(nw.lit("a row in evidence that states it; there is none"))
        .otherwise(text(known, ", as evidence has it")),
    )


def disagreements(name: str, table: Frame, evidence: Frame) -> Expectation:
    """No source states another figure, or another date, than the table; one row for each that differs."""
    stated = statements(name, evidence).unique()
    rows = stated.join(figures(table), on=[KEY, "field"], how="inner")
    return Expectation(
        rows,
        holds=(nw.col("stated") == nw.col("value")).fill_null(value=False),
        found=nw.col("value"),
        expected=nw.col("stated"),
    )
