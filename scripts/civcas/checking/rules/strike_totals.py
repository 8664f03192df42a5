"""Rules of strike_totals about keys, dates, scope and sources. Those about figures are in strike_total_figures.py."""

from __future__ import annotations

import datetime

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import rule
from civcas.checking.shared.dates import as_far_as_known, coarse_date_is_first_day, precision_goes_with_date
from civcas.checking.shared.evidence import main_source_in_evidence, source_not_older
from civcas.checking.shared.places_and_days import both_days_or_neither, ends_after_start, has_some_date
from civcas.checking.shared.scopes import one_record_for_a_scope, same_in_group
from civcas.checking.shared.strike_reports import is_reported_after, is_reported_soon

_SHORT = {"United States": "us", "United Kingdom": "uk"}  # in a key; other nations have their own name there

# US Central Command reported the strikes until the Coalition's task force was set up, on this day.
_COALITION_FROM = datetime.date(2014, 10, 17)


@rule()
def key_names_dates(strike_totals: Frame) -> Expectation:
    """The key begins with the day of the report or, if that is empty, with the period.

    The key is a second note of the dates, so a mistyped date shows. A period of one day is day- and the day, any other
    is the first and the last day with -to- between them.

    Bad: total_id 2017-04-28-syria-all, reported_on 2017-04-29.
    Good: total_id 2014-08-to-2018-11-30-both-all, period_start 2014-08-01 by the month, period_end 2018-11-30.
    Fix: Correct the date or the key.
    """
    reported = ~nw.col("reported_on").is_null()
    start, end = as_far_as_known("period_start", "start_precision"), as_far_as_known("period_end", "end_precision")
    period = nw.when(start == end).then(text("day-", start)).otherwise(text(start, "-to-", end))
    named = nw.col("total_id").str.replace_all("-(iraq|syria|both)-.*", "")
    starts = named.str.replace_all("^day-", "").str.replace_all("-to-.*", "") == start
    cell = nw.when(starts).then(nw.lit("period_end")).otherwise(nw.lit("period_start"))
    dates = nw.when(reported).then(nw.col("reported_on").cast(nw.String)).otherwise(period)
    return Expectation(
        strike_totals.with_columns(field=nw.when(reported).then(nw.lit("reported_on")).otherwise(cell)),
        holds=dates == named,
        found=dates,
        expected=text(named, ", the dates in the key"),
        cells=("total_id", "period_start", "period_end"),
    )


@rule()
def key_names_last_day(strike_totals: Frame) -> Expectation:
    """If the key names a day of strikes at its end, it is the last day of the period.

    A report may state totals of several days. Their keys end with -day- or -late- and the day.

    Bad: total_id 2018-09-10-syria-all-day-2018-09-07, period_end 2018-09-08.
    Good: total_id 2018-09-10-syria-all-day-2018-09-07, period_end 2018-09-07.
    Fix: Correct the date or the key.
    """
    named = nw.col("total_id").str.replace_all(".*-(day|late)-", "").str.slice(0, 10)
    return Expectation(
        strike_totals.filter(nw.col("total_id").str.contains("[a-z]-(day|late)-20[0-9]{2}-[0-9]{2}-[0-9]{2}")),
        holds=(nw.col("period_end").cast(nw.String) == named).fill_null(value=False),
        expected=text(named, ", the day in the key"),
        field="period_end",
        cells=("total_id",),
    )


@rule()
def key_names_country(strike_totals: Frame) -> Expectation:
    """The key names the country, or both.

    The key is a second note of the country, so a wrong country shows.

    Bad: total_id 2017-04-28-syria-all, country Iraq.
    Good: total_id 2017-04-28-syria-all, country Syria.
    Fix: Correct the country or the key.
    """
    named = nw.col("total_id").str.replace_all(".*-(iraq|syria|both)-.*", "$1")
    return Expectation(
        strike_totals,
        holds=nw.col("country").str.to_lowercase() == named,
        expected=text("the country in the key, ", named),
        field="country",
        cells=("total_id",),
    )


