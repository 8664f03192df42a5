"""From months, days and numbers to places on an axis, and to words."""

from __future__ import annotations

import math
from calendar import month_abbr, month_name
from collections.abc import Iterable
from datetime import date
from typing import Any

from civcas.months import month_end

_STEPS = (1, 2, 2.5, 5, 10)
# Months between the labels of time, and how many labels then fit beside each other on a phone.
_SPACING = {1: 5, 2: 5, 3: 5, 6: 5, 12: 10, 24: 10}
_LAST = 0.95  # a label that starts further right would be cut off


def round_steps(highest: float, wanted: int = 4) -> list[float]:
    """Round numbers from 0 to the first that is not below the highest."""
    if highest <= 0:
        return [0, 1]
    rough = highest / wanted
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * step for step in _STEPS if size * step >= rough)
    step = max(step, 1)
    return [step * number for number in range(math.ceil(highest / step) + 1)]


def number(value: float) -> str:
    """1,302 or 12.5."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def bounds(low: Any, best: Any, high: Any, qualifier: str | None = None) -> str:
    """A figure in words: 8,317 to 13,190, at least 500, up to 70."""
    if best is not None:
        return {"approximately": "about "}.get(qualifier or "", "") + number(best)
    if low is not None and high is not None:
        return f"{number(low)} to {number(high)}" if low != high else number(low)
    if low is not None:
        return ("more than " if qualifier == "more_than" else "at least ") + number(low)
    if high is None:
        return ""
    return ("fewer than " if qualifier == "less_than" else "up to ") + number(high)


def in_words(day: str) -> str:
    """17 March 2017, March 2017 or 2017."""
    parts = day.split("-")
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, month_name[int(parts[1])])
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return " ".join(words)


def _span(text: str) -> tuple[int, int]:
    """The days of a month, or the one day, as numbers: the first, and the one after the last."""
    if len(text) == len("2017-03"):
        first = date.fromisoformat(f"{text}-01")
        return first.toordinal(), month_end(first).toordinal() + 1
    day = date.fromisoformat(text).toordinal()
    return day, day + 1


class Time:
    """An axis of time over whole months. Places are shares of its length."""

    def __init__(self, times: Iterable[str]) -> None:
        months = sorted({text[:7] for text in times})
        self.first, self.last = months[0], months[-1]
        self.start, self.end = _span(self.first)[0], _span(self.last)[1]

    def span(self, text: str) -> tuple[float, float]:
        """Where a month or day begins and ends."""
        begin, end = _span(text)
        return self._share(begin), self._share(end)

    def middle(self, text: str) -> float:
        return sum(self.span(text)) / 2

    def _share(self, day: float) -> float:
        return (day - self.start) / (self.end - self.start)

    def labels(self) -> list[tuple[float, str]]:
        """Where a label starts, and the label: years, or months with the year at the first and at every January."""
        first, last = _months(self.first), _months(self.last)
        spacing = next((size for size, fitting in _SPACING.items() if (last - first) / size < fitting), 60)
        months = [month for month in range(first, last + 1) if month % spacing == 0] or [first]
        placed = [(self._share(date(month // 12, month % 12 + 1, 1).toordinal()), month) for month in months]
        return [(left, _label(month, month == months[0])) for left, month in placed if left < _LAST]


def _months(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _label(months: int, with_year: bool) -> str:
    year, number = divmod(months, 12)
    if number == 0:
        return str(year)
    return f"{month_abbr[number + 1]} {year}" if with_year else month_abbr[number + 1]
