"""`civcas check`: check the whole package."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civcas.colours import coloured
from civcas.commands.common import CLEAN, FINDINGS, named, open_package, with_rules
from civcas.commands.options import FILES, command, completes
from civcas.errors import UnusableInput
from civcas.extras import how_to_install

if TYPE_CHECKING:
    from civcas.checking.engines.engine import Engine
    from civcas.package.tables import Package


def run(arguments: argparse.Namespace) -> int:
    from civcas.checking.check import check
    from civcas.checking.formats import FORMATS

    place, files = _place_and_files(arguments)
    with _package(arguments, place) as (package, start), _engine(arguments) as engine:
        wanted = {resource.path for resource in named(package, files)} if files else None
        report = check(package, since=_revision(arguments, package), engine=engine)
    if wanted is not None:
        report = report.of_files(wanted)
    code = FINDINGS if report.errors or report.elsewhere else CLEAN
    if not (
        arguments.quiet
        and arguments.format == "text"
        and code == CLEAN
        and not arguments.documented
        and not report.rules_not_run
    ):
        options = {"documented": True} if arguments.documented else {}
        text = FORMATS[arguments.format](report.named_from(start), **options)
        print(coloured(text, sys.stdout) if arguments.format == "text" else text)
    return code


def _revision(arguments: argparse.Namespace, package: Package) -> str | None:
    """The revision since which changed lines come first, if the tables are the package's own. Raises UnusableInput."""
    from civcas.package.git import head_of, require_revision

    if arguments.tables:
        if arguments.since:
            raise UnusableInput("--since compares with the package's own files: leave it or --tables out")
        return None
    if arguments.since:
        require_revision(package.root, arguments.since)
    return arguments.since or head_of(package.root)


@contextmanager
def _package(arguments: argparse.Namespace, place: str | None) -> Iterator[tuple[Package, str]]:
    """The package to check, and what the names of its files begin with in the report. Raises UnusableInput."""
    if place is None:
        if arguments.where and not arguments.package:
            _require_package_around(arguments.where)
        # Never the one that was installed: a check in the wrong folder would then pass.
        yield open_package(arguments, with_faults=True), ""
        return
    from civcas.package.places import found_at
    from civcas.package.tables import read_package

    with found_at(place) as found:
        if found.start and arguments.since:
            raise UnusableInput("--since: it is not in git, so it has no revisions. Leave --since out")
        if found.start and arguments.master:
            raise UnusableInput("--master: other machines can't read it. Unpack it where all of them can")
        if found.note:
            print(f"civcas: {found.note}", file=sys.stderr)
        yield with_rules(read_package(found.root, with_faults=True), arguments), found.start


def _require_package_around(file: str) -> None:
    """Raise UnusableInput if a file is named where there is no package: it may be meant for one."""
    from civcas.package.places import KINDS
    from civcas.package.tables import find_root

    try:
        find_root(Path.cwd())
    except UnusableInput as error:
        raise UnusableInput(f"{file}: no package. Expected {KINDS}, or a table of the package here; {error}") from None


def _place_and_files(arguments: argparse.Namespace) -> tuple[str | None, list[Path]]:
    """The package that is named before the files, and the files. Raises UnusableInput."""
    from civcas.package.places import is_place

    first, files = arguments.where, arguments.files
    if first is None or not is_place(first):
        wrong = next((name for name in files if is_place(name)), None)
        if wrong:
            raise UnusableInput(f"{wrong}: the package comes before the files. Expected PACKAGE FILE ...")
        return None, [Path(name) for name in (first, *files) if name is not None]
    if arguments.package:
        raise UnusableInput(f"{first}: --package names another package, {arguments.package}. Name one of them")
    return first, [Path(name) for name in files]


@contextmanager
def _engine(arguments: argparse.Namespace) -> Iterator[Engine | None]:
    """The engine that is asked for; None for the usual one. Raises UnusableInput."""
    if arguments.master and arguments.engine != "spark":
        raise UnusableInput("--master says where Spark is: give --engine spark as well")
    if arguments.tables and arguments.engine != "spark":
        raise UnusableInput("--tables says where Spark reads the tables: give --engine spark as well")
    if arguments.engine == "polars":
        yield None
        return
    try:
        from py4j.protocol import Py4JNetworkError
        from pyspark.errors import PySparkException

        from civcas.checking.engines.spark import Spark
        from civcas.checking.engines.spark_session import ENDED, words_of
    except ImportError:
        raise UnusableInput(f"Spark is not installed: {how_to_install('spark')}") from None
    spark = Spark(arguments.master or "local[*]", arguments.tables or "")
    try:
        yield spark
    except (Py4JNetworkError, ConnectionError):
        raise UnusableInput(ENDED) from None
    except PySparkException as error:
        raise UnusableInput(f"Spark: {words_of(error)}") from None
    finally:
        with suppress(Py4JNetworkError, ConnectionError):  # it has ended
            spark.close()


def register(commands: Any) -> None:
    added = command(
        commands,
        "check",
        "check the whole package",
        "Check the descriptor, the tables, the rules and the known issues, and print what is wrong and how to fix it.",
        {0: "clean", 1: "findings"},
        "print nothing if all is clean, and no progress",
    )
    where = added.add_argument(
        "where",
        nargs="?",
        metavar="PACKAGE",
        help="where the package is: a folder, a datapackage.json, a zip, or an http(s) address of one of the last two"
        " (default: as with --package)",
    )
    files = added.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="print only the findings in these files, and count the others (default: print all)",
    )
    completes(where, FILES)
    completes(files, FILES)
    added.add_argument(
        "--since",
        metavar="REV",
        help="look for the cause of a finding first in lines that changed since this git revision (default: HEAD)",
    )
    added.add_argument(
        "--engine",
        choices=["polars", "spark"],
        default="polars",
        help="what asks the tables: Polars in this process, or Apache Spark for tables that are larger than one machine"
        " (default: polars)",
    )
    added.add_argument(
        "--master",
        metavar="URL",
        help="where Spark is, such as spark://host:7077; every machine of it needs the package's files at the same path"
        " and this version of civcas (default: local[*], all processors of this machine)",
    )
    added.add_argument(
        "--tables",
        metavar="URL",
        help="a folder that Spark reads the tables from, as CSV or Parquet, such as hdfs://host/data; the descriptor,"
        " the schemas and the documents are the package's own (default: the package's own tables)",
    )
    added.add_argument(
        "--format",
        choices=["text", "json", "github", "markdown", "sarif", "junit"],
        default="text",
        help="text for people, JSON for programs, annotations for GitHub, Markdown for a comment, SARIF 2.1.0 for"
        " services that show findings in code, or JUnit XML for those that show tests (default: text)",
    )
    added.add_argument(
        "--documented",
        action="store_true",
        help="also print the findings that known issues document (json and markdown always do)",
    )
