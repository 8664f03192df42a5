"""What must hold of the Coalition's releases: their key, their period, and their sources."""

from __future__ import annotations

import narwhals as nw
from narwhals import col

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import rule
from civcas.checking.shared.control_totals import control_totals_match
from civcas.checking.shared.dates import beginning, coarse_date_is_first_day, last_day_of, offset
from civcas.checking.shared.evidence import (
    disagreements,
    every_figure_stated,
    main_source_in_evidence,
    source_not_older,
)
from civcas.checking.shared.places_and_days import ends_after_start
from civcas.checking.shared.release_months import monthly_releases, release_before
from civcas.package.tables import KEY, LINE


@rule()
def key_says_type_and_date(releases: Frame) -> Expectation:
    """The key says the type of the release and its date.

    Others cite a release by its key. A monthly release has the month in which its period ends, an annual one the year,
    an ad hoc one the day of publication. A second ad hoc release of a day ends with -2.

    Bad: monthly-2019-05 with a period that ends on 2019-04-30.
    Good: monthly-2019-04 with a period that ends on 2019-04-30.
    Fix: Correct the type, the date or the key.
    """
    end = col("period_end").cast(nw.String)
    kind = col("release_type")
    dated = nw.when(kind == "monthly").then(text("monthly-", end.str.slice(0, 7)))
    yearly = nw.when(kind == "annual").then(text("annual-", end.str.slice(0, 4)))
    name = dated.otherwise(yearly.otherwise(text("ad-hoc-", col("published_on"))))
    unnumbered = col("release_id").str.replace_all("-[2-9]$", "")
    base = nw.when(kind == "ad_hoc").then(unnumbered).otherwise(col("release_id"))
    return Expectation(
        releases.filter((kind == "ad_hoc") | ~col("period_end").is_null()).with_columns(base=base),
        holds=col("base") == name,
        expected=name,
        field="release_id",
        cells=("release_type", "period_end", "published_on"),
    )


@rule()
def period_is_stated(releases: Frame) -> Expectation:
    """A monthly or annual release has the first and last day of its period.

    The months are put in order by their periods.

    Bad: monthly-2019-04 without period_end.
    Good: monthly-2019-04 from 2019-04-01 to 2019-04-30.
    Fix: Fill in the day.
    """
    days = releases.unpivot(
        ["period_start", "period_end"], index=[LINE, KEY, "release_type"], variable_name="field", value_name="day"
    )
    return Expectation(
        days.filter(col("release_type") != "ad_hoc"),
        holds=~col("day").is_null(),
        found=col("day"),
        expected=text("a day, since the release is ", col("release_type")),
        cells=("release_type",),
    )


@rule()
def period_in_order(releases: Frame) -> Expectation:
    """A period does not end before it starts.

    For a single day, both are that day.

    Bad: a period from 2019-04-30 to 2019-04-01.
    Good: a period from 2019-04-01 to 2019-04-30.
    Fix: Correct the day that is wrong.
    """
    return ends_after_start(releases, "period_start", "period_end")


@rule(arithmetic=True)
def period_start_fits_type(releases: Frame) -> Expectation:
    """The period of a monthly release starts with a month, that of an annual one with a year.

    The period of an ad hoc release runs from the first to the last strike it assesses, so any day may start it.

    Bad: an annual release from 2018-02-01 to 2018-12-31.
    Good: an annual release from 2018-01-01 to 2018-12-31.
    Fix: Correct the first day of the period.
    """
    month, year = (beginning(col("period_end"), every) for every in ("1mo", "1y"))
    return _fits_type(releases, "period_start", month, year)


@rule(arithmetic=True)
def period_end_fits_type(releases: Frame) -> Expectation:
    """The period of a monthly release ends with a month, that of an annual one with a year.

    The period of an ad hoc release runs from the first to the last strike it assesses, so any day may end it.

    Bad: a monthly release from 2019-04-01 to 2019-04-29.
    Good: a monthly release from 2019-04-01 to 2019-04-30.
    Fix: Correct the last day of the period.
    """
    month, year = (offset(beginning(col("period_end"), every), every) for every in ("1mo", "1y"))
    return _fits_type(releases, "period_end", offset(month, "-1d"), offset(year, "-1d"))


def _fits_type(releases: Frame, field: str, month: nw.Expr, year: nw.Expr) -> Expectation:
    """The day `field` of a monthly release is that of its `month`, the day of an annual one that of its `year`."""
    due = nw.when(col("release_type") == "monthly").then(month).otherwise(year)
    return Expectation(
        releases.filter(col("release_type") != "ad_hoc"),
        holds=col(field) == due,
        expected=text(due, ", since the release is ", col("release_type")),
        field=field,
        cells=("release_type", "period_end"),
    )


