"""Rules of strike_totals, the totals of strikes that sources state for a report or a period."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import rule
from civcas.checking.shared.evidence import disagreements
from civcas.package.tables import KEY, LINE


@rule()
def period_in_order(strike_totals: Frame) -> Expectation:
    """A total has a period whose end is not before its start, or else the day of its report.

    A total without a date can't be compared with anything.

    Bad: period_start 2018-05-02, period_end 2018-05-01.
    Good: period_start 2018-05-01, period_end 2018-05-02.
    Fix: Correct or fill the dates.
    """
    dated = (nw.col("period_end") >= nw.col("period_start")) | ~nw.col("reported_on").is_null()
    return Expectation(
        strike_totals,
        holds=dated.fill_null(value=False),
        expected=text("not before ", nw.col("period_start"), ", the start"),
        field="period_end",
        cells=("period_start", "reported_on"),
    )


@rule(arithmetic=True)
def counts_something(strike_totals: Frame) -> Expectation:
    """A total states strikes, engagements or both, and no fewer engagements than strikes.

    A strike consists of one or more engagements.

    Bad: 21 strikes, 15 engagements.
    Good: 21 strikes, 25 engagements.
    Fix: Correct the figures.
    """
    stated = ~(nw.col("strikes").is_null() & nw.col("engagements").is_null())
    return Expectation(
        strike_totals,
        holds=stated & (nw.col("engagements") >= nw.col("strikes")).fill_null(value=True),
        expected=text("at least ", nw.col("strikes"), ", the strikes"),
        field="engagements",
        cells=("strikes",),
    )


@rule(needs_valid_tables=True, arithmetic=True)
def places_add_up(strike_totals: Frame, strikes: Frame) -> Expectation:
    """The strikes listed place by place add up to the total of the same report or days.

    If `itemised` is all, the sum is equal to the total; if some, it is no more; if none, no strikes are listed.
    Strikes of earlier days that a report adds late do not count.

    Bad: a total of 28 strikes; its places add up to 26.
    Good: a total of 28 strikes; its places add up to 28.
    Fix: Compare the total and each listed place with the source, and correct the one that differs.
    """
    totals = strike_totals.filter(
        nw.col("nation") == "all", nw.col("qualifier") == "exact", ~nw.col("strikes").is_null()
    )
    named = [nw.col(name).alias(f"total_{name}") for name in ("country", "strikes", "reported_on")]
    totals = totals.select(LINE, KEY, "itemised", "period_start", "period_end", *named)
    days = strikes.select("country", "strikes", "first_day", "last_day", "reported_on")
    pairs = nw.concat([of_report(totals, days), of_period(totals, days)], how="vertical")
    same_country = (nw.col("total_country") == "both") | (nw.col("total_country") == nw.col("country"))
    sums = pairs.filter(same_country).group_by(LINE).agg(nw.col("strikes").sum().alias("listed"))
    rows = totals.join(sums, on=LINE, how="left").with_columns(nw.col("listed").fill_null(0))
    rows = rows.filter(~nw.col("total_reported_on").is_null() | (nw.col("itemised") != "none"))
    listed, total, itemised = nw.col("listed"), nw.col("total_strikes"), nw.col("itemised")
    wanted = nw.when(itemised == "all").then(listed == total).otherwise(listed <= total)
    least = nw.when(itemised == "some").then(nw.lit("at least ")).otherwise(nw.lit(""))
    return Expectation(
        rows,
        holds=nw.when(itemised == "none").then(listed == 0).otherwise(wanted),
        found=total,
        expected=text(least, listed, ", the sum of its places"),
        field="strikes",
    )


@rule(arithmetic=True)
def countries_add_up(strike_totals: Frame) -> Expectation:
    """The totals of Iraq and Syria add up to the total of both, if one source states all three for a period.

    A headline that differs from its parts is wrong, or leaves out strikes of one country.

    Bad: Iraq 9, Syria 19, both 26.
    Good: Iraq 9, Syria 19, both 28.
    Fix: Compare the three totals with the source, and correct the one that differs.
    """
    same = ("source_id", "organisation_id", "nation", "reported_on", "period_start", "period_end")
    keys = {f"same_{name}": nw.col(name).cast(nw.String).fill_null("") for name in same}
    exact = strike_totals.filter(nw.col("qualifier") == "exact").with_columns(**keys)
    index = [LINE, KEY, "country", *keys]
    rows = exact.unpivot(["strikes", "engagements"], index=index, variable_name="field", value_name="count")
    rows = rows.filter(~nw.col("count").is_null())
    both = rows.filter(nw.col("country") == "both")
    for country in ("Iraq", "Syria"):
        part = rows.filter(nw.col("country") == country).select(*keys, "field", nw.col("count").alias(country))
        both = both.join(part, on=[*keys, "field"], how="inner")
    return Expectation(
        both,
        holds=nw.col("count") == nw.col("Iraq") + nw.col("Syria"),
        found=nw.col("count"),
        expected=text("Iraq ", nw.col("Iraq"), " + Syria ", nw.col("Syria"), " = ", nw.col("Iraq") + nw.col("Syria")),
    )


def of_report(totals: Frame, days: Frame) -> Frame:
    """Pairs of a report's total and its strikes: within the total's days or, where it has none, of unknown days."""
    reported = totals.filter(~nw.col("total_reported_on").is_null())
    pairs = reported.join(days, left_on="total_reported_on", right_on="reported_on", how="inner")
    undated = nw.col("period_start").is_null() & nw.col("first_day").is_null()
    return pairs.filter(undated | within_period()).select(LINE, "total_country", "country", "strikes")


def of_period(totals: Frame, days: Frame) -> Frame:
    """Pairs of a period's total and the strikes of days within the period, whoever reported them.

    Strikes whose days are not known count by the day of their report.
    """
    day = {name: nw.coalesce(name, "reported_on") for name in ("first_day", "last_day")}
    dated = days.with_columns(**day).drop("reported_on")
    pairs = totals.filter(nw.col("total_reported_on").is_null()).join(dated, how="cross")
    return pairs.filter(within_period()).select(LINE, "total_country", "country", "strikes")


def within_period() -> nw.Expr:
    inside = (nw.col("first_day") >= nw.col("period_start")) & (nw.col("last_day") <= nw.col("period_end"))
    return inside.fill_null(value=False)


@rule(arithmetic=True)
def sources_agree(strike_totals: Frame, evidence: Frame) -> Expectation:
    """Every source in evidence.csv states the figure of the record.

    If two copies of a statement differ, the record has the official figure.

    Bad: strikes 28; one source in evidence.csv states 26.
    Good: strikes 28; every source in evidence.csv states 28.
    Fix: Correct the record or the row in evidence.csv.
    """
    return disagreements("strike_totals", strike_totals, evidence)
