"""Puts tables into canonical form: sorted by key, no stray spaces, quotes only where needed, UTF-8, LF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from civcas.package.schema import TableSchema
from civcas.package.tables import Table, canonical

# A record as text, an empty cell as None or as an empty string.
Record = Mapping[str, str | None]


def formatted(table: Table, more: Sequence[Record] = ()) -> bytes:
    """The table in canonical form, with more records put at their place.

    Only spaces, invisible characters and the Unicode form of letters change.
    """
    rows = pl.concat([table.text.select(table.schema.names), as_frame(table.schema, more)])
    cells = pl.all().str.replace_all(r"[\u200b\ufeff]", "").str.replace_all(r"\s+", " ").str.strip_chars()
    cells = cells.str.normalize("NFC").replace("", None)
    return canonical(rows.with_columns(cells).sort(list(table.schema.primary_key), maintain_order=True))


def as_frame(schema: TableSchema, records: Sequence[Record]) -> pl.DataFrame:
    frame = pl.DataFrame([dict(record) for record in records], schema=dict.fromkeys(schema.names, pl.String))
    return frame.with_columns(pl.all().replace("", None))


def as_csv(schema: TableSchema, records: Sequence[Record]) -> str:
    """Records as CSV with the table's header."""
    return canonical(as_frame(schema, records)).decode()
