"""Reads on which days the strikes of a sentence took place."""

from __future__ import annotations

import re
from datetime import date, timedelta

from civcas.texts.dates import DateMention, find_dates

# The first and the last day; both None if they are unknown.
Days = tuple[date | None, date | None]


UNKNOWN: Days = (None, None)


_WEEKDAY = re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", re.IGNORECASE)


_WEEKDAYS = ["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"]


_LEADING_DATELINE = re.compile(r"^[A-Z][A-Z .,]+.{0,24}?(?:--|[—\u2013]|\s-)\s*")  # the day of the report


_REPORTED_ON_WEEKDAY = re.compile(r"\breported\s+(?:on\s+)?\w+day\b", re.IGNORECASE)


_YESTERDAY = re.compile(r"\byesterday\b", re.IGNORECASE)


_AND_YESTERDAY = re.compile(r"\band\s+yesterday\b")


_LAST_DAYS = re.compile(r"\blast\s+\w+\s+days\b")


_TO = re.compile(r"\s*(?:[-\u2013]|to|through|and)\s*", re.IGNORECASE)


def strike_days(words: str, reported_on: date | None) -> Days:
    """The days of the strikes in a sentence: a date, a span of dates, yesterday, or the last such weekday."""
    words = _LEADING_DATELINE.sub("", words)
    mentions = [mention for mention in find_dates(words) if mention.day]
    when_struck = _REPORTED_ON_WEEKDAY.sub("", words)
    yesterday = _YESTERDAY.search(when_struck)
    if len(mentions) == 1 and not yesterday:
        return _days_of(mentions[0], reported_on)
    if mentions:
        return _span(words, mentions, reported_on)
    if not reported_on or _LAST_DAYS.search(words):
        return UNKNOWN
    if yesterday:
        return (reported_on - timedelta(1),) * 2
    return _last_weekday(when_struck, reported_on)


def _last_weekday(words: str, reported_on: date) -> Days:
    """The last day before the report that is the one weekday a sentence names."""
    weekdays = _WEEKDAY.findall(words)
    if len(weekdays) != 1:
        return UNKNOWN
    back = (reported_on.weekday() - _WEEKDAYS.index(weekdays[0].lower())) % 7
    return (reported_on - timedelta(back or 7),) * 2


def _span(words: str, mentions: list[DateMention], reported_on: date | None) -> Days:
    """The span between two dates, or between a date and yesterday."""
    first, last = _days_of(mentions[0], reported_on)[0], None
    if len(mentions) == 2 and _TO.fullmatch(words[mentions[0].end : mentions[1].start]):
        last = _days_of(mentions[1], reported_on)[1]
    elif len(mentions) == 1 and reported_on and _AND_YESTERDAY.search(words[mentions[0].end :]):
        last = reported_on - timedelta(1)
    return (first, last) if first and last and first < last else UNKNOWN


def _days_of(mention: DateMention, reported_on: date | None) -> Days:
    """The first and last day of a mention. If it has no year, the last such days up to the report."""
    for year in (reported_on.year, reported_on.year - 1) if reported_on else (None,):
        first, last = mention.first_day(year), mention.last_day(year)
        if first and last and first <= last and not (reported_on and last > reported_on):
            return first, last
    return UNKNOWN
