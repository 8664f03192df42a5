"""Drafts the known issue that documents a finding."""

from __future__ import annotations

import difflib

from slugify import slugify

from civcas.checking.check import Report
from civcas.checking.findings import Finding
from civcas.errors import UnusableInput
from civcas.package.ids import unique


class NothingToDocument(Exception):
    """There is no undocumented violation that a known issue could document; the message says what there is instead."""


def documentable(report: Report, rule: str, record: str, field: str | None) -> list[Finding]:
    """The undocumented violations of a rule at a record (and field). Raises NothingToDocument, UnusableInput."""
    if rule.startswith(("structure/", "known_issues/")):
        raise UnusableInput(f"{rule}: a known issue can't document this. Correct the file as `civcas check` says.")
    if rule in report.rules_not_run:
        raise UnusableInput(f"{report.rules_not_run[rule]}: {rule} was not run. --run-rules runs it")
    if rule not in report.known:
        near = difflib.get_close_matches(rule, report.known)
        raise UnusableInput(f"{rule}: no such rule" + (f"; did you mean {near[0]}?" if near else "; see docs/rules.md"))
    causes = [finding for finding in report.errors if rule in finding.also and _comes_first(finding)]
    violations = [finding for finding in report.violations if (finding.rule, finding.key) == (rule, record)]
    violations = [finding for finding in violations if field in (None, finding.field)]
    if violations and not causes:
        return violations
    raise NothingToDocument(_instead(report, rule, record, causes))


def _comes_first(finding: Finding) -> bool:
    """Whether a finding has to be corrected before the contradictions that follow from it can be judged."""
    return finding.rule.startswith("structure/") or finding.rule.endswith("/sourced")


def _instead(report: Report, rule: str, record: str, causes: list[Finding]) -> str:
    """What there is if nothing is to be documented."""
    documented = [item.issue for item in report.documented if (item.rule, item.key) == (rule, record)]
    if documented:
        return f"{record}: {rule} is documented already, by {', '.join(documented)}"
    if causes:
        places = ", ".join(f"{finding.rule} at {finding.key} / {finding.field}" for finding in causes)
        return f"{record}: {rule} may be broken because of another finding. Correct that first: {places}"
    others = sorted({finding.rule for finding in report.violations if finding.key == record})
    more = f"; undocumented there: {', '.join(others)}" if others else ""
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
    """Record, field and rule as words joined by hyphens, with a number if an issue has that id."""
    return unique(slugify(f"{finding.key} {finding.field} {finding.rule.split('/')[-1]}"), taken)
