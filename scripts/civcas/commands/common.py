"""What commands share: exit codes, opening and locking the package, checking it before a build."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from civcas.colours import coloured
from civcas.errors import UnusableInput

if TYPE_CHECKING:
    from civcas.checking.engines.engine import Engine
    from civcas.package.tables import Package, Resource


CLEAN, FINDINGS, UNUSABLE = 0, 1, 2


def open_package(arguments: argparse.Namespace, *, with_faults: bool = False) -> Package:
    """The package that a command works on. Raises UnusableInput if it can't be used.

    `with_faults`: the command checks the package, and so reports faults of descriptor and schemas itself.
    """
    from civcas.package.files import real_path
    from civcas.package.tables import find_root, read_package

    if arguments.package and not arguments.package.is_dir():
        raise UnusableInput(f"--package {arguments.package}: not a folder")
    root = real_path(arguments.package) if arguments.package else find_root(Path.cwd())
    return read_package(root, with_faults=with_faults)


def named(package: Package, files: list[Path]) -> list[Resource]:
    """The resources of the given files, each named from this folder or from that of the package; without any, all.

    Raises UnusableInput.
    """
    from civcas.package.files import real_path

    by_path = {real_path(package.root / resource.path): resource for resource in package.resources}
    found = {file: by_path.get(real_path(file)) or by_path.get(real_path(package.root / file)) for file in files}
    if unknown := [str(file) for file, resource in found.items() if not resource]:
        known = [resource.path for resource in package.resources]
        near = get_close_matches(unknown[0], known, 1)
        more = f"did you mean {near[0]}?" if near else f"its tables are {', '.join(known)}"
        raise UnusableInput(f"{', '.join(unknown)}: not a table of the package; {more}")
    return [resource for resource in found.values() if resource] or list(package.resources)


@contextmanager
def writing_to(package: Package) -> Iterator[None]:
    """Read, change and write the package while no other command writes to it."""
    from civcas.package.locks import locked

    def say() -> None:
        print("waiting for another civcas command that writes to this package", file=sys.stderr, flush=True)

    with locked(package.root, say):
        yield


def is_clean(package: Package, engine: Engine, *, quiet: bool) -> bool:
    """Check the package, and print what is wrong to standard error. The engine then holds its tables."""
    from civcas.checking.check import check
    from civcas.checking.report import as_text

    report = check(package, engine=engine)
    if report.errors or not quiet:
        print(coloured(as_text(report), sys.stderr), file=sys.stderr)
    return not report.errors


def build_into(package: Package, folder: Path, url: str | None, *, quiet: bool) -> int:
    """Check, and build what was checked, also if a table changes on disk meanwhile."""
    from civcas.checking.engines.local import Local
    from civcas.publishing.build import build

    with closing(Local()) as engine:
        if not is_clean(package, engine, quiet=quiet):
            print("nothing was built; fix the findings first", file=sys.stderr)
            return FINDINGS
        for file in build(package, engine.tables, folder, url):
            if not quiet:
                print(f"{file.stat().st_size:>13,}  {file.relative_to(folder.parent)}")
    return CLEAN
