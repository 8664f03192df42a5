"""The command line. Imports are inside the commands, so that `civcas --help` is quick.

Exit codes: 0 clean, 1 findings, 2 unusable input or usage, 130 and 143 interrupted.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import signal
import sys
from itertools import pairwise

from civcas import __version__
from civcas.colours import coloured
from civcas.commands import build, check, completion, diff, docs, document, draft, explain, init, serve, totals, verify
from civcas.commands import format as format_
from civcas.commands.common import UNUSABLE
from civcas.commands.parsing import Parser
from civcas.errors import Terminated, UnusableInput, reason
from civcas.progress import shown_on_terminal
from civcas.wording import json_text, without_long_words

# In the order of `civcas --help`.
COMMANDS = {
    "init": init,
    "check": check,
    "build": build,
    "serve": serve,
    "draft": draft,
    "verify": verify,
    "explain": explain,
    "document": document,
    "diff": diff,
    "totals": totals,
    "format": format_,
    "docs": docs,
    "completion": completion,
}

# Modules of Python that Windows has not: locks, and limits of processes.
_UNIX = ("fcntl", "resource")


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    if argv is None:  # a process of its own, soon over: a fifth of the time of a check
        gc.disable()
        os.environ.setdefault("POLARS_ENGINE_AFFINITY", "in-memory")
        _write_utf8()
        signal.signal(signal.SIGTERM, _stop)
    given = sys.argv[1:] if argv is None else argv
    arguments = parser().parse_args(given)
    try:
        _require_values(given)
        with shown_on_terminal(quiet=getattr(arguments, "quiet", False)):
            code: int = COMMANDS[arguments.command].run(arguments)
        sys.stdout.flush()
    except UnusableInput as error:
        return _refuse(without_long_words(str(error), given), arguments)
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except OSError as error:  # a full disk, a file that may not be read: wherever it happens
        file = f"{error.filename}: " if error.filename else ""
        return _refuse(without_long_words(f"{file}{reason(error)}", given), arguments)
    except ModuleNotFoundError as error:
        if error.name not in _UNIX:
            raise
        return _refuse("this command needs Linux or macOS. On Windows, run it in WSL", arguments)
    except (KeyboardInterrupt, Terminated) as stopped:
        print("civcas: interrupted. No file is half-written", file=sys.stderr)
        return 128 + (signal.SIGTERM if isinstance(stopped, Terminated) else signal.SIGINT)
    return code


def _require_values(words: list[str]) -> None:
    """Raise UnusableInput for an empty argument, which a shell makes of a variable that is not set."""
    for before, word in pairwise(["civcas", *words]):
        if not word or (word.startswith("--") and word.partition("=")[1:] == ("=", "")):
            raise UnusableInput(f"an empty value after {word or before}. Give one, or leave it out")


def _write_utf8() -> None:
    """Print UTF-8 in every locale, unless another encoding is asked for; a letter that it lacks becomes its code."""
    encoding = None if os.environ.get("PYTHONIOENCODING") else "utf-8"
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _stop(number: int, _: object) -> None:
    signal.signal(number, signal.SIG_IGN)  # once is enough: what is open is closed first
    raise Terminated


def _refuse(message: str, arguments: argparse.Namespace) -> int:
    """Say why the input can't be used, and return the exit code."""
    try:
        print(_unusable(message, getattr(arguments, "format", "text")), end="", flush=True)
    except OSError:  # nothing can be printed, as on a full disk
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    print(coloured(f"civcas: {message}", sys.stderr), file=sys.stderr)
    return UNUSABLE


def _unusable(message: str, form: str) -> str:
    """What the output says of unusable input, in the form that was asked for; nothing in plain text."""
    if form == "json":
        return json_text({"error": message}, indent=2) + "\n"
    if form == "github":
        return f"::error title=civcas::{message.replace('%', '%25').replace(chr(10), '%0A')}\n"
    if form == "markdown":
        return f"**Error:** {message}\n"
    if form == "sarif":
        from civcas.checking.sarif import failure

        return failure(message) + "\n"
    if form == "junit":
        from civcas.checking.junit import failure

        return failure(message) + "\n"
    return ""


def parser() -> Parser:
    """A parser whose result has the name of the command as `command`."""
    top = Parser(
        prog="civcas",
        description="Check, correct, build and publish a data package, such as oir-civcas."
        " `civcas COMMAND --help` lists the options of a command and its exit codes.",
    )
    top.add_argument("--version", action="version", version=f"civcas {__version__}")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND", dest="command")
    for command in COMMANDS.values():
        command.register(commands)
    top.names += COMMANDS
    return top
