"""Days and the ends of months."""

from __future__ import annotations

import calendar
from datetime import date

# How much of a date is known, as a number of its characters.
PRECISION = {"day": 10, "month": 7, "year": 4}


def day_of(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None


def month_end(first: date) -> date:
    """The last day of the month of a day."""
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])
