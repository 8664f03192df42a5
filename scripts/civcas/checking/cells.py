"""Checks a table against its Table Schema: the text of its cells, its keys, and the values of its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import narwhals as nw
import polars as pl

from civcas.checking.causes import Cell, FindingWithCells
from civcas.checking.cell_text import PLACEHOLDER, TEXT_RULES, suggestion, suspect
from civcas.checking.content import ask, expectation_findings, failures, first_of_many
from civcas.checking.counted import SHOWN, first_of
from civcas.checking.days import Days
from civcas.checking.doubts import MOST, doubtful_fields
from civcas.checking.engines.engine import Answers
from civcas.checking.expectations import Expectation, Frame
from civcas.checking.findings import Finding
from civcas.checking.keys import foreign_keys, unique_keys
from civcas.checking.pandera_schemas import Condition, Constraint, compiled, constraints_of
from civcas.checking.structural_rules import rule_of, structural_rule
from civcas.package.schema import Field, TableSchema
from civcas.package.tables import FORM, KEY, LINE, HeldTable, Table, key_of

Constraints = Mapping[str, list[Constraint]]
_ABOUT_VALUES = (
    "structure/too-early",
    "structure/too-late",
    "structure/enum",
    "structure/pattern",
    "structure/format",
    "structure/length",
    "structure/minimum",
    "structure/maximum",
)
_KIND = {"string": "a text", "integer": "a whole number", "number": "a number", "date": "a date"}


def cell_findings(table: Table, days: Days, *, large: bool = False) -> list[FindingWithCells]:
    """What the Table Schema says of the cells by themselves: of their text, and of the values of the readable ones.

    `days` says which days a date may be; tables that are `large` are asked with less memory.
    """
    conditions = [
        Condition(name, structural_rule(name).asks, expect) for name, expect in _text_conditions(table).items()
    ]
    answers = ask(table.schema, conditions, table.typed, large=large)
    found = [_first_of_many(table, name, answers) for name in sorted(answers.many)]
    reported: set[Cell] = {cell for item in found for cell in item.cells}
    for name, lines in answers.broken.items():  # one cause, one finding: a cell with stray spaces can't be read either
        items = _broken(table, name, answers.expectations[name], lines)
        items = [_with_suggestion(item, table) for item in items if not item.cells & reported]
        reported |= {cell for item in items for cell in item.cells}
        found += items
    constraints = {field.name: constraints_of(field, days) for field in table.schema.fields}
    doubtful = doubtful_fields(table.schema, constraints, table.typed)
    counted = [item for name in list(doubtful) for item in _of_many_cells(table, name, doubtful)]
    cases = failures(compiled(table.schema, doubtful, []), table.typed) if doubtful else []
    return [*found, *_cell_findings(table, doubtful, cases, reported), *counted]


def key_conditions(schema: TableSchema, frames: Mapping[str, Frame]) -> list[Condition]:
    """That the keys of a table are unique, and that its references lead to a record of one of `frames`."""
    expected = unique_keys(schema) | {
        name: expect
        for name, expect in foreign_keys(schema, frames.__getitem__).items()
        if schema.foreign_key(name.split(" ", 1)[1]).table in frames
    }
    return [Condition(name, structural_rule(name).asks, expect) for name, expect in expected.items()]


def key_findings(table: HeldTable, answers: Answers) -> list[FindingWithCells]:
    """What the answers to `key_conditions` say."""
    found = [_first_of_many(table, name, answers) for name in sorted(answers.many)]
    for name, lines in answers.broken.items():
        found += _broken(table, name, answers.expectations[name], lines)
    return found


def _first_of_many(table: HeldTable, name: str, answers: Answers) -> FindingWithCells:
    rule = rule_of(name)
    return first_of_many(table, rule, structural_rule(rule).fix, answers.expectations[name], {})


def _broken(table: HeldTable, name: str, expectation: Expectation, lines: Iterable[int]) -> list[FindingWithCells]:
    rule = rule_of(name)
    return list(expectation_findings(table, rule, structural_rule(rule).fix, expectation, lines, {}))


def without_invalid_values(
    schema: TableSchema, found: list[FindingWithCells], days: Days
) -> Callable[[pl.LazyFrame], pl.LazyFrame] | None:
    """What takes the values that the schema forbids out of a typed frame, so that no rule stumbles over them again.

    It works on each record by itself. None if there is no such value.
    """
    lines: dict[str, list[int]] = defaultdict(list)
    holds: dict[str, list[pl.Expr]] = {}
    for finding in (item.finding for item in found):
        if finding.rule in _ABOUT_VALUES and finding.table == schema.name and finding.line:
            lines[finding.field].append(finding.line)
            if finding.cells > 1:  # the first of many
                constraints = constraints_of(schema.field(finding.field), days)
                holds[finding.field] = [constraint.holds for constraint in constraints]
    valid = [
        pl.when(~pl.col(LINE).is_in(numbers), *holds.get(name, [])).then(pl.col(name)).alias(name)
        for name, numbers in lines.items()
    ]
    return (lambda frame: frame.with_columns(valid)) if valid else None


# --- the text of the cells ---------------------------------------------------------------------------------------


def _text_conditions(table: Table) -> dict[str, Callable[[Frame], Expectation]]:
    """That the text of each cell is clean and can be read as the field's type, by structural rule and type."""
    fields = table.schema.fields
    suspects = table.text.filter(
        pl.any_horizontal([suspect(pl.col(field.name)).fill_null(value=False) for field in fields])
    )
    conditions: dict[str, Callable[[Frame], Expectation]] = {}
    for name, rule in TEXT_RULES.items() if suspects.height else ():
        cells = {field.name: keeps(name, field) for field in fields if field.type == "string" or not rule.only_text}
        conditions[name] = partial(_expected_of_cells, table, suspects, cells, rule.expected)
    readable = {
        field.name: pl.col(field.name).is_null() | pl.col(f"{field.name}@typed").is_not_null()
        for field in fields
        if field.type != "string" and table.typed[field.name].null_count() > table.text[field.name].null_count()
    }
    for kind, expected in FORM.items():
        cells = {field.name: readable[field.name] for field in fields if field.type == kind and field.name in readable}
        if cells:
            conditions[f"structure/type {kind}"] = partial(_expected_of_types, table, cells, expected)
    return conditions


