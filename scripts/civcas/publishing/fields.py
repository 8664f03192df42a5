"""The table of all fields of tables and series: what each means. The database and the workbook have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from civcas.publishing.data_package import Published

FIELDS = "fields"  # the table's name, which no table of a package may have
COLUMNS = ("table", "field", "type", "unit", "description", "values")


def field_rows(items: list[Published]) -> list[tuple[str, ...]]:
    """The rows, in the order of tables and series and of their fields, with a cell for each column.

    `values` has the allowed values, one a line, each with what it means. An empty cell is an empty text.
    """
    return [_row(item.name, field) for item in items for field in item.schema["fields"]]


def _row(table: str, field: dict[str, Any]) -> tuple[str, ...]:
    values = [f"{item['value']}: {item['label']}" for item in field.get("categories", [])]
    return table, field["name"], field["type"], field.get("unit", ""), field["description"], "\n".join(values)
