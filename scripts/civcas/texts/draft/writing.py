"""Shows a proposal, tries it out against the rules, and writes it into the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from civcas.checking.check import check
from civcas.checking.findings import Finding
from civcas.checking.totals import with_new_records
from civcas.errors import UnusableInput, reason
from civcas.package.canonical import as_csv, formatted
from civcas.package.schema import TableSchema
from civcas.package.tables import Package, Table, read_tables
from civcas.package.writing import write_all
from civcas.texts.draft.proposal import Figure, Proposal


# --- in words ----------------------------------------------------------------------------------------------------
def as_text(proposal: Proposal, schemas: Mapping[str, TableSchema]) -> str:
    """What was read and where, what was not, and the rows as CSV under the name of each table's file."""
    lines: list[str] = []
    for record in dict.fromkeys((figure.table, figure.record) for figure in proposal.figures):
        found = [figure for figure in proposal.figures if (figure.table, figure.record) == record]
        lines.append("/".join(record) + (" (new)" if found[0].standing is None else " (in the package)"))
        lines += [line_of(figure) for figure in found]
    for name, statements in proposal.competing.items():
        lines.append(f"left empty, since the text gives several values: {name}")
        lines += [f"  {item.value}: “{item.words}”" for item in statements]
    lines += [f"left out, as no plain figure: {item.field} {item.value}: “{item.words}”" for item in proposal.unsure]
    lines += proposal.remarks
    if proposal.missing:
        lines.append("not found: " + ", ".join(proposal.missing))
    lines += [f"still to be told: {item}" for item in proposal.lacking]
    lines += [f"already there: {item}" for item in proposal.existing]
    for table, rows in proposal.rows.items():
        lines += ["", f"data/{table}.csv", as_csv(schemas[table], rows).rstrip("\n")]
    return "\n".join(lines)


def line_of(figure: Figure) -> str:
    compared = ""
    if figure.contradicts:
        compared = f"  CONTRADICTS the record, which has {figure.standing}"
    elif figure.standing == "":
        compared = "  fills an empty cell of the record"
    return f"  {figure.field:<17} {figure.value:<11}{compared}".rstrip() + f"\n      “{figure.words}”"


# --- trying out and writing --------------------------------------------------------------------------------------
def with_proposal(package: Package, proposal: Proposal) -> dict[str, bytes]:
    """The files of the tables that get rows, or have empty cells filled, in canonical form, by the table's name."""
    tables = read_tables(package)
    names = [*proposal.rows, *[figure.table for figure in proposal.fills]]
    files = {name: formatted(filled(tables[name], proposal.fills), proposal.rows.get(name, [])) for name in names}
    totals = with_new_records(tables, files)
    return files if totals is None else {**files, "control_totals": totals}


def filled(table: Table, figures: list[Figure]) -> Table:
    key, text = table.schema.primary_key[0], table.text
    for figure in figures:
        if figure.table == table.schema.name:
            cell = pl.when(pl.col(key) == figure.record).then(pl.lit(figure.value)).otherwise(figure.field)
            text = text.with_columns(cell.alias(figure.field))
    return replace(table, text=text)


def tried(package: Package, files: Mapping[str, bytes]) -> list[Finding]:
    """What the package's rules say of it with these files that they do not say without."""

    def told(finding: Finding) -> tuple[str, ...]:
        return finding.rule, finding.file, finding.key, finding.field, finding.found, finding.expected

    before = {told(finding) for finding in check(package).errors}
    return [finding for finding in check(package, files).errors if told(finding) not in before]


def write(package: Package, files: Mapping[str, bytes]) -> None:
    """Put the tables' files in their places: all of them, or none. Raises UnusableInput."""
    try:
        write_all({package.root / package.resource(name).path: data for name, data in files.items()})
    except OSError as error:
        raise UnusableInput(f"{error.filename or package.root}: {reason(error)}; nothing was changed") from None
