"""`civcas check`: check the whole package."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civcas.commands.common import CLEAN, FINDINGS, named, open_package
from civcas.commands.options import command
from civcas.errors import UnusableInput

if TYPE_CHECKING:
    from civcas.checking.engines.engine import Engine


def run(arguments: argparse.Namespace) -> int:
    from civcas.checking.check import check
    from civcas.checking.report import FORMATS
    from civcas.package.git import head_of, require_revision

    package = open_package(arguments, with_faults=True)
    wanted = {resource.path for resource in named(package, arguments.files)} if arguments.files else None
    if arguments.since and arguments.tables:
        raise UnusableInput("--since compares with the package's own files: leave it or --tables out")
    if arguments.since:
        require_revision(package.root, arguments.since)
    since = None if arguments.tables else arguments.since or head_of(package.root)
    with _engine(arguments) as engine:
        report = check(package, since=since, engine=engine)
    if wanted is not None:
        report = report.of_files(wanted)
    options = {"documented": True} if arguments.documented else {}
    print(FORMATS[arguments.format](report, **options))
    return FINDINGS if report.errors or report.elsewhere else CLEAN


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
        from pyspark.errors import PySparkException

        from civcas.checking.engines.spark import Spark
    except ImportError:
        raise UnusableInput('Spark is not installed: run `pip install "oir-civcas[spark]"`') from None
    spark = Spark(arguments.master or "local[*]", arguments.tables or "")
    try:
        yield spark
    except PySparkException as error:
        raise UnusableInput(f"Spark: {(error.getMessage() or str(error)).splitlines()[0]}") from None
    finally:
        spark.close()


def register(commands: Any) -> None:
    added = command(
        commands,
        "check",
        "check the whole package",
        "Check the descriptor, the tables, the rules and the known issues, and print what is wrong and how to fix it."
        " Exit code: 0 clean, 1 findings, 2 unusable input.",
    )
    added.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="print only the findings in these files, and count the others (default: print all)",
    )
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
        choices=["text", "json", "github", "markdown"],
        default="text",
        help="text for people, JSON for programs, annotations for GitHub, or Markdown for a comment (default: text)",
    )
    added.add_argument(
        "--documented", action="store_true", help="also print the findings that known issues document (text and github)"
    )
