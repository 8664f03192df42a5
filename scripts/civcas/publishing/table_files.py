"""Writes a table or series in every format that has a file for each: CSV apart, which differs for the two."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from civcas.package.tables import Package
from civcas.publishing.data_package import Published
from civcas.publishing.geography import geojson, geoparquet, has_points, located
from civcas.publishing.parquet import parquet

FOLDERS = ("csv", "parquet", "jsonl", "geo")


def write_typed(folder: Path, rows: pl.DataFrame, item: Published, package: Package) -> None:
    """Write the typed rows as Parquet, as JSON lines and, of those that have a point, as GeoJSON and GeoParquet.

    Polars makes bytes here, not files, since it would report a full disk as a fault of the file's form.
    """
    (folder / "parquet" / f"{item.name}.parquet").write_bytes(parquet(rows, item, package))
    (folder / "jsonl" / f"{item.name}.jsonl").write_text(rows.write_ndjson(), encoding="utf-8")
    if has_points(item):
        points, about = located(rows, item)
        (folder / "geo" / f"{item.name}.geojson").write_bytes(geojson(points, about, package))
        (folder / "geo" / f"{item.name}.geo.parquet").write_bytes(geoparquet(points, about, package))
