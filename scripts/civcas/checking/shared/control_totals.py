"""Control totals: what the records of a table add up to, period by period."""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import narwhals as nw
import polars as pl

from civcas.checking.expectations import Expectation, Frame, Related, text
from civcas.package.tables import KEY, LINE

# The totals of each period. All but `records` are hash totals: sums that mean nothing by themselves.
TOTALS = ("records", "filled", "figures", "days", "codes")

# Free text has no control total, so that a note can be reworded at any time.
_FREE_TEXT = "notes"
_COMMA = ","
_FIRST_DAY = datetime.date(2014, 1, 1)


@dataclass(frozen=True)
class _Period:
    """The period of a record: the first characters of the first of these fields that is filled."""

    fields: tuple[str, ...]
    length: int

    def of_record(self) -> nw.Expr:
        return nw.coalesce(*[nw.col(name).cast(nw.String) for name in self.fields]).str.slice(0, self.length)


_YEAR, _MONTH, _DAY = 4, 7, 10

PERIODS = {
    "airpower": _Period(("period",), _YEAR),
    "estimates": _Period(("period_end", "published_on"), _MONTH),
    "incidents": _Period(("first_day",), _MONTH),
    "strike_totals": _Period(("reported_on", "period_end"), _MONTH),
    "strikes": _Period(("reported_on", "first_day"), _DAY),
}


def control_totals_of(name: str, table: Frame) -> pl.DataFrame:
    """The control totals of the table `name`: period and TOTALS, in order of period."""
    sums = _sums(_counted(name, table)).select("period", *TOTALS).sort("period")
    native: pl.DataFrame = sums.collect().to_native()
    return native


def control_totals_match(name: str, table: Frame, control_totals: Frame) -> Expectation:
    """The records of each period add up to the period's control totals.

    A violation is reported at the record that explains the whole difference, if there is one. If not, it is at the
    first record of the period, or at the record that follows if the period has none.
    """
    records = _counted(name, table)
    compared = _compared(_sums(records), control_totals.filter(nw.col("table") == name)).collect().lazy()
    if compared.filter(~_same()).collect().is_empty():  # as nearly always; the rest takes time
        rows = compared.with_columns(nw.col("period").alias(KEY))
        return Expectation(rows, holds=_same(), found=nw.lit(""), expected=nw.lit(""), field="period")
    compared = _with_lines(compared, records)
    key = next(column for column in table.collect_schema() if column not in (LINE, KEY))
    meant = nw.from_native(_meant(table, PERIODS[name].of_record(), compared).lazy())
    located = compared.join(meant, on="period", how="left").with_columns(
        nw.coalesce("meant_line", LINE).alias(LINE), field=nw.col("field").fill_null(key)
    )
    plain = nw.col("meant").is_null()
    listed = text(_listed(""), " in ", nw.col("period"))
    return Expectation(
        located.join(records.select(LINE, KEY), on=LINE, how="inner"),
        holds=_same(),
        found=nw.when(plain).then(listed).otherwise(nw.col("value")),
        expected=nw.when(plain)
        .then(_expected(name))
        .otherwise(text(nw.col("meant"), ", by the codes in control_totals, line ", nw.col("given"))),
        related=(Related(name, records, ("period",), key),),
    )


def _counted(name: str, table: Frame) -> Frame:
    """What each record adds to its period: LINE, KEY, period, and TOTALS without `records`."""
    kinds = _counted_fields(table)
    figures = [nw.col(field).fill_null(0) for field, kind in kinds.items() if kind == nw.Int64]
    days = [_days(field) for field, kind in kinds.items() if kind == nw.Date]
    records = table.select(
        LINE,
        KEY,
        PERIODS[name].of_record().alias("period"),
        nw.sum_horizontal(*[(~nw.col(field).is_null()).cast(nw.Int64) for field in kinds]).alias("filled"),
        nw.sum_horizontal(*figures).alias("figures"),
        nw.sum_horizontal(*days).alias("days"),
        nw.concat_str(*_words(table), separator=_COMMA).alias("words"),
    )
    native: pl.DataFrame = records.collect().to_native()
    codes = [zlib.crc32(line.encode()) for line in native["words"]]
    return nw.from_native(native.with_columns(codes=pl.Series(codes, dtype=pl.Int64)).drop("words").lazy())


