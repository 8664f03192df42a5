"""Double entry: figures of a table set against the rows of `evidence` that state them."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, Related, text
from civcas.checking.shared.dates import last_day_of
from civcas.checking.shared.records import collected
from civcas.package.tables import KEY, LINE

NO_EVIDENCE = "a row in evidence that states it; there is none"


def figures_of(table: Frame) -> list[str]:
    """The fields of a table that hold whole numbers."""
    return _of_type(table, nw.Int64)


def dates_of(table: Frame) -> list[str]:
    """The fields of a table that hold dates."""
    return _of_type(table, nw.Date)


def words_of(table: Frame) -> list[str]:
    """The fields of a table that hold text: categories, codes, keys and notes."""
    return _of_type(table, nw.String)


def _of_type(table: Frame, wanted: type[nw.dtypes.DType]) -> list[str]:
    return [name for name, kind in table.collect_schema().items() if kind == wanted and name not in (LINE, KEY)]


def statements(name: str, evidence: Frame) -> Frame:
    """What sources state of the table `name`: LINE, KEY, field, stated, source_id.

    Rows that back a record as a whole, with its key as their value, are left out.
    """
    rows = evidence.filter(nw.col("table") == name, nw.col("value") != nw.col("record_id"))
    return rows.select(LINE, nw.col("record_id").alias(KEY), "field", nw.col("value").alias("stated"), "source_id")


def every_figure_stated(name: str, table: Frame, evidence: Frame) -> Expectation:
    """Each filled figure of the table has a row in `evidence` with the same value."""
    rows = _cells(table, figures_of(table)).filter(~nw.col("value").is_null())
    stated = statements(name, evidence)
    exact = stated.select(KEY, "field", value=nw.col("stated"), exact=nw.lit(1))
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
        .then(nw.lit(NO_EVIDENCE))
        .otherwise(text(known, ", as evidence has it")),
        related=(_evidence(stated, (KEY, "field")),),
    )


def disagreements(name: str, table: Frame, evidence: Frame) -> Expectation:
    """No source states another value than the table; one row for each value that differs."""
    stated = statements(name, evidence)
    names = _named(stated, [*figures_of(table), *dates_of(table), *words_of(table)])
    cells = {name: f"cell {name}" for name in names}
    records = table.select(LINE, KEY, *[nw.col(name).cast(nw.String).alias(cell) for name, cell in cells.items()])
    of_cells = stated.filter(nw.col("field").is_in(names)).select(KEY, "field", "stated").unique()
    rows = of_cells.join(records, on=KEY, how="inner")
    value = nw.coalesce(*[nw.when(nw.col("field") == name).then(nw.col(cell)) for name, cell in cells.items()])
    return Expectation(
        rows.with_columns(value=value).drop(*cells.values()),
        holds=(nw.col("stated") == nw.col("value")).fill_null(value=False),
        found=nw.col("value"),
        expected=nw.col("stated"),
        related=(_evidence(stated, (KEY, "field", "stated")),),
    )


def _named(stated: Frame, fields: list[str]) -> list[str]:
    """Those of the fields that evidence states, or the first: no engine need hold the cells of the others."""
    named = set(collected(stated.select("field").unique())["field"])
    return [field for field in fields if field in named] or fields[:1]


def _cells(table: Frame, names: list[str]) -> Frame:
    """The named fields of a table in long form: LINE, KEY, field, value (as text)."""
    texts = table.select(LINE, KEY, *[nw.col(name).cast(nw.String) for name in names])
    return texts.unpivot(names, index=[LINE, KEY], variable_name="field", value_name="value")


def _evidence(stated: Frame, on: tuple[str, ...]) -> Related:
    """The rows of evidence behind a finding, each with its value and source."""
    return Related("evidence", stated, on, "value", words=text(nw.col("stated"), ", source ", nw.col("source_id")))


def main_source_in_evidence(name: str, records: Frame, evidence: Frame) -> Expectation:
    """The source of each record is among the sources of its rows in `evidence`."""
    rows = evidence.filter(nw.col("table") == name).select(nw.col("record_id").alias(KEY), "source_id", LINE)
    rows = rows.group_by(KEY, "source_id").agg(nw.col(LINE).min())  # each source once, at its first row
    named = rows.select(KEY, "source_id", named=nw.lit(1))
    return Expectation(
        records.join(named, on=[KEY, "source_id"], how="left"),
        holds=~nw.col("named").is_null(),
        expected=nw.lit("a source that evidence names for this record"),
        field="source_id",
        related=(Related("evidence", rows, (KEY,), "source_id", words=text("source ", nw.col("source_id"))),),
    )


def source_not_older(records: Frame, sources: Frame, day: str) -> Expectation:
    """The source of each record was not published before the record's `day`, as far as its date is known."""
    latest = last_day_of("published_on", "published_precision")
    published = sources.select("source_id", latest=latest)
    return Expectation(
        records.join(published, on="source_id", how="inner"),
        holds=nw.col("latest") >= nw.col(day),
        found=text(nw.col("source_id"), ", published by ", nw.col("latest")),
        expected=text("a source published on ", nw.col(day), " or later"),
        field="source_id",
        cells=(day,),
        related=(Related("sources", sources, ("source_id",), "published_on"),),
    )
