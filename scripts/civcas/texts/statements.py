"""What a text states: values of fields, each with the words it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field

from civcas.texts.sentences import Sentence


@dataclass(frozen=True)
class Statement:
    """A text states a value of a field. `words` are those around it, `start` and `end` its place in the text."""

    field: str
    value: str
    words: str
    start: int
    end: int


@dataclass(frozen=True)
class Unused:
    """A sentence with figures that were not used, or not all of them, and the reason."""

    words: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """What was read from a text.

    `statements` are in the order of the text. `inexact` are numbers that were left out because they are rounded,
    a range or otherwise not exact. `unused` are the sentences with figures of which none was read.
    """

    statements: list[Statement]
    inexact: list[Statement]
    unused: list[Unused] = field(default_factory=list)

    def statements_of(self, field: str) -> list[Statement]:
        return [item for item in self.statements if item.field == field]

    def values(self, field: str) -> list[str]:
        """The different values that the text states for a field, in order."""
        return list(dict.fromkeys(item.value for item in self.statements_of(field)))

    def value(self, field: str) -> str:
        """The value that the text states for a field; empty if it states none or several."""
        values = self.values(field)
        return values[0] if len(values) == 1 else ""


def statement_in(sentence: Sentence, field: str, value: str, start: int, end: int) -> Statement:
    """A statement between two positions of a sentence, with the words around it."""
    return Statement(field, value, sentence.around(start, end), sentence.start + start, sentence.start + end)
