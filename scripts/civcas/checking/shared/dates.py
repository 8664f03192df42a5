"""Dates of which a source may give only the month or the year."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, text


def last_day_of(date: str, precision: str) -> nw.Expr:
    """The last day that a date can be: of its month or year, if no more is known."""
    first, known = nw.col(date), nw.col(precision)
    month, year = (offset(first.dt.offset_by(span), "-1d") for span in ("1mo", "1y"))
    coarse = nw.when(known == "month").then(month).otherwise(first)
    return nw.when(known == "year").then(year).otherwise(coarse)


def offset(date: nw.Expr, by: str) -> nw.Expr:
    """The date so much later or earlier, such as -1d. It stays a date, which engines would make a time."""
    return date.dt.offset_by(by).cast(nw.Date)


def beginning(date: nw.Expr, every: str) -> nw.Expr:
    """The first day of the month (1mo) or year (1y) of a date."""
    return date.dt.truncate(every).cast(nw.Date)


def precision_goes_with_date(records: Frame, date: str, precision: str) -> Expectation:
    """Each record has both the date and its precision, or neither."""
    dated, known = ~nw.col(date).is_null(), ~nw.col(precision).is_null()
    return Expectation(
        records,
        holds=dated == known,
        expected=nw.when(dated)
        .then(text("a precision, since there is a date: ", nw.col(date)))
        .otherwise(nw.lit("empty, since there is no date")),
        field=precision,
        cells=(date,),
    )


def coarse_date_is_first_day(records: Frame, date: str, precision: str) -> Expectation:
    """A date of which only the month is known is the first of that month; of which only the year, 1 January."""
    known = nw.col(precision)
    form = nw.when(known == "year").then(nw.col(date).dt.to_string("%Y-01-01"))
    first = form.otherwise(nw.col(date).dt.to_string("%Y-%m-01"))
    return Expectation(
        records.filter(known.is_in(["month", "year"])),
        holds=nw.col(date).cast(nw.String) == first,
        expected=text(first, ", since only the ", known, " is known"),
        field=date,
        cells=(precision,),
    )


def as_far_as_known(date: str, precision: str) -> nw.Expr:
    """A date as keys name it: only its year or month, if no more is known."""
    day = nw.col(date).cast(nw.String)
    month = nw.when(nw.col(precision) == "month").then(day.str.slice(0, 7)).otherwise(day)
    return nw.when(nw.col(precision) == "year").then(day.str.slice(0, 4)).otherwise(month)
