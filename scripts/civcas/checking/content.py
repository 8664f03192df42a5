"""Checks a table's rules in one pandera validation, and makes findings of what fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from civcas.checking.causes import FindingWithCells
from civcas.checking.counted import SHOWN, first_of
from civcas.checking.doubts import doubtful_conditions
from civcas.checking.expectations import Expectation, Frame, Violation
from civcas.checking.findings import Finding
from civcas.checking.pandera_schemas import Condition, compiled
from civcas.checking.rule import Rule, Schemas
from civcas.package.tables import LINE, Table


@dataclass(frozen=True)
class RuleResults:
    """What the rules of a table found, what each of them expected, and those that could not be checked, with why."""

    found: list[FindingWithCells]
    expectations: dict[str, Expectation]
    failed: dict[str, str]

    def __add__(self, other: RuleResults) -> RuleResults:
        return RuleResults(self.found + other.found, self.expectations | other.expectations, self.failed | other.failed)


def check_rules(
    table: Table,
    frames: dict[str, Frame],
    rules: list[Rule],
    schemas: Schemas,
    paths: Mapping[str, str],
    *,
    large: bool = False,
) -> RuleResults:
    """Check all the rules of a table in one pandera validation.

    `frames` are the tables as they are read by rules, `paths` the files of the tables. Tables that are `large` are
    asked with less memory.
    """

    def condition(rule: Rule) -> Condition:
        return Condition(
            rule.id, rule.summary, lambda frame: rule.expectation({**frames, table.schema.name: frame}, schemas)
        )

    frame = frames[table.schema.name].collect().to_native()
    doubts = doubtful_conditions([condition(rule) for rule in rules], frame, large=large)
    cases = failures(compiled(table.schema, {}, doubts.conditions), frame)
    broken = lines_of(cases, doubts.conditions, table)
    found: list[FindingWithCells] = []
    for rule in rules:
        if rule.id in doubts.many:
            found.append(first_of_many(table, rule.id, rule.hint, doubts.expectations[rule.id], paths))
        if rule.id in broken:
            expectation = doubts.expectations[rule.id]
            found += expectation_findings(table, rule.id, rule.hint, expectation, broken[rule.id], paths)
    return RuleResults(found, doubts.expectations, doubts.failed)


def failures(schema: pa.DataFrameSchema, frame: pl.DataFrame) -> list[dict[str, Any]]:
    """pandera's failure cases: schema_context (Column or DataFrameSchema), column, check, check_number, index."""
    if not schema.columns and not schema.checks:
        return []
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as error:
        cases: list[dict[str, Any]] = error.failure_cases.to_dicts()
        broken = [case for case in cases if case["index"] is None]
        if broken:  # a check that raised: a fault of the program, never of the data
            raise RuntimeError(f"{schema.name}: {broken[0]['check']}: {broken[0]['failure_case']}") from error
        return cases
    return []


def lines_of(cases: list[dict[str, Any]], conditions: list[Condition], table: Table) -> dict[str, set[int]]:
    """The lines at which each of the conditions failed, by its name; the first in order first."""
    broken: dict[str, set[int]] = {}
    for case in cases:
        if case["schema_context"] == "DataFrameSchema":
            broken.setdefault(conditions[case["check_number"]].name, set()).add(table.typed[LINE][case["index"]])
    return broken


def expectation_findings(
    table: Table, rule: str, fix: str, expectation: Expectation, lines: Iterable[int], paths: Mapping[str, str]
) -> Iterator[FindingWithCells]:
    """A finding for each row at `lines` that does not meet the expectation; `fix` may name the RECORD."""
    for violation in expectation.violations(lines):
        finding = Finding(
            rule=rule,
            file=table.resource.path,
            line=violation.line,
            field=violation.field,
            key=violation.key,
            found=violation.found or "an empty cell",
            expected=violation.expected,
            hint=fix.replace("RECORD", violation.key),
            table=table.schema.name,
            see=places_of(violation, paths),
        )
        cells = frozenset(cells_of(table.schema.name, expectation, violation))
        yield FindingWithCells(finding, cells, violation.previous, violation.missing, _span(expectation, violation))


def first_of_many(
    table: Table, rule: str, fix: str, expectation: Expectation, paths: Mapping[str, str]
) -> FindingWithCells:
    """The first of more findings than can be told one by one, with how many records there are."""
    lines = expectation.broken_lines().collect()[LINE].unique().sort()
    first = next(expectation_findings(table, rule, fix, expectation, [lines[0]], paths))
    finding = first_of(first.finding, len(lines), lines[1 : SHOWN + 1])
    return FindingWithCells(finding, frozenset([first.own]))


def _span(expectation: Expectation, violation: Violation) -> tuple[str, int, int] | None:
    """The run of lines of another table that takes part as a whole."""
    for related in expectation.related:
        lines = [cell.line for cell in violation.related if cell.table == related.table]
        if related.ends_of_span and lines:
            return related.table, min(lines), max(lines)
    return None


def cells_of(table: str, expectation: Expectation, violation: Violation) -> Iterator[tuple[str, int, str]]:
    """The cells that take part in a violation."""
    for field in (violation.field, *expectation.cells):
        yield table, violation.line, field
        if violation.previous is not None:
            yield table, violation.previous, field
    for cell in violation.related:
        yield cell.table, cell.line, cell.field


def places_of(violation: Violation, paths: Mapping[str, str]) -> tuple[str, ...]:
    """Where the related records are: file and line, and what is to be said of each."""
    return tuple(
        f"{paths[cell.table]}:{cell.line}" + (f" ({cell.words})" if cell.words else "") for cell in violation.related
    )