@rule()
def key_names_nation(strike_totals: Frame) -> Expectation:
    """The key names whose strikes the total counts: all, us, other, or a nation such as france.

    The key is a second note of the nation, so a wrong nation shows.

    Bad: total_id 2014-08-08-to-2014-08-18-iraq-us, nation all.
    Good: total_id 2014-08-08-to-2014-08-18-iraq-us, nation United States.
    Fix: Correct the nation or the key.
    """
    named = nw.col("total_id").str.replace_all(".*-(iraq|syria|both)-([a-z]+)(-.*)?", "$2")
    code = nw.col("nation").str.to_lowercase()
    for nation, short in _SHORT.items():
        code = nw.when(nw.col("nation") == nation).then(nw.lit(short)).otherwise(code)
    return Expectation(
        strike_totals,
        holds=code == named,
        expected=text("the nation in the key, ", named),
        field="nation",
        cells=("total_id",),
    )


@rule()
def has_a_date(strike_totals: Frame) -> Expectation:
    """A total has the day of its report, or a period.

    A total without a date can't be compared with anything.

    Bad: reported_on, period_start and period_end empty.
    Good: reported_on 2017-04-28, the other two empty.
    Fix: Fill in the day of the report or the period.
    """
    return has_some_date(
        strike_totals, ("reported_on", "period_start", "period_end"), "the day of the report, or a period"
    )


@rule()
def both_days(strike_totals: Frame) -> Expectation:
    """A total has both the first and the last day of its period, or neither.

    A period of a single day has that day twice.

    Bad: period_start 2018-05-01, period_end empty.
    Good: period_start 2018-05-01, period_end 2018-05-31.
    Fix: Fill in the other day.
    """
    return both_days_or_neither(strike_totals, "period_start", "period_end")


@rule()
def period_in_order(strike_totals: Frame) -> Expectation:
    """The end of the period is not before its start.

    A period that runs backwards covers no strikes.

    Bad: period_start 2018-05-02, period_end 2018-05-01.
    Good: period_start 2018-05-01, period_end 2018-05-02.
    Fix: Correct the two dates.
    """
    return ends_after_start(strike_totals, "period_start", "period_end")


@rule()
def reported_after_period(strike_totals: Frame) -> Expectation:
    """The report is not older than the period it counts.

    A report can't count strikes that have not happened yet.

    Bad: period_end 2017-04-27 in a report of 2017-04-26.
    Good: period_end 2017-04-27 in a report of 2017-04-28.
    Fix: Correct the day of the report or the period.
    """
    return is_reported_after(strike_totals, "period_end")


@rule(arithmetic=True)
def report_soon_after(strike_totals: Frame) -> Expectation:
    """The report is at most 8 days younger than the end of the period it counts.

    Reports count strikes of the day before or of the last week.

    Bad: period_end 2017-04-07 in a report of 2017-04-28.
    Good: period_end 2017-04-27 in a report of 2017-04-28.
    Fix: Correct the day of the report or the period.
    """
    return is_reported_soon(strike_totals, "period_end")


@rule()
def start_precision_with_date(strike_totals: Frame) -> Expectation:
    """The start of the period and its precision are both filled, or neither is.

    Without the precision nobody knows whether the first of a month is that day or the whole month.

    Bad: period_start 2018-05-01, start_precision empty.
    Good: period_start 2018-05-01, start_precision month.
    Fix: Fill in the precision, or empty it.
    """
    return precision_goes_with_date(strike_totals, "period_start", "start_precision")


@rule()
def end_precision_with_date(strike_totals: Frame) -> Expectation:
    """The end of the period and its precision are both filled, or neither is.

    Without the precision nobody knows whether the first of a month is that day or the whole month.

    Bad: period_end 2018-05-01, end_precision empty.
    Good: period_end 2018-05-01, end_precision month.
    Fix: Fill in the precision, or empty it.
    """
    return precision_goes_with_date(strike_totals, "period_end", "end_precision")


@rule()
def start_fits_precision(strike_totals: Frame) -> Expectation:
    """A start of which only the month or year is known is the first day of it.

    So that such dates are written in one way.

    Bad: period_start 2018-05-17, start_precision month.
    Good: period_start 2018-05-01, start_precision month.
    Fix: Correct the date or its precision.
    """
    return coarse_date_is_first_day(strike_totals, "period_start", "start_precision")


