"""Runs the whole check: descriptor, files, structure, rules, known issues."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace

from civcas.checking.causes import Cell, Changed, FindingWithCells, fold, is_about_form
from civcas.checking.cells import key_conditions, key_findings
from civcas.checking.content import RuleResults, cells_of, places_of, rule_conditions, rule_results
from civcas.checking.days import days_of
from civcas.checking.descriptor import (
    descriptor_findings,
    empty_tables,
    has_faulty_references,
    missing_foreign_keys,
    missing_tables,
)
from civcas.checking.engines.engine import Engine
from civcas.checking.engines.local import Local
from civcas.checking.findings import Finding
from civcas.checking.known_issues import Register, Rules, apply_known_issues
from civcas.checking.positions import with_positions
from civcas.checking.rule import Rule, Schemas, all_rules
from civcas.checking.rule_files import rules_not_run, rules_of
from civcas.checking.structural_rules import structural_rule
from civcas.package.git import changed_lines
from civcas.package.own import REGISTER, has_register
from civcas.package.tables import ByName, HeldTable, Package
from civcas.progress import about_to_print, step
from civcas.wording import count


@dataclass(frozen=True)
class Report:
    """The outcome of a check.

    `rules` counts the content rules that were checked; `skipped_rules` names the others. `elsewhere` counts the errors
    in other files than those that were asked for. `violations` are all violations of content rules that no known issue
    documents, also those that `findings` name only as following from another. `rules_not_run` are rules of the package
    that were not run, since nobody asked to run its code, each with its file and line. `known` are all that could be.
    """

    findings: list[Finding]
    records: dict[str, int]
    rules: int
    skipped_rules: list[str]
    elsewhere: int = 0
    violations: tuple[Finding, ...] = ()
    rules_not_run: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, Rule] = field(default_factory=all_rules, repr=False)

    def of_files(self, files: set[str]) -> Report:
        """The same with the findings in these files only."""
        shown = [finding for finding in self.findings if finding.file in files]
        return replace(self, findings=shown, elsewhere=sum(error.file not in files for error in self.errors))

    def named_from(self, start: str) -> Report:
        """The same with this before the names of files: where the package is, if it is in no folder of its own."""
        if not start:
            return self
        shown = [
            replace(finding, file=start + finding.file, see=tuple(start + place for place in finding.see))
            for finding in self.findings
        ]
        return replace(self, findings=shown)

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.issue]

    @property
    def documented(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.issue]


def check(
    package: Package,
    instead: Mapping[str, bytes] | None = None,
    since: str | None = None,
    engine: Engine | None = None,
) -> Report:
    """Check everything. Raises UnusableInput only if nothing of the package can be read.

    `instead` holds bytes to take for the files of tables, by the table's name, to try rows out. `since` is a git
    revision: if several cells may be the cause of a finding, those in lines that changed since then come first.
    `engine` holds the tables and asks them; without one, Polars in this process does.
    """
    if engine is None:
        with closing(Local()) as own:
            return check(package, instead, since, own)
    rules, not_run = rules_of(package), rules_not_run(package)
    with ThreadPoolExecutor(1) as executor:  # Frictionless is slow to import; the tables need not wait for it
        descriptor = executor.submit(lambda: list(descriptor_findings(package)))
        tables, files = engine.read(package, instead or {})
        results = _check_tables(package, tables, engine, rules)
        about_to_print()
        findings = descriptor.result() + files + list(missing_tables(package, rules))
        findings += [finding for _, finding in missing_foreign_keys(package)]
    if has_register(package) and REGISTER not in tables:
        findings = [_holding_back(finding, results) for finding in findings]
    skipped = [rule.id for rule in rules.values() if rule.id not in results.expectations]
    applied = _set_against_register(package, tables, results, findings, Rules(rules, not_run))
    undocumented = applied.others + applied.problems
    changed = _changed(package, since) if since and undocumented else frozenset()
    findings += applied.documented + fold(undocumented, tables, changed)
    findings += _not_checked(package, results.failed, rules)
    if skipped and not findings:
        raise RuntimeError(f"rules were skipped without a finding that says why: {', '.join(skipped)}")
    return Report(
        findings=with_positions(sorted(findings, key=lambda finding: (finding.place, finding.rule)), tables),
        records={name: table.height for name, table in tables.items()},
        rules=len(results.expectations),
        skipped_rules=skipped,
        violations=tuple(item.finding for item in applied.others if not item.finding.rule.startswith("structure/")),
        rules_not_run=not_run,
        known=rules,
    )


def _check_tables(
    package: Package, tables: Mapping[str, HeldTable], engine: Engine, every: Mapping[str, Rule]
) -> RuleResults:
    """Check the structure of every table, then its rules."""
    frames = {name: engine.frame(name) for name in tables}
    days = days_of(package.descriptor)
    empty = {finding.table for finding in empty_tables(tables)}  # a finding each, and no reference to them is
    filled = {name: frame for name, frame in frames.items() if name not in empty}
    found: list[FindingWithCells] = []
    steps = 2 * len(tables)
    for number, (name, table) in enumerate(tables.items(), 1):
        step(f"checking the cells and keys of {name}", number, steps)
        keys = engine.ask(name, key_conditions(table.schema, filled))
        found += [*engine.cells(name, days), *key_findings(table, keys), *engine.order(name)]
    invalid = {item.finding.table for item in found}
    unreferred = set(tables) if has_faulty_references(package) else {name for name, _ in missing_foreign_keys(package)}
    rules = [
        rule
        for rule in every.values()
        if _can_be_checked(rule, package.schemas, set(tables) - empty, invalid)
        and not (rule.id.endswith("/used") and rule.table in unreferred)
    ]
    # A schema whose primary key has a fault has none, so no rule can read it.
    schemas = ByName((name, schema) for name, schema in package.schemas.items() if schema.primary_key)
    paths = {name: table.resource.path for name, table in tables.items()}
    frames = {name: engine.frame(name) for name in tables}
    results = RuleResults(found, {}, {})
    for number, (name, table) in enumerate(tables.items(), len(tables) + 1):
        step(f"checking the rules of {name}", number, steps)
        of_table = [rule for rule in rules if rule.table == name]
        answers = engine.ask(name, rule_conditions(of_table, frames, schemas))
        results += rule_results(table, of_table, answers, paths)
    return results


def _set_against_register(
    package: Package, tables: Mapping[str, HeldTable], results: RuleResults, findings: list[Finding], rules: Rules
) -> Register:
    """The findings on cells, set against the register of known issues.

    If the register can't be read, violations of content rules are held back: most of them are documented there.
    """
    if not has_register(package):
        return Register([], results.found, [])
    if REGISTER not in tables:
        return Register([], [item for item in results.found if item.finding.rule.startswith("structure/")], [])
    paths = {name: table.resource.path for name, table in tables.items()}

    def participants(rule: str, record: str) -> list[tuple[frozenset[Cell], tuple[str, ...]]]:
        expectation, table = results.expectations[rule], rules.known[rule].table
        parts = expectation.participants(record)
        return [(frozenset(cells_of(table, expectation, part)), places_of(part, paths)) for part in parts]

    certain = _certain(results, package.schemas, findings, rules.known)
    return apply_known_issues(results.found, tables, certain, participants, rules)


def _holding_back(finding: Finding, results: RuleResults) -> Finding:
    """A finding about the register with a word on what can't be said until it can be read."""
    if finding.table != REGISTER:
        return finding
    number = sum(not item.finding.rule.startswith("structure/") for item in results.found)
    held = f"Until then, {count(number, 'violation')} of content rules can't be compared with it and are not shown."
    return replace(finding, hint=f"{finding.hint} {held}")


