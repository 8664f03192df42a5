"""Writes the series as CSV and as Parquet. Apart from series.py, which the site needs too, because of polars."""

from __future__ import annotations

import csv
import io
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import polars as pl

from civcas.package.tables import POLARS_TYPES
from civcas.publishing.series import Series, all_series


def write_series(database: Path, csv_folder: Path, parquet_folder: Path) -> None:
    """Write each series as CSV and as Parquet, as the database has it.

    Several are counted at a time: SQLite counts outside of Python's lock.
    """

    def write(series: Series) -> None:
        with closing(sqlite3.connect(database)) as connection:
            rows = connection.execute(f'SELECT * FROM "{series.name}"').fetchall()  # noqa: S608
        (csv_folder / f"{series.name}.csv").write_bytes(_csv(series, rows))
        (parquet_folder / f"{series.name}.parquet").write_bytes(_parquet(series, rows))

    with ThreadPoolExecutor() as threads:
        for done in [threads.submit(write, series) for series in all_series()]:
            done.result()


def _csv(series: Series, rows: list[tuple[object, ...]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(series.columns)
    writer.writerows(rows)
    return file.getvalue().encode()


def _parquet(series: Series, rows: list[tuple[object, ...]]) -> bytes:
    file = io.BytesIO()
    texts = {name: pl.String if kind == "date" else POLARS_TYPES[kind] for name, kind in series.types.items()}
    dates = [pl.col(name).str.to_date("%Y-%m-%d") for name, kind in series.types.items() if kind == "date"]
    pl.DataFrame(rows, texts, orient="row").with_columns(dates).write_parquet(file, compression="zstd")
    return file.getvalue()
