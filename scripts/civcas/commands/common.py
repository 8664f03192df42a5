"""What commands share: exit codes, opening and locking the package, checking it before a build."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import replace
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
    return with_rules(read_package(root, with_faults=with_faults), arguments)


def with_rules(package: Package, arguments: argparse.Namespace) -> Package:
    """The package. The rules in its folder rules/ are run if that is asked for, or if the user works inside it."""
    from civcas.package.files import real_path

    inside = real_path(Path.cwd()).is_relative_to(real_path(package.root))
    return replace(package, runs_rules=arguments.run_rules or inside)


@contextmanager
def any_package(arguments: argparse.Namespace, *, with_faults: bool = False, writes: bool = False) -> Iterator[Package]:
    """The package that a command reads: where there is none, the one that was installed with the program.

    It says so. A command that `writes` to the package needs one of its own. Raises UnusableInput as open_package does.
    """
    from civcas.package.installed import INSTALLED
    from civcas.package.tables import read_package
    from civcas.package.zips import unpack

    if writes or arguments.package or _is_around() or not INSTALLED.is_file():
        yield open_package(arguments, with_faults=with_faults)
        return
    with tempfile.TemporaryDirectory(prefix="civcas-", ignore_cleanup_errors=True) as folder:
        unpack(INSTALLED, Path(folder))
        package = replace(read_package(Path(folder), with_faults=with_faults), is_installed=True)
        version = package.descriptor.get("version")
        print(f"civcas: no package is here, so this is the one that was installed, version {version}", file=sys.stderr)
        yield package


def _is_around() -> bool:
    """Whether this folder, or one above it, has a package."""
    from civcas.package.tables import find_root

    try:
        find_root(Path.cwd())
    except UnusableInput:
        return False
    return True


def built_in(package: Package) -> Path:
    """The folder that a build of the package goes to if no other is named."""
    return (Path.cwd() if package.is_installed else package.root) / "dist"


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


def writing_if(asked: bool, package: Package) -> AbstractContextManager[None]:
    """As `writing_to` for a command that writes only if it is asked to."""
    return writing_to(package) if asked else nullcontext()


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


def _require_rules_run(package: Package) -> None:
    """Raise UnusableInput if the package has rules that are not run: it would be published unchecked."""
    from civcas.checking.rule_files import rules_not_run

    for name, place in rules_not_run(package).items():
        raise UnusableInput(
            f"{place}: {name} is code of the package, which is run only if you work inside it or give --run-rules."
            " Nothing was built"
        )


def build_into(package: Package, folder: Path, url: str | None, *, quiet: bool) -> int:
    """Check, and build what was checked, also if a table changes on disk meanwhile."""
    from civcas.checking.engines.local import Local
    from civcas.publishing.build import build, described_by
    from civcas.publishing.docs import out_of_date

    _require_rules_run(package)
    before = described_by(package)
    with closing(Local()) as engine:
        if not is_clean(package, engine, quiet=quiet):
            print("nothing was built; fix the findings first", file=sys.stderr)
            return FINDINGS
        for path in out_of_date(package):
            print(
                f"civcas: {path} is out of date, and is published like this. `civcas docs` writes it", file=sys.stderr
            )
        for file in build(package, engine.tables, folder, url, before):
            if not quiet:
                print(f"{file.stat().st_size:>13,}  {file.relative_to(folder.parent)}")
    return CLEAN
