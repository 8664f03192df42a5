"""What must be true of the dates of third-party estimates, and of their precision."""

from __future__ import annotations

import narwhals as nw
from narwhals import col

from civcas.checking.expectations import Expectation, Frame, Related, text
from civcas.checking.rule import rule
from civcas.checking.shared.dates import (
    as_far_as_known,
    coarse_date_is_first_day,
    last_day_of,
    offset,
    precision_goes_with_date,
)
from civcas.checking.shared.places_and_days import ends_after_start
from civcas.checking.shared.texts_of_records import with_rest, with_same_start
from civcas.package.tables import KEY, LINE

# The press may report an estimate some days after its publication.
_DAYS = 7
# A day, month or year in a key.
_DATE = "([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)"
_PERIOD = rf"^-(?:{_DATE}(?:-to-{_DATE})?|to-{_DATE})(?:-.*)?$"


@rule()
def period_before_publication(estimates: Frame) -> Expectation:
    """The period has ended when the estimate is published.

    If only the month or year of publication is known, the period may end at any day of it.

    Bad: a period up to 2017-05-05 in an estimate of 2017-05-04.
    Good: a period up to 2017-05-04 in an estimate of 2017-05-04.
    Fix: Correct the end of the period or the date of publication.
    """
    return Expectation(
        estimates,
        holds=col("period_end") <= last_day_of("published_on", "published_precision"),
        expected=text("not after ", col("published_on"), ", the ", col("published_precision"), " of publication"),
        field="period_end",
        cells=("published_on",),
    )


@rule()
def period_in_order(estimates: Frame) -> Expectation:
    """A period does not end before it starts.

    For a single day, both are that day.

    Bad: a period from 2017-06-30 to 2017-06-01.
    Good: a period from 2017-06-01 to 2017-06-30.
    Fix: Correct the day that is wrong.
    """
    return ends_after_start(estimates, "period_start", "period_end")


@rule(arithmetic=True)
def published_with_its_source(estimates: Frame, sources: Frame) -> Expectation:
    """The main source was published with the estimate, or up to a week later.

    A year or month that is off would put the figure at a wrong place in the series. If only the month or year of one
    of the two is known, any day of it will do.

    Bad: an estimate of 2016-10-19 whose source was published on 2017-10-20.
    Good: an estimate of 2016-10-19 whose source was published on 2016-10-20.
    Fix: Correct the date of the estimate or of the source, or name the source that came out with the estimate.
    """
    published = sources.select("source_id", source_day="published_on")
    rows = estimates.join(published, on="source_id", how="inner").with_columns(
        latest=offset(last_day_of("published_on", "published_precision"), f"{_DAYS}d")
    )
    return Expectation(
        rows,
        holds=col("source_day") <= col("latest"),
        expected=text(f"{_DAYS} days before ", col("source_day"), ", when ", col("source_id"), " came out, or later"),
        field="published_on",
        cells=("published_precision", "source_id"),
        related=(Related("sources", sources, ("source_id",), "published_on"),),
    )


@rule()
def key_names_period(estimates: Frame) -> Expectation:
    """A day, month or year in the key is that of the period.

    The key is a second note of the period. snhr-to-2018-09-23-syria-killed names its end; a key with one day, month
    or year alone names both start and end. A month in the key fits any day of the month.

    Bad: period_end 2018-09-24 in snhr-to-2018-09-23-syria-killed.
    Good: period_end 2018-09-23 in snhr-to-2018-09-23-syria-killed.
    Fix: Correct the date or the key.
    """
    first, last, until = (col("rest").str.replace_all(_PERIOD, f"${number}") for number in (1, 2, 3))
    rows = with_rest(estimates, "estimate_id", "organisation_id").filter(col("rest").str.contains(_PERIOD))
    rows = rows.with_columns(
        named_start=first,
        named_end=nw.when(until != "").then(until).when(last != "").then(last).otherwise(first),
    )
    judged = [
        rows.select(
            LINE,
            KEY,
            field=nw.lit(f"period_{side}"),
            value=as_far_as_known(f"period_{side}", f"{side}_precision"),
            named=col(f"named_{side}"),
        )
        for side in ("start", "end")
    ]
    both = nw.concat(judged).filter(col("named") != "")
    return Expectation(
        with_same_start(both, "value", "named"),
        holds=col("same_start").fill_null(value=False),
        found=col("value"),
        expected=text(col("named"), ", as ", col(KEY), " says"),
        cells=("estimate_id", "start_precision", "end_precision"),
    )


@rule()
def published_precision_with_date(estimates: Frame) -> Expectation:
    """The date of publication and its precision are both filled, or neither is.

    Without the precision nobody knows whether the first of a month is that day or the whole month.

    Bad: published_on 2018-05-01, published_precision empty.
    Good: published_on 2018-05-01, published_precision month.
    Fix: Fill in the precision, or empty it.
    """
    return precision_goes_with_date(estimates, "published_on", "published_precision")


@rule()
def start_precision_with_date(estimates: Frame) -> Expectation:
    """The start of the period and its precision are both filled, or neither is.

    Without the precision nobody knows whether the first of a month is that day or the whole month.

    Bad: period_start 2018-05-01, start_precision empty.
    Good: period_start 2018-05-01, start_precision month.
    Fix: Fill in the precision, or empty it.
    """
    return precision_goes_with_date(estimates, "period_start", "start_precision")


@rule()
def end_precision_with_date(estimates: Frame) -> Expectation:
    """The end of the period and its precision are both filled, or neither is.

    Without the precision nobody knows whether the first of a month is that day or the whole month.

    Bad: period_end 2018-05-01, end_precision empty.
    Good: period_end 2018-05-01, end_precision month.
    Fix: Fill in the precision, or empty it.
    """
    return precision_goes_with_date(estimates, "period_end", "end_precision")


@rule()
def published_fits_precision(estimates: Frame) -> Expectation:
    """A publication of which only the month is known is dated to the first of the month; of a year, to 1 January.

    A later day would look like a date that a source gives.

    Bad: published_on 2018-05-17, published_precision month.
    Good: published_on 2018-05-01, published_precision month.
    Fix: Correct the date or its precision.
    """
    return coarse_date_is_first_day(estimates, "published_on", "published_precision")


@rule()
def start_fits_precision(estimates: Frame) -> Expectation:
    """A start of which only the month is known is the first of the month; of which only the year, 1 January.

    A later day would look like a date that a source gives.

    Bad: period_start 2018-05-17, start_precision month.
    Good: period_start 2018-05-01, start_precision month.
    Fix: Correct the date or its precision.
    """
    return coarse_date_is_first_day(estimates, "period_start", "start_precision")


@rule()
def end_fits_precision(estimates: Frame) -> Expectation:
    """An end of which only the month is known is the first of the month; of which only the year, 1 January.

    A later day would look like a date that a source gives.

    Bad: period_end 2018-05-17, end_precision month.
    Good: period_end 2018-05-01, end_precision month.
    Fix: Correct the date or its precision.
    """
    return coarse_date_is_first_day(estimates, "period_end", "end_precision")
