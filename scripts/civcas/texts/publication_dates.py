"""Reads the day of publication from the head of a page."""

from __future__ import annotations

import re
from datetime import date

from civcas.months import day_of
from civcas.texts.dates import find_dates
from civcas.texts.statements import Statement

_HEAD = 3000  # so many characters at the start of a page are searched


_RELEASE_NUMBER = re.compile(r"\bRelease\s*(?:Number|No\.?|#)?\s*:?\s*(?P<day>20[0-9]{6})(?:-[0-9]+)?\b", re.IGNORECASE)


_DATELINE = re.compile(r"[A-Z][A-Z .]{3,30},\s*(?P<day>[^|\n]{6,20}?)\s*[-\u2013—]")


_LINE_WITH_DATE = re.compile(
    r"(?:[^|\n]{0,60}\||(?:report\s+date|posted|published|released|date)(?:\s+on)?\s*:?)?\s*(?P<day>[^|\n]{6,20}?)\s*[-\u2013—]{0,3}\s*\Z",
    re.IGNORECASE,
)


_LONGEST_LINE = 200  # so many characters of a line are searched for its date


def release_dates(text: str) -> list[Statement]:
    """The days that a release itself gives, on any page that prints it: in its number and its dateline."""
    found = []
    for match in _RELEASE_NUMBER.finditer(text[:_HEAD]):
        day = day_of(int(match["day"][:4]), int(match["day"][4:6]), int(match["day"][6:]))
        found += [_published_on(match, day)] if day else []
    return found + _whole_dates(_DATELINE, text)


def page_dates(text: str) -> list[Statement]:
    """The days that a page gives for its publication: those of the release, and lines that are a date."""
    return release_dates(text) + _whole_dates(_LINE_WITH_DATE, text)


def _whole_dates(pattern: re.Pattern[str], text: str) -> list[Statement]:
    """The days of those lines in which the words for the day are a date and nothing else."""
    found = []
    for line in re.finditer(r"\S.*", text[:_HEAD]):
        match = pattern.match(
            text, line.start(), min(line.start() + len(line.group().rstrip()), line.start() + _LONGEST_LINE)
        )
        mentions = find_dates(match["day"]) if match else []
        if (
            match
            and len(mentions) == 1
            and mentions[0].day
            and mentions[0].end - mentions[0].start == len(match["day"])
        ):
            day = mentions[0].first_day()
            found += [_published_on(match, day)] if day else []
    return found


def _published_on(match: re.Match[str], day: date) -> Statement:
    return Statement("published_on", day.isoformat(), " ".join(match.group().split()), *match.span())
