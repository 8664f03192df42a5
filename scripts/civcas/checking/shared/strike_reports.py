"""What holds of strikes and of their totals alike: engagements, and the day of the report."""

from __future__ import annotations

import narwhals as nw
import polars as pl

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.shared.records import with_columns

# Reports list strikes of up to so many days before.
_DAYS = 8


def engagements_cover_strikes(records: Frame) -> Expectation:
    """Each record has no fewer engagements than strikes."""
    return Expectation(
        records,
        holds=nw.col("engagements") >= nw.col("strikes"),
        expected=text("at least ", nw.col("strikes"), ", the strikes"),
        field="engagements",
        cells=("strikes",),
    )


def is_reported_after(records: Frame, day: str) -> Expectation:
    """The report of each record is not older than the record's last day."""
    return Expectation(
        records,
        holds=nw.col("reported_on") >= nw.col(day),
        expected=text("not before ", nw.col(day), ", the last day of the strikes"),
        field="reported_on",
        cells=(day,),
    )


def is_reported_soon(records: Frame, day: str) -> Expectation:
    """The record's last day is at most eight days before its report."""
    days = (pl.col("reported_on") - pl.col(day)).dt.total_days()
    return Expectation(
        with_columns(records, days=days),
        holds=nw.col("days") <= _DAYS,
        found=text(nw.col(day), ", ", nw.col("days"), " days before the report"),
        expected=text(f"at most {_DAYS} days before ", nw.col("reported_on")),
        field=day,
        cells=("reported_on",),
    )
