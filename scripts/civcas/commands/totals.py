"""`civcas totals`: compare the tables with their control totals, or count these again."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from civcas.commands.common import CLEAN, FINDINGS, any_package, writing_if
from civcas.commands.options import command

if TYPE_CHECKING:
    from civcas.package.tables import Package


def run(arguments: argparse.Namespace) -> int:
    from civcas.package.own import require_programs_own

    with any_package(arguments, writes=arguments.write) as package:
        require_programs_own(package, "totals")
        with writing_if(arguments.write, package):
            found = _differences(package, write=arguments.write)
    return FINDINGS if found and not arguments.write else CLEAN


def _differences(package: Package, *, write: bool) -> list[str]:
    """Print the differences, and write the totals anew if asked to and if there are any."""
    from civcas.checking.totals import as_file, counted_totals, differences, given_totals
    from civcas.package.tables import read_tables
    from civcas.package.typed import require_readable
    from civcas.package.writing import Change, write_files
    from civcas.wording import count

    tables = read_tables(package)
    for table in tables.values() if write else ():  # a cell that can't be read would be counted as empty
        require_readable(table)
    given, counted = tables["control_totals"], counted_totals(tables)
    found, path = differences(given_totals(given), counted), given.resource.path
    print("\n".join([*found, f"{count(len(found), 'difference')} between {path} and the tables"]))
    if found and write:
        write_files(package.root, [Change(path, given.data, as_file(given.schema, counted))])
        print(f"{path}: rewritten")
    return found


def register(commands: Any) -> None:
    added = command(
        commands,
        "totals",
        "compare the tables with their control totals",
        "Print the control totals that differ from the tables. Compare the changed records with their sources before"
        " you write the totals: a difference that you can't explain is a mistake in a table.",
        {0: "no difference, or written", 1: "differences"},
    )
    added.add_argument("--write", action="store_true", help="count the totals again, and write them into the table")
