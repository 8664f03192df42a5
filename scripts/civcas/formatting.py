"""Puts tables into canonical form: sorted by key, no stray spaces, quotes only where needed, UTF-8, LF."""

from __future__ import annotations

import polars as pl

from civcas.package import Package, Resource, Table, canonical, parse_table, read_bytes


def formatted(table: Table) -> bytes:
    """The table in canonical form. Only spaces, quoting, line ends and order change; no value does."""
    names = table.schema.names
    cells = [
        pl.col(name).str.replace_all(r"[\s\u00a0\u200b\ufeff]+", " ").str.strip_chars().replace("", None)
        for name in names
    ]
    rows = table.text.with_columns(cells).sort(list(table.schema.primary_key), maintain_order=True)
    return canonical(rows)


def changed(package: Package, resource: Resource) -> bytes | None:
    """The table's canonical bytes where they differ from its file, else None. Raises UnusableInput, DoesNotParse."""
    data = read_bytes(package, resource)
    wanted = formatted(parse_table(resource, data))
    return None if wanted == data else wanted
