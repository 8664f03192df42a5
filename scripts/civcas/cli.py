"""The command line. Imports are inside the commands, so that `civcas --help` is quick.

Exit codes: 0 clean, 1 findings, 2 unusable input or usage.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import signal
import sys
from datetime import date
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
        description="Check the package, then write dist/: SQLite, Parquet, CSV and the site's metadata.",
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
    serve.set_defaults(run=run_serve)

    changes = commands.add_parser(
        "diff",
        parents=[common],
        help="what changed since a git revision",
        description="Show what changed in the tables between a git revision and the working tree, by record and field,"
        " and what it does to the headline totals. Exit code: 0 compared, 1 a file does not parse, 2 unusable input.",
    )
    changes.add_argument("revision", metavar="REV", help="a git revision, such as main or HEAD~1")
    changes.add_argument("--format", choices=["text", "markdown", "json"], default="text")
    changes.add_argument(
        "--most",
        type=natural,
        metavar="N",
        help="list no more than N added records, removed records and changed cells of each table, and count the rest"
        " (default: 20; json: all)",
    )
    changes.set_defaults(run=run_diff)

    register = commands.add_parser(
        "explain",
        parents=[common],
        help="draft the known issue that documents a finding",
        description="Draft the row of known_issues that documents a finding of `civcas check`, and with --write put it"
        " into the table. Exit code: 0 drafted, 1 there is nothing to document, 2 unusable input.",
    )
    register.add_argument(
        "rule", metavar="RULE", help="the rule that the record breaks, such as releases/completed-sum"
    )
    register.add_argument("record", metavar="RECORD", help="the record's key, such as monthly-2018-05")
    register.add_argument("--field", help="the field, where the record breaks the rule at several")
    register.add_argument(
        "--explanation", metavar="TEXT", help="why the sources contradict each other, in your own words"
    )
    register.add_argument("--source", metavar="SOURCE_ID", help="the source that explains it")
    register.add_argument(
        "--status",
        choices=["explained", "inferred", "unexplained"],
        help="how firm the explanation is (default: explained with --source, else unexplained)",
    )
    register.add_argument("--write", action="store_true", help="add the row to the table (needs --explanation)")
    register.set_defaults(run=run_explain)

    draft = commands.add_parser(
        "draft",
        parents=[common],
        help="propose rows from the text of a release or strike report",
        description="Read a text (plain, HTML or PDF) in English and propose rows, showing for each figure the words it"
        " was read from. Exit code: 0 the rows fit the package, 1 they do not add up or nothing was found, 2 unusable"
        " input, or rows that exist already.",
    )
    draft.add_argument("file", metavar="FILE", help="the text; - reads standard input")
    draft.add_argument("--url", required=True, type=web_address, help="the address at which the text was published")
    draft.add_argument(
        "--kind",
        choices=["official", "republication", "archive", "news", "report"],
        required=True,
        help="how near the page is to the figures; see sources.kind in docs/data-dictionary.md",
    )
    draft.add_argument(
        "--language", type=language, default="en", metavar="XX", help="language of the page (default: en)"
    )
    draft.add_argument(
        "--organisation", default="", metavar="ID", help="its publisher, where the host does not tell it"
    )
    draft.add_argument("--published-on", type=day, metavar="YYYY-MM-DD", help="the day of the page")
    draft.add_argument(
        "--released-on",
        type=day,
        metavar="YYYY-MM-DD",
        help="the day of the release itself, where the page is of another",
    )
    draft.add_argument("--release-id", type=release_id, metavar="ID", help="where the text does not tell it")
    draft.add_argument(
        "--evidence-only", action="store_true", help="the release exists: propose the text as a further source of it"
    )
    draft.add_argument("--write", action="store_true", help="put the rows into data/*.csv, all of them or none")
    draft.set_defaults(run=run_draft)

    verify = commands.add_parser(
        "verify",
        parents=[common],
        help="set a record against a text",
        description="Say which figures of a record a text states, contradicts or does not mention."
        " Exit code: 0 none contradicted, 1 contradicted, 2 unusable input.",
    )
    verify.add_argument("record", metavar="RECORD", help="such as releases/monthly-2019-04, or monthly-2019-04")
    verify.add_argument("file", metavar="FILE", help="the text: plain, HTML or PDF; - reads standard input")
    verify.add_argument("--format", choices=["text", "json", "markdown"], default="text")
    verify.set_defaults(run=run_verify)

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


def natural(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else -1
    if number < 0:
        raise argparse.ArgumentTypeError(f"expected a whole number, 0 or more, found {text!r}")
    return number


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: expected a day as YYYY-MM-DD") from None


def web_address(text: str) -> str:
    return formed(text, r"https?://[^\s/]+(/\S*)?", "an address such as https://www.inherentresolve.mil/Releases/")


def language(text: str) -> str:
    return formed(text, r"[a-z]{2}", "a two-letter code such as en")


def release_id(text: str) -> str:
    form = r"monthly-\d{4}-\d\d|ad-hoc-\d{4}-\d\d-\d\d(-\d)?|annual-\d{4}"
    return formed(text, form, "an id such as monthly-2019-04, ad-hoc-2016-01-22 or annual-2018")


def formed(text: str, form: str, expected: str) -> str:
    if not re.fullmatch(form, text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text or 'empty'}: expected {expected}")
    return text


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
        for file in build(package, read_tables(package), folder):
            print(f"{file.stat().st_size:>10,}  {file.relative_to(folder.parent)}")
    except OSError as error:
        raise UnusableInput(
            f"{error.filename or folder}: {(error.strerror or str(error)).lower()}; nothing was changed"
        ) from None
    return CLEAN


def run_build(arguments: argparse.Namespace) -> int:
    package = open_package(arguments)
    return build_into(package, (arguments.out or package.root / "dist").resolve())


def run_serve(arguments: argparse.Namespace) -> int:
    from civcas.site import serve

    package = open_package(arguments)
    folder = package.root / "dist"
    return build_into(package, folder) or serve(folder, arguments.host, arguments.port)


def run_diff(arguments: argparse.Namespace) -> int:
    from civcas.diff import diff
    from civcas.diff_report import FORMATS

    changes = diff(open_package(arguments), arguments.revision)
    print(FORMATS[arguments.format](changes, arguments.most))
    return FINDINGS if changes.unreadable else CLEAN


def run_explain(arguments: argparse.Namespace) -> int:
    from civcas.atomic import write_atomically
    from civcas.check import check
    from civcas.formatting import as_csv, formatted
    from civcas.known_issues import NothingToDocument, documentable, issues_for
    from civcas.package import read_table

    package = open_package(arguments)
    said = words_of_issue(arguments)
    issues, sources = read_table(package, "known_issues"), read_table(package, "sources")
    if said["source_id"] and said["source_id"] not in set(sources.text["source_id"]):
        raise UnusableInput(f"--source {said['source_id']}: no such record in {sources.resource.path}")
    try:
        findings = documentable(check(package).findings, arguments.rule, arguments.record, arguments.field)
    except NothingToDocument as nothing:
        print(nothing)
        return FINDINGS
    rows = issues_for(findings, set(issues.text["issue_id"]), said)
    if arguments.write:
        write_atomically(package.root / issues.resource.path, formatted(issues, rows))
        print(f"{issues.resource.path}: added {', '.join(str(row['issue_id']) for row in rows)}")
    else:
        print(as_csv(issues.schema, rows), end="")
        print(f"to add it to {issues.resource.path}: --explanation TEXT --write", file=sys.stderr)
    return CLEAN


def words_of_issue(arguments: argparse.Namespace) -> dict[str, str | None]:
    """What the user says of a known issue. Raises UnusableInput where that does not go together."""
    status = arguments.status or ("explained" if arguments.source else "unexplained")
    if status == "explained" and not arguments.source:
        raise UnusableInput("--status explained: name the source that explains it with --source; else it is inferred")
    if arguments.write and not (arguments.explanation or "").strip():
        raise UnusableInput(
            "--write: say with --explanation why the sources contradict each other, or what was looked at in vain"
        )
    return {"explanation": arguments.explanation, "source_id": arguments.source, "status": status}


def run_draft(arguments: argparse.Namespace) -> int:
    from civcas.documents import read_document
    from civcas.draft import NothingFound, Request, as_text, draft, tried, with_rows, write
    from civcas.report import count, text_of

    package = open_package(arguments)
    document = read_document(arguments.file)
    names = ["url", "kind", "language", "organisation", "published_on", "released_on", "release_id", "evidence_only"]
    request = Request(**{name: getattr(arguments, name) for name in names})
    try:
        proposal = draft(package, document.text, request, date.today())
    except NothingFound as nothing:
        print(f"{document.name}: {nothing}")
        return FINDINGS
    print(as_text(proposal, package.schemas))
    if document.note:
        print(f"{document.name}: {document.note}", file=sys.stderr)
    if arguments.write and proposal.existing:
        raise UnusableInput("nothing was written: " + "\n".join(proposal.existing))
    if arguments.write and proposal.lacking:
        raise UnusableInput("nothing was written, since this is still to be told: " + "; ".join(proposal.lacking))
    if not proposal.rows or proposal.existing:
        return CLEAN if not proposal.rows else FINDINGS
    files = with_rows(package, proposal.rows)
    findings = tried(package, files)
    print("\nWith these rows the package has " + count(len(findings), "new finding"))
    print("\n".join(text_of(finding) for finding in findings), end="")
    if arguments.write:
        if any(finding.rule.startswith("structure/") for finding in findings):
            raise UnusableInput("nothing was written: mend the rows' form first (structure/...)")
        write(package, files)
        print("written: " + ", ".join(package.resource(name).path for name in files))
    return FINDINGS if findings else CLEAN


def run_verify(arguments: argparse.Namespace) -> int:
    from civcas.documents import read_document
    from civcas.verify import FORMATS, verify

    document = read_document(arguments.file)
    outcome = verify(open_package(arguments), arguments.record, document.text, document.name)
    print(FORMATS[arguments.format](outcome))
    if document.note:
        print(f"{document.name}: {document.note}", file=sys.stderr)
    return FINDINGS if outcome.contradicted else CLEAN


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
