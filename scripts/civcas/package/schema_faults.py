"""What a Table Schema of the right shape gets wrong: constraints that no cell can be held against, keys of no field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from civcas.package.faults import Fault
from civcas.package.json_files import Pointer, shown
from civcas.package.schema import ForeignKey, TableSchema, as_tuple

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_LENGTHS = ("minLength", "maxLength")
# Pairs of constraints of which the first must not be above the second; in some it must be below.
_RANGES = [
    ("minimum", "maximum", False),
    ("minimum", "exclusiveMaximum", True),
    ("exclusiveMinimum", "maximum", True),
    ("exclusiveMinimum", "exclusiveMaximum", True),
    ("minLength", "maxLength", False),
]
_VALUE = {
    "string": "a text",
    "integer": "a whole number of 64 bits",
    "number": "a number",
    "date": "a date as YYYY-MM-DD",
}
_LARGEST = 2**63
# What a pattern may consist of, since Python, Rust and XML Schema read it alike.
_ESCAPED = r"\\[dDsS\\/.^$*+?()\[\]{}|-]"
_CLASS = rf"\[\^?(?:{_ESCAPED}|(?!--|&&|~~|\|\|)[^\[\]\\])+\]"
_QUANTIFIER = r"(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??"
_PATTERN = re.compile(rf"(?:\((?:\?:)?|[|^]|(?:{_ESCAPED}|{_CLASS}|[^\\()\[\]{{}}|*+?^]|\))(?:{_QUANTIFIER})?)*")
_PATTERN_WORDS = (
    "a regular expression that all programs read alike: no look-around, no \\1, \\w or \\b, no (?i), no a++, no {,2},"
    " and inside [] no [ without a backslash, no -- and no &&"
)
# A fault before its file is known: the place, what was found, what was expected.
_Found = tuple[Pointer, str, str]


def schema_faults(file: str, raw: dict[str, Any]) -> list[Fault]:
    """The faults in one Table Schema. Each points at a member without which the rest can be used."""
    found = [*_field_faults(raw), *_key_faults(raw)]
    return [Fault(file, pointer, what, expected) for pointer, what, expected in found]


def without(raw: dict[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """The schema without the members that the faults point at."""
    pointers = {fault.pointer for fault in faults}

    def cleaned(value: Any, here: Pointer) -> Any:
        if isinstance(value, dict):
            return {name: cleaned(item, (*here, name)) for name, item in value.items() if (*here, name) not in pointers}
        if isinstance(value, list):
            return [
                cleaned(item, (*here, number)) for number, item in enumerate(value) if (*here, number) not in pointers
            ]
        return value

    result: dict[str, Any] = cleaned(raw, ())
    return result


def is_of_type(value: object, kind: str) -> bool:
    """Whether a value of JSON can stand for a cell of a field of this type."""
    if kind == "string":
        return isinstance(value, str)
    if kind == "date":
        return (
            isinstance(value, str) and bool(re.fullmatch("[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}", value)) and _is_day(value)
        )
    types = int if kind == "integer" else (int, float)
    return isinstance(value, types) and not isinstance(value, bool) and -_LARGEST <= value < _LARGEST


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


# --- fields ------------------------------------------------------------------------------------------------------


def _field_faults(raw: dict[str, Any]) -> Iterator[_Found]:
    for number, field in enumerate(raw["fields"]):
        here: Pointer = ("fields", number)
        kind, form = field["type"], field.get("format", "default")
        if form != "default" and kind != "string":
            yield (*here, "format"), f"{form} for a field of type {kind}", f"format {form} only for a string"
        if "unit" in field and kind not in ("integer", "number"):
            yield (*here, "unit"), f"a unit for a field of type {kind}", "a unit only for a number"
        yield from _constraint_faults(field, here)
        yield from _category_faults(field, here)


def _constraint_faults(field: dict[str, Any], here: Pointer) -> Iterator[_Found]:
    sound = {}
    for name, value in field.get("constraints", {}).items():
        if fault := _constraint_fault(name, value, field["type"]):
            yield (*here, "constraints", name), *fault
        else:
            sound[name] = value
    for name, found in _empty_ranges(sound):
        yield (*here, "constraints", name), found, "limits that leave a value"


def _constraint_fault(name: str, value: Any, kind: str) -> tuple[str, str] | None:
    """What is wrong with one constraint of a field of this type: what was found, and what was expected."""
    if name in ("pattern", *_LENGTHS) and kind != "string":
        return f"{name} for a field of type {kind}", f"{name} only for a string"
    if name in _BOUNDS and kind == "string":
        return f"{name} for a string", f"{name} only for a number or a date"
    if name == "pattern" and (expected := _expected_of_pattern(value)):
        return shown(value), expected
    if name in _BOUNDS and not is_of_type(value, kind):
        return shown(value), _VALUE[kind]
    wrong = [item for item in value if not is_of_type(item, kind)] if name == "enum" else []
    return (shown(wrong[0]), f"{_VALUE[kind]}, as the field is of type {kind}") if wrong else None


def _empty_ranges(constraints: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Upper limits that leave no value above the lower one, each with what was found."""
    for low, high, apart in _RANGES:
        if low in constraints and high in constraints:
            least, most = constraints[low], constraints[high]
            if least > most or (apart and least == most):
                yield high, f"{high} {shown(most)} with {low} {shown(least)}"


