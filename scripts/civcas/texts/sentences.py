"""A text cut into sentences, every numeral and date in it marked, so that patterns need not know how they are spelt.

A mark is as long as what it stands for, so that a place in the marked text is a place in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from civcas.texts.dates import DATE, YEAR
from civcas.texts.numerals import NUMERAL, WORD, value_of

# What a mark begins with: a plain whole number, one worded as at least, one that is no plain figure, a date.
EXACT, AT_LEAST, UNSURE, DAY = "\ue000", "\ue001", "\ue002", "\ue003"


FILL = "\ue004"


PRIVATE = re.compile("[\ue000-\uf8ff]")


HEDGE = re.compile(
    r"(?:\bmore than|\bless than|\bfewer than|(?<!carried )(?<!carry )(?<!carrying )\bover|\bunder|\babout|\baround"
    r"|\bapproximately|\bapprox\.?|\bnearly|\balmost|\bsome|\broughly|\bup to|\bas many as|\bat most|\bclose to"
    r"|\bmaybe|\bas few as|\bupwards of"
    r"|\bin excess of|\bbetween|\bestimated|\blikely|\bperhaps|\bpossibly|\bcirca|~|≈|[<>]"
    r"|\bno (?:more|less|fewer) than)\s*$",
    re.IGNORECASE,
)


FLOOR = re.compile(r"\b(?:at least|a minimum of|not less than)\s*$", re.IGNORECASE)


NOT_A_COUNT = re.compile(
    r"\s?(?:%|‰|\+|°)|\s?per\s?cent|\s?percent|\s+(?:or (?:more|so|fewer|less)|plus|and more)\b"
    r"|[-\s]+(?:million|billion|dozen|thousand|hundred|years?|months?|weeks?|days?|hours?|minutes?)\b"
    r"|\s?[ap]\.?m\b|\s?[-\u2013—/]\s?[0-9]|[-\u2013—/:][A-Za-z0-9]|[.,:][0-9]|\s[0-9]{3}\b"
    rf"|\s+(?:to|or)\s+(?:[0-9]|{WORD}\b)"
    r"|\s?(?:km|kilomet|miles?|met(?:er|re)s?|square)",
    re.IGNORECASE,
)


STUCK = re.compile(
    r"[\w.,:$€£#/\u2013—-]\Z|[$€£#]\s\Z|[0-9]\s?[-\u2013—]\s?\Z"
    rf"|(?:[0-9]|\b{WORD})\s+(?:to|or)\s+\Z|\b(?:No\.|number|section|paragraph|article)\s\Z",
    re.IGNORECASE,
)


ECHO = re.compile(r"\s?\((?P<digits>[0-9][0-9,]*)\)")


NO_END = re.compile(  # an abbreviation, or the number of an item
    r"^\s*\(?[0-9]{1,3}[.)]$|(?:\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Lt|Gen|Col|Maj|Capt|Sgt|Brig|Adm"
    r"|Mr|Mrs|Ms|Dr|St|No|vs|Inc|approx|Fla)|\b[A-Z]|\b[ap]\.m)\.$"
)


STOP = re.compile(r"(?<=[.!?])[\"'”\u2019)\]]*\s+(?=[\"'“\u2018(\[]*[A-Z0-9\ue000-\ue003])")


BULLET = re.compile(r"[ \t]*(?:[-\u2013—*•·]+|\(?[0-9]{1,3}[.)])[ \t]+")


@dataclass(frozen=True)
class Sentence:
    """One sentence: its place in the text, its words, and the same with numerals and dates marked."""

    start: int
    words: str
    marked: str

    @property
    def shown(self) -> str:
        """The words on one line."""
        return " ".join(self.words.split())

    def around(self, start: int, end: int, width: int = 90) -> str:
        """The words at a place in the sentence with those around it, on one line."""
        before, here, after = self.words[:start], self.words[start:end], self.words[end:]
        if len(before) > width:
            before = "… " + before[-width:].partition(" ")[2]
        if len(after) > width:
            after = after[:width].rpartition(" ")[0] + " …"
        return " ".join((before + here + after).split())


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order; a heading and a list item are sentences of their own."""
    text = PRIVATE.sub(" ", text)
    marked = mark(text)
    return [
        Sentence(start, text[start:end], marked[start:end]) for start, end in spans(text, marked) if text[start:end]
    ]


def spans(text: str, marked: str) -> Iterator[tuple[int, int]]:
    for start, end in blocks(text):
        begin = start
        for stop in STOP.finditer(marked, start, end):
            if NO_END.search(text[begin : stop.start()]):
                continue
            yield trimmed(text, begin, stop.end())
            begin = stop.end()
        yield trimmed(text, begin, end)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """Runs of lines that belong together: a paragraph, wrapped or not, a heading, an item of a list."""
    start = position = 0
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        position += len(line)
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if parts(line, following):
            yield start, position
            start = position
    if start < len(text):
        yield start, len(text)


def parts(line: str, following: str) -> bool:
    """Whether a line break ends a block rather than wraps it."""
    line, opening = line.strip(), following.strip()
    if not line or not opening or BULLET.match(following):
        return True
    ends = line.endswith((":", "."))
    return (ends or len(line) < 45) and opening[0].isupper()


def mark(text: str) -> str:
    """The text with each date and numeral replaced by a mark of the same length."""
    dated = DATE.sub(lambda match: filled(DAY, match.group()), text)
    cells = list(dated)
    end = 0
    for match in NUMERAL.finditer(dated):
        start = match.start()
        if start < end:
            continue
        end = match.end()
        kind, end = kind_of(dated, start, end)
        cells[start:end] = filled(kind, dated[start:end])
    return "".join(cells)


def filled(kind: str, words: str) -> str:
    return kind + FILL * (len(words) - 1)


def kind_of(text: str, start: int, end: int) -> tuple[str, int]:
    """What a numeral is, and where it ends with a footnote's asterisk or its repetition in brackets."""
    numeral = text[start:end]
    value, before = value_of(numeral), text[max(0, start - 25) : start]
    if value is None or STUCK.search(before) or NOT_A_COUNT.match(text, end) or re.fullmatch(YEAR, numeral):
        return UNSURE, end
    echo = ECHO.match(text, end)
    if echo:
        if value_of(echo["digits"]) != value:
            return UNSURE, echo.end()
        end = echo.end()
    elif text.startswith("*", end):
        end += 1
    if HEDGE.search(before):
        return UNSURE, end
    return (AT_LEAST if FLOOR.search(before) else EXACT), end


def value_at(text: str, start: int, end: int) -> int | None:
    """The number that a marked numeral writes: its words without asterisk and repetition."""
    return value_of(re.sub(r"\s?\(.*\)$|\*$", "", text[start:end]))
