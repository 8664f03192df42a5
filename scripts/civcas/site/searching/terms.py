"""What is meant by the text of a search: days and months, numbers, words in quotation marks, and words."""

from __future__ import annotations

import re
import unicodedata
from calendar import month_abbr, month_name
from dataclasses import dataclass
from datetime import date

from civcas.months import day_of, month_end
from civcas.site.words import day_in_words
from civcas.texts.dates import find_dates

_MOST_WORDS = 12

# Words that say nothing of a record, and the Arabic article, which is written in many ways.
_EMPTY = frozenset(
    re.findall(r"\w+", "a an and at by for from in near of on or the to what when where which who how did")
)
_ARTICLES = frozenset(re.findall(r"\w+", "al el ar as ash at an ad az ez"))

_NUMERIC_DATE = re.compile(
    r"(?<![\d/.-])(?:(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})"
    r"|(?P<d2>\d{1,2})[-/.](?P<m2>\d{1,2})[-/.](?P<y2>\d{4})"
    r"|(?P<y3>\d{4})[-/](?P<m3>\d{1,2})|(?P<m4>\d{1,2})/(?P<y4>\d{4}))(?![\d/-])"
)
_YEAR = re.compile(r"(?<![\w/,.-])(20[012]\d)(?![\w/,.-])")
_NUMBER = re.compile(r"(?<![\w/,.-])(\d{1,3}(?:,\d{3})+|\d+)(?![\w/,.-])")
_QUOTED = re.compile(r'["“”]([^"“”]+)["“”]')
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Span:
    """A day, month or year: its first and last day, and its name in words."""

    first: date
    last: date
    words: str

    @property
    def is_day(self) -> bool:
        return self.first == self.last

    @property
    def in_one_month(self) -> bool:
        return (self.first.year, self.first.month) == (self.last.year, self.last.month)

    @property
    def month(self) -> str:
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True)
class Terms:
    """`numbers` are without separators. `left_out` are words that were not searched for."""

    span: Span | None
    numbers: tuple[str, ...]
    phrases: tuple[str, ...]
    words: tuple[str, ...]
    left_out: tuple[str, ...]
    no_day: str = ""  # what is written like a day or month, but is none


def terms_of(typed: str) -> Terms:
    """What a text asks for. All that is not a date or a number is words, in any script."""
    span, rest = _date_in(typed)
    phrases = tuple(_QUOTED.findall(rest))
    rest = _QUOTED.sub(" ", rest)
    numbers = tuple(number.replace(",", "") for number in _NUMBER.findall(rest))
    if span is None and not numbers and (year := _YEAR.search(rest)):
        numbers = (year[1],)
    words = list(dict.fromkeys(tokens(_NUMBER.sub(" ", rest))))
    telling = [word for word in words if word not in _EMPTY and word not in _ARTICLES] or words
    kept = tuple(telling[:_MOST_WORDS])
    left_out = tuple(word for word in words if word not in kept and word not in _ARTICLES)
    no_day = next((match[0] for match in _NUMERIC_DATE.finditer(typed) if _numeric(match) is None), "")
    phrases = tuple(" ".join(tokens(phrase)) for phrase in phrases if tokens(phrase))
    return Terms(span, numbers, phrases, kept, left_out, no_day)


def tokens(text: str) -> list[str]:
    """The words of a text in lower case and without accents."""
    return _TOKEN.findall(plain(text))


def plain(text: str) -> str:
    """A text in lower case and without accents, and without the short vowels of Arabic."""
    if text.isascii():
        return text.casefold().replace("'", "")
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter) and letter not in "'\u2019")


def _date_in(typed: str) -> tuple[Span | None, str]:
    """The first day, month or year that a text names, and the text without it."""
    for match in _NUMERIC_DATE.finditer(typed):
        if span := _numeric(match):
            return span, typed[: match.start()] + " " + typed[match.end() :]
    typed = _months_in_full(typed)
    for mention in find_dates(typed):
        if mention.year is None or not (first := mention.first_day()) or not (last := mention.last_day()):
            continue
        return _span(first, last), typed[: mention.start] + " " + typed[mention.end :]
    years = _YEAR.findall(typed)
    if len(years) == 1:
        year, rest = int(years[0]), _YEAR.sub(" ", typed)
        # A year alone may be a number, too.
        return Span(date(year, 1, 1), date(year, 12, 31), years[0]), rest if tokens(rest) else typed
    return None, typed


def _months_in_full(typed: str) -> str:
    """The text with the names of months as they are written in full: Dec 2018 becomes December 2018."""
    return _SHORT_MONTH.sub(lambda match: month_name[_MONTHS[match[0][:3].lower()]], typed)


_MONTHS = {name.lower(): number for number, name in enumerate(month_abbr) if number}
_SHORT_MONTH = re.compile(rf"\b(?:{'|'.join([*month_name[1:], 'sept', *_MONTHS])})\b\.?(?=\s*,?\s*\d)", re.IGNORECASE)


def _numeric(match: re.Match[str]) -> Span | None:
    """In 03/04/2017 the day comes first, as in Iraq and Syria, unless that is no date."""
    found = {name: int(value) for name, value in match.groupdict().items() if value}
    if "y1" in found:
        day = day_of(found["y1"], found["m1"], found["d1"])
    elif "y2" in found:
        day = day_of(found["y2"], found["m2"], found["d2"]) or day_of(found["y2"], found["d2"], found["m2"])
    else:
        year, month = (found["y3"], found["m3"]) if "y3" in found else (found["y4"], found["m4"])
        first = day_of(year, month, 1)
        return _span(first, month_end(first)) if first else None
    return _span(day, day) if day else None


def _span(first: date, last: date) -> Span:
    if first == last:
        return Span(first, last, day_in_words(first.isoformat()))
    if first.day == 1 and last == month_end(first):
        return Span(first, last, day_in_words(first.isoformat(), "month"))
    return Span(first, last, f"{day_in_words(first.isoformat())} to {day_in_words(last.isoformat())}")
