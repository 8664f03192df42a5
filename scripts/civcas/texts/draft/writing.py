"""Puts a proposal into the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from civcas.checking.totals import with_new_records
from civcas.errors import UnusableInput, reason
from civcas.package.canonical import formatted
from civcas.package.tables import Package, Table, read_tables
from civcas.package.writing import write_all
from civcas.texts.draft.proposal import Figure, Proposal


def changed_files(package: Package, proposal: Proposal) -> dict[str, bytes]:
    """The new files of the tables that get rows or have empty cells filled, by the table's name."""
    tables = read_tables(package)
    names = [*proposal.rows, *[figure.table for figure in proposal.fills]]
    files = {name: formatted(_filled(tables[name], proposal.fills), proposal.rows.get(name, [])) for name in names}
    totals = with_new_records(tables, files)
    return files if totals is None else {**files, "control_totals": totals}


def _filled(table: Table, figures: list[Figure]) -> Table:
    """The table with figures in the empty cells of its records."""
    key, text = table.schema.primary_key[0], table.text
    for figure in figures:
        if figure.table == table.schema.name:
            cell = pl.when(pl.col(key) == figure.record).then(pl.lit(figure.value)).otherwise(figure.field)
            text = text.with_columns(cell.alias(figure.field))
    return replace(table, text=text)


def write_files(package: Package, files: Mapping[str, bytes]) -> None:
    """Replace the files of these tables: all of them, or none. Raises UnusableInput."""
    try:
        write_all({package.root / package.resource(name).path: data for name, data in files.items()})
    except OSError as error:
        raise UnusableInput(f"{error.filename or package.root}: {reason(error)}; nothing was changed") from None