def keeps(name: str, field: Field) -> pl.Expr:
    """Whether a cell keeps this rule on texts."""
    cell, listed = pl.col(field.name), excepted(name, field)
    holds = ~TEXT_RULES[name].broken(cell)
    return holds | cell.is_in(listed) if listed else holds


def excepted(name: str, field: Field) -> list[str]:
    """The texts that may break this rule in a field: a value that the schema lists may look like a placeholder."""
    return [str(value) for value in field.constraints.get("enum", [])] if name == PLACEHOLDER else []


def _expected_of_types(table: Table, cells: dict[str, pl.Expr], expected: str, _: Frame) -> Expectation:
    typed = table.typed.select(pl.col(name).alias(f"{name}@typed") for name in cells)
    return _expected_of_cells(table, pl.concat([table.text, typed], how="horizontal"), cells, expected, _)


def _expected_of_cells(
    table: Table, text: pl.DataFrame, cells: dict[str, pl.Expr], expected: str, _: Frame
) -> Expectation:
    """That something holds of each filled cell of the named fields; `cells` says for each field what does."""
    holds = {name: pl.col(name).is_null() | expression for name, expression in cells.items()}
    # Cell by cell, but only of the few rows in which any cell fails.
    wrong = text.lazy().filter(~pl.all_horizontal(holds.values()))
    rows = wrong.with_columns(key_of(table.schema.primary_key)).collect()
    if not rows.height:
        holds = dict(list(holds.items())[:1])
    parts = [
        rows.select(
            LINE,
            KEY,
            pl.lit(name).alias("field"),
            pl.col(name).alias("@cell"),
            expression.alias("@holds"),
        )
        for name, expression in holds.items()
    ]
    frame: Frame = nw.from_native(pl.concat(parts).lazy())
    return Expectation(frame, holds=nw.col("@holds"), found=nw.col("@cell"), expected=nw.lit(expected))


def _with_suggestion(item: FindingWithCells, table: Table) -> FindingWithCells:
    """The finding with a guess at what an unreadable value was meant to be, if there is one."""
    finding = item.finding
    if finding.rule != "structure/type":
        return item
    fix, kind = suggestion(table.schema.field(finding.field).type, finding.found)
    return replace(item, finding=replace(finding, hint=fix or finding.hint, kind=kind))


# --- the values of the cells -------------------------------------------------------------------------------------


def _cell_findings(
    table: Table, constraints: Constraints, cases: list[dict[str, Any]], reported: set[Cell]
) -> Iterator[FindingWithCells]:
    """The first constraint that each cell fails, unless the cell has been reported before."""
    reported = set(reported)
    for case in cases:
        cell = (table.schema.name, table.typed[LINE][case["index"]], case["column"])
        if case["schema_context"] != "Column" or cell in reported:
            continue
        reported.add(cell)
        yield FindingWithCells(_cell_finding(table, constraints, case), frozenset([cell]))


def _of_many_cells(table: Table, name: str, doubtful: dict[str, list[Constraint]]) -> Iterator[FindingWithCells]:
    """One finding for each constraint of a field, if more cells break one of them than can be told one by one.

    The field is then in doubt no longer.
    """
    field, cell = table.schema.field(name), pl.col(name)
    asked = [Constraint("structure/required", cell.is_not_null(), _KIND[field.type])] if field.required else []
    asked += doubtful[name]
    wrong = table.typed.select((~each.holds).sum().alias(str(number)) for number, each in enumerate(asked)).row(0)
    if max(wrong) <= MOST:
        return
    del doubtful[name]
    for each, number in zip(asked, wrong, strict=True):
        if number:
            lines = table.typed.filter(~each.holds)[LINE]
            record = table.record_at(lines[0])
            first = Finding(
                each.rule, table.resource.path, lines[0], name, record.key, record.cells[name] or "an empty cell",
                each.expected, structural_rule(each.rule).fix, table=table.schema.name,
            )  # fmt: skip
            finding = first_of(first, number, lines[1 : SHOWN + 1]) if number > 1 else first
            yield FindingWithCells(finding, frozenset([(table.schema.name, lines[0], name)]))


def _cell_finding(table: Table, constraints: Constraints, case: dict[str, Any]) -> Finding:
    field = table.schema.field(case["column"])
    if case["check"] == "not_nullable":
        rule, found, expected = "structure/required", "an empty cell", _KIND[field.type]
    else:
        constraint = constraints[field.name][case["check_number"]]
        rule, found, expected = constraint.rule, table.text[field.name][case["index"]], constraint.expected
    return Finding(
        rule=rule,
        file=table.resource.path,
        line=table.typed[LINE][case["index"]],
        field=field.name,
        key=table.typed[KEY][case["index"]],
        found=found,
        expected=expected,
        hint=structural_rule(rule).fix,
        table=table.schema.name,
    )
