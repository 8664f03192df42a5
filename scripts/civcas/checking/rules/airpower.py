"""What must be true of US Air Forces Central's statistics."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import rule
from civcas.checking.shared.evidence import disagreements, figures_of
from civcas.package.tables import KEY, LINE


@rule()
def period_fits_granularity(airpower: Frame) -> Expectation:
    """A month's period is written as year and month, a year's as the year.

    So that periods can be compared.
    """
    is_month = nw.col("granularity") == "month"
    long = nw.col("period").str.len_chars() == 7
    return Expectation(
        airpower.filter(nw.col("granularity").is_in(["month", "year"])),
        holds=(is_month & long) | (~is_month & ~long),
        expected=nw.when(is_month).then(nw.lit("YYYY-MM")).otherwise(nw.lit("YYYY")),
        field="period",
        cells=("granularity",),
    )


@rule()
def counts_something(airpower: Frame) -> Expectation:
    """A row states at least one figure.

    A row without figures says nothing.
    """
    stated = nw.lit(False)
    for name in figures_of(airpower):
        stated = stated | ~nw.col(name).is_null()
    return Expectation(airpower, holds=stated, expected=nw.lit("at least one figure"), field="weapons_released")


@rule()
def release_sorties_within_sorties(airpower: Frame) -> Expectation:
    """Sorties that released a weapon are no more than all sorties.

    They are a part of them.
    """
    return Expectation(
        airpower,
        holds=nw.col("sorties_with_release") <= nw.col("sorties"),
        expected=text("at most ", nw.col("sorties"), ", all sorties"),
        field="sorties_with_release",
        cells=("sorties",),
    )


@rule()
def statements_agree(airpower: Frame) -> Expectation:
    """Statements about the same period give the same figures.

    US Air Forces Central restates earlier months in later summaries; which restatement came when is worth knowing.
    """
    long = airpower.filter(nw.col("granularity") != "cumulative").unpivot(
        figures_of(airpower),
        index=[LINE, KEY, "period", "granularity", "as_of"],
        variable_name="field",
        value_name="figure",
    )
    same = ("period", "granularity", "as_of_day", "field")
    rows = long.filter(~nw.col("figure").is_null()).with_columns(
        as_of_day=nw.when(nw.col("granularity") == "year_to_date")
        .then(nw.col("as_of").cast(nw.String))
        .otherwise(nw.lit(""))
        .fill_null("")
    )
    rows = rows.with_columns(
        first=nw.col("figure").first().over(*same, order_by=KEY),
        previous_line=nw.col(LINE).first().over(*same, order_by=KEY),
        first_key=nw.col(KEY).min().over(*same),
    )
    return Expectation(
        rows,
        holds=nw.col("figure") == nw.col("first"),
        found=nw.col("figure"),
        expected=text(nw.col("first"), ", as in ", nw.col("first_key")),
    )


@rule()
def months_within_year(airpower: Frame) -> Expectation:
    """The months of a year add up to no more than the year.

    A month above the year's total was misread, or restated.
    """
    months = airpower.filter(nw.col("granularity") == "month", ~nw.col("weapons_released").is_null())
    latest = months.group_by("period").agg(nw.col("weapons_released").min())
    by_year = latest.with_columns(period=nw.col("period").str.slice(0, 4)).group_by("period")
    sums = by_year.agg(nw.col("weapons_released").sum().alias("months"))
    return Expectation(
        airpower.filter(nw.col("granularity") == "year").join(sums, on="period", how="inner"),
        holds=nw.col("weapons_released") >= nw.col("months"),
        expected=text("at least ", nw.col("months"), ", the sum of its months"),
        field="weapons_released",
    )


@rule()
def sources_agree(airpower: Frame, evidence: Frame) -> Expectation:
    """Every source in `evidence` states the figure that stands in `airpower`.

    Where two pages quote one summary differently, the figure that most of them give stands.
    """
    return disagreements("airpower", airpower, evidence)
