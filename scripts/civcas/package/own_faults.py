"""What is wrong with the member `civcas` of a descriptor: names that no table or field has, values that are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from civcas.package.faults import DESCRIPTOR, Fault
from civcas.package.json_files import Pointer, shown
from civcas.package.own import MEMBER, said
from civcas.package.schema import Field, TableSchema

# What JSON has for the values of a field.
_KINDS: dict[str, tuple[type, ...]] = {"string": (str,), "integer": (int,), "number": (int, float)}
_NUMBERS = ("integer", "number")
_Named = tuple[Pointer, str]


def own_faults(descriptor: Mapping[str, Any], schemas: Mapping[str, TableSchema]) -> list[Fault]:
    """The names in the member `civcas` that no table or field has, and figures that can't be made of a field."""
    own = said(descriptor)
    found = [*_unknown_tables(own, schemas), *_unknown_fields(own, schemas), *_figures(own, schemas)]
    found += _values(own, schemas)
    return [Fault(DESCRIPTOR, (MEMBER, *pointer), what, expected) for pointer, what, expected in found]


def _unknown_tables(own: Mapping[str, Any], schemas: Mapping[str, TableSchema]) -> Iterator[tuple[Pointer, str, str]]:
    named: list[_Named] = [(("searched", number), name) for number, name in enumerate(own.get("searched", []))]
    named += [(("tables", name), name) for name in own.get("tables", {})]
    named += [(("headlines", number, "table"), item["table"]) for number, item in _headlines(own)]
    for pointer, name in named:
        if name not in schemas:
            yield pointer, shown(name), "the name of a resource"


def _unknown_fields(own: Mapping[str, Any], schemas: Mapping[str, TableSchema]) -> Iterator[tuple[Pointer, str, str]]:
    for table, item in own.get("tables", {}).items():
        named: list[_Named] = [(("first", number), name) for number, name in enumerate(item.get("first", []))]
        named += [(("newest_by",), item["newest_by"])] if "newest_by" in item else []
        yield from _not_in(schemas.get(table), named, ("tables", table))
    for number, item in _headlines(own):
        named = [((name,), item[name]) for name in ("field", "up_to", "day_precision") if name in item]
        named += [((name, field), field) for name in ("where", "without") for field in item.get(name, {})]
        named += [
            ((name, at), field.removeprefix("-" if name == "order" else ""))
            for name in ("filled", "empty", "order", "day")
            for at, field in enumerate(item.get(name, []))
        ]
        yield from _not_in(schemas.get(item["table"]), named, ("headlines", number))


def _values(own: Mapping[str, Any], schemas: Mapping[str, TableSchema]) -> Iterator[tuple[Pointer, str, str]]:
    """The values that choose the records of a headline: values of their field, which holds texts or numbers."""
    for number, item in _headlines(own):
        schema = schemas.get(item["table"])
        for choice in ("where", "without"):
            for name, values in item.get(choice, {}).items():
                field = schema.field(name) if schema and name in schema.names else None
                for at, value in enumerate(values if field else ()):
                    if field and (expected := _expected_instead(field, value)):
                        yield ("headlines", number, choice, name, at), shown(value), expected


def _expected_instead(field: Field, value: object) -> str:
    """What a field's value would be, if this is none; empty if it is one."""
    allowed = field.constraints.get("enum")
    if allowed:
        return "" if value in allowed else f"one of {', '.join(map(str, allowed))}"
    kinds = _KINDS.get(field.type)
    if kinds is None:
        return f"a field with texts or numbers; {field.name} is of type {field.type}"
    return "" if isinstance(value, kinds) and not isinstance(value, bool) else f"a value of type {field.type}"


def _not_in(schema: TableSchema | None, named: list[_Named], start: Pointer) -> Iterator[tuple[Pointer, str, str]]:
    for pointer, name in named if schema else ():
        if schema and name not in schema.names:
            yield (*start, *pointer), shown(name), f"a field of {schema.name}"


def _figures(own: Mapping[str, Any], schemas: Mapping[str, TableSchema]) -> Iterator[tuple[Pointer, str, str]]:
    """A sum and a last figure are of a field with numbers; a count is of records."""
    for number, item in _headlines(own):
        here: Pointer = ("headlines", number)
        if item["figure"] == "count":
            continue
        if "field" not in item:
            yield here, f"no field for the figure {item['figure']}", "a field with numbers"
        schema = schemas.get(item["table"])
        for name in ("field", "up_to"):
            field = item.get(name)
            if schema and field in schema.names and schema.field(field).type not in _NUMBERS:
                yield (*here, name), f"{field} of type {schema.field(field).type}", "a field with numbers"


def _headlines(own: Mapping[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Those that say what they are of; that another does not is a fault that is found before."""
    for number, item in enumerate(own.get("headlines", [])):
        if {"table", "figure"} <= item.keys():
            yield number, item
