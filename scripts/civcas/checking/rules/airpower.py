"""Rules of airpower, the statistics of US Air Forces Central."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import rule
from civcas.checking.shared.evidence import disagreements, figures_of
from civcas.package.tables import KEY, LINE


@rule()
def period_fits_granularity(airpower: Frame) -> Expectation:
    """A month's period is written as year and month, a year's as the year.

    Rules and queries compare rows by their period.

    Bad: period 2017 for a month.
    Good: period 2017-08 for a month.
    Fix: Correct the period or the granularity.
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

    A row without figures has nothing to say.

    Bad: no figure in any field.
    Good: weapons_released 5075.
    Fix: Fill in a figure, or delete the row.
    """
    stated = nw.lit(False)
    for name in figures_of(airpower):
        stated = stated | ~nw.col(name).is_null()
    return Expectation(airpower, holds=stated, expected=nw.lit("at least one figure"), field="weapons_released")


@rule(arithmetic=True)
def release_sorties_within_sorties(airpower: Frame) -> Expectation:
    """Sorties that released a weapon are no more than all sorties.

    They are a part of all sorties.

    Bad: sorties 9958, sorties_with_release 21113.
    Good: sorties 21113, sorties_with_release 9958.
    Fix: Correct the two figures.
    """
    return Expectation(
        airpower,
        holds=nw.col("sorties_with_release") <= nw.col("sorties"),
        expected=text("at most ", nw.col("sorties"), ", all sorties"),
        field="sorties_with_release",
        cells=("sorties",),
    )


@rule(arithmetic=True)
def statements_agree(airpower: Frame) -> Expectation:
    """Statements about the same period give the same figures.

    US Air Forces Central restates earlier months in later summaries. A known issue says which statement came when.

    Bad: weapons_released 3160 and 3167 for one month.
    Good: weapons_released 3167 in both statements.
    Fix: Compare both figures with their sources, and correct the one that differs.
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


@rule(arithmetic=True)
def months_within_year(airpower: Frame) -> Expectation:
    """The months of a year add up to no more than the year.

    If they add up to more, a month or the year is wrong. If a month is stated twice, its lowest figure counts.

    Bad: a year of 8999; its months add up to 9000.
    Good: a year of 9000; its months add up to 9000.
    Fix: Compare the year and each of its months with the sources, and correct the one that differs.
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


@rule(arithmetic=True)
def sources_agree(airpower: Frame, evidence: Frame) -> Expectation:
    """Every source in evidence.csv states the figure of the record.

    If two pages quote one summary differently, the record has the figure that most pages give.

    Bad: weapons_released 5075; one source in evidence.csv states 5705.
    Good: weapons_released 5075; every source in evidence.csv states 5075.
    Fix: Correct the record or the row in evidence.csv.
    """
    return disagreements("airpower", airpower, evidence)