@rule()
def end_fits_precision(strike_totals: Frame) -> Expectation:
    """An end of which only the month or year is known is the first day of it.

    So that such dates are written in one way.

    Bad: period_end 2018-05-17, end_precision month.
    Good: period_end 2018-05-01, end_precision month.
    Fix: Correct the date or its precision.
    """
    return coarse_date_is_first_day(strike_totals, "period_end", "end_precision")


@rule(arithmetic=True)
def report_has_one_source(strike_totals: Frame) -> Expectation:
    """The totals of one report have one source.

    They are from one page. Another source at one of them is a mistake, or another report of that day.

    Bad: two totals of the report of 2017-04-28, one from the official page and one from a newspaper.
    Good: both totals of the report of 2017-04-28 from the official page.
    Fix: Correct the source, or the day of the report.
    """
    reports = strike_totals.filter(~nw.col("reported_on").is_null())
    return same_in_group(reports, ("reported_on",), "source_id", cells=("reported_on",))


@rule()
def one_record_for_one_scope(strike_totals: Frame) -> Expectation:
    """A source states a total for a report or period, a country and a group of nations once.

    A second row is a repeated line, or another total whose scope is wrong.

    Bad: two totals of 2017-04-28 for Syria, all nations, from one source.
    Good: one total of 2017-04-28 for Syria and one for Iraq.
    Fix: Delete the repeated row, or correct its scope.
    """
    names = ("reported_on", "period_start", "period_end", "country", "nation", "organisation_id", "source_id")
    return one_record_for_a_scope(strike_totals, names, "total_id", "another scope")


@rule()
def organisation_fits_report(strike_totals: Frame) -> Expectation:
    """A report's total is a count of the Coalition or, before 17 October 2014, of US Central Command.

    The Coalition's task force was set up on that day. Others publish its count, but do not make it.

    Bad: organisation_id airwars for the report of 2017-04-28.
    Good: organisation_id coalition for the report of 2017-04-28.
    Fix: Correct the organisation or the day of the report.
    """
    since = nw.col("reported_on") >= nw.lit(_COALITION_FROM)
    counts = nw.when(since).then(nw.lit("coalition")).otherwise(nw.lit("centcom"))
    return Expectation(
        strike_totals.filter(~nw.col("reported_on").is_null()),
        holds=nw.col("organisation_id") == counts,
        expected=text(counts, ", whose report it is"),
        field="organisation_id",
        cells=("reported_on",),
    )


@rule(needs_valid_tables=True)
def main_source_among_evidence(strike_totals: Frame, evidence: Frame) -> Expectation:
    """The source of the record is one of its sources in evidence.csv.

    Evidence is a second note of the source, so a wrong source shows.

    Bad: source_id reuters-us-airstrikes; evidence.csv names other sources for this total.
    Good: source_id reuters-us-airstrikes; evidence.csv names it for this total.
    Fix: Correct the source, or add its row to evidence.csv.
    """
    return main_source_in_evidence("strike_totals", strike_totals, evidence)


@rule()
def source_not_older_than_report(strike_totals: Frame, sources: Frame) -> Expectation:
    """The source was not published before the day of the report.

    A page can't state the total of a later report. Sources without a date are not judged.

    Bad: reported_on 2017-04-28; the source was published on 2017-04-26.
    Good: reported_on 2017-04-28; the source was published on 2017-04-28.
    Fix: Correct the source, its date or the day of the report.
    """
    return source_not_older(strike_totals, sources, "reported_on")


@rule()
def source_not_older_than_period(strike_totals: Frame, sources: Frame) -> Expectation:
    """The source was not published before the end of the period.

    A page can't count strikes that have not happened yet. Sources without a date are not judged.

    Bad: period_end 2017-04-28; the source was published on 2017-04-26.
    Good: period_end 2017-04-28; the source was published on 2017-04-29.
    Fix: Correct the source, its date or the period.
    """
    return source_not_older(strike_totals, sources, "period_end")
