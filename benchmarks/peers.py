"""Compares `civcas check` and `civcas build` with other programs on the same files, and writes docs/benchmarks.md.

    python benchmarks/peers.py [--rows 1000000] [--times 3]

Each runs on the project's own package and on one with so many strikes (see making.py), all in turn, several times. The
figures are medians of wall time; a ratio is the median of the ratios of neighbouring runs, so that other work on the
machine matters little. Before it is timed, each checker must find a planted fault, and each builder must write all
records. The limits are no peers: they say what reading alone, or starting, takes. Needs `sqlite3`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from civcas.package.tables import read_package
from measuring import Run, measured

ROOT = Path(__file__).parent.parent
HERE = Path(__file__).parent
PAGE = ROOT / "docs" / "benchmarks.md"
_SCRIPTS = Path(sys.executable).parent
_LIBRARIES = (
    *("polars", "pandera", "frictionless", "pandas", "dataframely", "duckdb", "csvs-to-sqlite", "sqlite-utils"),
    "datapackage-to-datasette",
)
_READ = "import glob, polars; [polars.read_csv(file, infer_schema=False) for file in glob.glob('data/*.csv')]"


class Program(NamedTuple):
    """What is run in a package's folder: a checker, or a builder that writes `database`. A limit is neither."""

    name: str
    command: list[str]
    what: str
    checks: bool = False
    database: Path | None = None


# --- what is compared --------------------------------------------------------------------------------------------
def checking() -> list[Program]:
    """Ours first, then the peers, then limits."""
    python = sys.executable
    return [
        Program("civcas check", [python, "-m", "civcas", "check"], "structure and all rules", checks=True),
        Program(
            "frictionless validate",
            [python, "-m", "frictionless", "validate", "datapackage.json"],
            "structure: types, constraints, keys",
            checks=True,
        ),
        _by_hand("pandera_pandas", "pandera on pandas"),
        _by_hand("dataframely_polars", "dataframely on Polars"),
        _by_hand("duckdb_constraints", "DuckDB, tables with constraints"),
        Program("polars.read_csv", [python, "-c", _READ], "a limit: reads every table as text"),
        Program(
            "python -c 'import pandera.polars, frictionless'",
            [python, "-c", "import pandera.polars, frictionless"],
            "a limit: starts, and does nothing",
        ),
    ]


def _by_hand(script: str, name: str) -> Program:
    what = "types, constraints and primary keys of strikes, strike_totals and evidence, written by hand"
    return Program(name, [sys.executable, str(HERE / "by_hand" / f"{script}.py")], what, checks=True)


def building(root: Path, out: Path) -> list[Program]:
    """Ours first, then the peers, then a limit. Each writes into `out`."""
    files = sorted((root / "data").glob("*.csv"))
    plain, utils, converted, imported = (out / f"{name}.db" for name in ("plain", "utils", "converted", "imported"))
    inserts = [
        f"{_SCRIPTS}/sqlite-utils insert {utils} {file.stem} {file} --csv --silent --pk {key}"
        for file, key in ((file, _key(root, file.stem)) for file in files)
    ]
    imports = "".join(f" '.import {file} {file.stem}'" for file in files)
    return [
        Program(
            "civcas build",
            [sys.executable, "-m", "civcas", "build", "--out", str(out / "dist")],
            "checks, then SQLite with types, keys, indexes and full-text search, Parquet, CSV, XLSX and a zip",
            database=out / "dist" / f"{read_package(root).descriptor['name']}.db",
        ),
        Program(
            "civcas's database",
            [sys.executable, str(HERE / "database.py"), str(out / "own")],
            "the same SQLite but for full-text search, and Parquet; nothing is checked",
            database=out / "own" / "tables.db",
        ),
        Program(
            "datapackage-to-datasette",
            _anew(
                imported,
                f"rm -f {out}/metadata.json",
                f"cd {_without_patterns(root, out / 'package')}",
                f"{_SCRIPTS}/datapackage-to-datasette {imported} datapackage.json {out}/metadata.json",
            ),
            "SQLite with types and keys, and metadata; of the same schemas without patterns, with which it fails",
            database=imported,
        ),
        Program(
            "csvs-to-sqlite",
            _anew(converted, f"{_SCRIPTS}/csvs-to-sqlite {' '.join(map(str, files))} {converted}"),
            "SQLite with guessed types, without keys",
            database=converted,
        ),
        Program(
            "sqlite-utils insert",
            _anew(utils, *inserts),
            "SQLite with guessed types and primary keys",
            database=utils,
        ),
        Program(
            "sqlite3 .import",
            _anew(plain, f"sqlite3 {plain} '.mode csv'{imports}"),
            "a limit: SQLite of texts, without keys and indexes",
            database=plain,
        ),
    ]


