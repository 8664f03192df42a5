"""Which days a date in the tables may be: none before the campaign, and none after the package was made."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Days:
    """The first and the last day that a date may be, each with words that say where it is from."""

    first: datetime.date
    first_words: str
    last: datetime.date
    last_words: str


def days_of(descriptor: Mapping[str, Any]) -> Days:
    """The days that the descriptor allows.

    The first is 1 January of the year in which `temporalCoverage` begins, since a date of which only the year is known
    is that day, and annual counts begin with it. The last is the day of `created`.
    """
    start = _day(str(descriptor.get("temporalCoverage", "")).partition("/")[0])
    first = start.replace(month=1, day=1) if start else datetime.date.min
    last = _day(str(descriptor.get("created", ""))[:10]) or datetime.date.max
    return Days(
        first=first,
        first_words=f"{first} or later, since temporalCoverage in datapackage.json begins on {start}",
        last=last,
        last_words=f"{last} or earlier, the day of `created` in datapackage.json",
    )


def _day(value: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        return None
