"""A text cut into sentences, with every numeral and date marked, so that patterns need not know how they are written.

A mark is as long as what it replaces, so positions are the same in the marked and the plain text.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass

from civcas.texts.dates import DATE, YEAR_PATTERN
from civcas.texts.numerals import NUMBER_WORD, NUMERAL, value_of

# The first character of a mark: a plain whole number, a number with `at least`, a number that is not exact, a date.
EXACT, AT_LEAST, INEXACT, DAY = "\ue000", "\ue001", "\ue002", "\ue003"


FILL = "\ue004"


_MARKED_NUMBER = re.compile(f"[{EXACT}{AT_LEAST}{INEXACT}]{FILL}*")


_MARK_CHARACTERS = re.compile("[\ue000-\uf8ff]")


_INEXACT_BEFORE = re.compile(
    r"(?:\bmore than|\bless than|\bfewer than|(?<!carried )(?<!carry )(?<!carrying )\bover|\bunder|\babout|\baround"
    r"|\bapproximately|\bapprox\.?|\bnearly|\balmost|\bsome|\broughly|\bup to|\bas many as|\bat most|\bclose to"
    r"|\bmaybe|\bas few as|\bupwards of"
    r"|\bin excess of|\bbetween|\bestimated|\blikely|\bperhaps|\bpossibly|\bcirca|~|≈|[<>]"
    r"|\bno (?:more|less|fewer) than)\s*$",
    re.IGNORECASE,
)


# The last words of the phrases above and below. Only after these the phrases are searched, which takes longer.
_MAY_QUALIFY = {
    "than", "over", "under", "about", "around", "approximately", "approx", "approx.", "nearly", "almost", "some",
    "roughly", "to", "as", "most", "maybe", "of", "between", "estimated", "likely", "perhaps", "possibly", "circa",
    "least", "~", "≈", "<", ">",
}  # fmt: skip


_AT_LEAST_BEFORE = re.compile(r"\b(?:at least|a minimum of|not less than)\s*$", re.IGNORECASE)


_NOT_A_COUNT_AFTER = re.compile(
    r"[^\W_]|[½¼¾²³¹]|\s?(?:%|‰|\+|°)|\s?per\s?cent|\s?percent|\s+(?:or (?:more|so|fewer|less)|plus|and more)\b"
    r"|[-\s]+(?:million|billion|dozen|thousand|hundred|years?|months?|weeks?|days?|hours?|minutes?)\b"
    r"|\s?[ap]\.?m\b|\s?[-\u2010-\u2015\u2212/]\s?[0-9]|[-\u2010-\u2015\u2212/:][A-Za-z0-9]|[.,:][0-9]|\s[0-9]{3}\b"
    rf"|\s+(?:[0-9]|{NUMBER_WORD}\b)|,?\s+(?:to|or)\s+(?:[0-9]|{NUMBER_WORD}\b)|\s+in\s+(?:every\s+)?(?:[0-9]|{NUMBER_WORD}\b)"
    r"|\s?(?:km|kilomet|miles?|met(?:er|re)s?|square)",
    re.IGNORECASE,
)


# Anything written directly before a number belongs to it, such as a sign or a currency, but for quotation marks and
# brackets.
_ATTACHED_BEFORE = re.compile(r"[^\s(\[\"“”'\u2018\u2019«]\Z|\w['\u2018\u2019]\Z")


_SIGNS = "$€£#\u2212+±"


# A hyphen with spaces around it, or at the beginning of a line, but for one that ends a dateline.
_MINUS_OR_MARK = re.compile(r"(?<![A-Z)])(?:\s|^)[-\u2010\u2011]\s+\Z|\n[ \t]*\u2013\s+\Z")


_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015"


_NO_COUNT_AFTER_WORD = {
    "no.", "number", "section", "paragraph", "article", "minus", "negative", "plus", "every", "each",
}  # fmt: skip


_PART_OF_A_NUMBER = re.compile(rf"{NUMBER_WORD},?", re.IGNORECASE)


_LINKS_NUMBERS = {"to", "or", "in", "and"}


_LINKED_BEFORE = re.compile(
    rf"(?:[0-9](?<!\b2014)|\b{NUMBER_WORD}),?\s+(?:to|or|in)\s+\Z|\b(?:hundred|thousand|million|billion)s?,?\s+and\s+\Z"
    r"|\bbetween\s+[\w,.-]{1,20}\s+and\s+\Z",
    re.IGNORECASE,
)


_REPEATED_IN_BRACKETS = re.compile(r"\s?\((?P<digits>[0-9][0-9,]*)\)")


_NUMBER_OF_AN_ITEM = re.compile(r"\s{0,9}\(?[0-9]{1,3}[.)]")


_ABBREVIATION = re.compile(
    r"(?:\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Lt|Gen|Col|Maj|Capt|Sgt|Brig|Adm"
    r"|Mr|Mrs|Ms|Dr|St|No|vs|Inc|approx|Fla)|\b[A-Z]|\b[ap]\.m)\.$"
)


# The end of a sentence. The next one may follow without a space, and an item of a list may follow in the line.
_SENTENCE_END = re.compile(
    r"(?<=[.!?])[\"'”\u2019)\]]*\s+(?=[\"'“\u2018(\[]*[A-Z0-9\ue000-\ue003])"
    r"|(?<=[a-z0-9\ue004][.!?])[\"”\u2019)]*(?=[A-Z][a-z]+\s)"
    r"|\s+(?=(?:--+|[-\u2013—*•·])\s*(?:Near|On\s+\ue003\ue004*,?\s+near)\s)"
)


LONGEST = 2_000  # letters of a sentence that is searched; longer ones are tables, or texts without punctuation


BULLET = re.compile(
    r"[ \t]*(?:[-\u2013—*•·]+|\(?[0-9]{1,3}[.)])[ \t]+|[ \t]*(?:[*•·]+(?=[A-Z])|[-\u2013—]+(?=(?:Near|On|In) ))"
)


@dataclass(frozen=True)
class Sentence:
    """One sentence: where it starts in the text, its words, and the words with numerals and dates marked."""

    start: int
    words: str
    marked: str

    @property
    def is_too_long(self) -> bool:
        return len(self.words) > LONGEST

    @property
    def one_line(self) -> str:
        """The words on one line."""
        return " ".join(self.words.split())

    @property
    def numbers(self) -> list[str]:
        """Its numbers, as digits where they are plain whole numbers, but for years and the numbers of items."""
        found = []
        for match in _MARKED_NUMBER.finditer(self.marked):
            written = self.words[match.start() : match.end()]
            opens = not self.words[: match.start()].strip(" \t(*")
            is_item = opens and self.words[match.end() :].startswith((".", ")"))
            if not is_item and not re.fullmatch(YEAR_PATTERN, written):
                value = value_at(self.words, *match.span())
                found.append(" ".join(written.split())[:40] if value is None else str(value))
        return found

    def around(self, start: int, end: int, width: int = 90) -> str:
        """The words between two positions and those around them, on one line."""
        before, here, after = self.words[:start], self.words[start:end], self.words[end:]
        if len(before) > width:
            before = "… " + before[-width:].partition(" ")[2]
        if len(after) > width:
            after = after[:width].rpartition(" ")[0] + " …"
        return " ".join((before + here + after).split())


_SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def in_small_letters(words: str) -> str:
    """English words in small letters; every character keeps its place."""
    return words.translate(_SMALL)


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order; a heading and a list item are sentences of their own."""
    text = _MARK_CHARACTERS.sub(" ", text)
    marked = _mark(text)
    return [
        Sentence(start, text[start:end], marked[start:end])
        for start, end in _sentence_spans(text, marked)
        if text[start:end]
    ]


