"""`civcas explain`: what a rule asks, why, and how to fix what breaks it."""

from __future__ import annotations

import argparse
from typing import Any

from civcas.commands.common import CLEAN
from civcas.commands.options import command


def register(commands: Any) -> None:
    added = command(
        commands,
        "explain",
        "say what a rule asks, why, and how to fix a violation",
        "Print the page of a rule. Exit code: 0 printed, 2 there is no such rule.",
    )
    added.add_argument("rule", metavar="RULE", help="a rule, such as releases/completed-sum")


def run(arguments: argparse.Namespace) -> int:
    from civcas.checking.catalogue import page_of

    print(page_of(arguments.rule))
    return CLEAN
