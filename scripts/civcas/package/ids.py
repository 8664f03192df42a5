"""Ids for new records, with a number behind them where the id is in use."""

from __future__ import annotations

from collections.abc import Container
from itertools import chain, count


def unique(name: str, taken: Container[str | None]) -> str:
    """The name or, where it is taken, the first of name-2, name-3, ... that is not."""
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(each for each in names if each not in taken)
