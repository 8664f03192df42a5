"""The command line. Imports are inside the commands, so that `civcas --help` is quick.

Exit codes: 0 clean, 1 findings, 2 unusable input or usage.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import signal
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from civcas.arguments import parser
from civcas.findings import UnusableInput, reason

if TYPE_CHECKING:
    from civcas.check import Report
    from civcas.package import Package, Resource

CLEAN, FINDINGS, UNUSABLE = 0, 1, 2


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    if argv is None:  # a process of its own, soon over: a fifth of the time of a check
        gc.disable()
        os.environ.setdefault("POLARS_ENGINE_AFFINITY", "in-memory")
        if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal's encoding may lack a letter
            sys.stdout.reconfigure(errors="backslashreplace")
    arguments = parser().parse_args(argv)
    try:
        code = RUN[arguments.command](arguments)
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
        raise UnusableInput(f"{error.filename or folder}: {reason(error)}; nothing was changed") from None
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
    from civcas.draft import NothingFound, Request, as_text, draft, tried, with_proposal, write
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
    files = with_proposal(package, proposal)
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
    from civcas.package import read_tables

    package = open_package(arguments)
    code = CLEAN
    for path, text in pages(package, read_tables(package)).items():
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


RUN = {
    "check": run_check,
    "build": run_build,
    "serve": run_serve,
    "draft": run_draft,
    "verify": run_verify,
    "explain": run_explain,
    "diff": run_diff,
    "format": run_format,
    "docs": run_docs,
}
