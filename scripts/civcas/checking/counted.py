"""Many findings that are alike as one that counts them: of one record, of one kind in one table, of one rule."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from civcas.checking.findings import Finding
from civcas.checking.groups import CONTROL_TOTALS, with_also
from civcas.wording import count

# Findings of one kind in one table, from so many on, are one finding that counts them.
_GROUPED = 10
# Records that break one rule, from so many on, are one finding. It names the places of the next few.
MANY_RECORDS = 25
SHOWN = 20
_RECORDS = "records that break this rule"
# Cells of one record whose form is wrong, from so many on, are one finding.
_MOVED = 3


def of_one_record(findings: list[Finding]) -> list[Finding]:
    """The findings about form, those of a record with several such cells as one."""
    groups: dict[tuple[str, int | None], list[Finding]] = defaultdict(list)
    counted = [finding for finding in findings if finding.cells > 1]
    for finding in findings:
        if finding.cells == 1:
            groups[finding.table, finding.line].append(finding)
    return counted + [one for group in groups.values() for one in ([_moved(group)] if len(group) >= _MOVED else group)]


def _moved(group: list[Finding]) -> Finding:
    """One finding for a record in which many cells can't be what their fields hold."""
    first = min(group, key=lambda finding: finding.place)
    fields = ", ".join(finding.field for finding in group)
    found = f"{first.found} (one of {len(group)} cells of this record that can't be right: {fields})"
    hint = "Look whether the cells of this record stand in the columns of others, and move them back."
    also = [rule for finding in group for rule in (finding.rule, *finding.also)]
    return with_also(replace(first, found=found, hint=hint), also)


def of_one_kind(findings: list[Finding]) -> list[Finding]:
    """The findings about form, those of one kind in one table as one if there are many."""
    groups: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.table, finding.rule, finding.kind].append(finding)
    return [one for group in groups.values() for one in ([_counted(group)] if len(group) >= _GROUPED else group)]


def _counted(group: list[Finding]) -> Finding:
    """Many findings of one kind as one: at the first cell, with how many there are, and in which fields."""
    first = min(group, key=lambda finding: finding.place)
    fields = ", ".join(dict.fromkeys(finding.field for finding in group if finding.field))
    what = f": {first.kind}" if first.kind else ""
    found = f"{first.found} ({count(len(group), 'cell')} like this, in {fields}{what})"
    also = [rule for finding in group for rule in finding.also]
    return with_also(replace(first, found=found, cells=len(group)), also)


def of_one_rule(findings: list[Finding]) -> list[Finding]:
    """The findings, those that many records of a table have in common as one: one cause is likelier than as many.

    Those of control totals are about parts of a table, of which a single change makes several wrong.
    """
    groups: dict[tuple[str, str, bool], list[Finding]] = defaultdict(list)
    for finding in findings:
        is_part = finding.rule.endswith(CONTROL_TOTALS) and bool(finding.see)
        groups[finding.table, finding.rule, is_part].append(finding)
    return [
        one
        for (_, _, is_part), group in groups.items()
        for one in ([_counted_records(group)] if len(group) >= (_GROUPED if is_part else MANY_RECORDS) else group)
    ]


def _counted_records(group: list[Finding]) -> Finding:
    """Many findings of a rule as one: at the first record, with how many there are and where the next ones are."""
    first, *others = sorted(group, key=lambda finding: finding.place)
    what = "parts of the table that differ" if first.rule.endswith(CONTROL_TOTALS) else _RECORDS
    also = [rule for finding in group for rule in finding.also]
    one = first_of(first, len(group), [other.line or 0 for other in others[:SHOWN]], what)
    return with_also(replace(one, cells=sum(finding.cells for finding in group)), also)


def first_of(first: Finding, number: int, next_lines: Iterable[int], what: str = _RECORDS) -> Finding:
    """The first of many findings of a rule, with how many there are and the places of the next few."""
    found = f"{first.found} (the first of {number:,} {what})"
    see = tuple(dict.fromkeys([*first.see, *(f"{first.file}:{line}" for line in next_lines)]))[:SHOWN]
    return replace(first, found=found, see=see, cells=number)


def has_lost_records(total: Finding) -> bool:
    """Whether a control total counts more records than there are."""
    there, counted = (re.match(r"records (\d+)", words) for words in (total.found, total.expected))
    return there is not None and counted is not None and int(there[1]) < int(counted[1])
