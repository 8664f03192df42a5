"""Checks that a table's file is in canonical form: its bytes, and the order of its rows."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from civcas.checking.findings import Finding
from civcas.checking.positions import position
from civcas.checking.structural_rules import structural_rule
from civcas.package.tables import LINE, HeldTable, Table, split_lines
from civcas.wording import cut


def form_findings(table: Table) -> Iterator[Finding]:
    """Where the file's bytes are not canonical: at most one finding."""
    if not table.is_canonical:
        yield _first_difference(table)


def order_findings(table: Table) -> Iterator[Finding]:
    """The first record that is not where its primary key belongs: at most one finding."""
    key = list(table.schema.primary_key)
    cells = table.text.select(pl.col(key).fill_null(""))
    if (len(key) == 1 and cells[key[0]].is_sorted()) or cells.equals(cells.sort(key)):
        return
    keys = cells.rows()
    at = next(number for number in range(1, len(keys)) if keys[number] < keys[number - 1])
    # Either of the two is out of place: the earlier one, if the rest is in order without it.
    if at == 1 or keys[at] >= keys[at - 2]:
        at -= 1
    before = "/".join(sorted(keys)[at])
    record = "/".join(keys[at])
    yield order_finding(table, int(table.text[LINE][at]), record, before)


def order_finding(table: HeldTable, line: int, key: str, expected: str) -> Finding:
    """That a record with this key is not where another one belongs."""
    return _finding("structure/order", table, line, key, f"{expected} on this line", table.schema.primary_key[0], key)


def _finding(
    rule: str, table: HeldTable, line: int, found: str, expected: str, field: str = "", key: str = ""
) -> Finding:
    fix = structural_rule(rule).fix
    return Finding(rule, table.resource.path, line, field, key, found, expected, fix, table=table.schema.name)


def _first_difference(table: Table) -> Finding:
    """Where the file first differs from its canonical form: at a cell, if it is one that needs other quotes."""
    data, rule = table.data, "structure/canonical"
    if data.startswith(b"\xef\xbb\xbf"):
        return _finding(rule, table, 1, "a byte order mark", "no byte order mark")
    if b"\r\n" in data:
        line = data[: data.index(b"\r\n")].count(b"\n") + 1
        return _finding(rule, table, line, "a Windows line end (CRLF)", "LF")
    have, want = split_lines(data.decode()), split_lines(table.canonical.decode())
    for number, (left, right) in enumerate(zip(have, want, strict=False), 1):
        if left != right:
            return _cell_to_quote(table, number, left, right)
    return _finding(rule, table, len(have), "no line end after the last record", "a line end")


def _cell_to_quote(table: Table, number: int, left: str, right: str) -> Finding:
    """The first cell of a line that is not written as it should be."""
    for index, name in enumerate(table.schema.names):
        found, expected = (line[position(line, index) - 1 : position(line, index + 1) - 1] for line in (left, right))
        if found != expected:
            found, expected = (text.removesuffix(",") or "an empty cell" for text in (found, expected))
            rule = "structure/quotes" if expected.startswith('"') else "structure/canonical"
            key = table.record_at(number).key if number > 1 else ""
            return _finding(rule, table, number, cut(found), cut(expected), name, key)
    return _finding("structure/canonical", table, number, cut(left), cut(right))