@cache
def _expected_of_pattern(pattern: str) -> str:
    """What is expected of a pattern that can't be used; empty if it can."""
    if not _PATTERN.fullmatch(pattern):
        return _PATTERN_WORDS
    try:
        re.compile(pattern)
        pl.Series([""]).str.contains(pattern)
    except (re.error, OverflowError, RecursionError, pl.exceptions.PolarsError):
        return _PATTERN_WORDS
    if not _is_anchored(pattern):
        return "a pattern of the whole cell: ^ at its start, $ at its end, and alternatives in brackets"
    return ""


def _is_anchored(pattern: str) -> bool:
    """Whether a pattern begins with ^ and ends with $, in each of its alternatives."""
    bare = re.sub(r"\[\^?\]?[^\]]*\]", "x", re.sub(r"\\.", "x", pattern))
    while (inner := re.sub(r"\([^()]*\)", "x", bare)) != bare:
        bare = inner
    return bare.startswith("^") and bare.endswith("$") and "|" not in bare


def _category_faults(field: dict[str, Any], here: Pointer) -> Iterator[_Found]:
    """A field with an enum has a category for each value, and no other."""
    values, labelled = field.get("constraints", {}).get("enum", []), [i["value"] for i in field.get("categories", [])]
    for value in values:
        if value not in labelled:
            yield (*here, "categories"), f"no category for {shown(value)}", "a category for each value of enum"
    for value in labelled:
        if value not in values:
            yield (*here, "categories"), f"a category for {shown(value)}", "a category only for a value of enum"
    if len(labelled) > len(set(map(str, labelled))):
        yield (*here, "categories"), "two categories for one value", "one category for each value of enum"


# --- keys --------------------------------------------------------------------------------------------------------


def _key_faults(raw: dict[str, Any]) -> Iterator[_Found]:
    """Keys that name no field. A fault is at the whole key, since the rest of it is of no use."""
    keys: list[tuple[Pointer, Any]] = [(("primaryKey",), raw["primaryKey"])]
    keys += [(("uniqueKeys", number), key) for number, key in enumerate(raw.get("uniqueKeys", []))]
    foreign = raw.get("foreignKeys", [])
    keys += [(("foreignKeys", number), key["fields"]) for number, key in enumerate(foreign)]
    kinds = {field["name"]: field["type"] for field in raw["fields"]}
    for pointer, key in keys:
        unknown = [name for name in as_tuple(key) if name not in kinds]
        if unknown or not as_tuple(key):
            yield pointer, f"{shown(unknown)}" if unknown else "no field", f"fields of {', '.join(kinds)}"[:200]
    if any(kinds.get(name) == "number" for name in as_tuple(raw["primaryKey"])):
        yield ("primaryKey",), "a field of type number", "fields of type string, integer or date"
    for number, key in enumerate(foreign):
        if any(as_tuple(key["fields"]) == as_tuple(other["fields"]) for other in foreign[:number]):
            yield ("foreignKeys", number), f"a second foreign key of {shown(key['fields'])}", "one for the same fields"


def reference_faults(
    file: str, raw: dict[str, Any], schema: TableSchema, schemas: Mapping[str, TableSchema]
) -> list[Fault]:
    """Foreign keys that can't lead to one record of the table that they name.

    A table that is not there is no fault of the schema: the check reports it as missing.
    """
    places = [as_tuple(key["fields"]) for key in raw.get("foreignKeys", [])]
    return [
        Fault(file, ("foreignKeys", places.index(key.fields)), *fault)
        for key in schema.foreign_keys
        if key.table in schemas
        for fault in _reference_faults(schema, key, schemas[key.table])
    ]


def _reference_faults(schema: TableSchema, key: ForeignKey, target: TableSchema) -> Iterator[tuple[str, str]]:
    unknown = [name for name in key.reference if name not in target.names]
    unique = {target.primary_key, *target.unique_keys, *((f.name,) for f in target.fields if f.is_unique)}
    if unknown:
        yield f"a reference to {', '.join(unknown)}", f"fields of {target.name}"
    elif len(key.fields) != len(key.reference):
        yield f"{len(key.fields)} fields that refer to {len(key.reference)}", "as many fields on both sides"
    elif target.primary_key and key.reference not in unique:  # one with a fault is a fault of its own
        yield (
            f"a reference to {', '.join(key.reference)} of {target.name}",
            f"the primary key or a unique key of {target.name}, in its order",
        )
    else:
        for here, there in zip(key.fields, key.reference, strict=True):
            kinds = schema.field(here).type, target.field(there).type
            if kinds[0] != kinds[1]:
                yield f"{here} of type {kinds[0]}, which refers to {there} of type {kinds[1]}", "the same type"
