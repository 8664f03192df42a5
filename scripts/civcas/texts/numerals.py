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


TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


VALUES = {word: number for number, word in enumerate(UNITS)} | {word: 10 * n for n, word in enumerate(TENS, 2)}


NOTHING = ("no", "none", "zero")


DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"


_BELOW_TEN = "|".join(UNITS[1:10])


_BELOW_HUNDRED = rf"(?:(?:{'|'.join(TENS)})(?:[-\s]+(?:{_BELOW_TEN}))?|(?:{'|'.join(UNITS[1:])}))"


_BELOW_THOUSAND = rf"(?:(?:a|{_BELOW_TEN})[-\s]+hundred(?:(?:[-\s]+and)?[-\s]+{_BELOW_HUNDRED})?|{_BELOW_HUNDRED})"


INWORDS = re.compile(
    rf"zero|{_BELOW_THOUSAND}(?:[-\s]+thousand(?:,?(?:[-\s]+and)?[-\s]+{_BELOW_THOUSAND})?)?", re.IGNORECASE
)


# As much as belongs to one numeral, well formed or not: words of number in a row, or digits with what sticks to them.
WORD = rf"(?:{'|'.join([*reversed(UNITS), *TENS])}|hundreds?|thousands?|millions?|billions?|dozens?)"


NUMERAL = re.compile(
    rf"(?<![\w-])(?:a[-\s]+(?=hundred|thousand|dozen))?{WORD}(?:[-\s,]+(?:and[-\s]+)?{WORD})*\b|[0-9][0-9.,]*(?<![.,])",
    re.IGNORECASE,
)


def value_of(numeral: str) -> int | None:
    """The whole number that the text writes, 0 for no and none; None where it writes none, or not in plain form."""
    if re.fullmatch(DIGITS, numeral):
        return int(numeral.replace(",", ""))
    if numeral.lower() in NOTHING:
        return 0
    if not INWORDS.fullmatch(numeral):
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
            part += VALUES[word]
    return total + part
