"""Lists of known words, for sentences that are used only if all of their words are known."""

from __future__ import annotations

from collections.abc import Iterable


def words_in(text: str) -> frozenset[str]:
    return frozenset(text.split())


def without(words: str, spans: Iterable[tuple[int, int]]) -> str:
    """The words with blanks in place of these spans, so that positions stay the same."""
    for start, end in spans:
        words = words[:start] + " " * (end - start) + words[end:]
    return words