def _without_patterns(root: Path, folder: Path) -> Path:
    """The same package without the patterns of its schemas, which Frictionless's SQL can't ask of an empty cell."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root / "schemas", folder / "schemas")
    shutil.copy(root / "datapackage.json", folder)
    (folder / "data").symlink_to(root / "data")
    for file in (folder / "schemas").iterdir():
        schema = json.loads(file.read_text(encoding="utf-8"))
        for field in schema["fields"]:
            field.get("constraints", {}).pop("pattern", None)
        file.write_text(json.dumps(schema), encoding="utf-8")
    return folder


def _anew(database: Path, *commands: str) -> list[str]:
    return ["sh", "-c", " && ".join([f"rm -f {database}", *commands])]


def _key(root: Path, table: str) -> str:
    return " --pk ".join(read_package(root).schemas[table].primary_key)


# --- whether each does what it says ------------------------------------------------------------------------------
def find_planted(programs: list[Program], root: Path) -> None:
    """Ends the run if a checker refuses the package, or does not refuse it with a strike counted as -1."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "package")
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns(".*", "dist", "*.db"))
        for program in programs:
            if program.checks and _status(program, copy):
                raise SystemExit(f"{program.name} refuses a package that has no fault")
        _plant(root / "data" / "strikes.csv", copy / "data" / "strikes.csv")
        for program in programs:
            if program.checks and _status(program, copy) != 1:
                raise SystemExit(f"{program.name} does not find a strike that is counted as -1")


def _plant(file: Path, changed: Path) -> None:
    """Copy a table with -1 strikes in its first record; in parts, since its memory would count for all that follows."""
    with file.open(encoding="utf-8", newline="") as source, changed.open("w", encoding="utf-8", newline="") as target:
        header, cells = next(source), next(source).split(",")
        cells[header.split(",").index("strikes")] = "-1"
        target.writelines([header, ",".join(cells)])
        shutil.copyfileobj(source, target)


def _status(program: Program, folder: Path) -> int:
    return subprocess.run(program.command, cwd=folder, stdout=subprocess.DEVNULL, check=False).returncode


def require_all_records(program: Program, root: Path) -> None:
    """Ends the run if a database lacks records."""
    if program.database is None:
        return
    with closing(sqlite3.connect(program.database)) as connection:
        for file in sorted((root / "data").glob("*.csv")):
            written = connection.execute(f'SELECT count(*) FROM "{file.stem}"').fetchone()[0]
            if written != _records(file):
                raise SystemExit(f"{program.name} wrote {written} of the {_records(file)} records of {file.stem}")


def _records(file: Path) -> int:
    with file.open("rb") as lines:
        return sum(1 for _ in lines) - 1  # no cell has a line break, which a rule checks


# --- the runs ----------------------------------------------------------------------------------------------------
def compared(
    programs: list[Program],
    folder: Path,
    times: int,
    require: Callable[[Program, Path], None] = lambda _program, _folder: None,
) -> list[str]:
    """Rows of a table: each program, what it does, its time, its memory, and how our time relates to its."""
    runs: dict[str, list[Run]] = {program.name: [] for program in programs}
    for _ in range(times):
        for program in programs:
            runs[program.name].append(measured(program.command, folder))
            require(program, folder)
    ours = runs[programs[0].name]
    return [_row(program, runs[program.name], ours) for program in programs]


def _row(program: Program, runs: list[Run], ours: list[Run]) -> str:
    wall, most = statistics.median(run.wall for run in runs), max(run.megabytes for run in runs)
    ratio = statistics.median(own.wall / other.wall for own, other in zip(ours, runs, strict=True))
    return f"| `{program.name}` | {program.what} | {wall:.2f} s | {most:,.0f} MB | {ratio:.2f} |"


def table(title: str, rows: list[str]) -> str:
    head = "| program | what it does | time | memory | our time / its time |\n|---|---|---:|---:|---:|"
    return "\n".join([f"## {title}", "", head, *rows, ""])


# --- the page ----------------------------------------------------------------------------------------------------
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--page", type=Path, default=PAGE, help="where to write the page")
    arguments = parser.parse_args()
    parts = []
    with tempfile.TemporaryDirectory() as folder:
        out, large = Path(folder, "out"), Path(folder, "large")
        out.mkdir()
        # In a process of its own, since what this one has in memory would count for all that it starts.
        subprocess.run([sys.executable, HERE / "making.py", large, "--rows", str(arguments.rows)], check=True)
        for title, root in (("The project's own tables", ROOT), (f"{arguments.rows:,} strikes", large)):
            find_planted(checking(), root)
            records = sum(map(_records, (root / "data").glob("*.csv")))
            rows = [
                *compared(checking(), root, arguments.times),
                *compared(building(root, out), root, arguments.times, require_all_records),
            ]
            parts.append(table(f"{title}: {records:,} records", rows))
    arguments.page.write_text("\n".join([_head(arguments.times), *parts]), encoding="utf-8")


def _head(times: int) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    machine = f"{platform.machine()}, Python {platform.python_version()}, {versions}"
    return (
        "# Benchmarks\n\n"
        "How long the program takes beside others on the same files. `make bench` measures again and writes this"
        " page.\n\n"
        f"Measured with version {read_package(ROOT).descriptor['version']} on {os.cpu_count()} processors: {machine}.\n"
        f"Medians of {times} runs in turn. Memory is the highest of any run, and of the largest single process. The"
        " table of a million strikes\nis made from the project's own tables, so that every rule holds"
        " (`benchmarks/making.py`). Before they are timed, all that check\nmust find a strike counted as -1, and all"
        " that build must write every record.\n"
    )


if __name__ == "__main__":
    main()
