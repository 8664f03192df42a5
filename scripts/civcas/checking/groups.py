"""Findings with one cause: those that follow from a finding at a record that takes part in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from civcas.checking.findings import Finding
from civcas.checking.shared.evidence import NO_EVIDENCE


@dataclass(frozen=True)
class Group:
    """The finding that speaks for findings with one cause, and the records that take part in them, by table and line.

    `spans` are runs of lines that take part. `lost_from` is the table from which a record is missing, if the finding
    says so.
    """

    finding: Finding
    records: frozenset[tuple[str, int | None]]
    spans: tuple[tuple[str, int, int], ...] = ()
    lost_from: str = ""

    @property
    def own(self) -> tuple[str, int | None]:
        return self.finding.table, self.finding.line

    @property
    def is_cause(self) -> bool:
        """Whether the finding says by itself what is wrong, and so never follows from another."""
        kinds = ("structure/",), ("/sourced", "/sources-agree", "/field-exists")
        return self.finding.rule.startswith(kinds[0]) or self.finding.rule.endswith(kinds[1]) or self.finding.cells > 1

    @property
    def is_about_issue(self) -> bool:
        return self.finding.rule.startswith("known_issues/")


def by_record(groups: list[Group]) -> list[Finding]:
    """The findings, those that follow from one at a record which takes part in them named in that one's `also`."""
    order = sorted(range(len(groups)), key=lambda number: (not groups[number].is_cause, groups[number].is_about_issue))
    index = _Index()
    also: dict[int, list[str]] = defaultdict(list)
    left = []
    for number in order:
        group = groups[number]
        cause = index.cause_of(group)
        if cause is None:
            left.append(number)
            index.add(number, group)
        else:
            also[cause] += [group.finding.rule, *group.finding.also]
    return [with_also(groups[number].finding, also[number]) for number in sorted(left)]


class _Index:
    """The groups so far, by the records that they are at and that take part in them."""

    def __init__(self) -> None:
        self._at: dict[tuple[str, int | None], int] = {}
        self._within: dict[tuple[str, int | None], int] = {}
        self._without_evidence: dict[tuple[str, int | None], int] = {}
        self._lost_from: dict[str, int] = {}

    def add(self, number: int, group: Group) -> None:
        self._at.setdefault(group.own, number)
        for record in group.records:
            self._within.setdefault(record, number)
        if group.finding.expected == NO_EVIDENCE:
            self._without_evidence.setdefault(group.own, number)
        if group.lost_from:
            self._lost_from.setdefault(group.lost_from, number)

    def cause_of(self, group: Group) -> int | None:
        """The group that this one follows from.

        A cause follows from none, except that a record without evidence is one finding for all of its figures.
        Another finding follows from one at a record that takes part in it, or from a record that was lost from the
        table of one that does. A stale issue follows from a finding that shares any record with it.
        """
        if group.is_cause:
            return self._without_evidence.get(group.own) if group.finding.expected == NO_EVIDENCE else None
        records = [group.own, *sorted(group.records, key=str)]
        found = [self._at[record] for record in records if record in self._at]
        found += [
            number for record, number in self._at.items() if any(_is_within(record, span) for span in group.spans)
        ]
        if group.finding.rule.endswith("/used"):
            found += self._lost_from.values()
        found += [self._lost_from[table] for table, _ in records if table in self._lost_from]
        if group.is_about_issue:
            found += [self._within[record] for record in records if record in self._within]
        return found[0] if found else None


def _is_within(record: tuple[str, int | None], span: tuple[str, int, int]) -> bool:
    table, line = record
    return table == span[0] and span[1] <= (line or 0) <= span[2]


def with_also(finding: Finding, rules: Iterable[str]) -> Finding:
    others = [rule for rule in dict.fromkeys([*finding.also, *rules]) if rule != finding.rule]
    return replace(finding, also=tuple(others)) if others else finding