@rule(arithmetic=True)
def months_follow(releases: Frame) -> Expectation:
    """Monthly releases follow one another without gap or overlap.

    A gap is a release that no source has been found for, or that never was. An overlap counts days twice.

    Bad: a release up to 2019-02-28, and the next one from 2019-04-01.
    Good: a release up to 2019-02-28, and the next one from 2019-03-01.
    Fix: Add the release that is missing, or correct its period.
    """
    order = ("period_start", "release_id")
    rows = monthly_releases(releases).with_columns(
        previous=col("period_end").shift(1).over(order_by=order),
        previous_key=col(KEY).shift(1).over(order_by=order),
        previous_line=col(LINE).shift(1).over(order_by=order),
    )
    due = offset(col("previous"), "1d")
    return Expectation(
        rows,
        holds=col("period_start") == due,
        expected=text(due, ", the day after the period of ", col("previous_key")),
        field="period_start",
        cells=("period_end",),
        related=(release_before(releases, "period_end"),),
    )


@rule()
def coarse_date_is_first(releases: Frame) -> Expectation:
    """A date of publication of which only the month or year is known is the first day of it.

    Otherwise it looks like a day that a source gives.

    Bad: published_on 2020-06-14 with published_precision month.
    Good: published_on 2020-06-01 with published_precision month.
    Fix: Correct the date or its precision.
    """
    return coarse_date_is_first_day(releases, "published_on", "published_precision")


@rule(arithmetic=True)
def published_after_period(releases: Frame) -> Expectation:
    """A release is published after its period has ended.

    If only the month or year of publication is known, its last day counts.

    Bad: a period up to 2019-04-30, published on 2019-04-30.
    Good: a period up to 2019-04-30, published on 2019-05-31.
    Fix: Correct the date of publication or the period.
    """
    return Expectation(
        releases,
        holds=last_day_of("published_on", "published_precision") > col("period_end"),
        expected=text("after ", col("period_end"), ", the end of the period"),
        field="published_on",
        cells=("period_end", "published_precision"),
    )


@rule(arithmetic=True)
def totals_through_period_end(releases: Frame) -> Expectation:
    """The totals of a monthly release run to the end of its period.

    A release whose totals stop earlier repeats the totals of another.

    Bad: totals_through 2019-03-31 for a period up to 2019-04-30.
    Good: totals_through 2019-04-30 for a period up to 2019-04-30.
    Fix: Correct the day.
    """
    return Expectation(
        monthly_releases(releases),
        holds=col("totals_through") == col("period_end"),
        expected=text(col("period_end"), ", the end of the period"),
        field="totals_through",
        cells=("period_end",),
    )


@rule(needs_valid_tables=True)
def source_in_evidence(releases: Frame, evidence: Frame) -> Expectation:
    """The main source of a release is among the sources that evidence names for it.

    A wrong source sends readers to a page that says nothing of the release.

    Bad: source_id us-week-in-review, which no row of evidence names for the release.
    Good: source_id us-week-in-review, and a row of evidence with the figure that it states.
    Fix: Correct source_id, or add a row to evidence.csv with what the source states.
    """
    return main_source_in_evidence("releases", releases, evidence)


@rule()
def source_not_older_than_release(releases: Frame, sources: Frame) -> Expectation:
    """The main source of a release was not published before the release.

    A page that is older than the release cannot report it.

    Bad: a release of 2019-05-31 whose source was published on 2018-11-27.
    Good: a release of 2019-05-31 whose source was published on 2019-06-01.
    Fix: Correct source_id, or the date of the source or of the release.
    """
    return source_not_older(releases, sources, "published_on")


@rule(needs_valid_tables=True)
def sourced(releases: Frame, evidence: Frame) -> Expectation:
    """Every figure is stated by at least one source in evidence.

    A reader can follow each figure to the page that gives it.

    Bad: killed_total 1320, and only rows of evidence that state 1302.
    Good: killed_total 1302, and a row of evidence that states 1302.
    Fix: Add a row to evidence.csv, or correct the figure.
    """
    return every_figure_stated("releases", releases, evidence)


@rule(arithmetic=True)
def sources_agree(releases: Frame, evidence: Frame) -> Expectation:
    """Every source in evidence states the value that the release has.

    If sources differ, the release has the value of the official text, else of its republication, else of most of the
    press.

    Bad: killed_total 1302, and a source that states 1320.
    Good: killed_total 1302, and two sources that state 1302.
    Fix: Correct the value here, or the row of evidence.csv.
    """
    return disagreements("releases", releases, evidence)


@rule(needs_valid_tables=True)
def matches_control_totals(releases: Frame, control_totals: Frame) -> Expectation:
    """The releases of each year add up to its row in control_totals.csv.

    The control totals show a figure that was changed together with its evidence, and a date or kind that was
    changed by mistake.

    Bad: 12 releases published in 2019; control_totals.csv has records 13 for that year.
    Good: 13 releases published in 2019; control_totals.csv has records 13 for that year.
    Fix: Compare the records with their sources. If they are right, run `civcas totals --write`, or write what
    was found into control_totals.csv.
    """
    return control_totals_match("releases", releases, control_totals)
