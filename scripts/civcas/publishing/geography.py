"""The records with a point, as GeoJSON (RFC 7946) and GeoParquet 1.1, of each table with latitude and longitude."""

from __future__ import annotations

import json
import struct
from dataclasses import replace

import polars as pl

from civcas.package.tables import Package
from civcas.publishing.data_package import Published
from civcas.publishing.parquet import about, parquet

LONGITUDE, LATITUDE, GEOMETRY = "longitude", "latitude", "geometry"
_LITTLE_ENDIAN, _POINT = 1, 1


def has_points(item: Published) -> bool:
    """Whether a table has a latitude and a longitude that are numbers."""
    numbers = {field["name"] for field in item.schema["fields"] if field["type"] in ("number", "integer")}
    return {LONGITUDE, LATITUDE} <= numbers


def located(rows: pl.DataFrame, item: Published) -> tuple[pl.DataFrame, Published]:
    """The rows that have a point, in decimal degrees, WGS 84; and the table, which says how many have none."""
    points = rows.drop_nulls([LONGITUDE, LATITUDE])
    left_out = f"{rows.height - points.height:,} of {rows.height:,} records have no point and are left out."
    return points, replace(item, description=f"{item.description} {left_out}")


def geojson(rows: pl.DataFrame, item: Published, package: Package) -> bytes:
    """A FeatureCollection of located rows, one a line. It says what it holds, in members as those of the descriptor."""
    features = rows.select(
        type=pl.lit("Feature"),
        id=pl.concat_str([pl.col(key).cast(pl.String) for key in item.key], separator="/"),
        geometry=pl.struct(type=pl.lit("Point"), coordinates=pl.concat_list(LONGITUDE, LATITUDE)),
        properties=pl.struct(pl.all()),
    )
    head = json.dumps({"type": "FeatureCollection", **about(item, package)}, ensure_ascii=False)
    lines = features.write_ndjson().rstrip("\n").replace("\n", ",\n")
    return f'{head[:-1]}, "features": [\n{lines}\n]}}\n'.encode()


def geoparquet(rows: pl.DataFrame, item: Published, package: Package) -> bytes:
    """Located rows with a column `geometry`, in well-known binary (WKB)."""
    places = rows.select(LONGITUDE, LATITUDE).rows()
    points = [struct.pack("<BIdd", _LITTLE_ENDIAN, _POINT, *place) for place in places]
    rows = rows.with_columns(pl.Series(GEOMETRY, points, dtype=pl.Binary))
    return parquet(rows, item, package, {"geo": json.dumps(_geo(places))})


def _geo(places: list[tuple[float, float]]) -> dict[str, object]:
    """What GeoParquet asks of a file. Without a coordinate system named, it is WGS 84, longitude first."""
    column: dict[str, object] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if places:
        (west, south), (east, north) = ([bound(axis) for axis in zip(*places, strict=True)] for bound in (min, max))
        column["bbox"] = [west, south, east, north]
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
