"""Checks a table against its Table Schema: the text of its cells, its keys, and the values of its cells."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import narwhals as nw
import polars as pl

from civcas.checking.causes import Cell, FindingWithCells
from civcas.checking.content import expectation_findings, failures, lines_of
from civcas.checking.expectations import Expectation, Frame
from civcas.checking.findings import Finding
from civcas.checking.keys import foreign_keys, unique_keys
from civcas.checking.pandera_schemas import Compiled, Condition, compiled
from civcas.checking.structural_rules import rule_of, structural_rule
from civcas.package.tables import KEY, LINE, Table, cast

_CANONICAL = {
    "string": r"^",
    "integer": r"^(0|-?[1-9][0-9]{0,17})$",
    "number": r"^(0|-?(0|[1-9][0-9]*)(\.[0-9]+)?)$",
    "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
}
_FORM = {
    "integer": "a whole number in digits",
    "number": "a number with a decimal point",
    "date": "a date as YYYY-MM-DD",
}
_SPACES = r"^ | $|  |[^\S ]|[\u200b\ufeff]"
_ABOUT_TEXT = ("structure/spaces", "structure/type")
_ABOUT_VALUES = ("structure/enum", "structure/pattern", "structure/minimum", "structure/maximum")
_KIND = {"string": "a text", "integer": "a whole number", "number": "a number", "date": "a date"}


def structure_findings(table: Table, frames: Mapping[str, Frame]) -> list[FindingWithCells]:
    """What the Table Schema says of the cells' text, of the keys, and of the values of the readable cells."""
    expected = _text_conditions(table) | unique_keys(table.schema)
    expected |= {
        name: expect
        for name, expect in foreign_keys(table.schema, frames.__getitem__).items()
        if table.schema.foreign_key(name.split(" ", 1)[1]).table in frames
    }
    conditions = [Condition(name, structural_rule(name).asks, expect) for name, expect in expected.items()]
    checks = compiled(table.schema, conditions)
    cases = failures(checks.schema, table.typed)
    found: list[FindingWithCells] = []
    reported: set[Cell] = set()
    for name, lines in lines_of(cases, checks.names, table).items():
        rule = rule_of(name)
        fix = structural_rule(rule).fix
        items = list(expectation_findings(table, rule, fix, checks.expectations[name], lines, {}))
        if rule in _ABOUT_TEXT:  # one cause, one finding: a cell with stray spaces can't be read either
            items = [_with_suggestion(item, table) for item in items if not item.cells & reported]
            reported |= {cell for item in items for cell in item.cells}
        found += items
    return found + list(_cell_findings(table, checks, cases, reported))


def without_invalid_values(table: Table, found: list[FindingWithCells]) -> pl.DataFrame:
    """The typed frame without the values that the schema forbids, so that no rule stumbles over them again."""
    frame = table.typed
    for item in found:
        if item.finding.rule in _ABOUT_VALUES and item.finding.table == table.schema.name:
            name = item.finding.field
            frame = frame.with_columns(pl.when(pl.col(LINE) != item.finding.line).then(pl.col(name)).alias(name))
    return frame


# --- the text of the cells ---------------------------------------------------------------------------------------


def _text_conditions(table: Table) -> dict[str, Callable[[Frame], Expectation]]:
    """That the cells are clean and can be read as their types, by the structural rule and the type."""
    spaces = partial(_cells_expected, table, table.schema.names, _is_clean, "no stray space")
    conditions: dict[str, Callable[[Frame], Expectation]] = {"structure/spaces": lambda _: spaces()}
    for kind, expected in _FORM.items():
        names = [field.name for field in table.schema.fields if field.type == kind]
        if names:
            readable = partial(_cells_expected, table, names, partial(_reads_as, kind=kind), expected)
            conditions[f"structure/type {kind}"] = lambda _, readable=readable: readable()  # type: ignore[misc]
    return conditions


def _is_clean(cell: pl.Expr) -> pl.Expr:
    return ~cell.str.contains(_SPACES)


def _reads_as(cell: pl.Expr, kind: str) -> pl.Expr:
    return cell.str.contains(_CANONICAL[kind]) & cast(cell, kind).is_not_null()


def _cells_expected(table: Table, names: list[str], holds: Callable[[pl.Expr], pl.Expr], expected: str) -> Expectation:
    """That something holds of the text of every filled cell of the named fields."""
    fails = [pl.col(name).is_not_null() & ~holds(pl.col(name)) for name in names]
    # Cell by cell, but only of the few rows in which any cell fails.
    suspects = table.text.with_columns(table.typed[KEY]).filter(pl.any_horizontal(fails))
    cells = [
        suspects.select(
            LINE,
            KEY,
            pl.lit(name).alias("field"),
            pl.col(name).alias("@cell"),
            (pl.col(name).is_null() | holds(pl.col(name))).alias("@holds"),
        )
        for name in names
    ]
    rows: Frame = nw.from_native(pl.concat(cells).lazy())
    return Expectation(rows, holds=nw.col("@holds"), found=nw.col("@cell"), expected=nw.lit(expected))


def _with_suggestion(item: FindingWithCells, table: Table) -> FindingWithCells:
    """The finding with a guess at what an unreadable value was meant to be, if there is one."""
    finding = item.finding
    if finding.rule != "structure/type":
        return item
    guess = suggestion(table.schema.field(finding.field).type, finding.found)
    return replace(item, finding=replace(finding, hint=guess or finding.hint))


def suggestion(kind: str, value: str) -> str:
    """How a value that can't be read as its type might have been meant, or ''."""
    if kind in ("integer", "number") and re.fullmatch(r"-?\d{1,3}([,. ' \u00a0\u202f]\d{3})+", value):
        return f"Write {re.sub(r'[^0-9-]', '', value)}, without separators."
    if kind == "date" and (parts := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", value)):
        first, second, year = (int(part) for part in parts.groups())
        dates = {_iso(year, second, first), _iso(year, first, second)} - {""}
        return f"Write {' or '.join(sorted(dates))}." if dates else ""
    return ""


def _iso(year: int, month: int, day: int) -> str:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""


# --- the values of the cells -------------------------------------------------------------------------------------


def _cell_findings(
    table: Table, checks: Compiled, cases: list[dict[str, Any]], reported: set[Cell]
) -> Iterator[FindingWithCells]:
    """The first constraint that each cell fails, unless the cell has been reported before."""
    reported = set(reported)
    for case in cases:
        cell = (table.schema.name, table.typed[LINE][case["index"]], case["column"])
        if case["schema_context"] != "Column" or cell in reported:
            continue
        reported.add(cell)
        yield FindingWithCells(_cell_finding(table, checks, case), frozenset([cell]))


def _cell_finding(table: Table, checks: Compiled, case: dict[str, Any]) -> Finding:
    field = table.schema.field(case["column"])
    if case["check"] == "not_nullable":
        rule, found, expected = "structure/required", "an empty cell", _KIND[field.type]
    else:
        constraint = checks.constraints[field.name][case["check_number"]]
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
