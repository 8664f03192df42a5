"""Checks the values that a Table Schema itself gives, examples and allowed values, as it has the cells checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from civcas.checking.cell_text import TEXT_RULES
from civcas.checking.cells import excepted
from civcas.checking.days import Days, days_of
from civcas.checking.pandera_schemas import constraints_of
from civcas.package.faults import Fault
from civcas.package.json_files import Pointer, shown
from civcas.package.schema import Field, TableSchema
from civcas.package.tables import FORM, Package, cast

# What is expected of a cell, and whether it holds.
_Expected = tuple[str, pl.Expr]
# A value that a schema gives of a field: where it is, and its text.
_Given = tuple[Pointer, str]


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
    in_text = _broken_texts(schema, values)
    in_value = _broken_values(schema, values, days)
    for name, given in values.items():
        for row, (pointer, text) in enumerate(given):
            if broken := in_text.get((name, text), []) + in_value[name][row]:
                yield pointer, text, broken[0]


def _values(number: int, field: Field) -> Iterator[_Given]:
    """The values that a schema gives of the field with this number, and where they are."""
    for place, value in enumerate(field.constraints.get("enum", [])):
        yield ("fields", number, "constraints", "enum", place), str(value)
    if field.example:
        yield ("fields", number, "example"), field.example


def _broken_texts(schema: TableSchema, values: Mapping[str, list[_Given]]) -> dict[tuple[str, str], list[str]]:
    """What is expected of the texts that the schema gives of each field, and is not so."""
    given = [(field, text) for field in schema.fields if field.type == "string" for _, text in values[field.name]]
    cells = pl.DataFrame({"cell": [text for _, text in given]}, schema={"cell": pl.String})
    broken = cells.select(rule.broken(pl.col("cell")).alias(name) for name, rule in TEXT_RULES.items())
    found: dict[tuple[str, str], list[str]] = {}
    for (field, text), row in zip(given, broken.to_dicts(), strict=True):
        names = [name for name, is_broken in row.items() if is_broken and text not in excepted(name, field)]
        found[field.name, text] = [*([] if text else ["a text"]), *(TEXT_RULES[name].expected for name in names)]
    return found


def _broken_values(schema: TableSchema, values: Mapping[str, list[_Given]], days: Days) -> dict[str, list[list[str]]]:
    """What is expected of the values that the schema gives of each field, and is not so, value by value."""
    height = max(len(given) for given in values.values())
    texts = pl.DataFrame(
        {name: [text for _, text in given] + [None] * (height - len(given)) for name, given in values.items()},
        schema=dict.fromkeys(values, pl.String),
    )
    typed = texts.lazy().select(cast(pl.col(field.name), field.type) for field in schema.fields)
    asked = {field.name: _of_value(field, days) for field in schema.fields}
    holds = [each.alias(f"{name} {number}") for name, of in asked.items() for number, (_, each) in enumerate(of)]
    answers = typed.select(holds).collect().to_dict(as_series=False) if holds else {}
    return {
        name: [
            [words for number, (words, _) in enumerate(of) if answers[f"{name} {number}"][row] is False]
            for row in range(height)
        ]
        for name, of in asked.items()
    }


def _of_value(field: Field, days: Days) -> list[_Expected]:
    form = [] if field.type == "string" else [(FORM[field.type], pl.col(field.name).is_not_null())]
    return [*form, *((each.expected, each.holds) for each in constraints_of(field, days))]
