"""Points against countries and grid squares.

Country outlines are Natural Earth's (1:10 million, public domain). Their lines are up to 2 km off the border itself
(the towns of Kobani and Tal Abyad lie beyond them), so a point that near to its country's outline counts as within.
"""

from __future__ import annotations

import json
import math
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import mgrs
import narwhals as nw
import polars as pl

from civcas.package import KEY, LINE

Frame = nw.LazyFrame[Any]
Ring = list[tuple[float, float]]

OUTLINES = Path(__file__).with_name("outlines.json")
BORDER_METRES = 2_500.0
METRES_PER_DEGREE = 111_320.0

# How far a point may lie from the true place, by the precision stated for it (metres).
PRECISION_METRES: dict[str | None, float] = {"within_1m": 1.0, "exact_location": 10.0, "within_100m": 100.0}


@cache
def outlines() -> dict[str, list[Ring]]:
    """Country name -> its rings of (longitude, latitude)."""
    raw = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return {
        item["properties"]["name"]: [ring for polygon in polygons(item) for ring in polygon] for item in raw["features"]
    }


def polygons(feature: dict[str, Any]) -> list[list[Ring]]:
    shape = feature["geometry"]
    found: list[list[Ring]] = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return found


def inside(longitude: float, latitude: float, rings: list[Ring]) -> bool:
    """Even-odd rule: a ray from the point crosses the outline an odd number of times."""
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
                crossings += 1
    return crossings % 2 == 1


def near(longitude: float, latitude: float, rings: list[Ring]) -> bool:
    """Whether the point is within BORDER_METRES of the outline."""
    east = METRES_PER_DEGREE * math.cos(math.radians(latitude))
    for ring in rings:
        flat = [((x - longitude) * east, (y - latitude) * METRES_PER_DEGREE) for x, y in ring]
        if any(distance_from_origin(start, end) <= BORDER_METRES for start, end in pairwise(flat)):
            return True
    return False


def distance_from_origin(start: tuple[float, float], end: tuple[float, float]) -> float:
    """How far the line from start to end passes from (0, 0), in its unit."""
    (x1, y1), (x2, y2) = start, end
    squared = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = 0.0 if squared == 0 else max(0.0, min(1.0, -(x1 * (x2 - x1) + y1 * (y2 - y1)) / squared))
    return math.hypot(x1 + along * (x2 - x1), y1 + along * (y2 - y1))


def lies_in(points: Frame) -> Frame:
    """The points (latitude, longitude, country) with `inside`: whether each lies in its country, or at its border."""
    rows = points.select(LINE, KEY, "latitude", "longitude", "country").collect().rows(named=True)
    for row in rows:
        rings = outlines().get(row["country"], [])
        row["inside"] = any(test(row["longitude"], row["latitude"], rings) for test in (inside, near))
    return frame(rows, {"latitude": pl.Float64, "longitude": pl.Float64, "country": pl.String, "inside": pl.Boolean})


def distance_to_grid_square(points: Frame) -> Frame:
    """The points (mgrs, latitude, longitude, coordinates_precision) with what their grid reference says.

    `valid`: whether it is a grid reference; `metres`: how far the point lies from its square (null without point);
    `slack`: the metres that the point's stated precision allows (null where it is coarser than a grid can judge).
    """
    columns = ["mgrs", "latitude", "longitude", "coordinates_precision"]
    rows = points.select(LINE, KEY, *columns).collect().rows(named=True)
    for row in rows:
        row["metres"], row["valid"] = metres_off(row["mgrs"], row["latitude"], row["longitude"])
        row["slack"] = PRECISION_METRES.get(row["coordinates_precision"])
    kinds: dict[str, Any] = {"mgrs": pl.String, "latitude": pl.Float64, "longitude": pl.Float64}
    return frame(rows, kinds | {"metres": pl.Float64, "valid": pl.Boolean, "slack": pl.Float64})


def metres_off(reference: str, latitude: float | None, longitude: float | None) -> tuple[float | None, bool]:
    converter = mgrs.MGRS()
    try:
        south, west = converter.toLatLon(reference)
    except mgrs.core.MGRSError:
        return None, False
    if latitude is None or longitude is None:
        return None, True
    side = 10.0 ** (5 - (len(reference) - 5) // 2)
    # The reference names the south-west corner of a square of `side` metres.
    north = (latitude - south) * METRES_PER_DEGREE
    east = (longitude - west) * METRES_PER_DEGREE * math.cos(math.radians(latitude))
    return math.hypot(outside(north, side), outside(east, side)), True


def outside(offset: float, side: float) -> float:
    return max(-offset, offset - side, 0.0)


def frame(rows: list[dict[str, Any]], kinds: dict[str, Any]) -> Frame:
    schema = {LINE: pl.Int64, KEY: pl.String, **kinds}
    return nw.from_native(pl.DataFrame(rows, schema=schema).lazy())
