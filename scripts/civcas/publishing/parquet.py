"""Tables and series as Parquet files that say what they hold.

The metadata of a file are those of the data package, under the names that its standard has: a text as it is, anything
else as JSON. `schema` is the Table Schema. Each field has its title, description and unit in the Arrow schema, too.
"""

from __future__ import annotations

import io
import json
from typing import Any

import nanoarrow
import polars as pl

from civcas.package.tables import Package
from civcas.publishing.data_package import Published

# The members of the descriptor that each file repeats. Its own name, title and description are those of the table.
_OF_PACKAGE = ("version", "created", "homepage", "licenses", "contributors", "sources")
_OF_FIELD = ("title", "description", "unit")


def parquet(rows: pl.DataFrame, item: Published, package: Package) -> bytes:
    """The rows, whose columns are the fields of `item`. A field with a list of values becomes a pl.Enum of them.

    A field that is always filled is not nullable.
    """
    rows = rows.with_columns(pl.col(name).cast(pl.Enum(values)) for name, values in item.values.items())
    file = io.BytesIO()
    rows.write_parquet(
        file, compression="zstd", metadata=_metadata(item, package), arrow_schema=_arrow_schema(rows, item)
    )
    return file.getvalue()


def _metadata(item: Published, package: Package) -> dict[str, str]:
    about = {
        "name": item.name,
        "title": item.title,
        "description": item.description,
        "package": package.descriptor["name"],
        **{name: package.descriptor[name] for name in _OF_PACKAGE if name in package.descriptor},
        "schema": item.schema,
    }
    return {name: value if isinstance(value, str) else _json(value) for name, value in about.items()}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _arrow_schema(rows: pl.DataFrame, item: Published) -> Any:
    """The schema that polars would write, with the meaning of each field, and whether it can be null."""
    schema = nanoarrow.c_schema(rows.schema)
    fields = zip(schema.children, item.schema["fields"], strict=True)
    return schema.modify(children=[_arrow_field(child, field, item.required) for child, field in fields])


def _arrow_field(child: Any, field: dict[str, Any], required: set[str]) -> Any:
    """Texts are large strings, as polars writes them by itself: programs from before 2024 can't read string views."""
    own = dict(child.metadata.items()) if child.metadata else {}
    text = nanoarrow.c_schema(nanoarrow.large_string())
    if child.dictionary:
        child = child.modify(dictionary=text)
    elif field["type"] == "string":
        child = text.modify(name=child.name)
    texts = {name: field[name] for name in _OF_FIELD if field.get(name)}
    return child.modify(nullable=field["name"] not in required, metadata={**own, **texts})
