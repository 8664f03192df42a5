"""Sets findings against data/known_issues.csv: what is registered is documented, what no longer holds is stale."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from civcas.checking.findings import Finding
from civcas.checking.rule import Rule, all_rules
from civcas.errors import UnusableInput
from civcas.package.ids import slug, unique
from civcas.package.tables import KEY, LINE, Table

# What is asked of the register itself: what must hold, and how to mend a violation.
REGISTER_RULES = {
    "known_issues/rule-exists": (
        "A known issue names a content rule that exists.",
        "docs/rules.md lists the rules",
    ),
    "known_issues/record-exists": (
        "A known issue names a record that exists.",
        "correct the key, or delete the issue",
    ),
    "known_issues/stale": (
        "A known issue documents a violation that there still is.",
        "the contradiction is gone: delete the issue",
    ),
}


def apply_known_issues(findings: list[Finding], tables: Mapping[str, Table], certain: set[str]) -> list[Finding]:
    """Mark the findings that a known issue documents, and add a finding for each issue that documents none.

    An issue documents a finding only if rule, table, record, field, found and expected are all the same, so that
    a further change to a documented record is an error again. `certain` are the rules that were checked on tables in
    which no cell is plainly wrong: only of those can it be said that they hold.
    """
    rules, issues = all_rules(), tables["known_issues"]
    keys = {name: set(table.typed[KEY]) for name, table in tables.items()}
    result = list(findings)
    wrong = []
    for row in issues.typed.fill_null("").to_dicts():
        near = [number for number, finding in enumerate(result) if same_place(finding, row)]
        exact = [number for number in near if (result[number].found, result[number].expected) == said(row)]
        if exact:
            result[exact[0]] = replace(result[exact[0]], issue=row["issue_id"])
        elif near:
            result[near[0]] = replace(result[near[0]], hint=changed_since(row))
        elif row["rule"] in certain and row["record_id"] in keys.get(row["table"], set()):
            found = f"{row['rule']} holds for {row['record_id']}"
            wrong.append(against(issues, row, "stale", "rule", found, "a violation that it documents"))
        elif row["rule"] not in rules:
            wrong.append(no_such_rule(issues, row, rules))
        elif row["record_id"] not in keys.get(row["table"], {row["record_id"]}):
            expected = f"the key of a record of {row['table']}"
            wrong.append(against(issues, row, "record-exists", "record_id", row["record_id"], expected))
    return result + wrong


def same_place(finding: Finding, row: dict[str, Any]) -> bool:
    place = (finding.rule, finding.table, finding.key, finding.field)
    return not finding.issue and place == (row["rule"], row["table"], row["record_id"], row["field"])


def said(row: dict[str, Any]) -> tuple[str, str]:
    return row["found"], row["expected"]


def changed_since(row: dict[str, Any]) -> str:
    return (
        f"known issue {row['issue_id']} documents other figures (found {row['found']}; expected {row['expected']}):"
        " read the sources again, then correct the record or the issue"
    )


def against(issues: Table, row: dict[str, Any], name: str, field: str, found: str, expected: str) -> Finding:
    rule = f"known_issues/{name}"
    return Finding(
        rule, issues.resource.path, row[LINE], field, row["issue_id"], found, expected, REGISTER_RULES[rule][1]
    )


def no_such_rule(issues: Table, row: dict[str, Any], rules: dict[str, Rule]) -> Finding:
    finding = against(issues, row, "rule-exists", "rule", row["rule"], "the name of a content rule")
    near = difflib.get_close_matches(row["rule"], rules, n=1)
    return replace(finding, hint=f"did you mean {near[0]}?") if near else finding


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
