"""Checks a table's rules in one pandera validation, and makes findings of what fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from civcas.checking.causes import FindingWithCells
from civcas.checking.counted import SHOWN, first_of
from civcas.checking.doubts import NOT_EVALUATED, doubtful_conditions, first_line
from civcas.checking.engines.engine import Answers
from civcas.checking.expectations import Expectation, Frame, Violation
from civcas.checking.findings import Finding
from civcas.checking.pandera_schemas import Condition, compiled
from civcas.checking.rule import Rule, Schemas
from civcas.checking.shared.records import collected
from civcas.errors import UnusableInput
from civcas.package.schema import TableSchema
from civcas.package.tables import LINE, HeldTable

if TYPE_CHECKING:
    import pandera.polars as pa


@dataclass(frozen=True)
class RuleResults:
    """What the rules of a table found, what each of them expected, and those that could not be checked, with why."""

    found: list[FindingWithCells]
    expectations: dict[str, Expectation]
    failed: dict[str, str]

    def __add__(self, other: RuleResults) -> RuleResults:
        return RuleResults(self.found + other.found, self.expectations | other.expectations, self.failed | other.failed)


def rule_conditions(rules: list[Rule], frames: Mapping[str, Frame], schemas: Schemas) -> list[Condition]:
    """The rules of one table as conditions on its frame; `frames` are all tables as rules read them."""

    def condition(rule: Rule) -> Condition:
        return Condition(rule.id, rule.summary, lambda frame: rule.expectation({**frames, rule.table: frame}, schemas))

    return [condition(rule) for rule in rules]


def rule_results(table: HeldTable, rules: list[Rule], answers: Answers, paths: Mapping[str, str]) -> RuleResults:
    """What the answers to `rule_conditions` say; `paths` are the files of the tables."""
    found: list[FindingWithCells] = []
    failed = dict(answers.failed)
    for rule in rules:
        try:
            found += _found_by(table, rule, answers, paths)
        except NOT_EVALUATED as error:  # a fault in the words of a rule that shows only where it is broken
            if rule.is_programs_own:
                raise
            failed[rule.id] = first_line(error)
    expectations = {name: each for name, each in answers.expectations.items() if name not in failed}
    return RuleResults(found, expectations, failed)


def _found_by(table: HeldTable, rule: Rule, answers: Answers, paths: Mapping[str, str]) -> list[FindingWithCells]:
    if rule.id in answers.many:
        return [first_of_many(table, rule.id, rule.hint, answers.expectations[rule.id], paths)]
    if rule.id in answers.broken:
        expectation = answers.expectations[rule.id]
        return [*expectation_findings(table, rule.id, rule.hint, expectation, answers.broken[rule.id], paths)]
    return []


def ask(schema: TableSchema, conditions: list[Condition], frame: pl.DataFrame, *, large: bool = False) -> Answers:
    """Ask the conditions of a table's frame in one pandera validation; with less memory if tables are `large`."""
    doubts = doubtful_conditions(conditions, frame, large=large)
    cases = failures(compiled(schema, {}, doubts.conditions), frame) if doubts.conditions else []
    return Answers(doubts.expectations, doubts.failed, lines_of(cases, doubts.conditions, frame), doubts.many)


def failures(schema: pa.DataFrameSchema, frame: pl.DataFrame) -> list[dict[str, Any]]:
    """pandera's failure cases: schema_context (Column or DataFrameSchema), column, check, check_number, index."""
    from pandera.errors import SchemaErrors

    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as error:
        cases: list[dict[str, Any]] = error.failure_cases.to_dicts()
        broken = [case for case in cases if case["index"] is None]
        if broken:  # a check that raised: a fault of the program, never of the data
            raise RuntimeError(f"{schema.name}: {broken[0]['check']}: {broken[0]['failure_case']}") from error
        return cases
    return []


def lines_of(cases: list[dict[str, Any]], conditions: list[Condition], frame: pl.DataFrame) -> dict[str, set[int]]:
    """The lines at which each of the conditions failed, by its name; the first in order first."""
    broken: dict[str, set[int]] = {}
    for case in cases:
        if case["schema_context"] == "DataFrameSchema":
            broken.setdefault(conditions[case["check_number"]].name, set()).add(frame[LINE][case["index"]])
    return broken


def expectation_findings(
    table: HeldTable, rule: str, fix: str, expectation: Expectation, lines: Iterable[int], paths: Mapping[str, str]
) -> Iterator[FindingWithCells]:
    """A finding for each row at `lines` that does not meet the expectation; `fix` may name the RECORD."""
    for violation in expectation.violations(lines):
        if not violation.expected:
            raise UnusableInput(f"`expected` of the rule gives no words for {violation.key}")
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
    table: HeldTable, rule: str, fix: str, expectation: Expectation, paths: Mapping[str, str]
) -> FindingWithCells:
    """The first of more findings than can be told one by one, with how many records there are."""
    lines = expectation.broken_lines().unique()
    number = lines.select(nw.len()).collect().item()
    first, *others = collected(lines.sort(LINE).head(SHOWN + 1))[LINE]
    item = next(expectation_findings(table, rule, fix, expectation, [first], paths))
    finding = first_of(item.finding, number, others)
    return FindingWithCells(finding, frozenset([item.own]))


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
