"""Lets SQLite read a page of a table in the order of an index.

Datasette's condition for the rows after a page has an OR: (day < :p0 or day is null or (day = :p0 and id > :p1)). For
each part SQLite would look up all rows, and then sort them to find the first hundred. With a + before it, SQLite does
not look into the condition. It follows the index by which the page is sorted, and stops when the page is full.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from datasette.database import QueryInterrupted, Results
from datasette.utils import escape_sqlite

Execute = Callable[..., Awaitable[Results]]

_AFTER = re.compile(
    r"(?<= )\((?=(?P<column>\w+|\[[^\]]+\]) ((?P<up>> :p[0-9]+)|< :p[0-9]+ or (?P=column) is null|is not null)"
    r" or \((?P=column) (= :p[0-9]+|is null) and )"
)


def in_order(sql: str) -> str:
    """The same query for a page, read in the order of the index; upwards from where the page begins."""
    return _TWICE.sub(_sorted_once, _AFTER.sub(_followed, sql, count=1), count=1)


def _followed(match: re.Match[str]) -> str:
    beginning = f"{match['column']} {match['up'].replace('>', '>=')} and " if match["up"] else ""
    return f"{beginning}+("


# A table that is sorted by the first field of its key is sorted by it twice.
_NAME = r"(\w+|\[[^\]]+\])"
_TWICE = re.compile(
    rf" order by (?P<column>{_NAME})(?P<down> desc)?, (?P=column)(?P<others>(, {_NAME})*)(?= limit [0-9]+$)"
)


def _sorted_once(match: re.Match[str]) -> str:
    """The sort by each field once. Downwards, no index has the order of a key with several fields."""
    plus = "+" if match["down"] and match["others"] else ""
    return f" order by {plus}{match['column']}{match['down'] or ''}{match['others']}"


# --- records with conditions -------------------------------------------------------------------------------------
class _Narrowed(NamedTuple):
    """The table of the page that is being made, and the numbers of the records to look into if those are few."""

    table: str
    few: list[int] | None


_NARROWED: ContextVar[_Narrowed | None] = ContextVar("narrowed", default=None)
_OF_A_PAGE = re.compile(r" limit [0-9]+$")
_SORT = re.compile(rf"(?<= order by )(?={_NAME})")
_SOON = 60  # milliseconds


@contextmanager
def narrowed(table: str, few: list[int] | None) -> Iterator[None]:
    """Let the query for a page of this large table, which has conditions, be read in the way that is quick for them."""
    token = _NARROWED.set(_Narrowed(table, few))
    try:
        yield
    finally:
        _NARROWED.reset(token)


def among(records: list[int]) -> str:
    """The condition that a record is one of these."""
    return f"rowid IN ({', '.join(map(str, records))})"


def unsorted(sql: str) -> str:
    """The same query, for which SQLite reads what has the conditions, and sorts it at the end."""
    return _SORT.sub("+", sql, count=1)


# --- both --------------------------------------------------------------------------------------------------------
def paged(execute: Execute) -> Execute:
    """A database's `execute` that reads pages so.

    If many records have the conditions, the first of them in the order of the index are found soon, unless they all
    stand at its end. Then the order is left for the end.
    """

    async def executed(sql: str, *arguments: Any, **options: Any) -> Results:
        sql, page = in_order(sql), _NARROWED.get()
        start = f" from {escape_sqlite(page.table)} where " if page else ""
        if page is None or start not in sql or not _OF_A_PAGE.search(sql):
            return await execute(sql, *arguments, **options)
        if page.few is not None:
            return await execute(sql.replace(start, f"{start}{among(page.few)} and ", 1), *arguments, **options)
        try:
            return await execute(sql, *arguments, **options, custom_time_limit=_SOON)
        except QueryInterrupted:
            return await execute(unsorted(sql), *arguments, **options)

    return executed
