"""Finds the character at which a cell starts, for editors and annotations that point at it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

from civcas.checking.findings import Finding
from civcas.package.tables import HeldTable


def with_positions(findings: list[Finding], tables: Mapping[str, HeldTable]) -> list[Finding]:
    """The findings with the character at which the cell starts, for tools that point at it."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for finding in findings:
        wanted[finding.file].add(finding.line or 0)
    files = {table.resource.path: table for table in tables.values()}
    lines = {file: table.lines(wanted[file] - {0}) for file, table in files.items() if file in wanted}

    def located(finding: Finding) -> Finding:
        if not finding.line or finding.file not in files or finding.field not in files[finding.file].schema.names:
            return finding
        number = files[finding.file].schema.names.index(finding.field)
        return replace(finding, position=position(lines[finding.file][finding.line], number))

    return [located(finding) for finding in findings]


def position(line: str, number: int) -> int:
    """The character, from 1, at which the cell of this number (from 0) starts in a line of CSV."""
    start = 0
    for cell in islice(re.finditer(r'("(?:[^"]|"")*"|[^,]*)(?:,|$)', line), number):
        start = cell.end()
    return start + 1
