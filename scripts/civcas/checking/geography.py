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

from civcas.checking.expectations import Frame
from civcas.package.tables import KEY, LINE

_OUTLINES = Path(__file__).with_name("outlines.json")


BORDER_METRES = 2_500.0


METRES_PER_DEGREE = 111_320.0


# How far a point may lie from the true place, by the precision stated for it (metres).
PRECISION_METRES: dict[str | None, float] = {"within_1m": 1.0, "exact_location": 10.0, "within_100m": 100.0}


def outlines_text() -> str:
    """The outlines of the countries as GeoJSON."""
    return _OUTLINES.read_text(encoding="utf-8")


@cache
def edges() -> pl.DataFrame:
    """The outlines as lines from (x1, y1) to (x2, y2), in degrees of longitude and latitude, by country."""
    raw = json.loads(outlines_text())
    rows = [
        (item["properties"]["name"], *start, *end)
        for item in raw["features"]
        for ring in item["geometry"]["coordinates"]
        for start, end in pairwise(ring)
    ]
    return pl.DataFrame(rows, schema=["country", "x1", "y1", "x2", "y2"], orient="row")


def lies_in(points: Frame) -> Frame:
    """The points (latitude, longitude, country) with `inside`: whether each lies in its country, or at its border."""
    place = ["latitude", "longitude", "country"]
    found = points.select(LINE, KEY, *place).collect().to_polars()
    spots = found.select(place).unique()
    # Even-odd rule: a ray from a point within crosses the outline an odd number of times.
    low, high = pl.min_horizontal("y1", "y2"), pl.max_horizontal("y1", "y2")
    levels = edges().with_columns(low=low, high=high).rename({"country": "edge_of"})
    level = spots.join_where(levels, pl.col("low") <= pl.col("latitude"), pl.col("latitude") < pl.col("high"))
    at = pl.col("x1") + (pl.col("x2") - pl.col("x1")) * (pl.col("latitude") - pl.col("y1")) / (
        pl.col("y2") - pl.col("y1")
    )
    crossed = level.filter(pl.col("country") == pl.col("edge_of"), pl.col("longitude") < at)
    within = crossed.group_by(place).len().filter(pl.col("len") % 2 == 1).select(place)
    outside = spots.join(within, on=place, how="anti").join(edges(), on="country")
    at_border = outside.filter(distance() <= BORDER_METRES).select(place).unique()
    inside = pl.concat([within, at_border]).with_columns(inside=True)
    judged = found.join(inside, on=place, how="left").with_columns(pl.col("inside").fill_null(value=False))
    return nw.from_native(judged.lazy())


def distance() -> pl.Expr:
    """How far a point is from an edge, in metres."""
    east = METRES_PER_DEGREE * pl.col("latitude").radians().cos()
    x1, x2 = ((pl.col(name) - pl.col("longitude")) * east for name in ("x1", "x2"))
    y1, y2 = ((pl.col(name) - pl.col("latitude")) * METRES_PER_DEGREE for name in ("y1", "y2"))
    along = (-(x1 * (x2 - x1) + y1 * (y2 - y1)) / ((x2 - x1) ** 2 + (y2 - y1) ** 2)).clip(0, 1)
    return ((x1 + along * (x2 - x1)) ** 2 + (y1 + along * (y2 - y1)) ** 2).sqrt()


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
