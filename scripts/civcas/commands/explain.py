"""`civcas explain`: print the page of a rule."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civcas.commands.common import CLEAN
from civcas.errors import UnusableInput

if TYPE_CHECKING:
    from civcas.checking.rule import Rule


def register(commands: Any) -> None:
    # Without --package: the page must be there even if the package can't be read.
    added = commands.add_parser(
        "explain",
        help="print what a rule asks, why, and how to fix a violation",
        description="Print the page of a rule: what it asks, why, a bad and a good example, and how to fix a violation."
        " Rules are those of this program and, inside a package, its own. docs/rules.md has the pages of all rules.",
        exit_codes={0: "printed"},
    )
    added.add_argument("rule", metavar="RULE", help="the rule, such as releases/completed-sum")


def run(arguments: argparse.Namespace) -> int:
    from civcas.checking.catalogue import page_of
    from civcas.checking.rule import all_rules

    own, unread = _rules_here()
    try:
        page = page_of(arguments.rule, {**all_rules(), **own})
    except UnusableInput as error:
        raise UnusableInput(f"{error}{unread}") from None
    print(page)
    return CLEAN


def _rules_here() -> tuple[Mapping[str, Rule], str]:
    """The rules of the package around the current folder, and why they can't be read; neither if there is none."""
    from dataclasses import replace

    from civcas.checking.rule_files import rules_of
    from civcas.package.tables import find_root, read_package

    try:
        root = find_root(Path.cwd())
    except UnusableInput:
        return {}, ""
    try:
        return rules_of(replace(read_package(root, with_faults=True), runs_rules=True)), ""
    except UnusableInput as error:
        return {}, f". The rules of the package here can't be read: {error}"
