"""The files that a proposal changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from civcas.checking.totals import with_new_records
from civcas.package.canonical import formatted
from civcas.package.faults import DESCRIPTOR
from civcas.package.tables import Package, Table, read_tables
from civcas.package.writing import Change
from civcas.texts.draft.proposal import Figure, Proposal
from civcas.texts.table_names import CONTROL_TOTALS, EVIDENCE, ORGANISATIONS, SOURCES

_CREATED = re.compile(rb'("created"\s*:\s*)"[^"]*"')


def changed_files(package: Package, proposal: Proposal) -> dict[str, Change]:
    """The files of the tables that get rows or have empty cells filled, by the table's name, in the order of writing.

    Organisations come first, then sources, then evidence, then the records. If a kill comes in between, the same draft
    writes the rest. Control totals come last: `civcas check` reports those that do not match, and
    `civcas totals --write` writes them.
    """
    tables = read_tables(package)
    changed = {*proposal.rows, *[figure.table for figure in proposal.fills]}
    names = sorted(changed, key=lambda name: (name != ORGANISATIONS, name != SOURCES, name != EVIDENCE, name))
    return with_control_totals(tables, {name: _change(tables[name], proposal) for name in names})


def with_control_totals(tables: Mapping[str, Table], changes: dict[str, Change]) -> dict[str, Change]:
    """The changes of tables, and that of control_totals if they change what it counts."""
    totals = with_new_records(tables, {name: change.new for name, change in changes.items()})
    if totals is None:
        return changes
    table = tables[CONTROL_TOTALS]
    return changes | {CONTROL_TOTALS: Change(table.resource.path, table.data, totals)}


def dated(package: Package, today: date) -> tuple[Package, list[Change]]:
    """The package as of today, and the change of datapackage.json that makes it so, if `created` is earlier."""
    if str(package.descriptor.get("created", ""))[:10] >= today.isoformat():
        return package, []
    created, old = f"{today}T00:00:00Z", (package.root / DESCRIPTOR).read_bytes()
    new = _CREATED.sub(rb'\g<1>"' + created.encode() + b'"', old, count=1)
    return replace(package, descriptor={**package.descriptor, "created": created}), [Change(DESCRIPTOR, old, new)]


def _change(table: Table, proposal: Proposal) -> Change:
    rows = proposal.rows.get(table.schema.name, [])
    return Change(table.resource.path, table.data, formatted(_filled(table, proposal.fills), rows))


def _filled(table: Table, figures: list[Figure]) -> Table:
    """The table with figures in the empty cells of its records."""
    key, text = table.schema.primary_key[0], table.text
    for figure in figures:
        if figure.table == table.schema.name:
            cell = pl.when(pl.col(key) == figure.record).then(pl.lit(figure.value)).otherwise(figure.field)
            text = text.with_columns(cell.alias(figure.field))
    return replace(table, text=text)
