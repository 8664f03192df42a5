"""Compares findings with the known issues: a registered one is documented, an issue without a finding is stale."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from civcas.checking.causes import Cell, FindingWithCells
from civcas.checking.findings import Finding
from civcas.checking.rule import Rule, all_rules
from civcas.checking.structural_rules import structural_rule
from civcas.package.own import REGISTER
from civcas.package.tables import LINE, HeldTable

_FIELDS = ("rule", "table", "record_id", "field", "found", "expected")
Participants = Callable[[str, str], list[tuple[frozenset[Cell], tuple[str, ...]]]]


@dataclass(frozen=True)
class Rules:
    """The content rules that were asked, and those of the package that nobody asked to run, by their names."""

    known: Mapping[str, Rule]
    not_run: Container[str] = ()


@dataclass(frozen=True)
class Register:
    """The known issues set against the findings.

    `documented` are the findings that an issue explains, `others` the rest; `problems` are what is wrong with issues.
    """

    documented: list[Finding]
    others: list[FindingWithCells]
    problems: list[FindingWithCells]


def apply_known_issues(
    found: list[FindingWithCells],
    tables: Mapping[str, HeldTable],
    certain: set[str],
    participants: Participants,
    rules: Rules | None = None,
) -> Register:
    """Set the findings against the register.

    An issue documents a finding only if rule, table, record, field, found and expected are all the same, so that
    a further change to a documented record is an error again. `certain` are the rules that were checked on tables in
    which every cell can be read: only of those can it be said that they hold. `participants` gives, for a rule and a
    record, the cells that take part and the lines of related records. Without `rules`, they are those of the program.
    """
    issues, rules = tables[REGISTER], rules or Rules(all_rules())
    places: dict[tuple[str, ...], list[FindingWithCells]] = defaultdict(list)
    for item in found:
        places[item.finding.rule, item.finding.table, item.finding.key, item.finding.field].append(item)
    documented: dict[int, Finding] = {}
    changed: dict[int, FindingWithCells] = {}
    documented_wrongly: set[int] = set()
    problems: list[FindingWithCells] = []
    for row in issues.records():
        near = [item for item in places[_place(row)] if id(item) not in documented]
        exact = [
            item for item in near if (item.finding.found, item.finding.expected) == (row["found"], row["expected"])
        ]
        if exact:
            documented[id(exact[0])] = replace(exact[0].finding, issue=row["issue_id"])
        elif near:
            hint = _changed_since(row)
            changed[id(near[0])] = replace(near[0], finding=replace(near[0].finding, hint=hint))
        elif meant := _meant(row, found, documented):
            item, field, value = meant
            documented_wrongly.add(id(item))
            named = _problem(issues, row, tables, rules, set(), participants)
            problems += [_as_meant(each, field, value) for each in named] or [
                _mistyped(issues, row, field, value, item.cells)
            ]
        else:
            problems += _problem(issues, row, tables, rules, certain, participants)
    out = documented.keys() | documented_wrongly
    others = [changed.get(id(item), item) for item in found if id(item) not in out]
    return Register(list(documented.values()), others, problems)


def _place(row: dict[str, Any]) -> tuple[str, ...]:
    return row["rule"], row["table"], row["record_id"], row["field"]


def _meant(
    row: dict[str, Any], found: list[FindingWithCells], documented: Container[int]
) -> tuple[FindingWithCells, str, str] | None:
    """The violation that an issue documents but for one of its cells, the field, and the value it should have.

    None if there is no such violation, or more than one.
    """
    fits = []
    for item in found:
        finding = item.finding
        values = (finding.rule, finding.table, finding.key, finding.field, finding.found, finding.expected)
        wrong = [pair for pair in zip(_FIELDS, values, strict=True) if row[pair[0]] != pair[1]]
        if len(wrong) == 1 and id(item) not in documented:
            fits.append((item, *wrong[0]))
    return fits[0] if len(fits) == 1 else None


def _as_meant(item: FindingWithCells, field: str, value: str) -> FindingWithCells:
    """The finding that a cell of an issue names nothing, with the record that it should name."""
    hint = f"Write {value}, if the issue is about this violation." if field == "record_id" else item.finding.hint
    return replace(item, missing=None, finding=replace(item.finding, hint=hint))


def _mistyped(
    issues: HeldTable, row: dict[str, Any], field: str, value: str, cells: frozenset[Cell]
) -> FindingWithCells:
    """The finding that one cell of an issue keeps it from documenting a violation."""
    finding = _against(issues, row, "stale", field, row[field] or "an empty cell", f"{value}, as the violation has it")
    finding = replace(finding, hint=f"Write {value}, if the issue is about this violation.")
    return FindingWithCells(finding, cells | {(finding.table, finding.line, finding.field)})


def _changed_since(row: dict[str, Any]) -> str:
    return (
        f"Known issue {row['issue_id']} documents other figures (found {row['found']}; expected {row['expected']})."
        " Read the sources again, then correct the record or the issue."
    )


def _problem(
    issues: HeldTable,
    row: dict[str, Any],
    tables: Mapping[str, HeldTable],
    rules: Rules,
    certain: set[str],
    participants: Participants,
) -> Iterator[FindingWithCells]:
    """What is wrong with an issue that documents no finding; nothing if that can't be said."""
    record = row["record_id"]
    is_there = row["table"] not in tables or tables[row["table"]].line_of(record) is not None
    if row["rule"] in rules.not_run:  # whether it holds can't be said
        return
    if row["rule"] not in rules.known:
        near = difflib.get_close_matches(row["rule"], rules.known)
        finding = _against(issues, row, "rule-exists", "rule", row["rule"], "the name of a content rule")
        yield _with_own_cell(replace(finding, hint=f"Did you mean {near[0]}?") if near else finding)
    elif not is_there:
        finding = _against(issues, row, "record-exists", "record_id", record, f"the key of a record of {row['table']}")
        yield replace(_with_own_cell(finding), missing=(row["table"], record))
    elif row["rule"] in certain:
        yield _stale(issues, row, tables[row["table"]], participants)


def _stale(issues: HeldTable, row: dict[str, Any], table: HeldTable, participants: Participants) -> FindingWithCells:
    """The finding that a violation is gone; the cells that the rule reads of the record take part in it."""
    line = table.line_of(row["record_id"]) or 0
    parts = participants(row["rule"], row["record_id"])
    cells = {(table.schema.name, line, row["field"])}.union(*(cells for cells, _ in parts))
    found = f"{row['rule']} holds for {row['record_id']} now"
    finding = _against(
        issues, row, "stale", "rule", found, f"a violation: found {row['found']}, expected {row['expected']}"
    )
    see = [f"{table.resource.path}:{line} ({row['record_id']})", *(place for _, places in parts for place in places)]
    return FindingWithCells(replace(finding, see=tuple(dict.fromkeys(see))), frozenset(cells))


def _with_own_cell(finding: Finding) -> FindingWithCells:
    return FindingWithCells(finding, frozenset([(finding.table, finding.line, finding.field)]))


def _against(issues: HeldTable, row: dict[str, Any], name: str, field: str, found: str, expected: str) -> Finding:
    rule = f"known_issues/{name}"
    return Finding(
        rule=rule,
        file=issues.resource.path,
        line=row[LINE],
        field=field,
        key=row["issue_id"],
        found=found,
        expected=expected,
        hint=structural_rule(rule).fix,
        table=issues.schema.name,
    )
