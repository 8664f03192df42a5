"""Text and tables as GitHub's Markdown, which shows each value as it is: nothing in it is taken for a mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

# An address in a text becomes a link, without marks within it. What usually follows one is no part of it.
_ADDRESS = re.compile(r"https?://[^\s<>\\`\"|]*[^\s<>\\`\"|.,;:!?'()*_\[\]~]")
_MARKS = re.compile(r"[\\`*\[\]<>&|~#!$]|(?<![^\W_])_|_(?![^\W_])")
_LINE_END = re.compile(r"\r\n|\r|\n")
_LONGEST_RUN = re.compile("`+")


def text(value: Any) -> str:
    """A value in a line: a line end in it becomes <br>, and the space at its ends is kept."""
    if value is None:
        return ""
    if isinstance(value, dict):  # a value with its label, as Datasette gives it
        value = value["value"]
    if isinstance(value, bytes):
        return f"`X'{value.hex()}'`"  # as SQLite writes bytes
    written, start = [], 0
    for address in _ADDRESS.finditer(str(value)):
        written += [_escaped(str(value)[start : address.start()]), f"<{address[0]}>"]
        start = address.end()
    return _with_ends("".join([*written, _escaped(str(value)[start:])]))


def _escaped(part: str) -> str:
    return _MARKS.sub(lambda mark: f"\\{mark[0]}", part)


def _with_ends(line: str) -> str:
    """The line without line ends in it. Spaces at its ends are written so that they are not taken for no part of it."""
    line = _LINE_END.sub("<br>", line)
    kept = line.strip(" \t")
    before, _, after = line.partition(kept) if kept else (line, "", "")
    return _spaces(before) + kept + _spaces(after)


def _spaces(part: str) -> str:
    return "".join(f"&#{ord(char)};" for char in part)


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table. Columns of numbers are not told from others: a cell has the value as the database has it."""
    lines = [_row(columns), "|" + " --- |" * len(columns), *map(_row, rows)]
    return "\n".join(lines)


def _row(cells: Iterable[Any]) -> str:
    return "| " + " | ".join(map(text, cells)) + " |"


def code(source: str, language: str = "") -> str:
    """A block of code, whatever it has in it."""
    fence = "`" * max(3, 1 + max(map(len, _LONGEST_RUN.findall(source)), default=0))
    return f"{fence}{language}\n{source}\n{fence}"


def link(label: str, address: str) -> str:
    return f"[{text(label)}](<{address.replace('<', '%3C').replace('>', '%3E')}>)"
