"""Lets SQLite read a page of a table in the order of an index.

Datasette's condition for the rows after a page has an OR: (day < :p0 or day is null or (day = :p0 and id > :p1)). For
each part SQLite would look up all rows, and then sort them to find the first hundred. With a + before it, SQLite does
not look into the condition. It follows the index by which the page is sorted, and stops when the page is full.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from datasette.database import Results

Execute = Callable[..., Awaitable[Results]]

_AFTER = re.compile(
    r"(?<= )\((?=(?P<column>\w+|\[[^\]]+\]) ((?P<up>> :p[0-9]+)|< :p[0-9]+ or (?P=column) is null|is not null)"
    r" or \((?P=column) (= :p[0-9]+|is null) and )"
)


def in_order(sql: str) -> str:
    """The same query for a page, read in the order of the index; upwards from where the page begins."""
    return _AFTER.sub(_followed, sql, count=1)


def _followed(match: re.Match[str]) -> str:
    beginning = f"{match['column']} {match['up'].replace('>', '>=')} and " if match["up"] else ""
    return f"{beginning}+("


def paged(execute: Execute) -> Execute:
    """A database's `execute` that reads pages so."""

    async def executed(sql: str, *arguments: Any, **options: Any) -> Results:
        return await execute(in_order(sql), *arguments, **options)

    return executed
