"""Binds the figures of a text to the release it is about: to its month, and to the last day of its totals.

A text may also give figures of other months, totals up to other days, and the results of one case. Those are dropped.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterable, Iterator

from civcas.texts.dates import DATE, find_dates
from civcas.texts.periods import months_in, totals_through
from civcas.texts.sentences import Sentence
from civcas.texts.speakers import refers_back, says_for_someone_before
from civcas.texts.statements import Statement, Unused

ANOTHER_PARTY = "it is about another party"


_OTHER_PAGES = re.compile(
    r"\W*(?:more\s+(?:news|stories|releases|articles|reports|from|on\s+this|headlines)\b.{0,40}"
    r"|related(?:\s+(?:news|stories|articles|content|links|releases|posts|coverage|topics|reading))?|read\s+(?:more|next|also)"
    r"|also\s+read|see\s+also|recommended(?:\s+for\s+you)?|you\s+(?:may|might)\s+also\s+like|most\s+(?:read|popular)"
    r"|trending(?:\s+now)?|(?:latest|other|recent|previous|earlier)\s+(?:news|releases|stories|articles|statements|reports)"
    r"|archives?)\W*",
    re.IGNORECASE,
)


_TOTALS = {"killed_total", "injured_total", "strikes_total", "engagements_total", "reports_total", "credible_total"}


_SAME_PERIOD = re.compile(
    r"\b(?:during|in|over|for)\s+(?:this|that|the\s+same)\s+(?:time\s+)?(?:period|time)\b", re.IGNORECASE
)


_AS_OF = re.compile(rf"\b(?:[Aa]s\s+of|[Bb]y|[Uu]ntil|up\s+to|through)\s+(?:the\s+end\s+of\s+)?(?:{DATE.pattern})")


_SINCE_2014 = re.compile(r"\b2014\b|\bsince\s+(?:the\s+)?(?:start|beginning)\b", re.IGNORECASE)


# In the sentence with which releases begin, days are those of its heading, or of a part of the month.
_OF_THE_WHOLE_MONTH = re.compile(r"\bthe\s+month\s+of\b.*\bfrom\s+previous\s+months\b", re.DOTALL)


_NEED_A_PERIOD = {"strikes_total", "engagements_total", "reports_total", "credible_total"}


# The figures whose sentence says which month a release is about.
_NAME_THE_MONTH = {"carried_over", "received", "completed"}


_OF_THE_MONTH = {
    *_NAME_THE_MONTH, "credible", "non_credible", "duplicate", "reopened", "open_at_end", "killed", "injured",
}  # fmt: skip


def with_reasons(sentences: Iterable[Sentence], reason: Callable[[Sentence], str]) -> Iterator[tuple[Sentence, str]]:
    """Each sentence, and why it states no figure of the release: `reason`, or what stands before it."""
    heading, before, words_before = "", "", "Coalition"
    for sentence in sentences:
        if _OTHER_PAGES.fullmatch(sentence.words):
            heading = sentence.one_line
        why = f"it stands under the heading \u201c{heading}\u201d" if heading else reason(sentence)
        follows_another = before == ANOTHER_PARTY and refers_back(sentence.words)
        if not why and (follows_another or says_for_someone_before(sentence.words, words_before)):
            why = ANOTHER_PARTY
        before, words_before = why, sentence.words
        yield sentence, why


def bound(
    statements: list[Statement], sentences: list[Sentence], ad_hoc: list[Statement]
) -> tuple[list[Statement], list[Unused]]:
    """The statements about the release that the text is about, and those dropped. `ad_hoc` are of certain strikes."""
    starts = [sentence.start for sentence in sentences]

    def number_of(item: Statement) -> int:
        return bisect.bisect_right(starts, item.start) - 1

    why = _WhyDropped(statements, sentences, [number_of(item) for item in statements])
    reasons = ["" if item in ad_hoc else why(item, number_of(item)) for item in statements]
    kept = [item for item, reason in zip(statements, reasons, strict=True) if not reason]
    dropped = [(sentences[number_of(item)], reason) for item, reason in zip(statements, reasons, strict=True) if reason]
    return kept, list(dict.fromkeys(Unused(sentence.one_line, reason) for sentence, reason in dropped))


class _WhyDropped:
    """Says for each statement why it is dropped; empty if it is kept."""

    def __init__(self, statements: list[Statement], sentences: list[Sentence], numbers: list[int]) -> None:
        self._sentences = sentences
        self._through: dict[int, str] = {}
        placed = list(zip(statements, numbers, strict=True))
        naming = {number for item, number in placed if item.field in _NAME_THE_MONTH}
        self._months = {month for number in naming for month in months_in(sentences[number])}
        ends = {end for item, number in placed if item.field in _TOTALS and (end := self._until(number))}
        of_month = {end for end in ends if int(end[5:7]) in self._months}
        self._last = max(of_month or ends, default="")
        self._credible = {item.value for item, _ in placed if item.field == "credible"}
        self._credible_in = {number: item.value for item, number in placed if item.field == "credible"}

    def __call__(self, item: Statement, number: int) -> str:
        if item.field in _TOTALS or item.field == "totals_through":
            return self._total(item, number)
        return self._of_a_month(item, number) if item.field in _OF_THE_MONTH else ""

    def _total(self, item: Statement, number: int) -> str:
        until = item.value if item.field == "totals_through" else self._until(number)
        if until and until != self._last and self._last:
            return f"it is a total up to {until}, not to {self._last}"
        as_of = _AS_OF.search(self._sentences[number].words)
        days = find_dates(as_of.group()) if as_of else []
        if not until and any(day.month not in self._months for day in days):
            return "it is a total as of another month"
        if item.field in _NEED_A_PERIOD and not self._has_period(number):
            return "its period is not given"
        return ""

    def _of_a_month(self, item: Statement, number: int) -> str:
        sentence = self._sentences[number]
        others = months_in(sentence) - self._months
        if self._months and others and item.field not in _NAME_THE_MONTH:
            return "it is about another month"
        if _OF_THE_WHOLE_MONTH.search(sentence.words):
            return ""
        if any(mention.day for mention in find_dates(sentence.words)):
            return "it gives a day, so it may be about one case"
        if item.field in ("killed", "injured") and self._credible_in.get(number) == "1" and len(self._credible) > 1:
            return "it is about one case of several"
        return ""

    def _until(self, number: int) -> str:
        """The last day of the totals of a sentence; `during this period` is that of the sentence before."""
        if number not in self._through:
            own = totals_through(self._sentences[number])
            again = number > 0 and _SAME_PERIOD.search(self._sentences[number].words)
            self._through[number] = own[0].value if own else (self._until(number - 1) if again else "")
        return self._through[number]

    def _has_period(self, number: int) -> bool:
        words = self._sentences[number].words
        if _SINCE_2014.search(words):
            return True
        return number > 0 and bool(_SAME_PERIOD.search(words)) and self._has_period(number - 1)
