"""What must be true of third-party estimates."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import rule
from civcas.checking.shared.control_totals import control_totals_match
from civcas.checking.shared.dates import last_day_of
from civcas.checking.shared.evidence import disagreements, every_figure_stated
from civcas.checking.shared.places_and_days import ends_after_start
from civcas.package.tables import KEY, LINE


@rule()
def low_best_high(estimates: Frame) -> Expectation:
    """The low figure is not above the best, nor the best or the low above the high; at least one is stated.

    An estimate without a figure says nothing that can be compared.
    """
    low, best, high = nw.col("low"), nw.col("best"), nw.col("high")
    stated = ~(low.is_null() & best.is_null() & high.is_null())
    ordered = (
        (low <= best).fill_null(value=True) & (best <= high).fill_null(value=True) & (low <= high).fill_null(value=True)
    )
    return Expectation(
        estimates,
        holds=stated & ordered,
        found=text(low, ", ", best, ", ", high),
        expected=nw.lit("low <= best <= high, and at least one of them"),
        field="low",
        cells=("best", "high"),
    )


@rule()
def period_before_publication(estimates: Frame) -> Expectation:
    """The period has ended when the estimate is published.

    Where only the month or year of publication is known, the whole of it counts.
    """
    return Expectation(
        estimates,
        holds=nw.col("period_end") <= last_day_of("published_on", "published_precision"),
        expected=text("not after ", nw.col("published_on"), ", the ", nw.col("published_precision"), " of publication"),
        field="period_end",
        cells=("published_on",),
    )


@rule()
def period_in_order(estimates: Frame) -> Expectation:
    """The end of the period is not before its start.

    A single day is both.
    """
    return ends_after_start(estimates, "period_start", "period_end")


@rule()
def cumulative_never_falls(estimates: Frame) -> Expectation:
    """An organisation's minimum for the same scope does not fall as its period goes on.

    Scope is organisation, start, country, place, party, measure and method; without an end, the period runs to the
    latest. A fall is a restatement by the organisation, or a rounder figure than the one before.
    """
    scope = ["organisation_id", "period_start", "country", "place", "attributed_to", "measure", "method"]
    same = {f"same_{name}": nw.col(name).cast(nw.String).fill_null("") for name in scope}
    least = nw.when(nw.col("low").is_null()).then(nw.col("best")).otherwise(nw.col("low"))
    until = nw.col("period_end").cast(nw.String).fill_null("the latest")
    rows = estimates.with_columns(least=least, until=until, **same)
    rows = rows.filter(~nw.col("least").is_null(), ~nw.col("period_start").is_null())
    earlier = {
        f"previous_{name}": nw.col(column).shift(1).over(*same, order_by=("until", KEY))
        for name, column in {"least": "least", "until": "until", "key": KEY, "line": LINE}.items()
    }
    return Expectation(
        rows.with_columns(**earlier).filter(nw.col("previous_until") < nw.col("until")),
        holds=nw.col("least") >= nw.col("previous_least"),
        found=nw.col("least"),
        expected=text("at least ", nw.col("previous_least"), ", as in ", nw.col("previous_key")),
        field="low",
        cells=("best",),
    )


@rule(needs_valid_tables=True)
def sourced(estimates: Frame, evidence: Frame) -> Expectation:
    """Every figure is stated by at least one source in `evidence`.

    A figure that no source states is a slip of the pen, or waits for its evidence row.
    """
    return every_figure_stated("estimates", estimates, evidence)


@rule()
def sources_agree(estimates: Frame, evidence: Frame) -> Expectation:
    """Every source in `evidence` states the figure that stands in `estimates`.

    Two publications of different figures are two estimates; here one publication is read in two places.
    """
    return disagreements("estimates", estimates, evidence)


@rule(needs_valid_tables=True)
def matches_control_totals(estimates: Frame, control_totals: Frame) -> Expectation:
    """The estimates of each month add up to the month's row in control_totals.csv.

    The control totals show a record that was lost, or a code or a date that was changed by mistake.

    Bad: 9 estimates of 2017-04; control_totals.csv has records 10 for that month.
    Good: 10 estimates of 2017-04; control_totals.csv has records 10 for that month.
    Fix: Compare the records with their sources. If they are right, run `civcas totals --write`.
    """
    return control_totals_match("estimates", estimates, control_totals)
