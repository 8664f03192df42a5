"""How long DuckDB takes beside Polars for the rule that takes most memory, `strikes/sources-agree`.

    python benchmarks/duckdb_engine.py [--rows 1000000] [--times 3]

Both evaluate the same Narwhals expressions on the same Parquet files, each in a process of its own, in turn.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import polars as pl

from civcas.checking.shared.evidence import disagreements
from civcas.package.tables import read_package, read_tables
from measuring import compare

_TABLES = ("strikes", "evidence")


def ask(engine: str, folder: Path) -> None:
    """Evaluate the rule. Raises SystemExit if a record breaks it, since none does."""
    strikes, evidence = (nw.from_native(_scanned(engine, folder / f"{name}.parquet")) for name in _TABLES)
    with pl.Config(engine_affinity="streaming"):
        broken = disagreements("strikes", strikes, evidence).broken_lines().collect(backend="polars")
    if len(broken):
        raise SystemExit(f"{engine} finds {len(broken)} records that break the rule")


def _scanned(engine: str, file: Path) -> Any:
    return pl.scan_parquet(file) if engine == "polars" else duckdb.read_parquet(str(file))


def store(package: Path, folder: Path) -> None:
    """Write the typed tables as Parquet."""
    for name, table in read_tables(read_package(package)).items():
        if name in _TABLES:
            table.typed.write_parquet(folder / f"{name}.parquet")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--ask", nargs=2, metavar=("ENGINE", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--store", nargs=2, metavar=("PACKAGE", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.ask:
        ask(arguments.ask[0], Path(arguments.ask[1]))
        return
    if arguments.store:
        store(*map(Path, arguments.store))
        return
    this = [sys.executable, __file__]
    with tempfile.TemporaryDirectory() as root:
        package, folder = Path(root, "package"), Path(root, "typed")
        folder.mkdir()
        making = Path(__file__).with_name("making.py")
        subprocess.run([sys.executable, making, package, "--rows", str(arguments.rows)], check=True)
        subprocess.run([*this, "--store", package, folder], check=True)
        engines = [[*this, "--ask", engine, str(folder)] for engine in ("duckdb", "polars")]
        compare("DuckDB", engines[0], "Polars", engines[1], folder, arguments.times)


if __name__ == "__main__":
    main()
