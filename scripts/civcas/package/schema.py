"""Table Schemas as the program sees them: names, types, constraints and keys of each table's fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from civcas.errors import UnusableInput


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
    format: str = "default"

    @property
    def is_unique(self) -> bool:
        return bool(self.constraints.get("unique"))

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
        """The field of this name. Raises UnusableInput if there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise UnusableInput(f"the schema of {self.name} has no field {name}, which is needed here")

    def foreign_key(self, fields: str) -> ForeignKey:
        """The foreign key of these fields, named with commas between them."""
        return next(key for key in self.foreign_keys if ",".join(key.fields) == fields)

    def labels(self, name: str) -> dict[str, str]:
        """The allowed values of an enumerated field, each with what it means."""
        return self.field(name).categories


def as_tuple(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def parse_schema(raw: dict[str, Any], name: str) -> TableSchema:
    """A schema of the right shape (faults.py). One without primaryKey has none, and its table can't be read."""
    primary_key = as_tuple(raw.get("primaryKey", []))
    return TableSchema(
        name=name,
        title=raw["title"],
        description=raw["description"],
        fields=tuple(_parse_field(field, primary_key) for field in raw["fields"]),
        primary_key=primary_key,
        unique_keys=tuple(as_tuple(key) for key in raw.get("uniqueKeys", [])),
        foreign_keys=tuple(_parse_foreign_key(key, name) for key in raw.get("foreignKeys", [])),
    )


def _parse_foreign_key(raw: dict[str, Any], own: str) -> ForeignKey:
    """A foreign key. One without the name of a table, or with an empty one, refers to its own table."""
    reference = raw["reference"]
    return ForeignKey(as_tuple(raw["fields"]), reference.get("resource") or own, as_tuple(reference["fields"]))


def _parse_field(raw: dict[str, Any], primary_key: tuple[str, ...]) -> Field:
    constraints = raw.get("constraints", {})
    return Field(
        name=raw["name"],
        type=raw["type"],
        title=raw["title"],
        description=raw["description"],
        unit=raw.get("unit", ""),
        example=str(raw.get("example", "")),
        constraints=constraints | ({"required": True} if raw["name"] in primary_key else {}),
        categories={str(item["value"]): item["label"] for item in raw.get("categories", [])},
        format=raw.get("format", "default"),
    )
