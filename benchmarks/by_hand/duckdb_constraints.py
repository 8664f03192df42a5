"""The tables read by DuckDB into tables with constraints written by hand. Exit code 1 if one is broken.

DuckDB checks keys and constraints as it inserts, and stops at the first record that breaks one.
"""

import sys
from pathlib import Path

import duckdb


def main() -> int:
    """Print what DuckDB finds first."""
    connection = duckdb.connect()
    try:
        connection.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
    except duckdb.Error as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
