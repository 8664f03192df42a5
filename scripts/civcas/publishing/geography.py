"""The records with a point, as GeoJSON (RFC 7946) and GeoParquet 1.1, of each table with latitude and longitude."""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from pathlib import Path

import polars as pl

from civcas.package.batches import batches
from civcas.package.tables import Package
from civcas.publishing.about import about_item
from civcas.publishing.data_package import Published
from civcas.publishing.parquet import write_parquet

LONGITUDE, LATITUDE, GEOMETRY = "longitude", "latitude", "geometry"
_POINT_OF = [LONGITUDE, LATITUDE]
_LITTLE_ENDIAN, _POINT = 1, 1


def has_points(item: Published) -> bool:
    """Whether a table has a latitude and a longitude that are numbers."""
    numbers = {field["name"] for field in item.schema["fields"] if field["type"] in ("number", "integer")}
    return {LONGITUDE, LATITUDE} <= numbers


def located(rows: pl.LazyFrame, item: Published) -> Published:
    """The table of the rows that have a point, in decimal degrees, WGS 84. It says how many have none."""
    every, there = (frame.select(pl.len()).collect().item() for frame in (rows, rows.drop_nulls(_POINT_OF)))
    left_out = f"{every - there:,} of {every:,} records have no point and are left out."
    return replace(item, description=f"{item.description} {left_out}")


def write_geojson(path: Path, rows: pl.LazyFrame, item: Published, package: Package) -> None:
    """A FeatureCollection of the located rows, one a line. It says what it holds, in members as the descriptor has."""
    head = json.dumps({"type": "FeatureCollection", **about_item(item, package)}, ensure_ascii=False)
    with path.open("wb") as file:
        file.write(f'{head[:-1]}, "features": ['.encode())
        between = b"\n"
        for part in batches(rows):
            if lines := _features(part.drop_nulls(_POINT_OF), item).write_ndjson().encode():
                file.write(between + lines.rstrip(b"\n").replace(b"\n", b",\n"))
                between = b",\n"
        file.write(b"\n]}\n")


def _features(rows: pl.DataFrame, item: Published) -> pl.DataFrame:
    return rows.select(
        type=pl.lit("Feature"),
        id=pl.concat_str([pl.col(key).cast(pl.String) for key in item.key], separator="/"),
        geometry=pl.struct(type=pl.lit("Point"), coordinates=pl.concat_list(LONGITUDE, LATITUDE)),
        properties=pl.struct(pl.all()),
    )


def write_geoparquet(path: Path, rows: pl.LazyFrame, item: Published, package: Package) -> None:
    """The located rows with a column `geometry`, in well-known binary (WKB)."""
    rows = rows.drop_nulls(_POINT_OF)
    points = pl.struct(_POINT_OF).map_batches(_well_known, pl.Binary, is_elementwise=True)
    write_parquet(path, rows.with_columns(points.alias(GEOMETRY)), item, package, {"geo": json.dumps(_geo(rows))})


def _well_known(points: pl.Series) -> pl.Series:
    places = points.struct.unnest().rows()
    return pl.Series([struct.pack("<BIdd", _LITTLE_ENDIAN, _POINT, *place) for place in places], dtype=pl.Binary)


def _geo(rows: pl.LazyFrame) -> dict[str, object]:
    """What GeoParquet asks of a file. Without a coordinate system named, it is WGS 84, longitude first."""
    column: dict[str, object] = {"encoding": "WKB", "geometry_types": ["Point"]}
    west, south, east, north = pl.min(LONGITUDE), pl.min(LATITUDE), pl.max(LONGITUDE), pl.max(LATITUDE)
    (bbox,) = rows.select(west=west, south=south, east=east, north=north).collect().rows()
    if None not in bbox:
        column["bbox"] = list(bbox)
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
