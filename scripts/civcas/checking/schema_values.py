"""Checks the values that a Table Schema itself gives, examples and allowed values, as it has the cells checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from civcas.checking.cell_text import TEXT_RULES
from civcas.checking.cells import keeps
from civcas.checking.days import Days, days_of
from civcas.checking.pandera_schemas import constraints_of
from civcas.package.faults import Fault
from civcas.package.json_files import Pointer, shown
from civcas.package.schema import Field, TableSchema
from civcas.package.tables import FORM, Package, cast

# What is expected of a cell, and whether it holds.
_Expected = tuple[str, pl.Expr]


def value_faults(package: Package) -> Iterator[Fault]:
    """The examples and the allowed values of all schemas that no cell of their field may be."""
    days = days_of(package.descriptor)
    files = {item["schema"]: package.schemas[item["name"]] for item in package.descriptor["resources"]}
    for file, schema in files.items():
        for pointer, value, expected in _faults(schema, days):
            yield Fault(file, pointer, shown(value), expected)


def _faults(schema: TableSchema, days: Days) -> Iterator[tuple[Pointer, str, str]]:
    """The values that fields may not have: where they are, and what is expected instead. All are asked at once."""
    values = {field.name: list(_values(number, field)) for number, field in enumerate(schema.fields)}
    height = max(len(given) for given in values.values())
    texts = pl.DataFrame(
        {name: [text for _, text in given] + [None] * (height - len(given)) for name, given in values.items()},
        schema=dict.fromkeys(values, pl.String),
    )
    typed = texts.select(cast(pl.col(field.name), field.type) for field in schema.fields)
    in_text = _broken(texts, {field.name: _of_text(field) for field in schema.fields})
    in_value = _broken(typed, {field.name: _of_value(field, days) for field in schema.fields})
    for name, given in values.items():
        for row, (pointer, text) in enumerate(given):
            if broken := in_text[name][row] + in_value[name][row]:
                yield pointer, text, broken[0]


def _values(number: int, field: Field) -> Iterator[tuple[Pointer, str]]:
    """The values that a schema gives of the field with this number, and where they are."""
    for place, value in enumerate(field.constraints.get("enum", [])):
        yield ("fields", number, "constraints", "enum", place), str(value)
    if field.example:
        yield ("fields", number, "example"), field.example


def _broken(frame: pl.DataFrame, asked: Mapping[str, list[_Expected]]) -> dict[str, list[list[str]]]:
    """What is expected of each field, and is not so, row by row; of an empty cell, only what is said of it."""
    holds = [each.alias(f"{name} {number}") for name, of in asked.items() for number, (_, each) in enumerate(of)]
    answers = frame.select(holds).to_dict(as_series=False) if holds else {}
    return {
        name: [
            [words for number, (words, _) in enumerate(of) if answers[f"{name} {number}"][row] is False]
            for row in range(frame.height)
        ]
        for name, of in asked.items()
    }


def _of_text(field: Field) -> list[_Expected]:
    """What is expected of the text of a cell."""
    if field.type != "string":
        return []
    rules = [(rule.expected, keeps(name, field)) for name, rule in TEXT_RULES.items()]
    return [("a text", pl.col(field.name) != ""), *rules]


def _of_value(field: Field, days: Days) -> list[_Expected]:
    form = [] if field.type == "string" else [(FORM[field.type], pl.col(field.name).is_not_null())]
    return [*form, *((each.expected, each.holds) for each in constraints_of(field, days))]
