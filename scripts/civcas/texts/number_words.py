"""Numbers in words, in the languages of which num2words writes them well.

Nothing is parsed. The words of a number are learnt from what num2words writes for small and for round numbers; a row of
such words in a text is one number, and is compared whole with what num2words writes for the number that is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from civcas.errors import UnusableInput
from civcas.extras import how_to_install
from civcas.texts.folding import folded

# A number in words as the numbers that its words mean: (2, 100, AND, 3).
Words = tuple[int, ...]


AND = -1


# The variants of num2words for each language, and the word that joins numbers.
_VARIANTS = {
    "ar": ("ar",), "de": ("de",), "es": ("es",), "fr": ("fr", "fr_BE", "fr_CH"), "pt": ("pt", "pt_BR"), "ru": ("ru",),
    "tr": ("tr",),
}  # fmt: skip


_AND = {"ar": "و", "de": "und", "es": "y", "fr": "et", "pt": "e"}


# The endings of one number by case and gender, as (pattern, replacement) for folded words.
_ENDINGS = {
    "ar": [("ماي", "مي"), ("ون$", "ين"), ("ة$", "")],
    "es": [("cientas$", "cientos"), ("^veintiuna?$", "veintiuno")],
    "pt": [("(?<=[zt])entas$", "entos"), ("^duas$", "dois"), ("^trezentas$", "trezentos")],
}


# Forms that num2words does not write. Below zero: this unit after another number, and alone either one or two of it.
_MORE = {
    "ar": {
        "اثنين": 2, "اثنا": 2, "اثني": 2, "اثنتا": 2, "اثنتي": 2, "اثنتان": 2, "اثنتين": 2, "ثمان": 8, "أحد": 1,
        "إحدى": 1, "ألفا": -1000, "مليونا": -1_000_000, "مئتان": 200, "مئتين": 200, "ألفان": 2000,
        "ألفين": 2000, "مليونان": 2_000_000, "مليونين": 2_000_000,
    },
    "de": {"ein": 1, "eine": 1, "einen": 1, "hundert": 100, "tausend": 1000},
    "es": {"un": 1, "una": 1, "ciento": 100},
    "fr": {"une": 1, "vingts": 20},
    "pt": {"uma": 1, "cento": 100},
    "tr": {"yüz": 100, "bin": 1000, "milyon": 1_000_000, "milyar": 1_000_000_000},
}  # fmt: skip


# In these languages a number of several words may be written as one: the largest number whose word has no parts.
_COMPOUND = {"de": 20, "tr": 10}


_CASES = {"ru": [{"case": case, "gender": gender} for case, gender in product("ngdaip", "mfn")]}


# Letters, with marks written on them such as accents and the vowels of Arabic.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670])*")


_MOST_WORDS = 30  # of one number


# Words that are one number stand apart by no more than this.
_GAP = re.compile(r"[\s,-]{0,3}|\u060c\s?")


def has_number_words(language: str) -> bool:
    """Whether numbers in words are found in a language, besides English."""
    return language in _VARIANTS


@cache
def number_words(language: str) -> NumberWords:
    """The words for numbers in a language. Raises UnusableInput without the extra `draft`."""
    return NumberWords(language)


class NumberWords:
    """The words for numbers in one of the languages that `has_number_words`."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._and = folded(_AND[language]) if language in _AND else ""
        self._meaning: dict[str, int] = {}
        for word, number in _MORE.get(language, {}).items():
            self._meaning[self._folded(word)] = number
        self._learn()
        pieces = "|".join(sorted(map(re.escape, self._meaning), key=len, reverse=True))
        self._piece = re.compile(pieces) if language in _COMPOUND else None
        self._compound = re.compile(f"(?:{pieces}|{self._and or '(?!)'})+") if language in _COMPOUND else None

    def spellings(self, value: int) -> set[Words]:
        """What a number may look like in words. Numbers below 2 are not looked for: one is also an article."""
        if value < 2:
            return set()
        read = [_normal(self._read(form)) for form in self._forms(value)]
        found = {words for words in read if self._sum(words) == value}
        if value in self._meaning.values():
            found.add((value,))
        return {fewer for words in found for fewer in _with_fewer_joins(words)}

    def rows_in(self, text: str) -> Iterator[tuple[Words, int, int]]:
        """Each row of number words in a text, as long as it is, with its place."""
        row: list[tuple[int, ...]] = []
        start = end = 0
        for match in _WORD.finditer(text):
            read = self._words_of(match.group())
            if row and (not read or not _GAP.fullmatch(text, end, match.start())):
                yield from self._row(text, row, start, end)
                row = []
            if read and (row or read != (AND,)):
                start = start if row else match.start()
                row.append(read)
            if read:
                end = match.end()
        if row:
            yield from self._row(text, row, start, end)

    def _row(self, text: str, row: list[Words], start: int, end: int) -> Iterator[tuple[Words, int, int]]:
        """The row, unless digits stand right beside it: `3 mil` is neither 3 nor 1000."""
        words = tuple(word for read in row for word in read)
        if len(words) > _MOST_WORDS:
            return
        words = _normal(words)
        beside = re.search(r"\d[\s-]?\Z", text[max(0, start - 3) : start]) or re.match(r"[\s-]?\d", text[end : end + 2])
        if words and not beside:
            yield words, start, end

    # --- the words of a language
    def _learn(self) -> None:
        largest = _COMPOUND.get(self._language, 99)
        for number in [*range(largest + 1), *range(20, 100, 10), 100, 1000]:
            self._learn_one(number, number)
        for unit in (100, 1000, 10**6, 10**9):
            for factor in (1, 5, 2, 3, 4, 6, 7, 8, 9, 11):
                self._learn_one(unit * factor, unit)

    def _learn_one(self, number: int, unit: int) -> None:
        """Learn from the words of a number: a single word means it, and the only unknown one of several the unit."""
        for form in self._forms(number):
            words = self._split(form)
            unknown = [word for word in words if word not in self._meaning and word != self._and]
            if len(words) == 1 and not (self._language in _COMPOUND and number >= 100):
                self._meaning.setdefault(words[0], number)
            elif len(unknown) == 1 and len(words) == 2 and number >= 100:
                self._meaning.setdefault(unknown[0], unit)

    def _forms(self, number: int) -> set[str]:
        try:
            from num2words import num2words
        except ImportError:
            raise UnusableInput(
                f"number words of the language {self._language} need the extra `draft`: {how_to_install('draft')}"
            ) from None
        options = _CASES.get(self._language, [{}])
        return {num2words(number, lang=name, **more) for name in _VARIANTS[self._language] for more in options}

    def _split(self, words: str) -> list[str]:
        return [self._folded(word) for word in _WORD.findall(words)]

    def _folded(self, word: str) -> str:
        found = folded(word)
        for pattern, replacement in _ENDINGS.get(self._language, []):
            found = re.sub(pattern, replacement, found)
        return found

    def _read(self, form: str) -> Words:
        """What the words of a form mean; empty if one of them is not known."""
        read = [self._words_of(word) for word in _WORD.findall(form)]
        return tuple(word for words in read for word in words) if all(read) else ()

    def _words_of(self, word: str) -> Words:
        """What one word means: a number, several in a compound, `and`; empty if it is no number."""
        known = self._folded(word)
        if known in self._meaning:
            return (self._meaning[known],)
        if known == self._and:
            return (AND,)
        if self._language == "ar" and known[:1] == self._and and known[1:] in self._meaning:
            return (AND, self._meaning[known[1:]])
        if self._piece and self._compound and self._compound.fullmatch(known):
            return tuple(self._meaning[piece] for piece in self._piece.findall(known))
        return ()

    def _sum(self, words: Words) -> int:
        """The number that words mean, to make sure that each of them is known for what it is."""
        total = part = 0
        for word in words:
            if word >= 1000:
                total, part = total + max(part, 1) * word, 0
            elif word == 100:
                part = max(part, 1) * 100
            elif word == 20 and part % 100 == 4 and self._language == "fr":  # quatre-vingts
                part += 76
            elif word != AND:
                part += word
        return total + part


def _with_fewer_joins(words: Words) -> Iterator[Words]:
    """The same number with each `and` or without it: writers differ in where they put one."""
    for kept in product(*([(word,), ()] if word == AND else [(word,)] for word in words)):
        yield tuple(word for part in kept for word in part)


def _normal(words: Words) -> Words:
    """The same number without `and` at its ends, and without the one in `one hundred` and `one thousand`."""
    while AND in (words[:1] + words[-1:]):
        words = words[1:] if words[0] == AND else words[:-1]
    return tuple(
        -word if word < AND and place else word
        for place, word in enumerate(words)
        if not _may_be_left_out(words, place)
    )


def _may_be_left_out(words: Words, place: int) -> bool:
    """Whether a word is the one in `one hundred` or `one thousand`, and not that in `forty-one thousand`."""
    before, following = words[:place], words[place + 1 : place + 2]
    if words[place] != 1:
        return False
    return before[-1] >= 1000 and following == (100,) if before else following in ((100,), (1000,))
