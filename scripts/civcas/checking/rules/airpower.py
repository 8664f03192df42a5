"""Rules of airpower, the statistics of US Air Forces Central."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, Related, text
from civcas.checking.rule import rule
from civcas.checking.shared.control_totals import control_totals_match
from civcas.checking.shared.evidence import (
    disagreements,
    every_figure_stated,
    figures_of,
    main_source_in_evidence,
    source_not_older,
)
from civcas.checking.shared.records import with_first
from civcas.checking.shared.scopes import one_record_for_a_scope
from civcas.package.tables import KEY, LINE


@rule()
def key_names_period(airpower: Frame) -> Expectation:
    """The key begins with the period or, for a year to date, with its last day.

    The key is a second note of the period, so a mistyped one shows.

    Bad: airpower_id 2017-08-month, period 2017-09.
    Good: airpower_id 2017-08-31-year-to-date, as_of 2017-08-31.
    Fix: Correct the period, the last day or the key.
    """
    to_date = nw.col("granularity") == "year_to_date"
    covered = nw.when(to_date).then(nw.col("as_of").cast(nw.String)).otherwise(nw.col("period"))
    named = nw.col("airpower_id").str.replace_all("-[a-z].*", "")
    return Expectation(
        airpower.with_columns(field=nw.when(to_date).then(nw.lit("as_of")).otherwise(nw.lit("period"))),
        holds=(covered == named).fill_null(value=False),
        found=covered,
        expected=text(named, ", as the key says"),
        cells=("airpower_id", "granularity"),
    )


@rule()
def key_names_granularity(airpower: Frame) -> Expectation:
    """After the period the key has the granularity, and a number if it is not the first such key.

    The key is a second note of the granularity, so a wrong one shows.

    Bad: airpower_id 2017-08-month, granularity cumulative.
    Good: airpower_id 2017-08-month-2, granularity month.
    Fix: Correct the granularity or the key.
    """
    named = nw.col("airpower_id").str.replace_all("^[0-9-]*", "").str.replace_all("-[0-9]+$", "")
    return Expectation(
        airpower,
        holds=nw.col("granularity").str.replace_all("_", "-") == named,
        expected=text(named, ", as the key says"),
        field="granularity",
        cells=("airpower_id",),
    )


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
        airpower.filter(nw.col("granularity") != "cumulative"),
        holds=(is_month & long) | (~is_month & ~long),
        expected=nw.when(is_month).then(nw.lit("YYYY-MM")).otherwise(nw.lit("YYYY")),
        field="period",
        cells=("granularity",),
    )


@rule()
def year_to_date_has_last_day(airpower: Frame) -> Expectation:
    """A year to date has its last day in `as_of`.

    Without it nobody knows what the figures cover.

    Bad: period 2017, granularity year_to_date, as_of empty.
    Good: period 2017, granularity year_to_date, as_of 2017-08-31.
    Fix: Fill in the last day.
    """
    return Expectation(
        airpower.filter(nw.col("granularity") == "year_to_date"),
        holds=~nw.col("as_of").is_null(),
        expected=nw.lit("the last day that the figures cover"),
        field="as_of",
        cells=("granularity",),
    )


@rule()
def last_day_in_period(airpower: Frame) -> Expectation:
    """The last day of a year to date or of a cumulative figure is in the period.

    The period is the year or month in which the count ends.

    Bad: period 2017, granularity year_to_date, as_of 2016-08-31.
    Good: period 2017, granularity year_to_date, as_of 2017-08-31.
    Fix: Correct the last day or the period.
    """
    return Expectation(
        airpower.filter(nw.col("granularity").is_in(["year_to_date", "cumulative"])),
        holds=_days_of("as_of", "period") == nw.col("period"),
        expected=text("a day in ", nw.col("period"), ", the period"),
        field="as_of",
        cells=("period", "granularity"),
    )


@rule()
def released_after_period(airpower: Frame) -> Expectation:
    """The figures of a month or year were not released before its last month.

    They are of the whole month or year.

    Bad: period 2019-11, granularity month, as_of 2019-10-12.
    Good: period 2019-11, granularity month, as_of 2019-12-12.
    Fix: Correct the day or the period.
    """
    month = nw.when(nw.col("granularity") == "year").then(text(nw.col("period"), "-12")).otherwise(nw.col("period"))
    return Expectation(
        airpower.filter(nw.col("granularity").is_in(["month", "year"])),
        holds=nw.col("as_of").cast(nw.String) >= month,
        expected=text("a day in ", month, " or later"),
        field="as_of",
        cells=("period", "granularity"),
    )


@rule()
def one_record_for_one_scope(airpower: Frame) -> Expectation:
    """A source states the figures of a period once.

    A second row is a repeated line, or another statement whose period or last day is wrong.

    Bad: two rows for 2017-08, granularity month, from one source.
    Good: two rows for 2017-08, granularity month, from two sources.
    Fix: Delete the repeated row, or correct its period, last day or source.
    """
    names = ("period", "granularity", "as_of", "source_id")
    return one_record_for_a_scope(airpower, names, "airpower_id", "another period, last day or source")


@rule()
def counts_something(airpower: Frame) -> Expectation:
    """A row states at least one figure.

    A row without figures has nothing to say.

    Bad: no figure in any field.
    Good: weapons_released 5075.
    Fix: Fill in a figure, or delete the row.
    """
    stated = ~nw.coalesce(*figures_of(airpower)).is_null()
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
def weapons_not_below_release_sorties(airpower: Frame) -> Expectation:
    """Weapons are no fewer than sorties that released one.

    Such a sortie released one or more weapons.

    Bad: weapons_released 3250, sorties_with_release 8249.
    Good: weapons_released 32801, sorties_with_release 8249.
    Fix: Correct the two figures.
    """
    return Expectation(
        airpower,
        holds=nw.col("weapons_released") >= nw.col("sorties_with_release"),
        expected=text("at least ", nw.col("sorties_with_release"), ", the sorties with a release"),
        field="weapons_released",
        cells=("sorties_with_release",),
    )


@rule(arithmetic=True)
def statements_agree(airpower: Frame) -> Expectation:
    """Statements about the same period give the same figures.

    US Air Forces Central restates earlier months in later summaries. A known issue says which statement came when.

    Bad: weapons_released 3160 and 3167 for one month.
    Good: weapons_released 3167 in both statements.
    Fix: Compare both figures with their sources, and correct the one that differs.
    """
    same = ("period", "granularity", "as_of_day", "field")
    rows = _figures(airpower.filter(nw.col("granularity") != "cumulative")).with_columns(
        as_of_day=nw.when(nw.col("granularity") == "year_to_date").then(nw.col("as_of"))
    )
    return Expectation(
        with_first(rows, same, (KEY,), first="figure", previous_line=LINE, first_key=KEY),
        holds=nw.col("figure") == nw.col("first"),
        found=nw.col("figure"),
        expected=text(nw.col("first"), ", as in ", nw.col("first_key")),
    )


@rule(arithmetic=True)
def counts_never_fall(airpower: Frame) -> Expectation:
    """Figures of a year to date do not fall within the year, nor do cumulative figures.

    A later count contains the earlier one. A year counts as the last of its years to date.

    Bad: 36351 weapons to 2017-10-01, 32801 in the year 2017.
    Good: 32801 weapons to 2017-08-31, 36351 to 2017-10-01.
    Fix: Compare both figures with their sources, and correct the one that differs.
    """
    cumulative = nw.col("granularity") == "cumulative"
    months = (
        nw.when(nw.col("period").str.len_chars() == 4).then(text(nw.col("period"), "-12")).otherwise(nw.col("period"))
    )
    to_date = nw.when(nw.col("granularity") != "year").then(nw.col("as_of").cast(nw.String))
    until = nw.coalesce(to_date, text(months, "-31"))
    rows = _figures(airpower.filter(nw.col("granularity") != "month")).with_columns(
        until=until, count=nw.when(cumulative).then(nw.lit("campaign")).otherwise(nw.col("period"))
    )
    same, order = ("count", "field"), ["until", KEY]
    rows = rows.with_columns(
        before=nw.col("figure").shift(1).over(*same, order_by=order),
        previous_line=nw.col(LINE).shift(1).over(*same, order_by=order),
        previous_key=nw.col(KEY).shift(1).over(*same, order_by=order),
        previous_until=nw.col("until").shift(1).over(*same, order_by=order),
    )
    return Expectation(
        rows.filter(nw.col("previous_until") != nw.col("until")),
        holds=nw.col("figure") >= nw.col("before"),
        found=nw.col("figure"),
        expected=text("at least ", nw.col("before"), ", as in ", nw.col("previous_key")),
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
    months = months.with_columns(year=nw.col("period").str.slice(0, 4))
    lowest = months.group_by("year", "period").agg(nw.col("weapons_released").min())
    sums = lowest.group_by("year").agg(nw.col("weapons_released").sum().alias("months"))
    years = airpower.filter(nw.col("granularity") == "year").with_columns(year=nw.col("period"))
    words = text(nw.col("period"), " ", nw.col("weapons_released"))
    return Expectation(
        years.join(sums, on="year", how="inner"),
        holds=nw.col("weapons_released") >= nw.col("months"),
        expected=text("at least ", nw.col("months"), ", the sum of its months"),
        field="weapons_released",
        related=(Related("airpower", months, ("year",), "weapons_released", words),),
    )


@rule(needs_valid_tables=True, arithmetic=True)
def sourced(airpower: Frame, evidence: Frame) -> Expectation:
    """Every figure has a row in evidence.csv with the same value.

    The row is a second note of the figure, so a mistyped digit shows.

    Bad: weapons_released 5075; evidence.csv has 5705.
    Good: weapons_released 5075; evidence.csv has 5075.
    Fix: Correct the figure, or add a row to evidence.csv.
    """
    return every_figure_stated("airpower", airpower, evidence)


@rule(arithmetic=True)
def sources_agree(airpower: Frame, evidence: Frame) -> Expectation:
    """Every source in evidence.csv states the figure of the record.

    If two pages quote one summary differently, the record has the figure that most pages give.

    Bad: weapons_released 5075; one source in evidence.csv states 5705.
    Good: weapons_released 5075; every source in evidence.csv states 5075.
    Fix: Correct the record or the row in evidence.csv.
    """
    return disagreements("airpower", airpower, evidence)


@rule(needs_valid_tables=True)
def main_source_among_evidence(airpower: Frame, evidence: Frame) -> Expectation:
    """The source of the record is one of its sources in evidence.csv.

    Evidence is a second note of the source, so a wrong source shows.

    Bad: source_id airwars-page-7; evidence.csv names other sources for this record.
    Good: source_id airwars-page-7; evidence.csv names it for this record.
    Fix: Correct the source, or add its row to evidence.csv.
    """
    return main_source_in_evidence("airpower", airpower, evidence)


@rule()
def source_not_older_than_last_day(airpower: Frame, sources: Frame) -> Expectation:
    """The source was not published before the last day that its figures cover.

    A page can't count weapons that were not released yet. Sources without a date are not judged.

    Bad: as_of 2017-08-31; the source was published on 2017-08-12.
    Good: as_of 2017-08-31; the source was published on 2017-09-12.
    Fix: Correct the source, its date or the last day.
    """
    return source_not_older(airpower, sources, "as_of")


@rule(needs_valid_tables=True)
def matches_control_totals(airpower: Frame, control_totals: Frame) -> Expectation:
    """The rows of each year add up to the year's row in control_totals.csv.

    The control totals show a row that was lost, or a code or a day that was changed by mistake.

    Bad: 13 rows of 2017; control_totals.csv has records 14 for that year.
    Good: 14 rows of 2017; control_totals.csv has records 14 for that year.
    Fix: Compare the rows with their sources. If they are right, run `civcas totals --write`, or write what
    was found into control_totals.csv.
    """
    return control_totals_match("airpower", airpower, control_totals)


def _days_of(day: str, period: str) -> nw.Expr:
    """The day as its period is written: the year, or the year and month."""
    written = nw.col(day).cast(nw.String)
    return nw.when(nw.col(period).str.len_chars() == 4).then(written.str.slice(0, 4)).otherwise(written.str.slice(0, 7))


def _figures(airpower: Frame) -> Frame:
    """The filled figures in long form: LINE, KEY, period, granularity, as_of, field, figure."""
    index = [LINE, KEY, "period", "granularity", "as_of"]
    figures = airpower.unpivot(figures_of(airpower), index=index, variable_name="field", value_name="figure")
    return figures.filter(~nw.col("figure").is_null())