def _counted_fields(table: Frame) -> dict[str, nw.dtypes.DType]:
    """The fields that have a control total, with their types."""
    return {field: kind for field, kind in table.collect_schema().items() if field not in (LINE, KEY, _FREE_TEXT)}


def _words(table: Frame) -> list[nw.Expr]:
    """The fields that have a checksum, as text."""
    names = [field for field, kind in _counted_fields(table).items() if kind not in (nw.Int64, nw.Date)]
    return [nw.col(name).cast(nw.String).fill_null("").alias(name) for name in names]


def _meant(table: Frame, period: nw.Expr, compared: Frame) -> pl.DataFrame:
    """For each period of which only the codes differ: the one cell that another value of its field puts right.

    The values that the table has in that field are tried. meant_line, field and value are of the cell as it is.
    """
    only_codes = nw.all_horizontal(*[nw.col(f"more_{x}") == 0 for x in TOTALS[:-1]], ignore_nulls=False)
    wrong = compared.filter(only_codes, nw.col("more_codes") != 0).select("period", "more_codes").collect().to_native()
    found = []
    if len(wrong):
        texts: pl.DataFrame = table.select(LINE, period.alias("@period"), *_words(table)).collect().to_native()
        values = {name: texts[name].unique().to_list() for name in texts.columns[2:]}
        for name, more in wrong.rows():
            fits = list(_put_right(texts.filter(pl.col("@period") == name), values, more))
            found += [(name, *fits[0])] if len(fits) == 1 else []
    schema = {"period": pl.String, "meant_line": pl.Int64, "field": pl.String, "value": pl.String, "meant": pl.String}
    return pl.DataFrame(found, schema=schema, orient="row")


def _put_right(texts: pl.DataFrame, values: dict[str, list[str]], more: int) -> Iterator[tuple[int, str, str, str]]:
    """The cells of which another value has a checksum that is lower by `more`: line, field, value, the other value."""
    for line, _, *cells in texts.rows():
        wanted = zlib.crc32(_COMMA.join(cells).encode()) - more
        for number, (field, others) in enumerate(values.items()):
            before, after = _COMMA.join([*cells[:number], ""]), _COMMA.join(["", *cells[number + 1 :]])
            for other in others:
                if zlib.crc32(f"{before}{other}{after}".encode()) == wanted:
                    yield line, field, cells[number], other


