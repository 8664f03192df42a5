"""The whole check, in order: descriptor, files, structure, rules, known issues. All findings in one run."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import narwhals as nw

from civcas.checking.causes import fold, is_root
from civcas.checking.cells import sound, structure_findings
from civcas.checking.content import rule_findings
from civcas.checking.descriptor import descriptor_findings, stray_files
from civcas.checking.findings import Finding
from civcas.checking.form import form_findings
from civcas.checking.known_issues import settle
from civcas.checking.parse_errors import explain
from civcas.checking.positions import with_positions
from civcas.checking.rule import Rule, all_rules
from civcas.checking.structural_rules import CATALOGUE
from civcas.errors import UnusableInput
from civcas.package.tables import KEY, DoesNotParse, Package, Table, parse_table, read_bytes


@dataclass(frozen=True)
class Report:
    """The outcome of a check. `unjudged` are the rules that could not be asked, since a table they need is broken."""

    findings: list[Finding]
    records: dict[str, int]
    rules: int
    unjudged: list[str]

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.issue]

    @property
    def documented(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.issue]


def check(package: Package, instead: Mapping[str, bytes] | None = None) -> Report:
    """Check everything. Raises UnusableInput only where nothing of the package can be read.

    `instead` holds what to take for the files of tables, by the table's name, so that rows can be tried out.
    """
    with ThreadPoolExecutor(1) as beside:  # Frictionless is slow to import; the tables need not wait for it
        descriptor = beside.submit(lambda: list(descriptor_findings(package)))
        tables, files = read_all(package, instead or {})
        frames = {name: nw.from_native(table.typed.lazy()) for name, table in tables.items()}
        located = [item for table in tables.values() for item in structure_findings(table, frames)]
        unsound = {finding.table for finding in files} | {item.finding.table for item in located}
        frames = {name: nw.from_native(sound(table, located).lazy()) for name, table in tables.items()}
        rules = all_rules()
        judged = [rule for rule in rules.values() if may_be_judged(rule, set(tables), unsound)]
        for name, table in tables.items():
            located += rule_findings(table, frames, [rule for rule in judged if rule.table == name])
        findings = descriptor.result() + files + fold(located)
    if "known_issues" in tables:
        keys = {name: set(table.typed[KEY]) for name, table in tables.items()}
        wrong = {finding.table for finding in findings if is_root(finding)}
        certain = {rule.id for rule in judged if not wrong & set(rule.tables)}
        findings = settle(findings, tables["known_issues"], rules, certain, keys)
    return Report(
        findings=with_positions(sorted(findings, key=place), tables),
        records={name: table.text.height for name, table in tables.items()},
        rules=len(judged),
        unjudged=[rule.id for rule in rules.values() if rule not in judged],
    )


def read_all(package: Package, instead: Mapping[str, bytes]) -> tuple[dict[str, Table], list[Finding]]:
    """The tables that can be read, and what is wrong with the files. Raises UnusableInput where none can."""
    tables: dict[str, Table] = {}
    findings = list(stray_files(package))
    for resource in package.resources:
        try:
            data = instead[resource.name] if resource.name in instead else read_bytes(package, resource)
            tables[resource.name] = parse_table(resource, data)
            findings += form_findings(tables[resource.name])
        except DoesNotParse:
            findings += explain(package, resource, data)
        except UnusableInput as error:
            found, hint = str(error).rsplit(": ", 1)[-1], CATALOGUE["structure/file"][1]
            findings.append(Finding("structure/file", resource.path, found=found, expected="a file", hint=hint))
    if not tables:
        told = "\n".join(f"{finding.file}: {finding.found}" for finding in findings)
        raise UnusableInput(f"none of the tables can be read:\n{told}")
    return tables, findings


def place(finding: Finding) -> tuple[str, int, str, str]:
    return finding.file, finding.line or 0, finding.field, finding.rule


def may_be_judged(rule: Rule, readable: set[str], unsound: set[str]) -> bool:
    needed = set(rule.tables)
    return needed <= readable and not (rule.whole and needed & unsound)
