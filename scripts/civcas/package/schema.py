"""Table Schemas as the program sees them: names, types, constraints and keys of each table's fields."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from civcas.errors import UnusableInput, reason

TYPES = ("string", "integer", "number", "date")


@dataclass(frozen=True)
class Field:
    """One field of a Table Schema; `type` is string, integer, number or date."""

    name: str
    type: str
    title: str
    description: str
    unit: str
    example: str
    constraints: dict[str, Any]
    categories: dict[str, str]

    @property
    def required(self) -> bool:
        return bool(self.constraints.get("required"))

    @property
    def is_figure(self) -> bool:
        """Whether the field counts something that has a unit (and so needs a source)."""
        return self.type == "integer" and bool(self.unit)


@dataclass(frozen=True)
class ForeignKey:
    fields: tuple[str, ...]
    table: str
    reference: tuple[str, ...]


@dataclass(frozen=True)
class TableSchema:
    """A Table Schema: what one row of the table is, and what must hold of its cells."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    unique_keys: tuple[tuple[str, ...], ...]
    foreign_keys: tuple[ForeignKey, ...]

    @property
    def names(self) -> list[str]:
        return [field.name for field in self.fields]

    @property
    def figures(self) -> list[str]:
        return [field.name for field in self.fields if field.is_figure]

    def field(self, name: str) -> Field:
        """The field of this name. Raises KeyError if there is none."""
        return {field.name: field for field in self.fields}[name]

    def foreign_key(self, fields: str) -> ForeignKey:
        """The foreign key of these fields, named with commas between them."""
        return next(key for key in self.foreign_keys if ",".join(key.fields) == fields)

    def labels(self, name: str) -> dict[str, str]:
        """The allowed values of an enumerated field, each with what it means."""
        return self.field(name).categories


def as_tuple(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object. Raises UnusableInput, naming the line, where there is none."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UnusableInput(f"{path}: no such file") from None
    except OSError as error:
        raise UnusableInput(f"{path}: {reason(error)}") from None
    except UnicodeDecodeError as error:
        raise UnusableInput(f"{path}: not UTF-8 at byte {error.start + 1}") from None
    except json.JSONDecodeError as error:
        raise UnusableInput(f"{path}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from None
    except RecursionError:
        raise UnusableInput(f"{path}: nested too deeply") from None
    if not isinstance(value, dict):
        raise UnusableInput(f"{path}: expected a JSON object, found {type(value).__name__}")
    return value


def read_schema(path: Path, name: str) -> TableSchema:
    """Read the Table Schema of the table `name`. Raises UnusableInput."""
    raw = read_json(path)
    try:
        return parse_schema(raw, name)
    except (KeyError, TypeError, AttributeError) as error:
        raise UnusableInput(f"{path}: not a Table Schema of this package: {error}") from None


def parse_schema(raw: dict[str, Any], name: str) -> TableSchema:
    return TableSchema(
        name=name,
        title=raw["title"],
        description=raw["description"],
        fields=tuple(parse_field(field) for field in raw["fields"]),
        primary_key=as_tuple(raw["primaryKey"]),
        unique_keys=tuple(as_tuple(key) for key in raw.get("uniqueKeys", [])),
        foreign_keys=tuple(
            ForeignKey(as_tuple(key["fields"]), key["reference"]["resource"], as_tuple(key["reference"]["fields"]))
            for key in raw.get("foreignKeys", [])
        ),
    )


def parse_field(raw: dict[str, Any]) -> Field:
    if raw["type"] not in TYPES:
        raise TypeError(f"field {raw['name']}: type {raw['type']} is none of {', '.join(TYPES)}")
    return Field(
        name=raw["name"],
        type=raw["type"],
        title=raw["title"],
        description=raw["description"],
        unit=raw.get("unit", ""),
        example=str(raw.get("example", "")),
        constraints=raw.get("constraints", {}),
        categories={item["value"]: item["label"] for item in raw.get("categories", [])},
    )
