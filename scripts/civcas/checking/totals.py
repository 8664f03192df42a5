"""Counts the control totals of a package's tables, and says which differ from control_totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from civcas.checking.doubts import fields_as_expected
from civcas.checking.shared.control_totals import PARTS, TOTALS, control_id, control_totals_of
from civcas.package.canonical import as_csv
from civcas.package.schema import TableSchema
from civcas.package.tables import Table, parse_table

Totals = dict[str, dict[str, str]]


def counted_totals(tables: Mapping[str, Table], names: Iterable[str] = PARTS) -> Totals:
    """The rows that control_totals should have for the named tables, by their key. Raises UnusableInput."""
    rows: Totals = {}
    for name in names:
        with fields_as_expected(f"the control totals of {name}"):
            counted = control_totals_of(name, tables[name].typed).to_dicts()
        for row in counted:
            key = control_id(name, row["part"])
            rows[key] = {"control_id": key, "table": name} | {field: str(value) for field, value in row.items()}
    return dict(sorted(rows.items()))


def given_totals(table: Table) -> Totals:
    """The rows that control_totals has, by their key."""
    return {row["control_id"]: row for row in table.text.select(table.schema.names).fill_null("").to_dicts()}


def differences(given: Totals, counted: Totals) -> list[str]:
    """For each row that differs what it has, what the table has, and the row to write."""
    keys = sorted(key for key in given.keys() | counted.keys() if given.get(key) != counted.get(key))
    return [_difference(key, given.get(key), counted.get(key)) for key in keys]


def _difference(key: str, given: dict[str, str] | None, counted: dict[str, str] | None) -> str:
    words = f"{key}: {_in_words(given)}; the table has {_in_words(counted)}"
    return f"{words}\n    {','.join(counted.values())}" if counted else f"{words}\n    delete the row"


def as_file(schema: TableSchema, totals: Totals) -> bytes:
    """The rows as the file of control_totals."""
    return as_csv(schema, list(totals.values())).encode()


def _in_words(row: dict[str, str] | None) -> str:
    return ", ".join(f"{total} {row[total]}" for total in TOTALS) if row else "no records"


def with_new_records(tables: Mapping[str, Table], files: Mapping[str, bytes]) -> bytes | None:
    """The file of control_totals with what the records of new `files` add to it; None if they add nothing.

    Only the difference is added, so a control total that did not match before does not match afterwards.
    """
    names = [name for name in files if name in PARTS]
    after = counted_totals(
        {**tables, **{name: parse_table(tables[name].resource, files[name]) for name in names}}, names
    )
    before = counted_totals(tables, names)
    totals = given_totals(tables["control_totals"])
    changed = {key: row for key, row in after.items() if row != before.get(key)}
    for key, row in changed.items():
        old, given = before.get(key, {}), totals.get(key, {})
        sums = {name: int(row[name]) - int(old.get(name, 0)) + int(given.get(name, 0)) for name in TOTALS}
        totals[key] = row | {name: str(value) for name, value in sums.items()}
    return as_file(tables["control_totals"].schema, dict(sorted(totals.items()))) if changed else None