def _days(field: str) -> nw.Expr:
    return ((nw.col(field) - nw.lit(_FIRST_DAY)).dt.total_minutes() // (24 * 60)).fill_null(0)


def _sums(records: Frame) -> Frame:
    """The totals of each period, and the line of its first record."""
    sums = [nw.col(total).sum() for total in TOTALS[1:]]
    periods = records.filter(~nw.col("period").is_null()).group_by("period")
    return periods.agg(nw.len().cast(nw.Int64).alias("records"), *sums, nw.col(LINE).min())


def _compared(sums: Frame, given: Frame) -> Frame:
    """For each period its totals, those given for it (given_…, and their line), and the difference (more_…)."""
    zero, none = nw.lit(0).cast(nw.Int64), nw.lit(None, nw.Int64)
    here = sums.select(
        "period", *TOTALS, *[zero.alias(f"given_{total}") for total in TOTALS], LINE, none.alias("given")
    )
    there = given.select(
        "period",
        *[zero.alias(total) for total in TOTALS],
        *[nw.col(total).alias(f"given_{total}") for total in TOTALS],
        none.alias(LINE),
        nw.col(LINE).cast(nw.Int64).alias("given"),
    )
    added = [nw.col(name).sum() for total in TOTALS for name in (total, f"given_{total}")]
    both = nw.concat([here.with_columns(nw.col(LINE).cast(nw.Int64)), there], how="vertical").group_by("period")
    more = [(nw.col(total) - nw.col(f"given_{total}")).alias(f"more_{total}") for total in TOTALS]
    return both.agg(*added, nw.col(LINE).max(), nw.col("given").max()).with_columns(*more)


def _same() -> nw.Expr:
    return nw.all_horizontal(*[nw.col(f"more_{total}") == 0 for total in TOTALS], ignore_nulls=False)


def _with_lines(compared: Frame, records: Frame) -> Frame:
    """The periods, each at the line of the record that explains its difference, or else near it.

    If that record makes up for one that another period lacks, the other period (moved_from) is not reported again.
    """
    wrong = compared.filter(~_same())
    alike = ["filled", "figures", "codes"]
    extra = wrong.filter(nw.col("more_records") == 1).join(records, on="period", how="inner", suffix="_here")
    fits = extra.filter(*[nw.col(f"more_{total}") == nw.col(f"{total}_here") for total in alike])
    fits = fits.group_by("period", *[f"{total}_here" for total in alike]).agg(nw.col(f"{LINE}_here").min())
    lost = wrong.filter(nw.col("more_records") == -1)
    lost = lost.select(
        nw.col("period").alias("moved_from"), *[(0 - nw.col(f"more_{x}")).alias(f"{x}_here") for x in alike]
    )
    fits = fits.join(lost, on=[f"{total}_here" for total in alike], how="left")
    located = compared.join(fits.select("period", f"{LINE}_here", "moved_from"), on="period", how="left")
    made_up = fits.select(nw.col("moved_from").alias("period")).filter(~nw.col("period").is_null())
    located = located.join(made_up, on="period", how="anti").join(_next_lines(compared), on="period", how="left")
    located = located.join(_largest(wrong, records), on="period", how="left")
    return located.with_columns(nw.coalesce(f"{LINE}_here", "largest_line", LINE, "next_line").alias(LINE))


def _largest(wrong: Frame, records: Frame) -> Frame:
    """For each period whose figures alone are too high: the line of the record that is large enough, if it is one."""
    others = [nw.col(f"more_{total}") == 0 for total in TOTALS if total != "figures"]
    high = wrong.filter(*others, nw.col("more_figures") > 0).select("period", "more_figures")
    enough = high.join(records, on="period", how="inner").filter(nw.col("figures") >= nw.col("more_figures"))
    lines = enough.group_by("period").agg(nw.len().alias("number"), nw.col(LINE).min().alias("largest_line"))
    return lines.filter(nw.col("number") == 1).select("period", "largest_line")


def _next_lines(compared: Frame) -> Frame:
    """For each period that has no records: the first line of the next period or, after the last, of the last one."""
    empty = compared.filter(nw.col(LINE).is_null()).select("period")
    others = compared.filter(~nw.col(LINE).is_null()).select(
        nw.col("period").alias("other"), nw.col(LINE).alias("line")
    )
    pairs = empty.join(others, how="cross")
    after = nw.when(nw.col("other") > nw.col("period")).then(nw.col("line"))
    return (
        pairs.with_columns(after=after)
        .group_by("period")
        .agg(nw.col("after").min(), nw.col("line").max())
        .select("period", nw.coalesce("after", "line").alias("next_line"))
    )


def _listed(prefix: str) -> nw.Expr:
    """The totals that differ, with their values: records 7, figures 21."""
    parts = [
        nw.when(nw.col(f"more_{total}") == 0)
        .then(nw.lit(""))
        .otherwise(text(f"{total} ", nw.col(prefix + total), ", "))
        for total in TOTALS
    ]
    return nw.concat_str(*parts).str.strip_chars(", ")


def _expected(name: str) -> nw.Expr:
    cells = [part for total in TOTALS for part in (",", nw.col(total))]
    row = text(
        f"a row in control_totals: {name.replace('_', '-')}-", nw.col("period"), f",{name},", nw.col("period"), *cells
    )
    given = text(_listed("given_"), ", as in control_totals, line ", nw.col("given"))
    moved = text(given, "; this record is missing in ", nw.col("moved_from"))
    known = nw.when(nw.col("moved_from").is_null()).then(given).otherwise(moved)
    return nw.when(nw.col("given").is_null()).then(row).otherwise(known)
