"""Known contradictions in words. `found` and `expected` alone read as if the second were the right one."""

from __future__ import annotations

import re

_EMPTY = "an empty cell"
_VALUE = re.compile(r"-?[\d.]+|\d{4}-\d{2}(-\d{2})?")


def in_words(rule: str, found: str, expected: str, sources: int = 0) -> str:
    """What the package has, and what contradicts it.

    `found` and `expected` are those of a known issue or a finding. `sources` is the number of rows of evidence with the
    expected value; 0 if it is not known.
    """
    return f"{_stated(found)}. {_against(rule.partition('/')[2], expected, sources)}."


def _stated(found: str) -> str:
    if found == _EMPTY:
        return "The cell is empty"
    return f"The package has {_figure(found)}" if _VALUE.fullmatch(found) else f"Found: {found}"


def _against(rule: str, expected: str, sources: int) -> str:
    if rule == "sources-agree":
        return (
            f"{sources} sources state {_figure(expected)}"
            if sources > 1
            else f"Another source states {_figure(expected)}"
        )
    if rule == "sourced":
        return "No row of evidence has a source that states it"
    return f"By the rule: {_figure(expected)}"


def _figure(text: str) -> str:
    """A whole number with separators, unless it may be a year."""
    return f"{int(text):,}" if re.fullmatch(r"\d+", text) and not re.fullmatch(r"(19|20)\d\d", text) else text
