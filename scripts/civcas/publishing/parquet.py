"""Tables and series as Parquet files that say what they hold.

The metadata of a file are those of the data package, under the names that its standard has: a text as it is, anything
else as JSON. `schema` is the Table Schema. Each field has its title, description and unit in the Arrow schema, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import nanoarrow
import polars as pl

from civcas.package.tables import Package
from civcas.publishing.about import about_item, as_texts
from civcas.publishing.data_package import Published

_OF_FIELD = ("title", "description", "unit")


def write_parquet(
    path: Path, rows: pl.LazyFrame, item: Published, package: Package, more: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Write the rows, whose first columns are the fields of `item`. A field with a list of values becomes a pl.Enum.

    A field that is always filled is not nullable. `more`: further metadata of the file.
    """
    rows = rows.with_columns(pl.col(name).cast(pl.Enum(values)) for name, values in item.values.items())
    texts = as_texts({**about_item(item, package), "schema": item.schema})
    schema = _arrow_schema(rows.collect_schema(), item)
    with path.open("wb") as file:
        rows.sink_parquet(file, compression="zstd", metadata={**texts, **more}, arrow_schema=schema)


def _arrow_schema(columns: pl.Schema, item: Published) -> Any:
    """The schema that polars would write, with the meaning of each field, and whether it can be null."""
    schema, fields = nanoarrow.c_schema(columns), {field["name"]: field for field in item.schema["fields"]}
    return schema.modify(
        children=[
            _plain(child).modify(
                nullable=child.name not in item.required, metadata=_meaning(child, fields.get(child.name, {}))
            )
            for child in schema.children
        ]
    )


def _plain(child: Any) -> Any:
    """The column without views, as polars writes it by itself: programs from before 2024 can't read these."""
    if child.dictionary:
        return child.modify(dictionary=_PLAIN["vu"])
    return _PLAIN[child.format].modify(name=child.name) if child.format in _PLAIN else child


# By Arrow's codes for the formats of views.
_PLAIN = {"vu": nanoarrow.c_schema(nanoarrow.large_string()), "vz": nanoarrow.c_schema(nanoarrow.large_binary())}


def _meaning(child: Any, field: dict[str, Any]) -> dict[Any, Any]:
    own = dict(child.metadata.items()) if child.metadata else {}
    return own | {name: field[name] for name in _OF_FIELD if field.get(name)}
