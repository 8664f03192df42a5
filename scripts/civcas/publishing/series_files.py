"""Writes the files of the series. Apart from series.py, which the site needs too, because of polars."""

from __future__ import annotations

import csv
import io
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import polars as pl

from civcas.package.tables import POLARS_TYPES, Package
from civcas.publishing.data_package import Published
from civcas.publishing.schema_org import file_names
from civcas.publishing.series import Series, all_series
from civcas.publishing.table_files import write_typed


def write_series(folder: Path, package: Package, items: list[Published]) -> None:
    """Write each series in the formats that have a file for each, as the database in the folder has it.

    Several are counted at a time: SQLite counts outside of Python's lock.
    """
    described = {item.name: item for item in items}

    def write(series: Series) -> None:
        name, database = series.name, folder / file_names(package.descriptor).database
        with closing(sqlite3.connect(database)) as connection:
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
        (folder / "csv" / f"{name}.csv").write_bytes(_csv(series, rows))
        write_typed(folder, _typed(series, rows), described[name], package)

    with ThreadPoolExecutor() as threads:
        for done in [threads.submit(write, series) for series in all_series()]:
            done.result()


def _csv(series: Series, rows: list[tuple[object, ...]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(series.columns)
    writer.writerows(rows)
    return file.getvalue().encode()


def _typed(series: Series, rows: list[tuple[object, ...]]) -> pl.LazyFrame:
    texts = {name: pl.String if kind == "date" else POLARS_TYPES[kind] for name, kind in series.types.items()}
    dates = [pl.col(name).str.to_date("%Y-%m-%d") for name, kind in series.types.items() if kind == "date"]
    return pl.LazyFrame(rows, texts, orient="row").with_columns(dates)
