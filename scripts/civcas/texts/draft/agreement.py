"""Sets the days that the user gives against the days that a text prints. Where they disagree, nothing is proposed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from civcas.errors import UnusableInput
from civcas.months import month_end
from civcas.texts.draft.proposal import Request, iso
from civcas.texts.publication_dates import page_dates, release_dates
from civcas.texts.statements import Reading, Statement
from civcas.texts.strike_reports import StrikeReport

# A report comes out within these many days of the strikes it opens with, and a release within these of its month.
_LATEST_STRIKES = timedelta(45)
_LATEST_MONTH = timedelta(183)


def require_printed_days(text: str, request: Request) -> None:
    """Raise UnusableInput if the text prints a day for itself that is none of the days given."""
    printed = page_dates(text)
    if request.is_official:
        _require_one_of(printed, {request.released_on or request.published_on}, request)
        return
    if request.is_release:
        _require_one_of(release_dates(text), {request.released_on}, request)
    if request.published_on:
        _require_one_of(printed, {request.published_on, request.released_on}, request)
    elif request.released_on and printed and max(item.value for item in printed) < iso(request.released_on):
        _refuse(printed, request)


def _require_one_of(printed: list[Statement], given: set[date | None], request: Request) -> None:
    days = {iso(day) for day in given if day}
    if printed and days and not days & {item.value for item in printed}:
        _refuse(printed, request)


def _refuse(printed: list[Statement], request: Request) -> None:
    options = [("--published-on", request.published_on), ("--released-on", request.released_on)]
    says = " and ".join(f"{option} says {day}" for option, day in options if day)
    shown = _shown({item.value: item.words for item in printed})
    raise UnusableInput(f"the text prints {shown}, but {says}. Correct the option, or give the text of that day")


def remarks_on_days(printed: list[Statement], released_on: date | None) -> list[str]:
    """What to say if the text prints several days for itself."""
    others = {item.value: item.words for item in printed if item.value != iso(released_on)}
    if not released_on or not others:
        return []
    return [f"taken as the day of the release: {released_on}; the text also prints {_shown(others)}"]


def _shown(days: dict[str, str]) -> str:
    """Days with the words that give them."""
    return ", ".join(f"{value} (\u201c{words}\u201d)" for value, words in days.items())


def require_month_before(reading: Reading, months: list[date], request: Request, day: date | None) -> None:
    """Raise UnusableInput if the month or the totals of a release do not end shortly before its day."""
    if not day:
        return
    ends = [month_end(first) for first in months]
    ends += [date.fromisoformat(value) for value in reading.values("totals_through")]
    for end in ends:
        if end > day:
            raise UnusableInput(f"the text is about the time up to {end}, but its day is given as {day}")
    has_year = any(not value.startswith("-") for value in reading.values("month"))
    if months and not has_year and not request.release_id and day - month_end(months[-1]) > _LATEST_MONTH:
        raise UnusableInput(
            f"the text names month {months[-1]:%m} without its year, and the last one before {day} ended on"
            f" {month_end(months[-1])}. Correct the day, or give --release-id"
        )


def require_strikes_before(report: StrikeReport, reported_on: date | None) -> None:
    """Raise UnusableInput if a report is not of a day shortly after the strikes it lists."""
    lines = [line for line in (*report.totals, *report.places) if line.last and not line.late]
    if not reported_on or not lines:
        return
    latest = max(lines, key=lambda line: iso(line.last))
    last = latest.last or reported_on
    if not timedelta(0) <= reported_on - last <= _LATEST_STRIKES:
        raise UnusableInput(
            f"the strikes of the text end on {last} (\u201c{latest.words}\u201d), but its day is given as"
            f" {reported_on}. Correct the day, or give the text of that day"
        )


def several_days(printed: Iterable[Statement]) -> str:
    """The days that a text prints for itself, if there are several."""
    days = list(dict.fromkeys(item.value for item in printed))
    return f"; the text prints {' and '.join(days)}" if len(days) > 1 else ""
