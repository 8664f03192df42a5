"""The command line's words: every command with its options, in the order in which one meets them."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from civcas import __version__


def parser() -> argparse.ArgumentParser:
    """A parser whose result has the name of the command as `command`."""
    top = argparse.ArgumentParser(prog="civcas", description="Check, build and publish the oir-civcas data package.")
    top.add_argument("--version", action="version", version=f"civcas {__version__}")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND", dest="command")
    for add in (check, build, serve, draft, verify, explain, diff, put_in_form, docs):
        add(commands)
    return top


def command(commands: Any, name: str, summary: str, description: str) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=description)
    added.add_argument(
        "--package", type=Path, metavar="DIR", help="the package's folder (default: the nearest one, upwards from here)"
    )
    return added


def check(commands: Any) -> None:
    added = command(
        commands,
        "check",
        "validate everything",
        "Validate the package. Exit code: 0 clean, 1 findings, 2 unusable input.",
    )
    added.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="report only findings in these files (the whole package is read all the same)",
    )
    added.add_argument("--format", choices=["text", "json", "github", "markdown"], default="text")
    added.add_argument(
        "--documented", action="store_true", help="text, github: show the findings that known issues document, too"
    )


def build(commands: Any) -> None:
    added = command(
        commands,
        "build",
        "check, then write dist/",
        "Check the package, then write dist/: SQLite, Parquet, CSV, XLSX, the zipped package, checksums.",
    )
    added.add_argument("--out", type=Path, metavar="DIR", help="the folder to write (default: dist/ in the package)")


def serve(commands: Any) -> None:
    added = command(
        commands,
        "serve",
        "check, build and open the site",
        "Check, build, and serve the Datasette site.",
    )
    added.add_argument("--host", default="127.0.0.1")
    added.add_argument("--port", type=port, default=8001)
    added.add_argument(
        "--built", type=Path, metavar="DIR", help="serve this folder, which `civcas build` wrote, without building anew"
    )


def diff(commands: Any) -> None:
    added = command(
        commands,
        "diff",
        "what changed since a git revision",
        "Show what changed in the tables between a git revision and the working tree, by record and field,"
        " and what it does to the headline totals. Exit code: 0 compared, 1 a file does not parse, 2 unusable input.",
    )
    added.add_argument("revision", metavar="REV", help="a git revision, such as main or HEAD~1")
    added.add_argument("--format", choices=["text", "markdown", "json"], default="text")
    added.add_argument(
        "--most",
        type=natural,
        metavar="N",
        help="list no more than N added records, removed records and changed cells of each table, and count the rest"
        " (default: 20; json: all)",
    )


def explain(commands: Any) -> None:
    added = command(
        commands,
        "explain",
        "draft the known issue that documents a finding",
        "Draft the row of known_issues that documents a finding of `civcas check`, and with --write put it"
        " into the table. Exit code: 0 drafted, 1 there is nothing to document, 2 unusable input.",
    )
    added.add_argument("rule", metavar="RULE", help="the rule that the record breaks, such as releases/completed-sum")
    added.add_argument("record", metavar="RECORD", help="the record's key, such as monthly-2018-05")
    added.add_argument("--field", help="the field, where the record breaks the rule at several")
    added.add_argument(
        "--explanation", type=utf8, metavar="TEXT", help="why the sources contradict each other, in your own words"
    )
    added.add_argument("--source", metavar="SOURCE_ID", help="the source that explains it")
    added.add_argument(
        "--status",
        choices=["explained", "inferred", "unexplained"],
        help="how firm the explanation is (default: explained with --source, else unexplained)",
    )
    added.add_argument("--write", action="store_true", help="add the row to the table (needs --explanation)")


def draft(commands: Any) -> None:
    added = command(
        commands,
        "draft",
        "propose rows from the text of a release or strike report",
        "Read a text (plain, HTML or PDF) in English and propose rows, showing for each figure the words it"
        " was read from. Exit code: 0 the rows fit the package, 1 they do not add up or nothing was found, 2 unusable"
        " input, or rows that exist already.",
    )
    added.add_argument("file", metavar="FILE", help="the text; - reads standard input")
    added.add_argument("--url", required=True, type=web_address, help="the address at which the text was published")
    added.add_argument(
        "--kind",
        choices=["official", "republication", "archive", "news", "report"],
        required=True,
        help="how near the page is to the figures; see sources.kind in docs/data-dictionary.md",
    )
    added.add_argument(
        "--language", type=language, default="en", metavar="XX", help="language of the page (default: en)"
    )
    added.add_argument(
        "--organisation", default="", metavar="ID", help="its publisher, where the host does not tell it"
    )
    added.add_argument("--published-on", type=day, metavar="YYYY-MM-DD", help="the day of the page")
    added.add_argument(
        "--released-on",
        type=day,
        metavar="YYYY-MM-DD",
        help="the day of the release itself, where the page is of another",
    )
    added.add_argument("--release-id", type=release_id, metavar="ID", help="where the text does not tell it")
    added.add_argument(
        "--evidence-only", action="store_true", help="the release exists: propose the text as a further source of it"
    )
    added.add_argument("--write", action="store_true", help="put the rows into data/*.csv, all of them or none")


def verify(commands: Any) -> None:
    added = command(
        commands,
        "verify",
        "set a record against a text",
        "Say which figures of a record a text states, contradicts or does not mention."
        " Exit code: 0 none contradicted, 1 contradicted, 2 unusable input.",
    )
    added.add_argument("record", metavar="RECORD", help="such as releases/monthly-2019-04, or monthly-2019-04")
    added.add_argument("file", metavar="FILE", help="the text: plain, HTML or PDF; - reads standard input")
    added.add_argument("--format", choices=["text", "json", "markdown"], default="text")


def put_in_form(commands: Any) -> None:
    added = command(
        commands,
        "format",
        "put tables into canonical form",
        "Put the tables into canonical form.",
    )
    added.add_argument("files", nargs="*", type=Path, metavar="FILE", help="only these tables (default: all)")
    added.add_argument("--check", action="store_true", help="change nothing; exit 1 if a file is not canonical")


def docs(commands: Any) -> None:
    added = command(
        commands,
        "docs",
        "regenerate the generated documentation",
        "Regenerate the data dictionary, the rule catalogue, the coverage and the table of files in the README.",
    )
    added.add_argument("--check", action="store_true", help="change nothing; exit 1 if a page is out of step")


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
