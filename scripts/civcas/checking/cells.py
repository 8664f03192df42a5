"""Checks a table against its Table Schema: the text of its cells, its keys, and the values of its cells."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl

from civcas.checking.causes import Cell, Located
from civcas.checking.content import claim_findings, failures, lines_of
from civcas.checking.expectations import as_checks
from civcas.checking.findings import Finding
from civcas.checking.structural_rules import CATALOGUE
from civcas.checking.structure import Compiled, compile_schema, key_claims, text_claims
from civcas.package.tables import KEY, LINE, Table


# --- structure ---------------------------------------------------------------------------------------------------
def structure_findings(table: Table, frames: dict[str, Any]) -> list[Located]:
    """What the Table Schema says of the table: of its cells' text, of its keys, and of what the readable cells hold."""
    claims = text_claims(table) | key_claims(table, frames)
    words = {name: CATALOGUE[rule_of(name)][0] for name in claims}
    compiled = compile_schema(table.schema, as_checks(claims, words))
    cases = failures(compiled.schema, table.typed)
    broken = lines_of(cases, list(claims), table)
    found: list[Located] = []
    unclean: set[Cell] = set()
    for name, lines in broken.items():
        rule = rule_of(name)
        items = list(claim_findings(table, rule, CATALOGUE[rule][1], claims[name], lines))
        if rule in TEXT_RULES:  # one cause, one finding: a cell with stray spaces can't be read either
            items = [with_suggestion(item, table) for item in items if not item.cells & unclean]
            unclean |= {cell for item in items for cell in item.cells}
        found += items
    return found + list(cell_findings(table, compiled, cases, unclean))


TEXT_RULES = ("structure/spaces", "structure/type")


CELL_RULES = ("structure/enum", "structure/pattern", "structure/minimum", "structure/maximum")


def sound(table: Table, located: list[Located]) -> pl.DataFrame:
    """The typed frame without the values that the schema forbids, so that no rule stumbles over them again."""
    frame = table.typed
    for item in located:
        if item.finding.rule in CELL_RULES and item.finding.table == table.schema.name:
            name = item.finding.field
            frame = frame.with_columns(pl.when(pl.col(LINE) != item.finding.line).then(pl.col(name)).alias(name))
    return frame


def rule_of(name: str) -> str:
    """The structural rule that a claim of this name is about."""
    return name.split(" ", maxsplit=1)[0]


def with_suggestion(item: Located, table: Table) -> Located:
    """The finding with a guess at what an unreadable value was meant to be, where there is one."""
    finding = item.finding
    if finding.rule != "structure/type":
        return item
    guess = suggestion(table.schema.field(finding.field).type, finding.found)
    return replace(item, finding=replace(finding, hint=guess or finding.hint))


def cell_findings(table: Table, compiled: Compiled, cases: list[dict[str, Any]], told: set[Cell]) -> Iterator[Located]:
    """One cause, one finding: the first constraint that a cell fails, unless the cell has been `told` of before."""
    told = set(told)
    for case in cases:
        if case["schema_context"] != "Column":
            continue
        line, key = table.typed[LINE][case["index"]], table.typed[KEY][case["index"]]
        field = table.schema.field(case["column"])
        cell = (table.schema.name, line, field.name)
        if cell in told:
            continue
        told.add(cell)
        if case["check"] == "not_nullable":
            rule, found, expected = "structure/required", "an empty cell", EXPECTED_OF[field.type]
        else:
            constraint = compiled.constraints[field.name][case["check_number"]]
            rule, found, expected = constraint.rule, table.text[field.name][case["index"]], constraint.expected
        hint = CATALOGUE[rule][1]
        finding = Finding(rule, table.resource.path, line, field.name, key, found, expected, hint)
        yield Located(finding, frozenset([cell]))


EXPECTED_OF = {"string": "a text", "integer": "a whole number", "number": "a number", "date": "a date"}


def suggestion(kind: str, value: str) -> str:
    """How a value that can't be read as its type might have been meant, or ''."""
    if kind in ("integer", "number") and re.fullmatch(r"-?\d{1,3}([,. ' \u00a0\u202f]\d{3})+", value):
        return f"write {re.sub(r'[^0-9-]', '', value)}, without separators"
    if kind == "date" and (parts := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", value)):
        first, second, year = (int(part) for part in parts.groups())
        dates = {iso(year, second, first), iso(year, first, second)} - {""}
        return "write " + " or ".join(sorted(dates)) if dates else ""
    return ""


def iso(year: int, month: int, day: int) -> str:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""
