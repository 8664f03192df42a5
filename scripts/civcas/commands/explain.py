"""`civcas explain`: print the page of a rule."""

from __future__ import annotations

import argparse
from typing import Any

from civcas.commands.common import CLEAN


def register(commands: Any) -> None:
    # Without --package: the page must be there even if the package can't be read.
    added = commands.add_parser(
        "explain",
        help="print what a rule asks, why, and how to fix a violation",
        description="Print the page of a rule: what it asks, why, a bad and a good example, and how to fix a violation."
        " docs/rules.md has the pages of all rules.",
        exit_codes={0: "printed"},
    )
    added.add_argument("rule", metavar="RULE", help="the rule, such as releases/completed-sum")


def run(arguments: argparse.Namespace) -> int:
    from civcas.checking.catalogue import page_of

    print(page_of(arguments.rule))
    return CLEAN
