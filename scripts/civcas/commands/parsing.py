"""A parser that names what is nearest to a misspelt command or option, and lists exit codes below the options."""

from __future__ import annotations

import argparse
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

from civcas.wording import without_long_words

# What every command has besides its own.
EXIT_CODES = {
    2: "the input can't be used, or the command is not written like this",
    130: "interrupted (143: asked to end); no file is half-written",
}


class Parser(argparse.ArgumentParser):
    """`exit_codes` says what each exit code of the command means."""

    def __init__(self, *, exit_codes: Mapping[int, str] | None = None, description: str = "", **more: Any) -> None:
        self.names: list[str] = []  # of options, and of commands if it has any
        self._given: Sequence[str] = ()
        width = shutil.get_terminal_size().columns - 2
        super().__init__(
            description=textwrap.fill(description, width),
            epilog=_listed({**exit_codes, **EXIT_CODES}, width) if exit_codes else None,
            formatter_class=argparse.RawDescriptionHelpFormatter,  # the lines of the list stay as they are
            **more,
        )

    def add_argument(self, *names: Any, **more: Any) -> argparse.Action:
        added = super().add_argument(*names, **more)
        self.names += added.option_strings
        return added

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """The arguments; what a command does not know is refused here, where its own options are known."""
        self._given = sys.argv[1:] if args is None else args
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def error(self, message: str) -> NoReturn:
        message = without_long_words(message, self._given)
        near = next(filter(None, map(self._nearest, self._given)), None)
        super().error(f"{message}. Did you mean {near}?" if near else message)

    def _nearest(self, given: str) -> str | None:
        """The option or command that a word is nearest to; None if it is one, or near none."""
        word = given.partition("=")[0]
        if any(name.startswith(word) for name in self.names):  # argparse takes the beginning of an option for it
            return None
        alike = [name for name in self.names if name.startswith("-") == word.startswith("-")]
        return next(iter(get_close_matches(word, alike, 1)), None)


def _listed(exit_codes: Mapping[int, str], width: int) -> str:
    lines = [
        textwrap.fill(f"{code:>5}  {meaning}", width, subsequent_indent=" " * 7) for code, meaning in exit_codes.items()
    ]
    return "\n".join(["exit codes:", *lines])
