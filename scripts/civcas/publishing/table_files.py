"""Writes a table or series in every format that has a file for each: CSV apart, which differs for the two.

Nothing here holds a table whole, since it may be larger than the memory.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from civcas.package.batches import batches
from civcas.package.tables import Package
from civcas.publishing.data_package import Published
from civcas.publishing.geography import has_points, located, write_geojson, write_geoparquet
from civcas.publishing.parquet import write_parquet

FOLDERS = ("csv", "parquet", "jsonl", "geo")


def write_typed(folder: Path, rows: pl.LazyFrame, item: Published, package: Package) -> None:
    """Write the typed rows as Parquet, as JSON lines and, of those that have a point, as GeoJSON and GeoParquet."""
    write_parquet(folder / "parquet" / f"{item.name}.parquet", rows, item, package)
    with (folder / "jsonl" / f"{item.name}.jsonl").open("wb") as file:
        for part in batches(rows):
            file.write(part.write_ndjson().encode())
    if has_points(item):
        about = located(rows, item)
        write_geojson(folder / "geo" / f"{item.name}.geojson", rows, about, package)
        write_geoparquet(folder / "geo" / f"{item.name}.geo.parquet", rows, about, package)
