"""The whole check, in order: descriptor, files, structure, rules, known issues. All findings in one run."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import narwhals as nw

from civcas.checking.causes import fold, fold_control_totals, is_cause
from civcas.checking.cells import structure_findings, without_invalid_values
from civcas.checking.content import rule_findings
from civcas.checking.descriptor import descriptor_findings, stray_files
from civcas.checking.expectations import Frame
from civcas.checking.findings import Finding
from civcas.checking.form import form_findings
from civcas.checking.known_issues import apply_known_issues
from civcas.checking.parse_errors import explain
from civcas.checking.positions import with_positions
from civcas.checking.rule import Rule, Schemas, all_rules
from civcas.checking.structural_rules import structural_rule
from civcas.errors import UnusableInput
from civcas.package.tables import DoesNotParse, Package, Table, parse_table, read_bytes


@dataclass(frozen=True)
class Report:
    """The outcome of a check. `rules` counts the content rules that were checked; `skipped_rules` names the others."""

    findings: list[Finding]
    records: dict[str, int]
    rules: int
    skipped_rules: list[str]

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.issue]

    @property
    def documented(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.issue]


def check(package: Package, instead: Mapping[str, bytes] | None = None) -> Report:
    """Check everything. Raises UnusableInput only if nothing of the package can be read.

    `instead` holds bytes to take for the files of tables, by the table's name, to try rows out.
    """
    with ThreadPoolExecutor(1) as executor:  # Frictionless is slow to import; the tables need not wait for it
        descriptor = executor.submit(lambda: list(descriptor_findings(package)))
        tables, files = _read_all(package, instead or {})
        frames: dict[str, Frame] = {name: nw.from_native(table.typed.lazy()) for name, table in tables.items()}
        found = [item for table in tables.values() for item in structure_findings(table, frames)]
        invalid = {finding.table for finding in files} | {item.finding.table for item in found}
        frames = {name: nw.from_native(without_invalid_values(table, found).lazy()) for name, table in tables.items()}
        rules = [rule for rule in all_rules().values() if _can_be_checked(rule, package.schemas, set(tables), invalid)]
        paths = {name: table.resource.path for name, table in tables.items()}
        for name, table in tables.items():
            of_table = [rule for rule in rules if rule.table == name]
            found += rule_findings(table, frames, of_table, package.schemas, paths)
        findings = descriptor.result() + files + fold(found)
    if "known_issues" in tables:
        findings = apply_known_issues(findings, tables, _certain(rules, package.schemas, findings))
    return Report(
        findings=with_positions(sorted(fold_control_totals(findings), key=_place), tables),
        records={name: table.text.height for name, table in tables.items()},
        rules=len(rules),
        skipped_rules=[rule.id for rule in all_rules().values() if rule not in rules],
    )


def _read_all(package: Package, instead: Mapping[str, bytes]) -> tuple[dict[str, Table], list[Finding]]:
    """The tables that can be read, and what is wrong with the files. Raises UnusableInput if none can be read."""
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
            found, fix = str(error).rsplit(": ", 1)[-1], structural_rule("structure/file").fix
            name = resource.name
            findings.append(
                Finding("structure/file", resource.path, found=found, expected="a file", hint=fix, table=name)
            )
    if not tables:
        reasons = "\n".join(f"{finding.file}: {finding.found}" for finding in findings)
        raise UnusableInput(f"none of the tables can be read:\n{reasons}")
    return tables, findings


def _place(finding: Finding) -> tuple[str, int, str, str]:
    return finding.file, finding.line or 0, finding.field, finding.rule


def _can_be_checked(rule: Rule, schemas: Schemas, readable: set[str], invalid: set[str]) -> bool:
    needed = set(rule.tables(schemas))
    return needed <= readable and not (rule.needs_valid_tables and needed & invalid)


def _certain(rules: list[Rule], schemas: Schemas, findings: list[Finding]) -> set[str]:
    """The rules that were checked on tables in which no cell is plainly wrong."""
    wrong = {finding.table for finding in findings if is_cause(finding)}
    return {rule.id for rule in rules if not wrong & set(rule.tables(schemas))}