def _changed(package: Package, since: str) -> Changed:
    """The lines of tables that changed since a git revision. Raises UnusableInput if git can't say."""
    return frozenset(
        (resource.name, line)
        for resource in package.resources
        for line in changed_lines(package.root, since, resource.path)
    )


def _not_checked(package: Package, failed: dict[str, str], rules: Mapping[str, Rule]) -> list[Finding]:
    """A finding for each rule that could not be evaluated, since a field that it reads is not as it expects."""
    schemas = {item["name"]: item["schema"] for item in package.descriptor["resources"]}
    fix = structural_rule("structure/rule-not-checked").fix

    def place(rule: Rule) -> tuple[str, int | None]:
        """The schema that may differ from what the rule expects or, of a rule of the package's own, its file."""
        file, _, line = rule.place.rpartition(":")
        return (schemas[rule.table], None) if rule.is_programs_own else (file, int(line))

    return [
        Finding(
            "structure/rule-not-checked",
            *place(rules[rule]),
            found=f"{rule} can't be checked: {why}",
            expected="the fields that the rule reads" if rules[rule].is_programs_own else "a rule that can be asked",
            hint=fix if rules[rule].is_programs_own else f"Correct the rule. {fix}",
        )
        for rule, why in failed.items()
    ]


def _can_be_checked(rule: Rule, schemas: Schemas, readable: set[str], invalid: set[str]) -> bool:
    needed = set(rule.tables(schemas))
    return needed <= readable and not (rule.needs_valid_tables and needed & invalid)


def _certain(results: RuleResults, schemas: Schemas, findings: list[Finding], rules: Mapping[str, Rule]) -> set[str]:
    """The rules that were checked on tables in which every cell can be read."""
    wrong = {finding.table for finding in findings}
    wrong |= {item.finding.table for item in results.found if is_about_form(item.finding)}
    many = {item.finding.rule for item in results.found if item.finding.cells > 1}  # only the first of them was told
    return {rule for rule in results.expectations if rule not in many and not wrong & set(rules[rule].tables(schemas))}
