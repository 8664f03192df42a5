"""Registers a command, and parses the values of its options."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from civcas.errors import UnusableInput

if TYPE_CHECKING:
    from civcas.package.schema import Field

# What shells complete names of files and folders with. `civcas completion` fills them: shtab is slow to import.
FILES: dict[str, Any] = {}
FOLDERS: dict[str, Any] = {}

ONLY_WRONG = "print only what is wrong, and no progress"


def command(
    commands: Any,
    name: str,
    summary: str,
    description: str,
    exit_codes: Mapping[int, str],
    quiet: str = "show no progress; else a terminal does after two seconds",
) -> argparse.ArgumentParser:
    """Add a command that works on a package. `quiet` says what its --quiet does."""
    added: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=description, exit_codes=exit_codes
    )
    package = added.add_argument(
        "--package",
        type=Path,
        metavar="DIR",
        help="the package's folder (default: this folder, or the nearest one above it with a datapackage.json)",
    )
    completes(package, FOLDERS)
    added.add_argument(
        "--run-rules",
        action="store_true",
        help="run the rules in the package's own folder rules/, which is code of whoever made it (default: only if the"
        " current folder is inside the package)",
    )
    added.add_argument("--quiet", action="store_true", help=quiet)
    return added


def completes(action: argparse.Action, what: dict[str, Any]) -> None:
    """Say what a shell completes the argument with: FILES or FOLDERS."""
    action.complete = what  # type: ignore[attr-defined]  # shtab looks for it


def add_url(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--url",
        type=site_address,
        metavar="URL",
        help="where the site is published, such as https://civcas.example.org (default: the package's homepage;"
        " without one, the pages name the address at which they are asked for)",
    )


# --- the values of options ---
def natural(text: str) -> int:
    if not re.fullmatch("[0-9]{1,18}", text):
        raise argparse.ArgumentTypeError(f"expected a whole number, 0 or more, found {text!r}")
    return int(text)


def port(text: str) -> int:
    number = natural(text)
    if number > 65_535:
        raise argparse.ArgumentTypeError(f"expected a port, 0 to 65535, found {text!r}")
    return number


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: expected a day as YYYY-MM-DD") from None


def site_address(text: str) -> str:
    """The address of a site at the root of its host, without the last slash."""
    parts = urlsplit(web_address(text))
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise argparse.ArgumentTypeError(f"{text}: expected only a host, such as https://civcas.example.org")
    return f"{parts.scheme}://{parts.netloc}"


def web_address(text: str) -> str:
    try:
        parts = urlsplit(utf8(text))
        usable = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        usable = None
    if not usable:
        raise argparse.ArgumentTypeError(
            f"{text or 'empty'}: expected an address such as https://www.inherentresolve.mil/Releases/"
        )
    return text


def utf8(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError(f"{text!a}: expected text in UTF-8") from None
    return text


# --- values that a schema restricts ---
def require_allowed(option: str, value: str | None, field: Field) -> None:
    """Raise UnusableInput if the schema of a field does not allow the value that an option gives for it.

    The schemas are read when a command runs, later than the arguments are parsed.
    """
    if value is None:
        return
    allowed, pattern = field.constraints.get("enum"), field.constraints.get("pattern")
    if allowed and value not in allowed:
        raise UnusableInput(f"{option} {value or '(empty)'}: expected one of {', '.join(allowed)}")
    if pattern and not re.fullmatch(pattern, value, re.ASCII):
        raise UnusableInput(
            f"{option} {value or '(empty)'}: expected a value such as {field.example}, of the form {pattern}"
        )