def _sentence_spans(text: str, marked: str) -> Iterator[tuple[int, int]]:
    for start, end in _blocks(text):
        begin = start
        for stop in _SENTENCE_END.finditer(marked, start, end):
            if _is_no_end(text, begin, stop.start()):
                continue
            yield _trim(text, begin, stop.end())
            begin = stop.end()
        yield _trim(text, begin, end)


def _is_no_end(text: str, begin: int, stop: int) -> bool:
    """Whether the point before `stop` belongs to an abbreviation or to the number of an item."""
    if _ABBREVIATION.search(text, max(begin, stop - 8), stop):
        return True
    return bool(_NUMBER_OF_AN_ITEM.fullmatch(text, begin, stop))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


_DATELINE = re.compile(r"(?!CJTF)[A-Z][A-Z .]{3,30}(?:, [A-Z][a-z]+\.)?\s*(?:--|[-\u2013\u2014])(?:\s|\Z)")


_WRAPPED = 200  # no line of a wrapped text has more letters


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """The spans of paragraphs (wrapped or not), headings and list items."""
    start = position = 0
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        position += len(line)
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if _ends_block(line, following):
            yield start, position
            start = position
    if start < len(text):
        yield start, len(text)


def _ends_block(line: str, following: str) -> bool:
    """Whether the line break ends a block; if not, it only wraps the text."""
    line, opening = line.strip(), following.strip()
    if not line or not opening or BULLET.match(following):
        return True
    if _DATELINE.match(opening) or len(line) > _WRAPPED or len(opening) > _WRAPPED:
        return True
    ends = line.endswith((":", "."))
    return (ends or len(line) < 45) and opening[0].isupper()


