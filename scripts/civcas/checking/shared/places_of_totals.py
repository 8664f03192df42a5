"""Totals of strikes, set against the strikes that are listed place by place."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, Related, text
from civcas.package.tables import KEY, LINE


def places_of_report(strike_totals: Frame, strikes: Frame) -> Expectation:
    """The strikes of each report add up to its total: those of the total's days or, if it has none, of unknown days."""
    totals = _totals(strike_totals).filter(~nw.col("total_reported_on").is_null())
    pairs = totals.join(strikes, left_on="total_reported_on", right_on="reported_on", how="inner", suffix="_listed")
    undated = nw.col("period_start").is_null() & nw.col("first_day").is_null()
    pairs = pairs.filter(undated | _within_period(), _same_country()).with_columns(
        nw.col(f"{LINE}_listed").alias(LINE), total_line=nw.col(LINE)
    )
    sums = pairs.group_by("total_line").agg(nw.col("strikes").sum().alias("listed"))
    words = text(nw.col("place_id"), " ", nw.col("strikes"))
    return _judged(totals, sums, Related("strikes", pairs, ("total_line",), "strikes", words))


def places_of_period(strike_totals: Frame, strikes: Frame) -> Expectation:
    """The strikes of each period add up to its total, whoever reported them.

    Strikes whose days are not known count by the day of their report. The lines of the first and the last are named.
    """
    totals = _totals(strike_totals).filter(nw.col("total_reported_on").is_null(), nw.col("itemised") != "none")
    days = strikes.with_columns(**{name: nw.coalesce(name, "reported_on") for name in ("first_day", "last_day")})
    days = days.group_by("country", "first_day", "last_day").agg(
        nw.col("strikes").sum(),
        nw.len().alias("records"),
        nw.col(LINE).min().alias("from"),
        nw.col(LINE).max().alias("to"),
    )
    pairs = totals.rename({LINE: "total_line"}).join(days, how="cross").filter(_within_period(), _same_country())
    sums = pairs.group_by("total_line").agg(
        nw.col("strikes").sum().alias("listed"), nw.col("records").sum(), nw.col("from").min(), nw.col("to").max()
    )
    ends = [
        sums.select("total_line", nw.col(end).alias(LINE), words=text(words, nw.col("records")))
        for end, words in (("from", "the first of "), ("to", "the last of "))
    ]
    return _judged(
        totals,
        sums,
        Related("strikes", nw.concat(ends), ("total_line",), "strikes", nw.col("words"), ends_of_span=True),
    )


def _totals(strike_totals: Frame) -> Frame:
    """The totals of which places can be listed: exact ones of all nations."""
    stated = strike_totals.filter(
        nw.col("nation") == "all", nw.col("qualifier") == "exact", ~nw.col("strikes").is_null()
    )
    named = [nw.col(name).alias(f"total_{name}") for name in ("country", "strikes", "reported_on")]
    return stated.select(LINE, KEY, "itemised", "period_start", "period_end", *named)


def _within_period() -> nw.Expr:
    return (nw.col("first_day") >= nw.col("period_start")) & (nw.col("last_day") <= nw.col("period_end"))


def _same_country() -> nw.Expr:
    return (nw.col("total_country") == "both") | (nw.col("total_country") == nw.col("country"))


def _judged(totals: Frame, sums: Frame, related: Related) -> Expectation:
    rows = totals.with_columns(total_line=nw.col(LINE)).join(
        sums.select("total_line", "listed"), on="total_line", how="left"
    )
    listed, total, itemised = nw.col("listed"), nw.col("total_strikes"), nw.col("itemised")
    wanted = nw.when(itemised == "all").then(listed == total).otherwise(listed <= total)
    least = nw.when(itemised == "some").then(nw.lit("at least ")).otherwise(nw.lit(""))
    return Expectation(
        rows.with_columns(nw.col("listed").fill_null(0)),
        holds=nw.when(itemised == "none").then(listed == 0).otherwise(wanted),
        found=total,
        expected=text(least, listed, ", the sum of its places"),
        field="strikes",
        related=(related,),
    )
