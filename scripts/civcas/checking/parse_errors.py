"""Finds the lines that keep a table's file from being parsed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from civcas.checking.findings import Finding
from civcas.checking.structural_rules import structural_rule
from civcas.package.tables import Resource, cells_of, split_lines
from civcas.wording import count, cut

# What spreadsheets write between cells in some countries.
_SEPARATORS = {"semicolons": ";", "tabs": "\t"}
CONFLICT = ("<<<<<<< ", "=======", ">>>>>>> ")


def explain(resource: Resource, data: bytes) -> list[Finding]:
    """The findings (at least one) for a file that parse_table() refuses."""
    if not data.strip():
        return [_finding(resource, "structure/empty-file", 1, "nothing", ",".join(resource.schema.names))]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [_not_utf8(resource, data, error)]
    if stray := re.search("\r(?!\n)", text):
        line = text[: stray.start()].count("\n") + 1
        return [_finding(resource, "structure/line-end", line, "a carriage return (CR) without a line feed", "LF")]
    lines = split_lines(text)
    found = list(_conflicts(resource, lines)) or list(_header(resource, lines[0])) or list(_rows(resource, lines))
    return found or [_finding(resource, "structure/quotes", 1, "a file that can't be read as CSV", "CSV")]


def _finding(
    resource: Resource, rule: str, line: int, found: str, expected: str, position: int | None = None
) -> Finding:
    return Finding(
        rule=rule,
        file=resource.path,
        line=line,
        found=cut(found),
        expected=expected,
        hint=structural_rule(rule).fix,
        position=position,
        table=resource.name,
    )


def _not_utf8(resource: Resource, data: bytes, error: UnicodeDecodeError) -> Finding:
    start = data.rfind(b"\n", 0, error.start) + 1
    line = data.count(b"\n", 0, error.start) + 1
    found = f"byte 0x{data[error.start]:02x} in {data[start : error.start + 12].decode('latin-1')!r}"
    position = len(data[start : error.start].decode("utf-8", "replace")) + 1
    return _finding(resource, "structure/encoding", line, found, "UTF-8", position)


def _conflicts(resource: Resource, lines: list[str]) -> Iterator[Finding]:
    """Conflicts of a merge, each with the lines of its three markers."""
    start = None
    for number, line in enumerate(lines, 1):
        if line.startswith(CONFLICT[0]):
            start = number
        elif line.startswith(CONFLICT[2]):
            found = f"a merge conflict on lines {start or 1} to {number}"
            expected = "the lines of one side, or of both"
            yield _finding(resource, "structure/merge-conflict", start or number, found, expected)
            start = None
    if start:
        yield _finding(resource, "structure/merge-conflict", start, lines[start - 1], "no marker of a merge conflict")


def _header(resource: Resource, line: str) -> Iterator[Finding]:
    """A header that does not name the fields."""
    names = resource.schema.names
    try:
        found = cells_of(line)
    except csv.Error:
        found = []
    if found != names:
        finding = _finding(resource, "structure/header", 1, line, ",".join(names))
        difference = _difference(line, found, names)
        moved = difference.startswith(_MOVED)
        yield Finding(**{**vars(finding), "hint": difference if moved else f"{difference} {finding.hint}"})


_MOVED = "The columns are in another order"


def _difference(line: str, found: list[str], names: list[str]) -> str:
    """How a header differs from the one that is expected."""
    for word, mark in _SEPARATORS.items():
        if line.replace(mark, ",") == ",".join(names):
            return f"The cells are separated by {word}; save the file with commas between them."
    if [name.strip().lower() for name in found] == names:
        return "Write the names in lower case, without spaces."
    if found[: len(names)] == names and not any(found[len(names) :]):
        return f"Delete {count(len(found) - len(names), 'empty column')} at the end."
    missing = [name for name in names if name not in found]
    unknown = [name for name in found if name not in names]
    twice = [name for name in dict.fromkeys(found) if found.count(name) > 1]
    if len(missing) == len(names):
        return "There is no header."
    lists = {"Missing": missing, "Unknown": unknown, "Twice": twice}
    parts = [f"{label}: {cut(', '.join(fields))}." for label, fields in lists.items() if fields]
    if parts:
        return " ".join(parts)
    moved = ", ".join(name for name, expected in zip(found, names, strict=True) if name != expected)
    return f"{_MOVED}: {cut(moved)}. Move them back together with their cells."


def _rows(resource: Resource, lines: list[str]) -> Iterator[Finding]:
    """The lines that are no record: with a quote that is not closed, empty, or of another width."""
    width = len(resource.schema.names)
    for number, line in enumerate(lines[1:], 2):
        try:
            row = cells_of(line)
        except csv.Error as error:
            if "more than" in str(error):
                found = f"a line of {len(line):,} characters"
                yield _finding(resource, "structure/too-long", number, found, f"no {error}")
                continue
            expected = "quotes in pairs, and each record on one line"
            yield _finding(resource, "structure/quotes", number, line, expected, line.find('"') + 1)
            return  # what follows can't be told apart
        if not any(row):
            found = "an empty line" if len(row) < 2 else "a line of commas only"
            yield _finding(resource, "structure/blank-row", number, found, "a record")
        elif len(row) != width:
            rule = "structure/missing-cell" if len(row) < width else "structure/extra-cell"
            yield _finding(resource, rule, number, f"{len(row):,} cells", f"{width} cells")
