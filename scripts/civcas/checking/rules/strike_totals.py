"""What must be true of the totals of strikes that sources state for a period."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import rule
from civcas.checking.shared.evidence import disagreements
from civcas.package.tables import KEY, LINE


@rule()
def period_in_order(strike_totals: Frame) -> Expectation:
    """A total has a period whose end is not before its start, or else the day of its report.

    Without a date a total can't be compared with anything.
    """
    dated = (nw.col("period_end") >= nw.col("period_start")) | ~nw.col("reported_on").is_null()
    return Expectation(
        strike_totals,
        holds=dated.fill_null(value=False),
        expected=text("not before ", nw.col("period_start"), ", the start"),
        field="period_end",
        cells=("period_start", "reported_on"),
    )


@rule()
def counts_something(strike_totals: Frame) -> Expectation:
    """A total states strikes, engagements or both, and no fewer engagements than strikes.

    A strike consists of one or more engagements.
    """
    stated = ~(nw.col("strikes").is_null() & nw.col("engagements").is_null())
    return Expectation(
        strike_totals,
        holds=stated & (nw.col("engagements") >= nw.col("strikes")).fill_null(value=True),
        expected=text("at least ", nw.col("strikes"), ", the strikes"),
        field="engagements",
        cells=("strikes",),
    )


@rule(needs_valid_tables=True)
def places_add_up(strike_totals: Frame, strikes: Frame) -> Expectation:
    """The strikes listed place by place add up to the total of the same report or days.

    Where `itemised` is all they are equal to it, where it is some they are no more, where it is none there are none.
    Strikes that a report adds late have days of their own and do not count. A headline that differs from its own
    list is a slip of the report; a list cut short is `some`.
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


@rule()
def countries_add_up(strike_totals: Frame) -> Expectation:
    """The totals of Iraq and Syria add up to the total of both, where one source states all three for a period.

    A headline that differs from its parts is a slip of the report, or leaves strikes out of one of them.
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


@rule()
def sources_agree(strike_totals: Frame, evidence: Frame) -> Expectation:
    """Every source in `evidence` states the figure that stands in `strike_totals`.

    Where two copies of a statement differ, the official one stands.
    """
    return disagreements("strike_totals", strike_totals, evidence)
