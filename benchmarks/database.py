"""Writes tables as SQLite (typed, with keys and indexes, without full-text search) and as Parquet, unchecked.

    python benchmarks/database.py FOLDER

Reads the package in the working directory. This is the part of `civcas build` that other programs do too.
"""

import sys
from pathlib import Path

from civcas.package.tables import KEY, LINE, read_package, read_tables
from civcas.publishing import sqlite


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(exist_ok=True)
    package = read_package(Path())
    tables = read_tables(package)
    database = folder / "tables.db"
    database.unlink(missing_ok=True)
    sqlite.SEARCHED = ()
    sqlite.write_database(database, package, tables)
    for name, table in tables.items():
        table.typed.drop(LINE, KEY).write_parquet(folder / f"{name}.parquet")


if __name__ == "__main__":
    main()
