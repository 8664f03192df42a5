"""Whether a table's file is in canonical form: its bytes, and the order of its rows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_

from civcas.checking.findings import Finding
from civcas.checking.structural_rules import structural_rule
from civcas.package.tables import KEY, LINE, Table


def form_findings(table: Table) -> Iterator[Finding]:
    """Where the file's form is not canonical: at most one finding for its bytes and one for its order."""
    if table.canonical != table.data:
        line, found, expected = _first_difference(table.data, table.canonical)
        yield _finding("structure/canonical", table, line, found=found, expected=expected)
    late = _out_of_order(table)
    if late:
        line, found, expected = late
        key = table.schema.primary_key[0]
        expected = f"{expected} on this line"
        yield _finding("structure/order", table, line, field=key, key=found, found=found, expected=expected)


def _finding(rule: str, table: Table, line: int, found: str, expected: str, field: str = "", key: str = "") -> Finding:
    fix = structural_rule(rule).fix
    return Finding(rule, table.resource.path, line, field, key, found, expected, fix, table=table.schema.name)


def _first_difference(data: bytes, wanted: bytes) -> tuple[int, str, str]:
    have, want = data.split(b"\n"), wanted.split(b"\n")
    if data.startswith(b"\xef\xbb\xbf"):
        return 1, "a byte order mark", "none"
    if b"\r" in data:
        return 1, "Windows line ends (CRLF)", "LF"
    for number, (left, right) in enumerate(zip(have, want, strict=False), 1):
        if left != right:
            return number, left.decode(), right.decode()
    return len(have), "no line end after the last record", "one"


def _out_of_order(table: Table) -> tuple[int, str, str] | None:
    """The first line that holds another record than it would if sorted by primary key: line, found, expected."""
    key = list(table.schema.primary_key)
    have = table.text.select(key)
    want = have.sort(key)
    if have.equals(want):
        return None
    differs = [(have[name] != want[name]).fill_null(value=True) for name in key]
    at = reduce(or_, differs).arg_max() or 0
    return int(table.text[LINE][at]), table.typed[KEY][at], "/".join(str(cell) for cell in want.row(at))
