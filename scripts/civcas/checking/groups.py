"""Findings with one cause: those that follow from a finding at a record that takes part in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

from civcas.checking.findings import Finding
from civcas.checking.shared.evidence import NO_EVIDENCE

CONTROL_TOTALS = "/matches-control-totals"
CONTROL_TOTALS_TABLE = "control_totals"


@dataclass(frozen=True)
class Group:
    """The finding that speaks for findings with one cause, and the records that take part in them, by table and line.

    `spans` are runs of lines that take part. `lost_from` is the table from which a record is missing, if the finding
    says so. `is_certain`: the finding says by itself which record is wrong. `is_part`: it says that one of `records`
    is wrong, or that there is one too many or too few.
    """

    finding: Finding
    records: frozenset[tuple[str, int | None]]
    spans: tuple[tuple[str, int, int], ...] = ()
    lost_from: str = ""
    is_certain: bool = False
    is_part: bool = False

    @property
    def own(self) -> tuple[str, int | None]:
        return self.finding.table, self.finding.line

    @property
    def is_cause(self) -> bool:
        """Whether the finding says by itself what is wrong, and so never follows from another."""
        ends = ("/sourced", "/sources-agree", "/field-exists")
        rule = self.finding.rule
        return self.is_certain or rule.startswith("structure/") or rule.endswith(ends) or self.finding.cells > 1

    @property
    def is_about_issue(self) -> bool:
        return self.finding.rule.startswith("known_issues/")

    def rank(self, owners: Container[tuple[str, int | None]]) -> int:
        """The place in the order in which groups are looked at; `owners` are the records at which findings are."""
        if self.is_cause:
            return 0
        if self.is_part:
            return 4 if any(record in owners for record in self.records) else 1
        return 5 if self.is_about_issue else 3 if self.spans else 2


def by_record(groups: list[Group]) -> list[Finding]:
    """The findings, those that follow from one at a record which takes part in them named in that one's `also`."""
    owners = {group.own for group in groups if not group.is_part}
    order = sorted(range(len(groups)), key=lambda number: groups[number].rank(owners))
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
            index.follow(cause, group)
    return [with_also(groups[number].finding, also[number]) for number in sorted(left)]


class _Index:
    """The groups so far, by the records that they are at and that take part in them."""

    def __init__(self) -> None:
        self._at: dict[tuple[str, int | None], int] = {}
        self._within: dict[tuple[str, int | None], int] = {}
        self._without_evidence: dict[tuple[str, int | None], int] = {}
        self._lost_from: dict[str, int] = {}
        self._certain: dict[str, int] = {}

    def add(self, number: int, group: Group) -> None:
        self.follow(number, group)
        for record in group.records:
            self._within.setdefault(record, number)
            if group.is_part:
                self._at.setdefault(record, number)
        if group.finding.expected == NO_EVIDENCE:
            self._without_evidence.setdefault(group.own, number)
        if group.lost_from:
            self._lost_from.setdefault(group.lost_from, number)
        if group.is_certain:
            self._certain.setdefault(group.finding.table, number)

    def follow(self, number: int, group: Group) -> None:
        """Note that what is found at the group's own record follows from the group with this number."""
        self._at.setdefault(group.own, number)

    def cause_of(self, group: Group) -> int | None:
        """The group that this one follows from.

        A cause follows from none, except that a record without evidence is one finding for all of its figures.
        Another finding follows from one at a record that takes part in it, or from a record that was lost from the
        table of one that does. A stale issue follows from a finding that shares any record with it, or that is certain
        of a record in the same table.
        """
        if group.is_cause:
            return self._without_evidence.get(group.own) if group.finding.expected == NO_EVIDENCE else None
        records = [group.own, *sorted(group.records, key=str)]
        tables = dict.fromkeys(table for table, _ in records)
        found = [self._at[record] for record in records if record in self._at]
        found += [
            number for record, number in self._at.items() if any(_is_within(record, span) for span in group.spans)
        ]
        if group.finding.rule.endswith("/used"):
            found += self._lost_from.values()
        found += [self._lost_from[table] for table in tables if table in self._lost_from]
        if group.is_part and group.finding.table == "evidence":
            found += self._without_evidence.values()
        if group.is_about_issue:
            found += [self._within[record] for record in records if record in self._within]
            found += [self._certain[table] for table in tables if table in self._certain]
        return found[0] if found else None


def _is_within(record: tuple[str, int | None], span: tuple[str, int, int]) -> bool:
    table, line = record
    return table == span[0] and span[1] <= (line or 0) <= span[2]


def with_also(finding: Finding, rules: Iterable[str]) -> Finding:
    others = [rule for rule in dict.fromkeys([*finding.also, *rules]) if rule != finding.rule]
    return replace(finding, also=tuple(others)) if others else finding
