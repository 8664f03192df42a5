"""Whole numbers as English texts write them: in digits (34,573 or 1302) or words (one hundred and eleven)."""

from __future__ import annotations

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


_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"


_BELOW_TEN = "|".join(UNITS[1:10])


_BELOW_HUNDRED = rf"(?:(?:{'|'.join(_TENS)})(?:[-\s]+(?:{_BELOW_TEN}))?|(?:{'|'.join(UNITS[1:])}))"


_BELOW_THOUSAND = rf"(?:(?:a|{_BELOW_TEN})[-\s]+hundred(?:(?:[-\s]+and)?[-\s]+{_BELOW_HUNDRED})?|{_BELOW_HUNDRED})"


_IN_WORDS = re.compile(
    rf"zero|{_BELOW_THOUSAND}(?:[-\s]+thousand(?:,?(?:[-\s]+and)?[-\s]+{_BELOW_THOUSAND})?)?", re.IGNORECASE
)


# All that belongs to one numeral, well formed or not: number words in a row, or digits with what is attached to them.
NUMBER_WORD = rf"(?:{'|'.join([*reversed(UNITS), *_TENS])}|hundreds?|thousands?|millions?|billions?|dozens?)"


NUMERAL = re.compile(
    rf"(?<![\w-])(?:a[-\s]+(?=hundred|thousand|dozen))?{NUMBER_WORD}(?:[-\s,]+(?:and[-\s]+)?{NUMBER_WORD})*\b|[0-9][0-9.,]*(?<![.,])",
    re.IGNORECASE,
)


def value_of(numeral: str) -> int | None:
    """The whole number that a numeral means, 0 for no and none; None if it is not a plain whole number."""
    if re.fullmatch(_DIGITS, numeral):
        return int(numeral.replace(",", ""))
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
