"""`civcas document`: draft the known issue that documents a finding."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from civcas.commands.common import CLEAN, FINDINGS, any_package, writing_if
from civcas.commands.options import command, utf8
from civcas.errors import UnusableInput

if TYPE_CHECKING:
    from civcas.package.schema import TableSchema
    from civcas.package.tables import Package


def run(arguments: argparse.Namespace) -> int:
    with any_package(arguments, writes=arguments.write) as package:
        words = words_of_issue(arguments)
        with writing_if(arguments.write, package):
            return _document(package, arguments, words)


def _document(package: Package, arguments: argparse.Namespace, words: dict[str, str | None]) -> int:
    """Draft the rows, and print or write them."""
    from civcas.checking.check import check
    from civcas.checking.documenting import NothingToDocument, documentable, issues_for
    from civcas.package.canonical import as_csv, formatted
    from civcas.package.own import REGISTER
    from civcas.package.tables import read_table
    from civcas.package.writing import Change, write_files

    _require_register(package)
    issues = read_table(package, REGISTER)
    words = {name: word for name, word in words.items() if name in issues.schema.names or word is not None}
    if "source_id" in words:
        _require_source(package, issues.schema, words["source_id"])
    try:
        findings = documentable(check(package), arguments.rule, arguments.record, arguments.field)
    except NothingToDocument as nothing:
        print(nothing)
        return FINDINGS
    rows = issues_for(findings, set(issues.text["issue_id"]), words)
    if arguments.write:
        write_files(package.root, [Change(issues.resource.path, issues.data, formatted(issues, rows))])
        print(f"{issues.resource.path}: added {', '.join(str(row['issue_id']) for row in rows)}")
    else:
        print(as_csv(issues.schema, rows), end="")
        print(f"to add it to {issues.resource.path}: --explanation TEXT --write", file=sys.stderr)
    return CLEAN


def _require_register(package: Package) -> None:
    from civcas.package.own import REGISTER, has_register

    if not has_register(package):
        raise UnusableInput(
            f"the package has no register of known issues: a table {REGISTER} with the fields that docs/recorders.md of"
            " civcas lists. Nothing was written"
        )


def _require_source(package: Package, register: TableSchema, source: str | None) -> None:
    """Raise UnusableInput unless the register names sources, and there is this one."""
    from civcas.package.tables import read_table

    if "source_id" not in register.names:
        raise UnusableInput(f"--source {source}: the register of this package has no field source_id")
    for key in register.foreign_keys:
        if source and key.fields == ("source_id",):
            table = read_table(package, key.table)
            if source not in set(table.text[key.reference[0]]):
                raise UnusableInput(f"--source {source}: no such record in {table.resource.path}")


def words_of_issue(arguments: argparse.Namespace) -> dict[str, str | None]:
    """What the user says of a known issue. Raises UnusableInput where that does not go together."""
    status = arguments.status or ("explained" if arguments.source else "unexplained")
    if status == "explained" and not arguments.source:
        raise UnusableInput("--status explained: name the source that explains it with --source; else it is inferred")
    if arguments.write and not (arguments.explanation or "").strip():
        raise UnusableInput(
            "--write: say with --explanation why the sources contradict each other, or what was looked at in vain"
        )
    from civcas.checking.cell_text import text_fault

    if fault := text_fault((arguments.explanation or "").strip()):
        raise UnusableInput(f"--explanation: expected {fault}")
    return {"explanation": arguments.explanation, "source_id": arguments.source, "status": status}


def register(commands: Any) -> None:
    added = command(
        commands,
        "document",
        "draft the known issue that documents a finding",
        "Draft the row of known_issues.csv that documents a finding of `civcas check`. With --write, add it to the"
        " table.",
        {0: "drafted", 1: "nothing to document"},
    )
    added.add_argument("rule", metavar="RULE", help="the rule that the finding names, such as releases/completed-sum")
    added.add_argument("record", metavar="RECORD", help="the record that the finding names, such as monthly-2018-08")
    added.add_argument("--field", help="the field, if the record breaks the rule in several fields")
    added.add_argument(
        "--explanation", type=utf8, metavar="TEXT", help="why the sources contradict each other, in your own words"
    )
    added.add_argument("--source", metavar="SOURCE_ID", help="the source that states the explanation")
    added.add_argument(
        "--status",
        choices=["explained", "inferred", "unexplained"],
        help="explained by a source, inferred from other figures, or unexplained"
        " (default: explained with --source, else unexplained)",
    )
    added.add_argument("--write", action="store_true", help="add the row to the table (needs --explanation)")
