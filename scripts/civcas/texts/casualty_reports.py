"""Reads what a text says about civilian-casualty assessments.

The reader rather misses a figure than reads a wrong one. It leaves out numbers that are rounded, ranges or percentages,
skips sentences about other counts or other countries, and adds nothing up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from civcas.texts.casualty_phrases import ABOUT_SOMETHING_ELSE, HARMLESS, PATTERNS, PHRASES, Pattern
from civcas.texts.periods import period_statements, strike_period
from civcas.texts.sentences import AT_LEAST, BULLET, DAY, EXACT, FILL, INEXACT, Sentence, sentences, value_at
from civcas.texts.statements import Reading, Statement, statement_in

# --- compiling the phrases ---------------------------------------------------------------------------------------
# Words between a phrase and its number. `sentences` has already decided whether they make the number inexact.
_HEDGES = (
    r"(?:(?:at|more|less|fewer|up|as|many|no|than|least|most|about|around|approximately|nearly|almost|some|over|to)"
    r"\b\s*){1,5}?"
)


def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(_expression(words), re.IGNORECASE | re.DOTALL)


def _expression(words: str) -> str:
    """A pattern as a regular expression for marked sentences."""
    for _ in range(3):  # phrases contain phrases
        words = re.sub(r"<(\w+)>", lambda match: f"(?:{PHRASES[match[1]]})" if match[1] in PHRASES else match[0], words)
    words = re.sub(r" (?=[^\[\]]*(?:\[|$))", r"\\s+", words)  # not inside [...]
    opening = r"\b" if words[:1].isalpha() else ""
    number = rf"[{EXACT}{AT_LEAST}{INEXACT}]{FILL}*"
    return opening + re.sub(r"\{([a-z_]+)\}", lambda match: rf"(?:{_HEDGES}\s+)?(?P<{match[1]}>{number})", words)


@dataclass(frozen=True)
class _CompiledPattern:
    pattern: Pattern
    phrase: re.Pattern[str]
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None

    def applies_to(self, sentence: Sentence) -> bool:
        if self.needs and not self.needs.search(sentence.words):
            return False
        return not (self.unless and self.unless.search(sentence.words))


def _compiled_pattern(pattern: Pattern) -> _CompiledPattern:
    needs, unless = (_compiled(words) if words else None for words in (pattern.needs, pattern.unless))
    return _CompiledPattern(pattern, _compiled(pattern.phrase), needs, unless)


_PATTERNS = [_compiled_pattern(pattern) for pattern in PATTERNS]


_ABOUT_SOMETHING_ELSE, _HARMLESS = _compiled(ABOUT_SOMETHING_ELSE), _compiled(HARMLESS)


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
_PART_OF = re.compile(r"(?<!total )\bof(?:\s+(?:the|these|those|all|its))?\s+\Z", re.IGNORECASE)


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
    found: list[Statement] = []
    inexact: list[Statement] = []
    once: list[tuple[Statement, Sentence]] = []
    for sentence in sentences(text):
        candidates = list(_candidates(sentence))
        figures = _select(candidates, exact=True, once=False)
        found += figures + period_statements(sentence, {item.field for item in figures})
        inexact += _select(candidates, exact=False, once=False)
        once += [(item, sentence) for item in _select(candidates, exact=True, once=True)]
    found += _made_once(text, once)
    found.sort(key=lambda item: (item.start, item.field))
    return Reading(list(dict.fromkeys(found)), list(dict.fromkeys(inexact)))


def _select(candidates: list[_Candidate], *, exact: bool, once: bool) -> list[Statement]:
    return [item.statement for item in candidates if item.exact == exact and item.once == once]


def _candidates(sentence: Sentence) -> Iterator[_Candidate]:
    """Everything in a sentence that a pattern matches."""
    if sentence.is_too_long or not _NUMBER.search(sentence.marked):
        return
    if _ABOUT_SOMETHING_ELSE.search(_HARMLESS.sub("", sentence.words)) or _SINGLE_CASE.search(sentence.marked):
        return
    for compiled in _PATTERNS:
        matches = list(compiled.phrase.finditer(sentence.marked))
        if matches and compiled.applies_to(sentence):
            for match in matches:
                yield from _candidates_of(sentence, match, compiled.pattern)


def _candidates_of(sentence: Sentence, match: re.Match[str], pattern: Pattern) -> Iterator[_Candidate]:
    """The figures of one match."""
    if pattern.zero_field:
        yield _Candidate(statement_in(sentence, pattern.zero_field, "0", *match.span()), exact=True, once=pattern.once)
    for field in match.groupdict():
        start, end = match.span(field)
        if _PART_OF.search(sentence.words[:start]) and pattern.phrase.startswith("{" + field):
            continue
        value = value_at(sentence.words, start, end)
        shown = sentence.words[start:end] if value is None else str(value)
        exact = _is_exact(sentence.marked[start], value, pattern)
        yield _Candidate(statement_in(sentence, field, shown, start, end), exact, pattern.once)


def _is_exact(mark: str, value: int | None, pattern: Pattern) -> bool:
    if value is None or (pattern.often_rounded and value % 50 == 0):
        return False
    return mark == EXACT or (mark == AT_LEAST and pattern.at_least)


def _made_once(text: str, candidates: list[tuple[Statement, Sentence]]) -> list[Statement]:
    """The statements that the text makes only once, and not in a list of cases, with the days of their strikes."""
    fields = [item.field for item, _ in candidates]
    lists_cases = len(_LISTED_CASE.findall(text)) > 1
    found = []
    for item, sentence in candidates:
        line_start = text[text.rfind("\n", 0, sentence.start) + 1 : sentence.start] + sentence.words[:10]
        if fields.count(item.field) == 1 and not (lists_cases and BULLET.match(line_start)):
            found += [item, *strike_period(sentence)]
    return found
