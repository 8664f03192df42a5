"""Days and months as English texts write them: Sept. 26, 2019; 30 April 2019; the month of August."""

from __future__ import annotations

import calendar
import functools
import re
from dataclasses import dataclass
from datetime import date

from civcas.months import day_of, month_end

_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(calendar.month_name) if number}


MONTH_PATTERN = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)|May|June?\b\.?|July?\b\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember)?\.?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![a-z])"
)


YEAR_PATTERN = r"(?:19|20)[0-9]{2}(?![0-9])"


_DAY_NUMBER = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![0-9])"


# The order matters: the first alternative that matches wins.
DATE = re.compile(
    rf"\b(?P<iso>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})\b"
    rf"|\b(?P<month>{MONTH_PATTERN})\s*(?P<day>{_DAY_NUMBER})\s?[-\u2013]\s?(?P<last>{_DAY_NUMBER})(?:,\s*(?P<year>{YEAR_PATTERN}))?"
    rf"|(?:(?<=[Bb]etween\s)|(?<=[Ff]rom\s))(?P<month6>{MONTH_PATTERN})\s*(?P<day6>{_DAY_NUMBER})"
    rf"\s+(?:and|to|through|until)\s+(?P<last6>{_DAY_NUMBER})(?!\s+{MONTH_PATTERN})(?:,\s*(?P<year6>{YEAR_PATTERN}))?"
    rf"|\b(?P<month2>{MONTH_PATTERN})\s*(?P<day2>{_DAY_NUMBER})(?:,?\s+(?P<year2>{YEAR_PATTERN}))?"
    rf"|\b(?P<day3>{_DAY_NUMBER})\s+(?P<month3>{MONTH_PATTERN})(?:,?\s+(?P<year3>{YEAR_PATTERN}))?"
    rf"|\b(?P<month4>{MONTH_PATTERN}),?\s+(?P<year4>{YEAR_PATTERN})"
    rf"|\b(?P<month5>{MONTH_PATTERN})"
)


@dataclass(frozen=True)
class DateMention:
    """A day or a month that a text names, and its place in the text. `last` is the end of a span of days."""

    month: int
    day: int | None
    last: int | None
    year: int | None
    start: int
    end: int

    def first_day(self, year: int | None = None) -> date | None:
        """The day, or the first of the month; None if the year is unknown or there is no such day."""
        return day_of(self.year or year, self.month, self.day or 1)

    def last_day(self, year: int | None = None) -> date | None:
        """The day, the last of a span, or the last of the month."""
        known = self.year or year
        if known is None:
            return None
        named = self.last or self.day
        return day_of(known, self.month, named) if named else month_end(date(known, self.month, 1))


def _month_number(month: str) -> int:
    return next(number for name, number in _MONTH_NUMBERS.items() if name.startswith(month.lower().rstrip(".")[:3]))


@functools.lru_cache(maxsize=1_000)
def find_dates(text: str) -> tuple[DateMention, ...]:
    """Every day and month that the text names, in order."""
    return tuple(mention for match in DATE.finditer(text) if (mention := _mention(match)))


def _mention(match: re.Match[str]) -> DateMention | None:
    found = {name: value for name, value in match.groupdict().items() if value}
    start, end = match.span()
    if "iso" in found:
        try:
            day = date.fromisoformat(found["iso"])
        except ValueError:
            return None
        return DateMention(day.month, day.day, None, day.year, start, end)
    part = {re.sub(r"[0-9]", "", name): value for name, value in found.items()}

    def number(name: str) -> int | None:
        digits = re.match(r"[0-9]+", part.get(name, ""))
        return int(digits.group()) if digits else None

    return DateMention(_month_number(part["month"]), number("day"), number("last"), number("year"), start, end)


def last_month_before(month: int, day: date) -> date | None:
    """The first day of the last such month that had ended before `day`."""
    for year in (day.year, day.year - 1):
        first = day_of(year, month, 1)
        if first and month_end(first) < day:
            return first
    return None
