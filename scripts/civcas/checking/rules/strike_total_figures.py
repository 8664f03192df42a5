"""Rules of strike_totals about figures: their sums, their evidence and their control totals."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import rule
from civcas.checking.shared.control_totals import control_totals_match
from civcas.checking.shared.dates import offset
from civcas.checking.shared.evidence import disagreements, every_figure_stated
from civcas.checking.shared.places_of_totals import places_of_period, places_of_report
from civcas.checking.shared.scopes import countries_of_total
from civcas.checking.shared.strike_reports import engagements_cover_strikes
from civcas.checking.shared.texts_of_records import named_in

_LONGEST = 31  # days of a total that is compared with others


@rule()
def counts_something(strike_totals: Frame) -> Expectation:
    """A total states strikes, engagements or both.

    A total without a figure has nothing to say.

    Bad: strikes and engagements empty.
    Good: strikes 21, engagements empty.
    Fix: Fill in a figure, or delete the row.
    """
    return Expectation(
        strike_totals,
        holds=~(nw.col("strikes").is_null() & nw.col("engagements").is_null()),
        expected=nw.lit("a number of strikes or engagements"),
        field="strikes",
        cells=("engagements",),
    )


@rule(arithmetic=True)
def engagements_not_below_strikes(strike_totals: Frame) -> Expectation:
    """Engagements are no fewer than strikes.

    A strike consists of one or more engagements.

    Bad: 21 strikes, 15 engagements.
    Good: 21 strikes, 25 engagements.
    Fix: Correct the two figures.
    """
    return engagements_cover_strikes(strike_totals)


@rule(needs_valid_tables=True, arithmetic=True)
def places_of_report_add_up(strike_totals: Frame, strikes: Frame) -> Expectation:
    """The strikes that a report lists place by place add up to its total.

    If `itemised` is all, the sum is equal to the total; if some, it is no more; if none, no strikes are listed.
    Strikes of earlier days that a report adds late do not count.

    Bad: a report's total of 28 strikes; its places add up to 26.
    Good: a report's total of 28 strikes; its places add up to 28.
    Fix: Compare the total and each listed place with the source, and correct the one that differs.
    """
    return places_of_report(strike_totals, strikes)


@rule(needs_valid_tables=True, arithmetic=True)
def places_of_period_add_up(strike_totals: Frame, strikes: Frame) -> Expectation:
    """The strikes listed for the days of a period add up to the period's total, whoever reported them.

    If `itemised` is all, the sum is equal to the total; if some, it is no more.

    Bad: a month of 540 strikes; the places of its days add up to 556.
    Good: a month of 556 strikes; the places of its days add up to 540, and `itemised` is some.
    Fix: Compare the total with its source, then the listed places, and correct the one that differs.
    """
    return places_of_period(strike_totals, strikes)


@rule(arithmetic=True)
def countries_add_up(strike_totals: Frame) -> Expectation:
    """The totals of Iraq and Syria add up to the total of both, if one source states all three for a period.

    A headline that differs from its parts is wrong, or leaves out strikes of one country.

    Bad: Iraq 9, Syria 19, both 26.
    Good: Iraq 9, Syria 19, both 28.
    Fix: Compare the three totals with the source, and correct the one that differs.
    """
    names = ("source_id", "organisation_id", "nation", "reported_on", "period_start", "period_end")
    return countries_of_total(strike_totals, names)


@rule(needs_valid_tables=True, arithmetic=True)
def sourced(strike_totals: Frame, evidence: Frame) -> Expectation:
    """Every figure has a row in evidence.csv with the same value.

    The row is a second note of the figure, so a mistyped digit shows.

    Bad: strikes 28; evidence.csv has 26.
    Good: strikes 28; evidence.csv has 28.
    Fix: Correct the figure, or add a row to evidence.csv.
    """
    return every_figure_stated("strike_totals", strike_totals, evidence)


@rule(arithmetic=True)
def sources_agree(strike_totals: Frame, evidence: Frame) -> Expectation:
    """Every source in evidence.csv states the figure of the record.

    If two copies of a statement differ, the record has the official figure.

    Bad: strikes 28; one source in evidence.csv states 26.
    Good: strikes 28; every source in evidence.csv states 28.
    Fix: Correct the record or the row in evidence.csv.
    """
    return disagreements("strike_totals", strike_totals, evidence)


@rule()
def overlaps_are_named(strike_totals: Frame) -> Expectation:
    """Totals of the Coalition that cover the same days of a country name each other in overlaps.

    Whoever adds totals must see which days would be counted twice. Only totals of at most 31 days are compared: what a
    longer one contains is plain from its period.

    Bad: two totals of Syria for 30 December 2018 to 12 January 2019, and an empty overlaps.
    Good: overlaps has the key of the other total.
    Fix: Add the key of the other total to overlaps, or correct the periods.
    """
    exact = (nw.col("start_precision") == "day") & (nw.col("end_precision") == "day")
    short = nw.col("period_end") < offset(nw.col("period_start"), f"{_LONGEST}d")
    rows = strike_totals.filter((nw.col("nation") == "all") & exact & short)
    others = rows.select("country", other=nw.col("total_id"), begins=nw.col("period_start"), ends=nw.col("period_end"))
    pairs = rows.join(others, on="country", how="inner").filter(
        nw.col("other") != nw.col("total_id"),
        nw.col("begins") <= nw.col("period_end"),
        nw.col("ends") >= nw.col("period_start"),
    )
    return Expectation(
        named_in(pairs, "overlaps", "other"),
        holds=nw.col("named"),
        expected=text(nw.col("other"), " among them, which covers some of the same days"),
        field="overlaps",
        cells=("period_start", "period_end"),
    )


@rule(needs_valid_tables=True)
def matches_control_totals(strike_totals: Frame, control_totals: Frame) -> Expectation:
    """The totals of each month add up to the month's row in control_totals.csv.

    The control totals show a record that was lost, or a code or a date that was changed by mistake.

    Bad: 29 totals of 2017-04; control_totals.csv has records 30 for that month.
    Good: 30 totals of 2017-04; control_totals.csv has records 30 for that month.
    Fix: Compare the records with their sources. If they are right, run `civcas totals --write`, or write what
    was found into control_totals.csv.
    """
    return control_totals_match("strike_totals", strike_totals, control_totals)
