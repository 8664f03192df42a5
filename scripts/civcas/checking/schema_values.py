"""Checks the values that a Table Schema itself gives, examples and allowed values, as it has the cells checked."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from civcas.checking.cell_text import TEXT_RULES
from civcas.checking.cells import keeps
from civcas.checking.days import Days, days_of
from civcas.checking.pandera_schemas import constraints_of
from civcas.package.faults import Fault
from civcas.package.json_files import Pointer, shown
from civcas.package.schema import Field
from civcas.package.tables import FORM, Package, cast

# What is expected of a cell, and whether it holds.
_Expected = tuple[str, pl.Expr]


def value_faults(package: Package) -> Iterator[Fault]:
    """The examples and the allowed values of all schemas that no cell of their field may be."""
    days = days_of(package.descriptor)
    files = {item["schema"]: package.schemas[item["name"]] for item in package.descriptor["resources"]}
    for file, schema in files.items():
        for number, field in enumerate(schema.fields):
            for pointer, value, expected in _faults(field, days):
                yield Fault(file, ("fields", number, *pointer), shown(value), expected)


def _faults(field: Field, days: Days) -> Iterator[tuple[Pointer, str, str]]:
    """The values of a field that it may not have: where they are, and what is expected instead."""
    values: list[tuple[Pointer, str]] = [
        (("constraints", "enum", number), str(value)) for number, value in enumerate(field.constraints.get("enum", []))
    ]
    if field.example:
        values.append((("example",), field.example))
    texts = pl.DataFrame({field.name: [text for _, text in values]}, schema={field.name: pl.String})
    typed = texts.select(cast(pl.col(field.name), field.type))
    of_text, of_value = _of_text(field), _of_value(field, days)
    words = [expected for expected, _ in of_text + of_value]
    holds = zip(_rows(texts, of_text), _rows(typed, of_value), strict=True)
    for (pointer, text), (in_text, in_value) in zip(values, holds, strict=True):
        broken = [expected for expected, each in zip(words, in_text + in_value, strict=True) if each is False]
        if broken:
            yield pointer, text, broken[0]


def _rows(frame: pl.DataFrame, asked: list[_Expected]) -> list[tuple[bool | None, ...]]:
    """Whether each row of a frame is as expected, in all at once; None of an empty cell."""
    holds = [each.alias(str(number)) for number, (_, each) in enumerate(asked)]
    return frame.select(holds).rows() if holds else [()] * frame.height


def _of_text(field: Field) -> list[_Expected]:
    """What is expected of the text of a cell."""
    if field.type != "string":
        return []
    rules = [(rule.expected, keeps(name, field)) for name, rule in TEXT_RULES.items()]
    return [("a text", pl.col(field.name) != ""), *rules]


def _of_value(field: Field, days: Days) -> list[_Expected]:
    form = [] if field.type == "string" else [(FORM[field.type], pl.col(field.name).is_not_null())]
    return [*form, *((each.expected, each.holds) for each in constraints_of(field, days))]
