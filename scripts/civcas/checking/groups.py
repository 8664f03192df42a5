"""Findings with one cause: those that follow from a finding at a record that takes part in them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from civcas.checking.findings import Finding
from civcas.checking.rule import all_rules
from civcas.checking.shared.evidence import NO_EVIDENCE

CONTROL_TOTALS = "/matches-control-totals"
CONTROL_TOTALS_TABLE = "control_totals"
_FEW = 5  # a finding that rests on more records is about a sum
ABOUT_EVIDENCE = ("/sourced", "/sources-agree")
ORDER = "structure/order"  # a wrong key is out of order, too


@dataclass(frozen=True)
class Group:
    """The finding that speaks for findings with one cause, and the records that take part in them, by table and line.

    `spans` are runs of lines that take part. `lost_from` is the table from which a record is missing, if the finding
    says so. `is_certain`: the finding says by itself which record is wrong. `is_change`: a control total shows that the
    record was changed. `is_part`: it says that one of `records`
    is wrong, or that there is one too many or too few.
    """

    finding: Finding
    records: frozenset[tuple[str, int | None]]
    spans: tuple[tuple[str, int, int], ...] = ()
    lost_from: str = ""
    is_certain: bool = False
    is_change: bool = False
    is_part: bool = False

    @property
    def own(self) -> tuple[str, int | None]:
        return self.finding.table, self.finding.line

    @property
    def is_cause(self) -> bool:
        """Whether the finding says by itself what is wrong, and so never follows from another."""
        rule = self.finding.rule
        by_itself = rule.startswith("structure/") or rule.endswith((*ABOUT_EVIDENCE, "/field-exists"))
        return self.is_certain or (by_itself and rule != ORDER) or self.finding.cells > 1

    @property
    def is_about_issue(self) -> bool:
        return self.finding.rule.startswith("known_issues/")

    @property
    def tables(self) -> set[str]:
        """The tables that the finding rests on: those of its records, and those that its rule reads."""
        name = self.finding.found.split(" ", 1)[0] if self.is_about_issue else self.finding.rule
        rule = all_rules().get(name)
        return {table for table, _ in self.records} | {self.finding.table} | set(rule.parameters if rule else ())

    def rank(self, owners: set[tuple[str, int | None]], owning: set[str]) -> tuple[int, int]:
        """The place in the order in which groups are looked at.

        `owners` are the records at which findings are, `owning` their tables.

        Of findings about relations, those of sums go last, since a record that takes part in a sum may be its cause.
        """
        if self.is_cause or self.lost_from:
            return 0, self.finding.rule.endswith(ABOUT_EVIDENCE) and not self.is_certain
        if self.finding.rule == ORDER:
            return 5, 0
        if self.is_part:
            return 4 if CONTROL_TOTALS_TABLE in owning or not owners.isdisjoint(self.records) else 1, 0
        last = self.is_about_issue or self.finding.rule.endswith("/used")
        return 5 if last else 3 if self.spans or len(self.records) > _FEW else 2, 0


def by_record(groups: list[Group]) -> list[Finding]:
    """The findings, those that follow from one at a record which takes part in them named in that one's `also`."""
    owners = {group.own for group in groups if not group.is_part}
    owning = {table for table, _ in owners}
    order = sorted(range(len(groups)), key=lambda number: groups[number].rank(owners, owning))
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
        self._at_table: dict[str, int] = {}
        self._lines_at: dict[str, list[tuple[int, int, int]]] = defaultdict(list)  # line, in which order noted, group
        self._within: dict[tuple[str, int | None], int] = {}
        self._without_evidence: dict[tuple[str, int | None], int] = {}
        self._lost_from: dict[str, int] = {}
        self._certain: dict[str, int] = {}
        self._changed: dict[str, int] = {}
        self._structural: dict[tuple[str, int | None], int] = {}
        self._about_evidence: list[int] = []

    def add(self, number: int, group: Group) -> None:
        self.follow(number, group)
        for record in group.records:
            self._within.setdefault(record, number)
            if group.is_part:
                self._note(record, number)
        if group.finding.expected == NO_EVIDENCE:
            self._without_evidence.setdefault(group.own, number)
        if group.lost_from:
            self._lost_from.setdefault(group.lost_from, number)
        if group.is_certain or group.finding.rule.endswith("/field-exists"):
            self._certain.setdefault(group.finding.table, number)
        if group.is_change:
            self._changed.setdefault(group.finding.table, number)
        if group.is_certain and group.finding.rule.startswith("structure/"):
            self._structural.setdefault(group.own, number)
        if group.finding.rule.endswith(ABOUT_EVIDENCE):
            self._about_evidence.append(number)

    def follow(self, number: int, group: Group) -> None:
        """Note that what is found at the group's own record follows from the group with this number."""
        self._note(group.own, number)

    def _note(self, record: tuple[str, int | None], number: int) -> None:
        if record not in self._at:
            insort(self._lines_at[record[0]], (record[1] or 0, len(self._at), number))
            self._at[record] = number
            self._at_table.setdefault(record[0], number)

    def _within_span(self, span: tuple[str, int, int]) -> Iterator[tuple[int, int]]:
        """The records noted that lie in a run of lines: in which order they were noted, and the group of each."""
        table, first, last = span
        lines = self._lines_at[table]
        found = lines[bisect_left(lines, (first, 0, 0)) : bisect_left(lines, (last + 1, 0, 0))]
        return ((order, number) for _, order, number in found)

    def cause_of(self, group: Group) -> int | None:
        """The group that this one follows from, if it follows from one."""
        if group.is_certain:
            return None
        found = self._causes_of_cause(group) if group.is_cause else self._causes(group)
        return next(iter(found), None)

    def _causes_of_cause(self, group: Group) -> Iterator[int]:
        """What a finding follows from that says by itself what is wrong.

        A reference that leads nowhere follows from a cell of its record that can't be read. What sources state of a
        record follows from a row of evidence that is wrong itself; and a record without evidence is one finding for
        all of its figures.
        """
        rule, records = group.finding.rule, sorted(group.records, key=str)
        if rule == "structure/foreign-key":
            yield from (self._structural[record] for record in [group.own] if record in self._structural)
        elif rule.endswith(ABOUT_EVIDENCE):
            yield from (self._structural[record] for record in records if record in self._structural)
            if group.finding.expected == NO_EVIDENCE:
                yield from (
                    self._without_evidence[record] for record in [group.own] if record in self._without_evidence
                )
                yield from (self._certain[table] for table in ["evidence"] if table in self._certain)

    def _causes(self, group: Group) -> Iterator[int]:
        """What a finding follows from that compares records: one at a record that takes part in it, first of all.

        Else one that says that a record was lost from a table that it rests on, or was changed in one. A known issue
        that is out of date follows from a finding that shares a record with it, or is certain of one in the same table.
        """
        if group.finding.rule == ORDER:
            yield from (where[group.own] for where in (self._at, self._within) if group.own in where)
            return
        records, tables = [group.own, *sorted(group.records, key=str)], sorted(group.tables)
        yield from (self._at[record] for record in records if record in self._at)
        if group.spans:
            within = [noted for span in group.spans for noted in self._within_span(span)]
            yield from (number for _, number in sorted(within))
        if group.finding.rule.endswith("/used"):  # it was used as long as nothing else was wrong
            yield from (*self._lost_from.values(), *self._certain.values(), *self._at.values())
        yield from (self._lost_from[table] for table in tables if table in self._lost_from)
        if group.is_part:
            yield from self._about_evidence if group.finding.table == "evidence" else ()
            yield from (self._at_table[table] for table in [CONTROL_TOTALS_TABLE] if table in self._at_table)
            return
        if group.is_about_issue:
            yield from (self._within[record] for record in records if record in self._within)
            yield from (self._certain[table] for table in tables if table in self._certain)
        yield from (self._changed[table] for table in tables if table in self._changed)


def with_also(finding: Finding, rules: Iterable[str]) -> Finding:
    others = [rule for rule in dict.fromkeys([*finding.also, *rules]) if rule != finding.rule]
    return replace(finding, also=tuple(others)) if others else finding
