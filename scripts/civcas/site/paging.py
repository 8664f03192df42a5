"""Lets SQLite read a page of a table in the order of an index.

Datasette's condition for the rows after a page has an OR: (day < :p0 or day is null or (day = :p0 and id > :p1)). For
each part SQLite would look up all rows, and then sort them to find the first hundred. With a + before it, SQLite does
not look into the condition. It follows the index by which the page is sorted, and stops when the page is full.

A part of a text is no such case. If few records have it, it takes longer to look all of them up in the order of an
index than to read the table once and to sort what was found. So a + comes before the column to sort by, too.
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
    sql = _AFTER.sub(_followed, sql, count=1)
    return _ORDER.sub(r"\g<0>+", sql) if _PART_OF_TEXT.search(sql) else sql


_PART_OF_TEXT = re.compile(r" (like|glob) :p[0-9]")
_ORDER = re.compile(r"(?<= order by )(?=(\w+|\[[^\]]+\])( desc)?, .* limit [0-9]+$)")


def _followed(match: re.Match[str]) -> str:
    beginning = f"{match['column']} {match['up'].replace('>', '>=')} and " if match["up"] else ""
    return f"{beginning}+("


def paged(execute: Execute) -> Execute:
    """A database's `execute` that reads pages so."""

    async def executed(sql: str, *arguments: Any, **options: Any) -> Results:
        return await execute(in_order(sql), *arguments, **options)

    return executed
