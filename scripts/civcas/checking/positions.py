"""Finds the character at which a cell starts, for editors and annotations that point at it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from civcas.checking.findings import Finding
from civcas.package.tables import Table, split_lines


def with_positions(findings: list[Finding], tables: dict[str, Table]) -> list[Finding]:
    """The findings with the character at which the cell starts, for tools that point at it."""
    lines = {table.resource.path: split_lines(table.data.decode("utf-8-sig")) for table in tables.values()}
    names = {table.resource.path: table.schema.names for table in tables.values()}

    def located(finding: Finding) -> Finding:
        if not finding.line or finding.field not in names.get(finding.file, ()):
            return finding
        line, number = lines[finding.file][finding.line - 1], names[finding.file].index(finding.field)
        return replace(finding, position=position(line, number))

    return [located(finding) for finding in findings]


def position(line: str, number: int) -> int:
    """The character, from 1, at which the cell of this number (from 0) starts in a line of CSV."""
    start = 0
    for cell in islice(re.finditer(r'("(?:[^"]|"")*"|[^,]*)(?:,|$)', line), number):
        start = cell.end()
    return start + 1
