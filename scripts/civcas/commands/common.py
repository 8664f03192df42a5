"""What commands share: exit codes, opening the package, checking it before a build."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from civcas.errors import UnusableInput, reason

if TYPE_CHECKING:
    from civcas.checking.check import Report
    from civcas.package.tables import Package, Resource


CLEAN, FINDINGS, UNUSABLE = 0, 1, 2


def open_package(arguments: argparse.Namespace, *, with_faults: bool = False) -> Package:
    """The package that a command works on. Raises UnusableInput if it can't be used.

    `with_faults`: the command checks the package, and so reports faults of descriptor and schemas itself.
    """
    from civcas.package.files import real_path
    from civcas.package.tables import find_root, read_package

    root = real_path(arguments.package) if arguments.package else find_root(Path.cwd())
    return read_package(root, with_faults=with_faults)


def named(package: Package, files: list[Path]) -> list[Resource]:
    """The resources of the given files; all of them if no file is given. Raises UnusableInput."""
    from civcas.package.files import real_path

    by_path = {real_path(package.root / resource.path): resource for resource in package.resources}
    unknown = [str(file) for file in files if real_path(file) not in by_path]
    if unknown:
        known = ", ".join(resource.path for resource in package.resources)
        raise UnusableInput(f"{', '.join(unknown)}: not a table of the package; its tables are {known}")
    return [by_path[real_path(file)] for file in files] or list(package.resources)


def check_clean(package: Package) -> Report:
    """Check, and print what is wrong to standard error."""
    from civcas.checking.check import check
    from civcas.checking.report import as_text

    report = check(package)
    print(as_text(report), file=sys.stderr)
    return report


def build_into(package: Package, folder: Path) -> int:
    from civcas.package.tables import read_tables
    from civcas.publishing.build import build

    if check_clean(package).errors:
        print("nothing was built; fix the findings first", file=sys.stderr)
        return FINDINGS
    try:
        files = build(package, read_tables(package), folder)
    except OSError as error:
        raise UnusableInput(f"{error.filename or folder}: {reason(error)}; nothing was changed") from None
    for file in files:
        print(f"{file.stat().st_size:>10,}  {file.relative_to(folder.parent)}")
    return CLEAN
