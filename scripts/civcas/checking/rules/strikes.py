"""Rules of strikes, which lists strikes place by place."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import rule
from civcas.checking.shared.evidence import disagreements
from civcas.checking.shared.places_and_days import place_lies_in_country
from civcas.package.tables import LINE


@rule()
def place_in_country(strikes: Frame, places: Frame) -> Expectation:
    """The place lies in the country of the record.

    A report may list late strikes under the heading of another country. The place shows where they belong.

    Bad: country Iraq for the place raqqa.
    Good: country Syria for the place raqqa.
    Fix: Correct the country or the place.
    """
    return place_lies_in_country(strikes, places)


@rule()
def days_in_order(strikes: Frame) -> Expectation:
    """The last day of the strikes is not before the first, and where one is known so is the other.

    Strikes of a single day have that day twice.

    Bad: first_day 2017-04-27, last_day 2017-04-26.
    Good: first_day 2017-04-27, last_day 2017-04-27.
    Fix: Correct or fill the two days.
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

    A strike without a date is missing from every period.

    Bad: last_day 2017-04-27 in a report of 2017-04-26.
    Good: last_day 2017-04-27 in a report of 2017-04-28.
    Fix: Correct or fill the day of the report.
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

    A second row is a repeated line, or has strikes of other days.

    Bad: two rows for Raqqa, both of 2017-04-27 in the report of 2017-04-28.
    Good: one row for Raqqa with the sum, and the parts in the notes.
    Fix: Delete the repeated row, or fill in the days of its strikes.
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


@rule(arithmetic=True)
def sources_agree(strikes: Frame, evidence: Frame) -> Expectation:
    """Every source in evidence.csv states the figure of the record.

    If two copies of a report differ, the record has the figure that adds up to the report's total.

    Bad: strikes 2; one source in evidence.csv states 4.
    Good: strikes 2; every source in evidence.csv states 2.
    Fix: Correct the record or the row in evidence.csv.
    """
    return disagreements("strikes", strikes, evidence)
