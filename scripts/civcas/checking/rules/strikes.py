"""What must be true of the strikes that reports list place by place."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import rule
from civcas.checking.shared.evidence import disagreements
from civcas.checking.shared.places_and_days import place_lies_in_country
from civcas.package.tables import LINE


@rule()
def place_in_country(strikes: Frame, places: Frame) -> Expectation:
    """The place lies in the country under which its strikes are counted.

    Reports appended late strikes below another country's heading; the place tells where they belong.
    """
    return place_lies_in_country(strikes, places)


@rule()
def days_in_order(strikes: Frame) -> Expectation:
    """The last day of the strikes is not before the first, and where one is known so is the other.

    For strikes of a single day both are that day.
    """
    return Expectation(
        strikes.filter(~(nw.col("first_day").is_null() & nw.col("last_day").is_null())),
        holds=(nw.col("last_day") >= nw.col("first_day")).fill_null(value=False),
        expected=text("not before ", nw.col("first_day"), ", the first day"),
        field="last_day",
        cells=("first_day",),
    )


@rule()
def dated(strikes: Frame) -> Expectation:
    """A record has the day of its report or the days of its strikes, and the report is not older than the strikes.

    Without a date a strike can't be counted in any period.
    """
    known = ~(nw.col("reported_on").is_null() & nw.col("last_day").is_null())
    return Expectation(
        strikes,
        holds=known & (nw.col("reported_on") >= nw.col("last_day")).fill_null(value=True),
        expected=text("a date not before ", nw.col("last_day"), ", the last day of the strikes"),
        field="reported_on",
        cells=("last_day",),
    )


@rule()
def listed_once(strikes: Frame) -> Expectation:
    """A report lists the strikes of the same days near a place once.

    A second row is a repeated line, or strikes of other days whose days are still to be filled in.
    """
    same = ("reported_on", "first_day", "last_day", "country", "place_id")
    filled = strikes.with_columns(**{f"same_{name}": nw.col(name).cast(nw.String).fill_null("") for name in same})
    first = nw.col(LINE).min().over(*[f"same_{name}" for name in same])
    return Expectation(
        filled.with_columns(previous_line=first),
        holds=nw.col(LINE) == nw.col("previous_line"),
        expected=text("another place or other days than line ", nw.col("previous_line")),
        field="place_id",
        cells=("reported_on", "first_day", "last_day", "country"),
    )


@rule()
def sources_agree(strikes: Frame, evidence: Frame) -> Expectation:
    """Every source in `evidence` states the figure that stands in `strikes`.

    Where two copies of a report differ, the one whose list adds up to the report stands.
    """
    return disagreements("strikes", strikes, evidence)
