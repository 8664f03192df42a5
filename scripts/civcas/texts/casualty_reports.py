"""Reads what a text says about civilian-casualty assessments.

The reader rather misses a figure than reads a wrong one. It leaves out numbers that are rounded, ranges or percentages,
skips sentences about other counts or other countries, and adds nothing up.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from civcas.texts.binding import ANOTHER_PARTY, bound, with_reasons
from civcas.texts.casualty_phrases import ABOUT_SOMETHING_ELSE, HARMLESS, NOT_OF_THE_MONTH, PATTERNS, PHRASES, Pattern
from civcas.texts.periods import alleged_day, months_of_results, period_statements, strike_period
from civcas.texts.sentences import (
    AT_LEAST,
    BULLET,
    DAY,
    EXACT,
    FILL,
    INEXACT,
    LONGEST,
    Sentence,
    in_small_letters,
    sentences,
    value_at,
)
from civcas.texts.speakers import is_of_another_party
from civcas.texts.statements import Reading, Statement, Unused, statement_in

# --- compiling the phrases ---------------------------------------------------------------------------------------
# Words between a phrase and its number. `sentences` has already decided whether they make the number inexact.
_HEDGES = (
    r"(?:(?:at|more|less|fewer|up|as|many|no|than|least|most|about|around|approximately|nearly|almost|some|over|to)"
    r"\b\s*){1,5}?"
)


@functools.cache
def _compiled(words: str) -> re.Pattern[str]:
    """A pattern for sentences in small letters, which takes less time than one that ignores the case."""
    return re.compile(_expression(words), re.DOTALL)


def _expression(words: str) -> str:
    """A pattern as a regular expression for marked sentences in small letters."""
    for _ in range(3):  # phrases contain phrases
        words = re.sub(r"<(\w+)>", lambda match: f"(?:{PHRASES[match[1]]})" if match[1] in PHRASES else match[0], words)
    words = re.sub(r" (?=[^\[\]]*(?:\[|$))", r"\\s+", words)  # not inside [...]
    words = re.sub(r"\\.|[A-Z]", lambda match: match[0] if len(match[0]) > 1 else match[0].lower(), words)
    opening = r"\b" if words[:1].isalpha() else ""

    def number(match: re.Match[str]) -> str:
        hedges = rf"(?:{_HEDGES}\s+)?" if match.start() else ""
        return rf"{hedges}(?P<{match[1]}>[{EXACT}{AT_LEAST}{INEXACT}]{FILL}*)"

    return opening + re.sub(r"\{([a-z_]+)\}", number, words)


_FIRST_LETTERS = re.compile(r"[a-z]*(?![?*{])")


@dataclass(frozen=True)
class _CompiledPattern:
    """`first_letters`: those with which every match begins, if known. They are looked for first, which is fast."""

    pattern: Pattern
    first_letters: str
    phrase: re.Pattern[str]
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None

    def applies_to(self, sentence: _SmallSentence) -> bool:
        """Whether the rest of a sentence fits."""
        if self.needs and not sentence.has(self.needs):
            return False
        return not (self.unless and sentence.has(self.unless, without_harmless=True))


class _SmallSentence:
    """A sentence in small letters, and what was found in it before: many patterns look for the same."""

    def __init__(self, sentence: Sentence) -> None:
        self.marked = in_small_letters(sentence.marked)
        self._words = {
            False: in_small_letters(sentence.words),
            True: in_small_letters(_HARMLESS.sub("", sentence.words)),
        }
        self._found: dict[tuple[re.Pattern[str], bool], bool] = {}

    def has(self, expression: re.Pattern[str], *, without_harmless: bool = False) -> bool:
        key = (expression, without_harmless)
        if key not in self._found:
            self._found[key] = bool(expression.search(self._words[without_harmless]))
        return self._found[key]


def _compiled_pattern(pattern: Pattern) -> _CompiledPattern:
    needs, unless = (_compiled(words) if words else None for words in (pattern.needs, pattern.unless))
    first = _FIRST_LETTERS.match(pattern.phrase)
    return _CompiledPattern(pattern, first[0] if first else "", _compiled(pattern.phrase), needs, unless)


_PATTERNS = [_compiled_pattern(pattern) for pattern in PATTERNS]


_ABOUT_SOMETHING_ELSE = {reason: _compiled(words) for reason, words in ABOUT_SOMETHING_ELSE.items()}


_HARMLESS, _NOT_OF_THE_MONTH = re.compile(_expression(HARMLESS), re.IGNORECASE), _compiled(NOT_OF_THE_MONTH)


# --- reading -----------------------------------------------------------------------------------------------------
_ABOUT_THE_COALITION = re.compile(
    r"\bcoalition\b|CJTF|\bInherent\s+Resolve\b|\bCentral\s+Command\b|\bCENTCOM\b", re.IGNORECASE
)


_SINGLE_CASE = re.compile(rf"\bnear\s+(?:[A-Z]|al[- ]|as[- ]|ar[- ])|^\W*(?:On\s+)?{DAY}{FILL}*,?\s+near\b")


_LISTED_CASE = re.compile(
    r"^[ \t]*(?:[0-9]{1,3}[.)]|[-\u2013\u2014*\u2022])[ \t]+\S[^\n]*?\b(?:near|in|at)\b", re.MULTILINE
)


_NUMBER = re.compile(rf"[{EXACT}{AT_LEAST}{INEXACT}]|\b(?:no|none|zero)\b", re.IGNORECASE)


# '12 of 18 reports were found to be credible' does not say that 18 were.
_PART_OF = re.compile(
    r"(?<!total )(?<!analysis )(?<!assessment )(?<!review )\bof(?:\s+(?:the|these|those|all|its))?\s+\Z", re.IGNORECASE
)


@dataclass(frozen=True)
class _Candidate:
    """A number, or the word for zero, where a pattern expects a figure."""

    statement: Statement
    exact: bool
    once: bool


def read_casualty_report(text: str) -> Reading:
    """Read a text on civilian-casualty assessments. Any text will do; one about something else states nothing."""
    if not _ABOUT_THE_COALITION.search(text):
        return Reading([], [])
    read = [_ReadSentence(sentence, reason) for sentence, reason in with_reasons(sentences(text), _reason)]
    found = [item for each in read for item in each.figures]
    found += [item for each in read if not each.reason for item in period_statements(each.sentence, each.fields)]
    if not any(item.field == "month" for item in found):
        found += [item for each in read for item in months_of_results(each.sentence, each.fields)]
    once = _made_once(text, [(item, each.sentence) for each in read for item in each.made_once])
    if once and not any(item.field == "period_start" for item in once):
        once += [item for each in read for item in alleged_day(each.sentence)]
    found += once
    found.sort(key=lambda item: (item.start, item.field))
    inexact = [item for each in read for item in each.inexact]
    kept, unbound = bound(list(dict.fromkeys(found)), [each.sentence for each in read], once)
    unused = _unused(read, {*found, *inexact})
    return Reading(kept, list(dict.fromkeys(inexact)), list(dict.fromkeys(unused + unbound)))


def _unused(read: list[_ReadSentence], used: set[Statement]) -> list[Unused]:
    """The sentences with figures that were not read, or not all of them."""
    values = {item.value for item in used}
    found = []
    for each in read:
        numbers = each.sentence.numbers
        left = [number for number in numbers if number not in values]
        if not numbers:
            continue
        if not each.used_by(used):
            found.append(Unused(each.sentence.one_line, each.why_unused))
        elif left:
            found.append(Unused(each.sentence.one_line, f"of its numbers, these were not read: {', '.join(left)}"))
    return found


class _ReadSentence:
    """A sentence and what patterns match in it, nothing if there is a `reason` why it states no figure of a release."""

    def __init__(self, sentence: Sentence, reason: str) -> None:
        self.sentence, self.reason = sentence, reason
        self._candidates = [] if reason else list(_candidates(sentence))
        self.figures = _select(self._candidates, exact=True, once=False)
        self.inexact = _select(self._candidates, exact=False, once=False)
        self.made_once = _select(self._candidates, exact=True, once=True)

    @property
    def fields(self) -> set[str]:
        return {item.field for item in self.figures}

    @property
    def why_unused(self) -> str:
        if self.reason:
            return self.reason
        if _NOT_OF_THE_MONTH.search(in_small_letters(self.sentence.words)):
            return "it is about another period or one case, or in words that are not known"
        return "it is in words that are not known"

    def used_by(self, statements: set[Statement]) -> bool:
        return any(item in statements for item in (*self.figures, *self.inexact, *self.made_once))


def _reason(sentence: Sentence) -> str:
    """Why a sentence states no figure of a release; empty if it may."""
    if sentence.is_too_long:
        return f"it has more than {LONGEST:,} letters"
    if not _NUMBER.search(sentence.marked):
        return ""
    words = _HARMLESS.sub("", sentence.words)
    small = in_small_letters(words)
    for reason, pattern in _ABOUT_SOMETHING_ELSE.items():
        if pattern.search(small):
            return reason
    if is_of_another_party(words):
        return ANOTHER_PARTY
    return "it is about one case" if _SINGLE_CASE.search(sentence.marked) else ""


def _select(candidates: list[_Candidate], *, exact: bool, once: bool) -> list[Statement]:
    return [item.statement for item in candidates if item.exact == exact and item.once == once]


def _candidates(sentence: Sentence) -> Iterator[_Candidate]:
    """Everything in a sentence that a pattern matches."""
    if not _NUMBER.search(sentence.marked):
        return
    small = _SmallSentence(sentence)
    for compiled in _PATTERNS:
        matches = list(compiled.phrase.finditer(small.marked)) if compiled.first_letters in small.marked else []
        if matches and compiled.applies_to(small):
            for match in matches:
                yield from _candidates_of(sentence, match, compiled.pattern)


def _candidates_of(sentence: Sentence, match: re.Match[str], pattern: Pattern) -> Iterator[_Candidate]:
    """The figures of one match."""
    if pattern.zero_field:
        yield _Candidate(statement_in(sentence, pattern.zero_field, "0", *match.span()), exact=True, once=pattern.once)
    for field in match.groupdict():
        start, end = match.span(field)
        if start < 0:  # an optional part of the phrase
            continue
        if _PART_OF.search(sentence.words[:start]) and pattern.phrase.startswith("{" + field):
            continue
        value = value_at(sentence.words, start, end)
        shown = sentence.words[start:end] if value is None else str(value)
        exact = _is_exact(sentence.marked[start], value, pattern)
        yield _Candidate(statement_in(sentence, field, shown, start, end), exact, pattern.once)


def _is_exact(mark: str, value: int | None, pattern: Pattern) -> bool:
    if value is None or (pattern.often_rounded and value % 50 == 0):
        return False
    if pattern.only_at_least:
        return mark == AT_LEAST
    return mark == EXACT or (mark == AT_LEAST and pattern.at_least)


def _made_once(text: str, candidates: list[tuple[Statement, Sentence]]) -> list[Statement]:
    """The statements that the text makes only once, and not in a list of cases, with the days of their strikes."""
    fields = [item.field for item, _ in candidates]
    lists_cases = len(_LISTED_CASE.findall(text)) > 1
    found = []
    for item, sentence in candidates:
        line_start = text[text.rfind("\n", 0, sentence.start) + 1 : sentence.start] + sentence.words[:10]
        if fields.count(item.field) == 1 and not (lists_cases and BULLET.match(line_start)):
            found += [item, *strike_period(sentence, text)]
    return found
