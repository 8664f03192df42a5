"""`civcas completion`: print what a shell needs to complete commands, options and names of files."""

from __future__ import annotations

import argparse
from typing import Any

from civcas.commands.common import CLEAN
from civcas.commands.options import FILES, FOLDERS


def run(arguments: argparse.Namespace) -> int:
    import shtab

    from civcas.cli import parser

    FILES.update(shtab.FILE)
    FOLDERS.update(shtab.DIRECTORY)
    print(shtab.complete(parser(), arguments.shell))
    return CLEAN


def register(commands: Any) -> None:
    added = commands.add_parser(
        "completion",
        help="print what a shell needs to complete commands and options",
        description="Print a script with which a shell completes commands, options and names of files. Put it where the"
        " shell looks for such scripts: for bash into ~/.local/share/bash-completion/completions/civcas, for zsh into"
        " _civcas in a folder of $fpath, and for fish into ~/.config/fish/completions/civcas.fish.",
        exit_codes={0: "printed"},
    )
    added.add_argument("shell", choices=["bash", "zsh", "fish"], help="the shell")
