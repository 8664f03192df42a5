"""The command line. Imports are inside the commands, so that `civcas --help` is quick.

Exit codes: 0 clean, 1 findings, 2 unusable input or usage.
"""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from civcas import __version__
from civcas.findings import UnusableInput

if TYPE_CHECKING:
    from civcas.check import Report
    from civcas.package import Package, Resource

CLEAN, FINDINGS, UNUSABLE = 0, 1, 2


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    if argv is None:  # a process of its own, soon over: a fifth of the time of a check
        gc.disable()
        os.environ.setdefault("POLARS_ENGINE_AFFINITY", "in-memory")
    arguments = parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except UnusableInput as error:
        print(f"civcas: {error}", file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return code


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="civcas", description="Check, build and publish the oir-civcas data package.")
    top.add_argument("--version", action="version", version=f"civcas {__version__}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--package", type=Path, metavar="DIR", help="the package's folder (default: the nearest one, upwards from here)"
    )
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    check = commands.add_parser(
        "check",
        parents=[common],
        help="validate everything",
        description="Validate the package. Exit code: 0 clean, 1 findings, 2 unusable input.",
    )
    check.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="report only findings in these files (the whole package is read all the same)",
    )
    check.add_argument("--format", choices=["text", "json", "github", "markdown"], default="text")
    check.add_argument(
        "--documented", action="store_true", help="text, github: show the findings that known issues document, too"
    )
    check.set_defaults(run=run_check)

    build = commands.add_parser(
        "build",
        parents=[common],
        help="check, then write dist/",
        description="Check the package, then write dist/: SQLite, Parquet, CSV, XLSX, the zipped package, checksums.",
    )
    build.add_argument("--out", type=Path, metavar="DIR", help="the folder to write (default: dist/ in the package)")
    build.set_defaults(run=run_build)

    serve = commands.add_parser(
        "serve",
        parents=[common],
        help="check, build and open the site",
        description="Check, build, and serve the Datasette site.",
    )
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8001)
    serve.add_argument(
        "--built", type=Path, metavar="DIR", help="serve this folder, which `civcas build` wrote, without building anew"
    )
    serve.set_defaults(run=run_serve)

    form = commands.add_parser(
        "format",
        parents=[common],
        help="put tables into canonical form",
        description="Put the tables into canonical form.",
    )
    form.add_argument("files", nargs="*", type=Path, metavar="FILE", help="only these tables (default: all)")
    form.add_argument("--check", action="store_true", help="change nothing; exit 1 if a file is not canonical")
    form.set_defaults(run=run_format)

    docs = commands.add_parser(
        "docs",
        parents=[common],
        help="regenerate the generated documentation",
        description="Regenerate the data dictionary, the rule catalogue and the table of files in the README.",
    )
    docs.add_argument("--check", action="store_true", help="change nothing; exit 1 if a page is out of step")
    docs.set_defaults(run=run_docs)
    return top


def open_package(arguments: argparse.Namespace) -> Package:
    from civcas.package import find_root, read_package

    return read_package(arguments.package.resolve() if arguments.package else find_root(Path.cwd()))


def named(package: Package, files: list[Path]) -> list[Resource]:
    """The resources that the given files are; all where none is given. Raises UnusableInput."""
    by_path = {(package.root / resource.path).resolve(): resource for resource in package.resources}
    unknown = [str(file) for file in files if file.resolve() not in by_path]
    if unknown:
        known = ", ".join(resource.path for resource in package.resources)
        raise UnusableInput(f"{', '.join(unknown)}: no table of the package; its tables are {known}")
    return [by_path[file.resolve()] for file in files] or list(package.resources)


def run_check(arguments: argparse.Namespace) -> int:
    from dataclasses import replace

    from civcas.check import check
    from civcas.report import FORMATS

    package = open_package(arguments)
    wanted = {resource.path for resource in named(package, arguments.files)} if arguments.files else None
    report = check(package)
    if wanted is not None:
        report = replace(report, findings=[finding for finding in report.findings if finding.file in wanted])
    options = {"documented": True} if arguments.documented else {}
    print(FORMATS[arguments.format](report, **options))
    return FINDINGS if report.errors else CLEAN


def check_clean(package: Package) -> Report:
    """Check, and print what is wrong to standard error."""
    from civcas.check import check
    from civcas.report import as_text

    report = check(package)
    print(as_text(report), file=sys.stderr)
    return report


def build_into(package: Package, folder: Path) -> int:
    from civcas.build import build
    from civcas.package import read_tables

    if check_clean(package).errors:
        print("nothing was built: mend the findings first", file=sys.stderr)
        return FINDINGS
    try:
        files = build(package, read_tables(package), folder)
    except OSError as error:
        raise UnusableInput(
            f"{error.filename or folder}: {(error.strerror or str(error)).lower()}; nothing was changed"
        ) from None
    for file in files:
        print(f"{file.stat().st_size:>10,}  {file.relative_to(folder.parent)}")
    return CLEAN


def run_build(arguments: argparse.Namespace) -> int:
    package = open_package(arguments)
    return build_into(package, (arguments.out or package.root / "dist").resolve())


def run_serve(arguments: argparse.Namespace) -> int:
    from civcas.site import serve

    if arguments.built:
        return serve(arguments.built.resolve(), arguments.host, arguments.port)
    package = open_package(arguments)
    folder = package.root / "dist"
    return build_into(package, folder) or serve(folder, arguments.host, arguments.port)


def run_format(arguments: argparse.Namespace) -> int:
    from civcas.atomic import write_atomically
    from civcas.broken import explain
    from civcas.formatting import changed
    from civcas.package import DoesNotParse, read_bytes
    from civcas.report import text_of

    package = open_package(arguments)
    code = CLEAN
    for resource in named(package, arguments.files):
        try:
            data = changed(package, resource)
        except DoesNotParse:
            print("\n".join(text_of(finding) for finding in explain(package, resource, read_bytes(package, resource))))
            code = FINDINGS
            continue
        if data is None:
            continue
        print(f"{resource.path}: {'not canonical' if arguments.check else 'rewritten'}")
        if arguments.check:
            code = FINDINGS
        else:
            write_atomically(package.root / resource.path, data)
    return code


def run_docs(arguments: argparse.Namespace) -> int:
    from civcas.atomic import write_atomically
    from civcas.docs import pages
    from civcas.package import DoesNotParse, read_tables

    package = open_package(arguments)
    try:
        tables = read_tables(package)
    except DoesNotParse:
        raise UnusableInput("a table does not parse; run `civcas check`") from None
    code = CLEAN
    for path, text in pages(package, tables).items():
        file = package.root / path
        if file.exists() and file.read_text(encoding="utf-8") == text:
            continue
        print(f"{path}: {'out of step; run `civcas docs`' if arguments.check else 'written'}")
        if arguments.check:
            code = FINDINGS
        else:
            file.parent.mkdir(exist_ok=True)
            write_atomically(file, text.encode())
    return code
