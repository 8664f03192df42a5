"""`civcas totals`: compare the tables with their control totals, or count these again."""

from __future__ import annotations

import argparse
from typing import Any

from civcas.commands.common import CLEAN, FINDINGS, open_package
from civcas.commands.options import command


def run(arguments: argparse.Namespace) -> int:
    from civcas.checking.totals import as_file, counted_totals, differences, given_totals
    from civcas.package.tables import read_tables
    from civcas.package.writing import write_atomically
    from civcas.wording import count

    package = open_package(arguments)
    tables = read_tables(package)
    resource = package.resource("control_totals")
    counted = counted_totals(tables)
    found = differences(given_totals(tables[resource.name]), counted)
    print("\n".join([*found, f"{count(len(found), 'difference')} between {resource.path} and the tables"]))
    if found and arguments.write:
        write_atomically(package.root / resource.path, as_file(resource.schema, counted))
        print(f"{resource.path}: rewritten")
    return FINDINGS if found and not arguments.write else CLEAN


def register(commands: Any) -> None:
    added = command(
        commands,
        "totals",
        "compare the tables with their control totals",
        "Print the control totals that differ from the tables. Compare the changed records with their sources before"
        " you write the totals: a difference that you can't explain is a mistake in a table.",
    )
    added.add_argument("--write", action="store_true", help="rewrite data/control_totals.csv from the tables")
