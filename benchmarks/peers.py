"""Compares `civcas check` and `civcas build` with other programs on the same files, and writes docs/benchmarks.md.

    python benchmarks/peers.py [--rows 1000000] [--times 3]

Each runs on the project's own package and on one with so many strikes (see making.py), all in turn, several times. The
figures are medians of wall time; a ratio is the median of the ratios of neighbouring runs, so that other work on the
machine matters little. The limits are no peers: they say what reading alone, or starting, takes. Needs `sqlite3`.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from civcas.package.tables import read_package
from measuring import Run, measured

ROOT = Path(__file__).parent.parent
MAKING = Path(__file__).with_name("making.py")
PAGE = ROOT / "docs" / "benchmarks.md"
_READ = "import glob, polars; [polars.read_csv(file, infer_schema=False) for file in glob.glob('data/*.csv')]"


class Program(NamedTuple):
    name: str
    command: list[str]
    what: str


def checking() -> list[Program]:
    """Ours first, then the peer, then limits."""
    python = sys.executable
    return [
        Program("civcas check", [python, "-m", "civcas", "check"], "structure and all rules"),
        Program(
            "frictionless validate",
            [python, "-m", "frictionless", "validate", "datapackage.json"],
            "structure: types, constraints, keys",
        ),
        Program("polars.read_csv", [python, "-c", _READ], "a limit: reads every table as text"),
        Program(
            "python -c 'import pandera.polars, frictionless'",
            [python, "-c", "import pandera.polars, frictionless"],
            "a limit: starts, and does nothing",
        ),
    ]


def building(root: Path, out: Path) -> list[Program]:
    imports = [f".import {file} {file.stem}" for file in sorted((root / "data").glob("*.csv"))]
    script = " ".join(["rm -f", str(out / "plain.db"), "&& sqlite3", str(out / "plain.db"), "'.mode csv'"])
    script += "".join(f" '{line}'" for line in imports)
    return [
        Program(
            "civcas build",
            [sys.executable, "-m", "civcas", "build", "--out", str(out / "dist")],
            "checks, then SQLite with types, keys, indexes and full-text search, Parquet, CSV, XLSX and a zip",
        ),
        Program("sqlite3 .import", ["sh", "-c", script], "a limit: SQLite of texts, without keys and indexes"),
    ]


def compared(programs: list[Program], folder: Path, times: int) -> list[str]:
    """Rows of a table: each program, what it does, its time, its memory, and how our time relates to its."""
    runs: dict[str, list[Run]] = {program.name: [] for program in programs}
    for _ in range(times):
        for program in programs:
            runs[program.name].append(measured(program.command, folder))
    ours = runs[programs[0].name]
    return [_row(program, runs[program.name], ours) for program in programs]


def _row(program: Program, runs: list[Run], ours: list[Run]) -> str:
    wall, most = statistics.median(run.wall for run in runs), max(run.megabytes for run in runs)
    ratio = statistics.median(own.wall / other.wall for own, other in zip(ours, runs, strict=True))
    return f"| `{program.name}` | {program.what} | {wall:.2f} s | {most:,.0f} MB | {ratio:.2f} |"


def table(title: str, rows: list[str]) -> str:
    head = "| program | what it does | time | memory | our time / its time |\n|---|---|---:|---:|---:|"
    return "\n".join([f"## {title}", "", head, *rows, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3)
    arguments = parser.parse_args()
    parts = []
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder, "large")
        # In a process of its own, since what this one has in memory would count for all that it starts.
        subprocess.run([sys.executable, MAKING, large, "--rows", str(arguments.rows)], check=True)
        for title, root in (("The project's own tables", ROOT), (f"{arguments.rows:,} strikes", large)):
            records = sum(file.read_bytes().count(b"\n") - 1 for file in (root / "data").glob("*.csv"))
            of_both = [*compared(checking(), root, arguments.times), *compared(building(root, Path(folder)), root, 1)]
            parts.append(table(f"{title}: {records:,} records", of_both))
    PAGE.write_text("\n".join([_head(arguments.times), *parts]), encoding="utf-8")


def _head(times: int) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in ("polars", "pandera", "frictionless"))
    machine = f"{platform.machine()}, Python {platform.python_version()}, {versions}"
    return (
        "# Benchmarks\n\n"
        "How long the program takes beside others on the same files. `make bench` measures again and writes this"
        " page.\n\n"
        f"Measured with version {read_package(ROOT).descriptor['version']} on {os.cpu_count()} processors: {machine}.\n"
        f"Medians of {times} runs in turn, and of builds one run each. Memory is the highest of any run. The table of a"
        " million strikes\nis made from the project's own tables, so that every rule holds (`benchmarks/making.py`).\n"
    )


if __name__ == "__main__":
    main()
