"""Damaged copies of a package, checked by Polars and by Spark: both must report the same.

    python -m tests.faults.engines --count 50 --seed 1 [--package DIR] [--master URL]

Each copy has one to five faults: single ones as `inject` makes them, cells that can't be read, records out of order or
there twice, and files in another form. Prints each copy whose findings differ, and how many did.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from civcas.checking.check import check
from civcas.checking.engines.engine import Engine
from civcas.checking.findings import Finding
from civcas.checking.report import text_of
from civcas.package.tables import Package, read_package, split_lines
from tests.faults.inject import Injector

MADE = Path(__file__).resolve().parents[1] / "package"
_UNREADABLE = ("12.0", "1,302", " 7", "n/a", "2017-02-30", "=1+1", "FranÃ§ais", "\u200b3", "x" * 200)


@dataclass(frozen=True)
class Damaged:
    """A damaged copy: what was done to it, and the files that differ, by the table's name."""

    words: str
    files: dict[str, bytes]


def copies(package: Package, count: int, seed: int) -> Iterator[Damaged]:
    chance = random.Random(seed)
    injector = Injector(package)
    faults = list(injector.faults(seed, 1, list(injector.rows)))
    for _ in range(count):
        names = chance.sample(list(injector.rows), chance.randint(1, 5))
        files, words = {}, []
        for name in names:
            if chance.random() < 0.6:
                fault = chance.choice([fault for fault in faults if fault.table == name])
                files[name] = injector.data(fault)
                words.append(f"{name} line {fault.line}: {fault.kind} {fault.field}")
            else:
                kind = chance.choice(list(_WHOLE))
                lines = split_lines(package.root.joinpath(package.resource(name).path).read_text(encoding="utf-8"))
                files[name] = _WHOLE[kind](lines, chance)
                words.append(f"{name}: {kind}")
        yield Damaged("; ".join(words), files)


def _file(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _cell(lines: list[str], chance: random.Random) -> bytes:
    at = chance.randrange(1, len(lines))
    cells = lines[at].split(",")
    cells[chance.randrange(len(cells))] = chance.choice(_UNREADABLE)
    return _file([*lines[:at], ",".join(cells), *lines[at + 1 :]])


def _order(lines: list[str], chance: random.Random) -> bytes:
    at = chance.randrange(1, len(lines) - 1) if len(lines) > 2 else 0
    return _file([*lines[:at], *lines[at : at + 2][::-1], *lines[at + 2 :]])


def _twice(lines: list[str], chance: random.Random) -> bytes:
    at = chance.randrange(1, len(lines))
    return _file([*lines[: at + 1], *lines[at:]])


def _quote(lines: list[str], chance: random.Random) -> bytes:
    at = chance.randrange(1, len(lines))
    return _file([*lines[:at], f'"{lines[at]}', *lines[at + 1 :]])


_WHOLE = {
    "a cell that can't be read": _cell,
    "two records in the wrong order": _order,
    "a record twice": _twice,
    "a stray quote": _quote,
    "Windows line ends": lambda lines, _: _file(lines).replace(b"\n", b"\r\n"),
    "no line end at the end": lambda lines, _: _file(lines)[:-1],
    "no records": lambda lines, _: _file(lines[:1]),
    "half of the records": lambda lines, _: _file(lines[: 1 + len(lines) // 2]),
}


def differing(root: Path, damaged: Damaged, engine: Callable[[], Engine]) -> tuple[list[Finding], list[Finding]]:
    """The findings on a copy that only Polars reports with the tables in memory, and those that only `engine` does."""
    package = read_package(root, with_faults=True)
    paths = {name: root / package.resource(name).path for name in damaged.files}
    before = {name: path.read_bytes() for name, path in paths.items()}
    try:
        for name, path in paths.items():
            path.write_bytes(damaged.files[name])
        ours = check(package).findings
        with closing(engine()) as other:
            theirs = check(package, engine=other).findings
    finally:
        for name, path in paths.items():
            path.write_bytes(before[name])
    return [each for each in ours if each not in theirs], [each for each in theirs if each not in ours]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--package", type=Path, default=MADE, help="take these tables (default: those of the tests)")
    parser.add_argument("--master", default="local[*]")
    arguments = parser.parse_args()
    from civcas.checking.engines.spark import Spark

    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        root = _put_package(arguments.package, Path(folder, "package"))
        for damaged in copies(read_package(root), arguments.count, arguments.seed):
            polars, spark = differing(root, damaged, lambda: Spark(arguments.master))
            wrong += bool(polars or spark)
            print(f"{'differs' if polars or spark else 'same'}: {damaged.words}", flush=True)
            for who, findings in (("Polars", polars), ("Spark", spark)):
                for finding in findings:
                    print(f"  only {who}: {text_of(finding)}", flush=True)
    print(f"{arguments.count} damaged copies, {wrong} differ")
    sys.exit(bool(wrong))


def _put_package(tables: Path, root: Path) -> Path:
    from tests.conftest import put_package

    return put_package(root, tables / "data")


if __name__ == "__main__":
    main()