def _mark(text: str) -> str:
    """Replace each date and numeral by a mark of the same length, but for those with which the campaign began."""
    dated = DATE.sub(_marked_day, text)
    cells = list(dated)
    end = 0
    for match in NUMERAL.finditer(dated):
        start = match.start()
        if start < end:
            continue
        end = match.end()
        if _SINCE_2014.search(dated, max(0, start - 14), end):
            continue  # phrases name this year
        kind, end = _classify(dated, start, end)
        cells[start:end] = _marked_as(kind, dated[start:end])
    return "".join(cells)


_BEGINNING = re.compile(r"(?:August|September)\s+2014")


_SINCE_2014 = re.compile(r"\b(?:since\s+(?:mid-|early\s+|late\s+)?|August\s+|September\s+)2014\Z", re.IGNORECASE)


def _marked_day(match: re.Match[str]) -> str:
    return match.group() if _BEGINNING.fullmatch(match.group()) else _marked_as(DAY, match.group())


def _marked_as(kind: str, words: str) -> str:
    return kind + FILL * (len(words) - 1)


def _classify(text: str, start: int, end: int) -> tuple[str, int]:
    """The kind of a numeral, and where it ends, including a footnote's asterisk or a repetition in brackets."""
    numeral = text[start:end]
    value, before = value_of(numeral), text[max(0, start - 40) : start]
    if (
        value is None
        or _continues(before)
        or _NOT_A_COUNT_AFTER.match(text, end)
        or re.fullmatch(YEAR_PATTERN, numeral)
    ):
        return INEXACT, end
    repetition = _REPEATED_IN_BRACKETS.match(text, end)
    if repetition:
        if value_of(repetition["digits"]) != value:
            return INEXACT, repetition.end()
        end = repetition.end()
    elif text.startswith("*", end):
        end += 1
    if _last_word(before) not in _MAY_QUALIFY:
        return EXACT, end
    if _INEXACT_BEFORE.search(before):
        return INEXACT, end
    return (AT_LEAST if _AT_LEAST_BEFORE.search(before) else EXACT), end


def _continues(before: str) -> bool:
    """Whether the number after these words is no count, but the rest of a larger number, of a span or of a name."""
    stripped, word = before.rstrip(), _last_word(before)
    last = stripped[-1:]
    if len(stripped) == len(before) and _ATTACHED_BEFORE.search(before[-2:]):
        return True
    if last.isdigit() or (last and last in _SIGNS):
        return True
    if last and last in _DASHES:
        return stripped[:-1].rstrip()[-1:].isdigit() or bool(_MINUS_OR_MARK.search(before))
    if word in _NO_COUNT_AFTER_WORD or _PART_OF_A_NUMBER.fullmatch(word):
        return not word.endswith(",") or word.startswith(("hundred", "thousand", "million", "billion"))
    return word in _LINKS_NUMBERS and bool(_LINKED_BEFORE.search(before))


def _last_word(words: str) -> str:
    return (words.split() or [""])[-1].lower()


def value_at(text: str, start: int, end: int) -> int | None:
    """The number that a marked numeral means, without asterisk and repetition."""
    return value_of(re.sub(r"\s?\(.*\)$|\*$", "", text[start:end]))
