"""A finding: what is wrong, in which cell, and how to fix it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One violation of one rule.

    `line` counts the file's lines from 1 (the header is line 1). `position` is the 1-based character at which the cell
    starts in that line. `table` is the name of the table in the descriptor, empty if the finding is about no table.
    `see` names the lines of other records that the violation rests on. `also` names the rules that the same cause
    breaks besides. `issue` is the known issue that documents the violation; such a finding is no error. `cells` counts
    the cells of the same `kind` that the finding is for; the first of them is the one that it names.
    """

    rule: str
    file: str
    line: int | None = None
    field: str = ""
    key: str = ""
    found: str = ""
    expected: str = ""
    hint: str = ""
    issue: str = ""
    see: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    position: int | None = None
    table: str = ""
    kind: str = ""
    cells: int = 1

    @property
    def place(self) -> tuple[str, int, str]:
        """File, line and field, by which findings are put in order."""
        return self.file, self.line or 0, self.field

    @property
    def severity(self) -> str:
        """`documented` if a known issue explains the violation, else `error`."""
        return "documented" if self.issue else "error"
