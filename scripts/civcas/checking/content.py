"""Asks a table's rules in one pandera validation, and puts what fails into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from civcas.checking.causes import Located
from civcas.checking.expectations import Claim, as_checks
from civcas.checking.findings import Finding
from civcas.checking.rule import Rule
from civcas.package.tables import LINE, Table


def failures(schema: pa.DataFrameSchema, frame: pl.DataFrame) -> list[dict[str, Any]]:
    """pandera's failure cases: schema_context (Column or DataFrameSchema), column, check, check_number, index."""
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as error:
        cases: list[dict[str, Any]] = error.failure_cases.to_dicts()
        broken = [case for case in cases if case["index"] is None]
        if broken:  # a check that raised: a fault of the program, never of the data
            raise RuntimeError(f"{schema.name}: {broken[0]['check']}: {broken[0]['failure_case']}") from error
        return cases
    return []


def lines_of(cases: list[dict[str, Any]], names: list[str], table: Table) -> dict[str, set[int]]:
    """The lines at which each of the frame's checks failed, by the check's name; the first in order first."""
    broken: dict[str, set[int]] = {}
    for case in cases:
        if case["schema_context"] == "DataFrameSchema":
            broken.setdefault(names[case["check_number"]], set()).add(table.typed[LINE][case["index"]])
    return broken


# --- content -----------------------------------------------------------------------------------------------------
def rule_findings(table: Table, frames: dict[str, Any], rules: list[Rule]) -> Iterator[Located]:
    """Ask all the rules of a table in one pandera validation, and word what fails."""
    claims = {rule.id: rule.judge(*[frames[name] for name in rule.tables]) for rule in rules}
    checks = as_checks(claims, {rule.id: rule.summary for rule in rules})
    schema = pa.DataFrameSchema(checks=checks, name=table.schema.name)
    broken = lines_of(failures(schema, table.typed), list(claims), table)
    for rule in rules:
        if rule.id in broken:
            yield from claim_findings(table, rule.id, rule.hint, claims[rule.id], broken[rule.id])


def claim_findings(table: Table, rule: str, hint: str, claim: Claim, lines: Iterable[int]) -> Iterator[Located]:
    name = table.schema.name
    for row in claim.violations(lines):
        field = row["field_"]
        finding = Finding(
            rule,
            table.resource.path,
            row["line"],
            field,
            row["key"],
            row["found_"] or "an empty cell",
            row["expected_"],
            hint,
        )
        cells = {(name, row["line"], cell) for cell in (field, *claim.cells)}
        if row["previous_"] is not None:
            cells |= {(name, row["previous_"], cell) for cell in (field, *claim.cells)}
        if claim.elsewhere and row["elsewhere_"] is not None:
            table_there, _, field_there = claim.elsewhere
            cells.add((table_there, row["elsewhere_"], field_there))
        yield Located(finding, frozenset(cells), row["previous_"])
