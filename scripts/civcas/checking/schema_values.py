"""Checks the values that a Table Schema itself gives, examples and allowed values, as it has the cells checked."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from civcas.checking.cell_text import text_fault
from civcas.checking.cells import FORM
from civcas.checking.days import Days, days_of
from civcas.checking.pandera_schemas import constraints_of
from civcas.package.faults import Fault
from civcas.package.json_files import Pointer, shown
from civcas.package.schema import Field
from civcas.package.tables import Package, cast


def value_faults(package: Package) -> Iterator[Fault]:
    """The examples and the allowed values of all schemas that no cell of their field may be."""
    days = days_of(package.descriptor)
    files = {item["schema"]: package.schemas[item["name"]] for item in package.descriptor["resources"]}
    for file, schema in files.items():
        for number, field in enumerate(schema.fields):
            for member, value in _values(field):
                if expected := _expected(field, value, days):
                    yield Fault(file, ("fields", number, *member), shown(value), expected)


def _values(field: Field) -> Iterator[tuple[Pointer, str]]:
    """The values that a field gives, as the text of a cell, with where they are."""
    for number, value in enumerate(field.constraints.get("enum", [])):
        yield ("constraints", "enum", number), str(value)
    if field.example:
        yield ("example",), field.example


def _expected(field: Field, text: str, days: Days) -> str:
    """What is expected instead of a value that a cell of the field may not have; empty if it may."""
    allowed = [str(value) for value in field.constraints.get("enum", [])]
    if field.type == "string" and (expected := text_fault(text, is_listed=text in allowed) if text else "a text"):
        return expected
    cell = pl.DataFrame({field.name: [text]}).select(cast(pl.col(field.name), field.type))
    if cell.item() is None:
        return FORM[field.type]
    broken = (each.expected for each in constraints_of(field, days) if not cell.select(each.holds).item())
    return next(broken, "")
