"""How a command is registered, and the types of its options."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def command(commands: Any, name: str, summary: str, description: str) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=description)
    added.add_argument(
        "--package", type=Path, metavar="DIR", help="the package's folder (default: the nearest one, upwards from here)"
    )
    return added


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


def web_address(text: str) -> str:
    expected = "an address such as https://www.inherentresolve.mil/Releases/"
    try:
        host = urlsplit(utf8(text)).hostname
    except ValueError:
        host = None
    return formed(text if host else "", r"https?://[^\s/]+(/\S*)?", expected)


def utf8(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError(f"{text!a}: expected text in UTF-8") from None
    return text


def language(text: str) -> str:
    return formed(text, r"[a-z]{2}", "a two-letter code such as en")


def release_id(text: str) -> str:
    form = r"monthly-\d{4}-\d\d|ad-hoc-\d{4}-\d\d-\d\d(-\d)?|annual-\d{4}"
    return formed(text, form, "an id such as monthly-2019-04, ad-hoc-2016-01-22 or annual-2018")


def formed(text: str, form: str, expected: str) -> str:
    if not re.fullmatch(form, text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text or 'empty'}: expected {expected}")
    return text
