"""Counts the control totals of a package's tables, and says which differ from control_totals."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from civcas.checking.shared.control_totals import PERIODS, TOTALS, control_totals_of
from civcas.package.canonical import as_csv
from civcas.package.schema import TableSchema
from civcas.package.tables import Table

Totals = dict[str, dict[str, str]]


def counted_totals(tables: Mapping[str, Table]) -> Totals:
    """The rows that control_totals should have, by their key."""
    rows: Totals = {}
    for name in sorted(PERIODS):
        for row in control_totals_of(name, nw.from_native(tables[name].typed.lazy())).to_dicts():
            key = f"{name.replace('_', '-')}-{row['period']}"
            rows[key] = {"control_id": key, "table": name} | {field: str(value) for field, value in row.items()}
    return dict(sorted(rows.items()))


def given_totals(table: Table) -> Totals:
    """The rows that control_totals has, by their key."""
    return {row["control_id"]: row for row in table.text.select(table.schema.names).fill_null("").to_dicts()}


def differences(given: Totals, counted: Totals) -> list[str]:
    """One line for each row that differs: what it has, and what the table has."""
    keys = sorted(key for key in given.keys() | counted.keys() if given.get(key) != counted.get(key))
    return [f"{key}: {_in_words(given.get(key))}; the table has {_in_words(counted.get(key))}" for key in keys]


def as_file(schema: TableSchema, totals: Totals) -> bytes:
    """The rows as the file of control_totals."""
    return as_csv(schema, list(totals.values())).encode()


def _in_words(row: dict[str, str] | None) -> str:
    return ", ".join(f"{total} {row[total]}" for total in TOTALS) if row else "no records"
