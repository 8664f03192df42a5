"""Whole numbers in the digits of any script, with the marks that any language sets between thousands.

A number is taken whole or not at all: 1,061 is neither in 11,061 nor in 1,061.5, and 5 is in no date.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from civcas.texts.languages import Language

# What may stand between the digits of one number.
_MARKS = ".,'\u2019\u02bc\u066b\u066c\u060c\uff0c\u00b7_"
_SPACES = " \u00a0\u2007\u2009\u202f"


# All that may be one number: digits, and what joins them. A space joins a group of three, wherever it is put.
_CHUNK = re.compile(rf"\d+(?:(?:[{_MARKS}](?=\d)|(?<!\d{{4}})\s{{1,4}}(?=\d{{3}}(?!\d)))\d+)*")


_WELL_FORMED = re.compile(
    rf"\d{{1,9}}|\d{{1,3}}(?P<mark>[{_MARKS}{_SPACES}])\d{{3}}(?:(?P=mark)\d{{3}})?"
    r"|\d{1,2}(?P<indian>,)(?:\d{2},){1,2}\d{3}"
)


# Signs after a number that make another number, a part of a span or a part of a date of it.
_ANOTHER_AFTER = re.compile(
    r"\s?[%\u2030\u066a\u00b0+]|\s?[-\u2010-\u2015\u2212/]\s?\d|[-\u2010-\u2015\u2212/:]\w|[:]\d"
    r"|\s?[\u5e74\u6708\u65e5\u53f7\u865f\ub144\uc6d4\uc77c]"  # year, month and day in Chinese, Japanese and Korean
)


_SPAN_BEFORE = re.compile(r"\d\s?[-\u2010-\u2015\u2212/]\s?\Z")


# What may be written directly before a number: a bracket, a quotation mark, a letter of a script without capitals.
_MAY_PRECEDE = ("Z", "C", "Ps", "Pi", "Pf", "Lo", "Lm")
_MAY_PRECEDE_TOO = "\"'\uff0c\u3002\uff1a\uff1b\u3001\u061b\u060c*\u2022"


def digit_numbers(text: str, language: Language) -> Iterator[tuple[int, int, int]]:
    """Each plain whole number in digits: its value, start and end. Years and parts of dates are none."""
    dates = [match.span() for match in language.dates.finditer(text)]
    for match in _CHUNK.finditer(text):
        start, end = match.span()
        value = _value(match.group(), language)
        if value is None or not _stands_alone(text, start, end, language):
            continue
        while dates and dates[0][1] <= start:
            dates.pop(0)
        if not dates or dates[0][0] >= end:
            yield value, start, end


def _value(written: str, language: Language) -> int | None:
    """The number that digits mean; None if they are not well formed, or a year."""
    found = _WELL_FORMED.fullmatch(written)
    if not found or found["mark"] in language.decimal_marks:
        return None
    digits = re.sub(r"\D", "", written)
    if len(digits) > 1 and not int(digits[0]):
        return None
    is_year = len(written) == 4 and 1900 <= int(digits) < 2100
    return None if is_year else int(digits)


def _stands_alone(text: str, start: int, end: int, language: Language) -> bool:
    """Whether nothing around digits belongs to the same number, or makes something else of it."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if before and (_is_numeric(before) or not _may_precede(before)):
        return False
    if after and (_is_numeric(after) or unicodedata.category(after) in ("Lu", "Ll", "Lt", "Sc")):
        return False
    if _ANOTHER_AFTER.match(text, end) or language.multipliers.match(text, end):
        return False
    return not _SPAN_BEFORE.search(text, max(0, start - 4), start)


def _is_numeric(letter: str) -> bool:
    return unicodedata.numeric(letter, None) is not None


def _may_precede(letter: str) -> bool:
    return letter.isspace() or letter in _MAY_PRECEDE_TOO or unicodedata.category(letter).startswith(_MAY_PRECEDE)
