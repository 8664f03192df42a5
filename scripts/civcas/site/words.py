"""Days, numbers and values of the tables in words, as the pages write them."""

from __future__ import annotations

from calendar import month_name
from typing import Any

from civcas.months import PRECISION

# The field that says how exactly a date is known, by the date's field.
PRECISIONS = {"published_on": "published_precision", "period_start": "start_precision", "period_end": "end_precision"}


def month_in_words(month: str) -> str:
    """March 2017, for 2017-03 or any day in it."""
    return f"{month_name[int(month[5:7])]} {month[:4]}"


def day_in_words(day: str, precision: str | None = "day") -> str:
    """31 May 2019, May 2019 or 2019: as much of a date as it has and as is known."""
    known = day[: PRECISION[precision or "day"]]
    if len(known) == PRECISION["year"]:
        return known
    if len(known) == PRECISION["month"]:
        return month_in_words(known)
    return f"{int(known[8:])} {month_in_words(known)}"


def days_in_words(first: str, last: str | None) -> str:
    """17 March 2017, 8 to 12 March 2017, or 30 March to 2 April 2017."""
    if last is None or first == last:
        return day_in_words(first)
    if first[:7] == last[:7]:
        return f"{int(first[8:])} to {day_in_words(last)}"
    if first[:4] == last[:4]:
        return f"{int(first[8:])} {month_name[int(first[5:7])]} to {day_in_words(last)}"
    return f"{day_in_words(first)} to {day_in_words(last)}"


def range_in_words(low: int | None, high: int | None) -> str:
    """8,317 to 13,190, 105, at least 70, or up to 12; empty if neither is known."""
    if low is None or high is None:
        return f"at least {low:,}" if low is not None else f"up to {high:,}" if high is not None else ""
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def value_in_words(value: Any) -> str:
    """non-credible for non_credible, ad hoc for ad_hoc."""
    text = str(value).replace("_", " ")
    return text.replace("non credible", "non-credible")


def people(number: int, what: str) -> str:
    """1 civilian killed, 5 civilians killed."""
    return f"{number:,} {'civilian' if number == 1 else 'civilians'} {what}"
