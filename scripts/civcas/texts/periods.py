"""Reads which months and days the figures of a text are about."""

from __future__ import annotations

import re
from datetime import date

from civcas.months import day_of
from civcas.texts.dates import MONTH_PATTERN, YEAR_PATTERN, DateMention, find_dates, last_month_before
from civcas.texts.sentences import Sentence
from civcas.texts.statements import Reading, Statement, statement_in

# 'In the month of August', 'During November 2016', 'December 2016, CJTF-OIR received'
_IN_MONTH = re.compile(
    rf"\b(?:[Ii]n|[Dd]uring|[Ff]or)\s+(?:the\s+)?(?:month\s+of\s+)?{MONTH_PATTERN}(?:,?\s+{YEAR_PATTERN})?(?!\s*[0-9])"
    rf"|^(?:[A-Z .,]{{3,40}}[-\u2013—]+)?\W*{MONTH_PATTERN}\s+{YEAR_PATTERN}\s*,"
    rf"|\b{MONTH_PATTERN}(?:['\u2019]s)?\s+(?:report|release|statement|figures|data|tally|update|summary)\b"
)


# 'between August 2014 and May 2019', 'since the start of the campaign in August 2014 through May 2019'
_SINCE_2014_UNTIL = re.compile(
    r"\b(?:[Bb]etween|[Ff]rom|[Ss]ince)\s+(?:the\s+\w+\s+of\s+(?:(?:the|its)\s+\w+\s+in\s+)?)?(?:Aug|Sept?)[a-z]*\.?"
    r"\s+(?:[0-9]{1,2},?\s+)?2014,?\s+(?:and|to|until|till|through)\s+(?:the\s+)?(?:end\s+of\s+)?"
    rf"(?P<until>(?:{MONTH_PATTERN})[^.;]{{0,12}})"
)


_BETWEEN_DAYS = re.compile(r"\bbetween\s+(?P<days>[A-Z][a-z]+\.?\s+[0-9]{1,2}.{0,45})", re.DOTALL)


_ALLEGED = re.compile(r"\ballegations\s+that\b.*strikes?\b", re.DOTALL | re.IGNORECASE)


# A sentence with one of these figures says which month, or which last day, they are of.
_FIGURES_OF_A_MONTH = {"carried_over", "received", "completed"}


_RESULTS_OF_A_MONTH = {"credible", "non_credible", "killed"}


_FIGURES_SINCE_2014 = {"strikes_total", "reports_total", "killed_total"}


# A sentence about these may give the last day of totals that stand in another one.
_CASUALTIES = re.compile(
    r"\bcivilian\s+(?:casualties|deaths)\b|\bdeaths\s+occurred\b|\bof\s+incidents\b|\bunintentionally\s+killed\b"
)


def period_statements(sentence: Sentence, fields: set[str]) -> list[Statement]:
    """The month, and the last day of the totals, that a sentence gives for the figures it states."""
    found = _months(sentence) if fields & _FIGURES_OF_A_MONTH else []
    has_totals = fields & _FIGURES_SINCE_2014 or _CASUALTIES.search(sentence.words)
    return found + (totals_through(sentence) if has_totals else [])


def months_of_results(sentence: Sentence, fields: set[str]) -> list[Statement]:
    """The month that a sentence gives for results, for texts that do not say what was received or completed in it."""
    return _months(sentence) if fields & _RESULTS_OF_A_MONTH else []


def months_in(sentence: Sentence) -> set[int]:
    """The numbers of the months that a sentence names as its own."""
    return {mention.month for match in _IN_MONTH.finditer(sentence.words) for mention in find_dates(match.group())}


def _months(sentence: Sentence) -> list[Statement]:
    return [
        statement_in(sentence, "month", f"{mention.year or ''}-{mention.month:02d}", *match.span())
        for match in _IN_MONTH.finditer(sentence.words)
        for mention in find_dates(match.group())
    ]


def totals_through(sentence: Sentence) -> list[Statement]:
    """The last day of the totals since 2014, if a sentence gives it."""
    match = _SINCE_2014_UNTIL.search(sentence.words)
    mentions = find_dates(match["until"]) if match else []
    if not match or not mentions or mentions[0].start != 0:
        return []
    last = mentions[0].last_day()
    return [statement_in(sentence, "totals_through", last.isoformat(), *match.span())] if last else []


def strike_period(sentence: Sentence, text: str) -> list[Statement]:
    """The first and last day of the strikes that a sentence is about, if it gives both.

    The year of a day may stand at the same day elsewhere in the text.
    """
    match = _BETWEEN_DAYS.search(sentence.words)
    mentions = find_dates(match["days"])[:2] if match else []
    if not match or len(mentions) < 2 or not all(mention.day for mention in mentions):
        return []
    return _period(sentence, match.span(), _first_and_last(mentions[0], mentions[1], find_dates(text)))


def alleged_day(sentence: Sentence) -> list[Statement]:
    """The day or days of the strikes that allegations are about, if a sentence gives no others."""
    mentions = find_dates(sentence.words) if _ALLEGED.search(sentence.words) else []
    if len(mentions) != 1 or not mentions[0].day or not mentions[0].year:
        return []
    first, last = mentions[0].first_day(), mentions[0].last_day()
    return _period(sentence, (mentions[0].start, mentions[0].end), (first, last)) if first and last else []


def _period(sentence: Sentence, place: tuple[int, int], days: tuple[date, ...]) -> list[Statement]:
    """Statements of the first and last day of a period."""
    return [
        statement_in(sentence, field, day.isoformat(), *place)
        for field, day in zip(("period_start", "period_end"), days, strict=False)
    ]


def _first_and_last(first: DateMention, last: DateMention, others: tuple[DateMention, ...]) -> tuple[date, ...]:
    """Two days in order, or nothing. The year of the first may follow from the last."""
    end = last.last_day(_year_elsewhere(last, others))
    start = first.first_day(_year_elsewhere(first, others) or (end.year if end else None))
    end = end or last.last_day(start.year if start else None)
    return (start, end) if start and end and start <= end else ()


def _year_elsewhere(mention: DateMention, others: tuple[DateMention, ...]) -> int | None:
    """The year in which a text elsewhere puts the same day, if it gives one."""
    years = {other.year for other in others if (other.month, other.day) == (mention.month, mention.day) and other.year}
    return years.pop() if len(years) == 1 else None


def report_months(reading: Reading, day: date | None) -> list[date]:
    """The months (their first days) whose reports a text is about; `day` is the day of the text, or of the release."""
    months = [_first_of_month(value, reading, day) for value in reading.values("month")]
    return list(dict.fromkeys(first for first in months if first))


def _first_of_month(value: str, reading: Reading, day: date | None) -> date | None:
    """A month as the text names it; a missing year follows from the last day of the totals or from `day`."""
    year, month = value.rsplit("-", 1)
    through = [date.fromisoformat(total) for total in reading.values("totals_through")]
    years = [int(year)] if year else [last.year for last in through if last.month == int(month)]
    if years:
        return day_of(years[0], int(month), 1)
    return last_month_before(int(month), day) if day else None
