"""Whole numbers as English texts write them: in digits (34,573 or 1302) or words (one hundred and eleven).

A number is read whole or not at all: "1 302" may be 1302, or a footnote and 302, so it has no value. Marks that
separate nothing but thousands (an apostrophe, a thin or no-break space) are read like a comma, and invisible ones are
passed over.
"""

from __future__ import annotations

import functools
import re

UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]


_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


_VALUES = {word: number for number, word in enumerate(UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}


_ZERO_WORDS = ("no", "none", "zero")


# Nine digits are the most that a number can have here, so that none is too large for a table.
_DIGITS = re.compile(
    r"0|[1-9][0-9]{0,8}|[1-9][0-9]{0,2}(?:(?P<mark>[,'\u2019\u02bc\u00a0\u2007\u2009\u202f])[0-9]{3}(?:(?P=mark)[0-9]{3})?)"
)


_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"


# What may stand between the parts of one number, rightly or not; three digits follow it.
_SEPARATORS = rf"[\s,.'\u2018\u2019\u02bc\u00b7\u066c\uff0c_{_INVISIBLE}]{{1,4}}"


_BETWEEN_PARTS = rf"[{_INVISIBLE}]+(?=[0-9])|(?<![0-9]{{4}}){_SEPARATORS}(?=[0-9]{{3}}(?![0-9]))"


_BELOW_TEN = "|".join(UNITS[1:10])


_BELOW_HUNDRED = rf"(?:(?:{'|'.join(_TENS)})(?:[-\s]+(?:{_BELOW_TEN}))?|(?:{'|'.join(UNITS[1:])}))"


_BELOW_THOUSAND = rf"(?:(?:a|{_BELOW_TEN})[-\s]+hundred(?:(?:[-\s]+and)?[-\s]+{_BELOW_HUNDRED})?|{_BELOW_HUNDRED})"


_IN_WORDS = re.compile(
    rf"zero|{_BELOW_THOUSAND}(?:[-\s]+thousand(?:,?(?:[-\s]+and)?[-\s]+{_BELOW_THOUSAND})?)?", re.IGNORECASE
)


# All that belongs to one numeral, well formed or not: number words in a row, or digits with what is attached to them.
NUMBER_WORD = rf"(?:{'|'.join([*reversed(UNITS), *_TENS])}|hundreds?|thousands?|millions?|billions?|dozens?)"


NUMERAL = re.compile(
    rf"(?<![\w-])(?:a[-\s]+(?=hundred|thousand|dozen))?{NUMBER_WORD}(?:[-\s,]+(?:and[-\s]+)?{NUMBER_WORD})*\b"
    rf"|[0-9][0-9.,]*(?<![.,])(?:(?:{_BETWEEN_PARTS})[0-9][0-9.,]*(?<![.,]))*",
    re.IGNORECASE,
)


@functools.lru_cache(maxsize=10_000)
def value_of(numeral: str) -> int | None:
    """The whole number that a numeral means, 0 for no and none; None if it is not a plain whole number."""
    visible = re.sub(f"[{_INVISIBLE}]", "", numeral)
    if _DIGITS.fullmatch(visible):
        return int(re.sub("[^0-9]", "", visible))
    if numeral.lower() in _ZERO_WORDS:
        return 0
    if not _IN_WORDS.fullmatch(numeral):
        return None
    total = part = 0
    for word in re.split(r"[-\s,]+", numeral.lower()):
        if word == "hundred":
            part *= 100
        elif word == "thousand":
            total, part = 1000 * part, 0
        elif word == "a":
            part = 1
        elif word != "and":
            part += _VALUES[word]
    return total + part
