"""Tables as frames in their types: with every value of the file, or not at all."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from civcas.errors import UnusableInput
from civcas.package.metadata import raise_faults
from civcas.package.sums import sum_faults
from civcas.package.tables import FORM, KEY, LINE, Package, Table, parse_table, read_bytes
from civcas.wording import cut, visible


def typed_frame(table: Table) -> pl.DataFrame:
    """The records in their types: text, integers, floats, dates, and a pl.Enum where a schema lists the values.

    Raises UnusableInput for a cell that is no value of its field's type or list. It would be empty.
    """
    require_readable(table)
    texts = {field.name: field.constraints.get("enum") for field in table.schema.fields if field.type == "string"}
    lists = {name: values for name, values in texts.items() if values}
    for name, values in lists.items():
        _require_none(table, name, ~pl.col(name).is_in(values), f"one of {', '.join(values)}")
    return with_categories(table.lazy().drop(LINE, KEY), lists).collect()


def with_categories(rows: pl.LazyFrame, values: Mapping[str, list[str]]) -> pl.LazyFrame:
    """The rows, in which each of these fields is a pl.Enum of its values."""
    return rows.with_columns(pl.col(name).cast(pl.Enum(allowed)) for name, allowed in values.items())


def require_readable(table: Table) -> None:
    """Raise UnusableInput if a cell can't be read as its type: it would be taken for an empty one."""
    for field in table.schema.fields:
        unread = pl.lit(table.typed[field.name].is_null()) & pl.col(field.name).is_not_null()
        _require_none(table, field.name, unread, FORM.get(field.type, "text"))


def _require_none(table: Table, name: str, wrong: pl.Expr, expected: str) -> None:
    """Raise UnusableInput if the cell of a field is wrong in any record."""
    found = table.text.filter(wrong).select(LINE, name)
    if found.height:
        line, cell = found.row(0)
        raise UnusableInput(
            f"{table.resource.path}:{line}: {name}: found {cut(visible(cell))!r}, expected {expected}."
            " `civcas check` says how to fix it"
        )


def read_described(package: Package, name: str) -> Table:
    """A table of the package. Raises UnusableInput, also if its file is another than the descriptor describes."""
    resource = package.resource(name)
    data = read_bytes(package, resource)
    for number, item in enumerate(package.descriptor["resources"]):
        if item["name"] == name:
            raise_faults(sum_faults(number, item, data))
    return parse_table(resource, data)
