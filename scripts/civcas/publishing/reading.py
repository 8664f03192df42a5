"""How readers first see a table: which of its fields, which records first, and the values to filter by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from civcas.package.own import of_table

if TYPE_CHECKING:
    from civcas.package.schema import TableSchema

# So many fields of a table are shown first, if the descriptor does not name them.
_MOST = 7


def first_fields(schema: TableSchema, descriptor: Mapping[str, Any]) -> list[str]:
    """The fields that a page shows first: as the descriptor says, else the key and what is always filled."""
    if chosen := [name for name in of_table(descriptor, schema.name).get("first", ()) if name in schema.names]:
        return chosen
    filled = [field.name for field in schema.fields if field.required and field.name not in schema.primary_key]
    return [*schema.primary_key, *filled][: max(_MOST, len(schema.primary_key))]


def first_sort(schema: TableSchema, descriptor: Mapping[str, Any]) -> dict[str, str]:
    """By what a page is sorted at first, as Datasette's metadata say it: the newest first, else by key."""
    days = [field.name for field in schema.fields if field.type == "date"]
    down = [name for name in (of_table(descriptor, schema.name).get("newest_by"), *days) if name in schema.names]
    return {"sort_desc": down[0]} if down else {"sort": schema.primary_key[0]}


# A facet with more values than this is a list, not an overview.
_FACET_VALUES = 8


def facets(schema: TableSchema) -> list[str]:
    """The fields whose values a page lists with their numbers, to filter by."""
    found = [
        field.name
        for field in schema.fields
        if 1 < len(field.categories) <= _FACET_VALUES and not field.name.endswith("precision")
    ]
    return found + [key.fields[0] for key in schema.foreign_keys if key.table == "organisations"]
