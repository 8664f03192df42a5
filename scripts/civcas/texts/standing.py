"""Where the numbers and days of a text stand, whatever they are about, in the language that the text is in."""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterator

from civcas.texts.languages import ENGLISH, language
from civcas.texts.number_words import Words, has_number_words, number_words
from civcas.texts.numerals import NUMERAL, value_of
from civcas.texts.sentences import Sentence, sentences
from civcas.texts.written_numbers import digit_numbers

_MOST_SENTENCES = 3


_LONGEST = 300  # letters of a sentence that is shown whole


# The end of a paragraph, or of a sentence in any script. English sentences are cut with more care.
_BREAK = re.compile(
    r"\n\s*\n|(?<!\b\d)(?<!\b\d\d)[.!?\u061f\u06d4\u0964]+[\"'\u201d\u2019\u00bb)\]]*(?=\s)|[\u3002\uff01\uff1f]"
)


class Standing:
    """The numbers and days of a text. Raises UnusableInput if its language needs the extra `draft`, which is missing.

    Numbers are found in the digits of any script, and in words if the language has them.
    """

    def __init__(self, text: str, code: str = ENGLISH) -> None:
        self._text = _without_invisible(text)
        self._code = code
        self._sentences: list[tuple[int, int]] = []
        self._by_value: dict[str, list[tuple[int, int]]] = {}
        self._by_words: dict[Words, list[tuple[int, int]]] = {}
        for value, start, end in self._values():
            self._by_value.setdefault(value, []).append((start, end))
        for words, start, end in self._rows_of_words():
            self._by_words.setdefault(words, []).append((start, end))

    def sentences_with(self, value: str) -> list[str]:
        """The first sentences in which a value stands: a whole number in digits, or a day as YYYY-MM-DD."""
        places = list(self._by_value.get(value, []))
        if value.isdecimal() and self._by_words:
            for words in number_words(self._code).spellings(int(value)):
                places += self._by_words.get(words, [])
        shown = dict.fromkeys(self._sentence(start, end) for start, end in sorted(places))
        return list(shown)[:_MOST_SENTENCES]

    def _values(self) -> Iterator[tuple[str, int, int]]:
        here = language(self._code)
        yield from here.days_in(self._text)
        for number, start, end in digit_numbers(self._text, here):
            yield str(number), start, end
        if self._code == ENGLISH:
            yield from _english_words(self._text)

    def _rows_of_words(self) -> Iterator[tuple[Words, int, int]]:
        """The numbers in words, but for those that are a part of one, such as three in `trois milliers`."""
        if has_number_words(self._code):
            multipliers = language(self._code).multipliers
            for words, start, end in number_words(self._code).rows_in(self._text):
                if not multipliers.match(self._text, end):
                    yield words, start, end

    def _sentence(self, start: int, end: int) -> str:
        """The sentence around a place of the text, on one line; the words around it if the sentence is long."""
        first, last = self._english_sentence(start) if self._code == ENGLISH else self._any_sentence(start, end)
        if last - first > _LONGEST:
            return Sentence(first, self._text[first:last], "").around(start - first, end - first)
        return " ".join(self._text[first:last].split())

    def _english_sentence(self, start: int) -> tuple[int, int]:
        if not self._sentences:
            self._sentences = [
                (sentence.start, sentence.start + len(sentence.words)) for sentence in sentences(self._text)
            ]
        return self._sentences[max(0, bisect.bisect_right(self._sentences, (start, len(self._text))) - 1)]

    def _any_sentence(self, start: int, end: int) -> tuple[int, int]:
        first = max((match.end() for match in _BREAK.finditer(self._text, 0, start)), default=0)
        after = _BREAK.search(self._text, end)
        return first, after.end() if after else len(self._text)


def _english_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Each number in English words, as long as it is: there is no `three` in `three hundred` or `three-quarters`."""
    for match in NUMERAL.finditer(text):
        start, end = match.span()
        if not match.group()[0].isalpha() or re.match(r"-\w", text[end : end + 2]):
            continue
        if re.search(r"\d[\s-]?\Z", text[max(0, start - 3) : start]):
            continue
        value = value_of(match.group())
        if value is not None:
            yield str(value), start, end


def _without_invisible(text: str) -> str:
    """The text without characters that only say how it runs, which may stand inside numbers."""
    letters = unicodedata.normalize("NFC", text)
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Cf")
