"""Sets findings against data/known_issues.csv: what is registered is documented, what no longer holds is stale."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from civcas.checking.causes import Cell, FindingWithCells
from civcas.checking.findings import Finding
from civcas.checking.rule import all_rules
from civcas.errors import UnusableInput
from civcas.package.ids import slug, unique
from civcas.package.tables import KEY, LINE, Table

# What is asked of the register itself: what must hold, and how to mend a violation.
REGISTER_RULES = {
    "known_issues/rule-exists": (
        "A known issue names a content rule that exists.",
        "Correct the name. `docs/rules.md` lists the rules.",
    ),
    "known_issues/record-exists": (
        "A known issue names a record that exists.",
        "Correct the key, or delete the issue if its record is gone for good.",
    ),
    "known_issues/stale": (
        "A known issue documents a violation that there still is.",
        "Look at the records named here first: if one of them was changed by mistake, undo that. Delete the issue only"
        " if the contradiction was resolved on purpose.",
    ),
}
Participants = Callable[[str, str], list[tuple[frozenset[Cell], tuple[str, ...]]]]


@dataclass(frozen=True)
class Register:
    """The known issues set against the findings.

    `documented` are the findings that an issue explains, `others` the rest; `problems` are what is wrong with issues.
    """

    documented: list[Finding]
    others: list[FindingWithCells]
    problems: list[FindingWithCells]


def apply_known_issues(
    found: list[FindingWithCells], tables: Mapping[str, Table], certain: set[str], participants: Participants
) -> Register:
    """Set the findings against the register.

    An issue documents a finding only if rule, table, record, field, found and expected are all the same, so that
    a further change to a documented record is an error again. `certain` are the rules that were checked on tables in
    which every cell can be read: only of those can it be said that they hold. `participants` gives, for a rule and a
    record, the cells that take part and the lines of related records.
    """
    issues = tables["known_issues"]
    places: dict[tuple[str, ...], list[FindingWithCells]] = defaultdict(list)
    for item in found:
        places[item.finding.rule, item.finding.table, item.finding.key, item.finding.field].append(item)
    documented: dict[int, Finding] = {}
    changed: dict[int, FindingWithCells] = {}
    problems: list[FindingWithCells] = []
    for row in issues.typed.fill_null("").to_dicts():
        near = [item for item in places[_place(row)] if id(item) not in documented]
        exact = [
            item for item in near if (item.finding.found, item.finding.expected) == (row["found"], row["expected"])
        ]
        if exact:
            documented[id(exact[0])] = replace(exact[0].finding, issue=row["issue_id"])
        elif near:
            hint = _changed_since(row)
            changed[id(near[0])] = replace(near[0], finding=replace(near[0].finding, hint=hint))
        else:
            problems += _problem(issues, row, tables, certain, participants)
    others = [changed.get(id(item), item) for item in found if id(item) not in documented]
    return Register(list(documented.values()), others, problems)


def _place(row: dict[str, Any]) -> tuple[str, ...]:
    return row["rule"], row["table"], row["record_id"], row["field"]


def _changed_since(row: dict[str, Any]) -> str:
    return (
        f"Known issue {row['issue_id']} documents other figures (found {row['found']}; expected {row['expected']})."
        " Read the sources again, then correct the record or the issue."
    )


def _problem(
    issues: Table, row: dict[str, Any], tables: Mapping[str, Table], certain: set[str], participants: Participants
) -> Iterator[FindingWithCells]:
    """What is wrong with an issue that documents no finding; nothing if that can't be said."""
    rules, record = all_rules(), row["record_id"]
    keys = set(tables[row["table"]].typed[KEY]) if row["table"] in tables else {record}
    if row["rule"] not in rules:
        near = difflib.get_close_matches(row["rule"], rules, n=1)
        finding = _against(issues, row, "rule-exists", "rule", row["rule"], "the name of a content rule")
        yield _with_own_cell(replace(finding, hint=f"Did you mean {near[0]}?") if near else finding)
    elif record not in keys:
        finding = _against(issues, row, "record-exists", "record_id", record, f"the key of a record of {row['table']}")
        yield replace(_with_own_cell(finding), missing=(row["table"], record))
    elif row["rule"] in certain:
        yield _stale(issues, row, tables[row["table"]], participants)


def _stale(issues: Table, row: dict[str, Any], table: Table, participants: Participants) -> FindingWithCells:
    """The finding that a violation is gone; the cells that the rule reads of the record take part in it."""
    line = int(table.typed.filter(table.typed[KEY] == row["record_id"])[LINE][0])
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


def _against(issues: Table, row: dict[str, Any], name: str, field: str, found: str, expected: str) -> Finding:
    rule = f"known_issues/{name}"
    return Finding(
        rule=rule,
        file=issues.resource.path,
        line=row[LINE],
        field=field,
        key=row["issue_id"],
        found=found,
        expected=expected,
        hint=REGISTER_RULES[rule][1],
        table=issues.schema.name,
    )


# --- registering one ---------------------------------------------------------------------------------------------
class NothingToDocument(Exception):
    """No undocumented finding is there that a known issue could document; the message says what is there instead."""


def documentable(findings: list[Finding], rule: str, record: str, field: str | None) -> list[Finding]:
    """The undocumented findings of a rule at a record (and field). Raises NothingToDocument, UnusableInput."""
    rules = all_rules()
    if rule.startswith(("structure/", "known_issues/")):
        raise UnusableInput(f"{rule}: can't be documented away; mend the file as `civcas check` says")
    if rule not in rules:
        near = difflib.get_close_matches(rule, rules, n=1)
        raise UnusableInput(f"{rule}: no such rule" + (f"; did you mean {near[0]}?" if near else "; see docs/rules.md"))
    broken = [finding for finding in findings if (finding.rule, finding.key) == (rule, record)]
    broken = [finding for finding in broken if field in (None, finding.field)]
    if undocumented := [finding for finding in broken if not finding.issue]:
        return undocumented
    raise NothingToDocument(instead(findings, broken, rule, record))


def instead(findings: list[Finding], broken: list[Finding], rule: str, record: str) -> str:
    """What there is where nothing is to be documented."""
    if broken:
        return f"{record}: {rule} is documented by {', '.join(finding.issue for finding in broken)}"
    causes = [finding for finding in findings if rule in finding.also]
    if causes:
        places = ", ".join(f"{finding.rule} at {finding.key} / {finding.field}" for finding in causes)
        return f"{record}: {rule} may be broken by what another finding tells; mend that first: {places}"
    others = {finding.rule for finding in findings if finding.key == record and not finding.issue}
    more = f"; undocumented there: {', '.join(sorted(others))}" if others else ""
    return f"{record}: `civcas check` has no finding of {rule} there{more}"


def issues_for(findings: list[Finding], taken: set[str], words: dict[str, str | None]) -> list[dict[str, str | None]]:
    """The rows that document findings: `words` are explanation, source_id and status; `taken` the ids in use."""
    rows: list[dict[str, str | None]] = []
    for finding in findings:
        name = issue_id(finding, taken)
        taken = taken | {name}
        place = {"rule": finding.rule, "table": finding.table, "record_id": finding.key, "field": finding.field or None}
        rows.append({"issue_id": name, **place, "found": finding.found, "expected": finding.expected, **words})
    return rows


def issue_id(finding: Finding, taken: set[str]) -> str:
    """Record, field and rule as words joined by hyphens, with a number where an issue has that id."""
    return unique(slug(f"{finding.key} {finding.field} {finding.rule.split('/')[-1]}"), taken)
