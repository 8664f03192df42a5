"""Double entry: figures of a table set against the rows of `evidence` that state them."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Claim, Frame, text


def figures(table: Frame) -> Frame:
    """What sources state of a table, its whole numbers and dates, in long form: line, key, field, value (as text)."""
    kinds = table.collect_schema()
    names = [name for name, kind in kinds.items() if kind in (nw.Int64, nw.Date) and name != "line"]
    texts = table.select("line", "key", *[nw.col(name).cast(nw.String) for name in names])
    return texts.unpivot(names, index=["line", "key"], variable_name="field", value_name="value")


def statements(name: str, evidence: Frame) -> Frame:
    """What sources state of the table `name`: key, field, stated. Rows that back a record as a whole are left out."""
    rows = evidence.filter(nw.col("table") == name, nw.col("value") != nw.col("record_id"))
    return rows.select(nw.col("record_id").alias("key"), "field", nw.col("value").alias("stated"))


def every_figure_stated(name: str, table: Frame, evidence: Frame) -> Claim:
    """Each filled figure of the table has a row in `evidence` with the same value."""
    rows = figures(table).filter(~nw.col("value").is_null(), nw.col("value").str.contains("^[0-9]+$"))
    stated = statements(name, evidence)
    exact = stated.unique().with_columns(value=nw.col("stated"), exact=nw.lit(True)).drop("stated")
    others = stated.group_by("key", "field").agg(
        nw.col("stated").min().alias("one"), nw.col("stated").max().alias("another")
    )
    judged = rows.join(exact, on=["key", "field", "value"], how="left").join(others, on=["key", "field"], how="left")
    same = nw.col("one") == nw.col("another")
    known = nw.when(same).then(text(nw.col("one"))).otherwise(text(nw.col("one"), " or ", nw.col("another")))
    return Claim(
        judged,
        holds=~nw.col("exact").is_null(),
        found=nw.col("value"),
        expected=nw.when(nw.col("one").is_null())
        .then(nw.lit("a row in evidence that states it; there is none"))
        .otherwise(text(known, ", as evidence has it")),
    )


def disagreements(name: str, table: Frame, evidence: Frame) -> Claim:
    """No source states another figure, or another date, than the table; one row for each that differs."""
    stated = statements(name, evidence).unique()
    rows = stated.join(figures(table), on=["key", "field"], how="inner")
    return Claim(
        rows,
        holds=(nw.col("stated") == nw.col("value")).fill_null(value=False),
        found=nw.col("value"),
        expected=nw.col("stated"),
    )
