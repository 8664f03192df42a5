"""The months whose reports a text is about."""

from __future__ import annotations

from datetime import date

from civcas.months import day_of
from civcas.texts.casualty_reports import Reading
from civcas.texts.dates import latest_before


def months(reading: Reading, day: date | None) -> list[date]:
    """The months (their first days) whose reports the text tells of; the year may follow from the day of the text."""
    through = [date.fromisoformat(value) for value in reading.values("totals_through")]
    found = []
    for value in reading.values("month"):
        year, month = value.rsplit("-", 1)
        near = [total.year for total in through if total.month == int(month)]
        if year or near:
            found.append(day_of(int(year or near[0]), int(month), 1))
        else:
            found.append(latest_before(int(month), day) if day else None)
    return list(dict.fromkeys(first for first in found if first))
