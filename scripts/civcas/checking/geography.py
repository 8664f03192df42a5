"""Points against countries and grid squares.

Country outlines are Natural Earth's (1:10 million, public domain). Their lines are up to 2 km off the border itself
(the towns of Kobani and Tal Abyad lie beyond them), so a point that near to its country's outline counts as within.
"""

from __future__ import annotations

import json
import warnings
from functools import cache
from itertools import pairwise
from pathlib import Path

import mgrs
import narwhals as nw
import polars as pl

from civcas.checking.expectations import Frame
from civcas.checking.shared.records import record_by_record, with_columns
from civcas.package.tables import KEY, LINE

_OUTLINES = Path(__file__).with_name("outlines.json")
_BORDER_METRES = 2_500.0
_METRES_PER_DEGREE = 111_320.0


def outlines_text() -> str:
    """The outlines of the countries as GeoJSON."""
    return _OUTLINES.read_text(encoding="utf-8")


@cache
def _edges() -> pl.DataFrame:
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
    return record_by_record(points.select(LINE, KEY, *_PLACE), _with_inside)


_PLACE = ("latitude", "longitude", "country")


def _with_inside(found: pl.LazyFrame) -> pl.LazyFrame:
    place = list(_PLACE)
    spots = found.select(place).unique()
    # Even-odd rule: a ray from a point within crosses the outline an odd number of times.
    low, high = pl.min_horizontal("y1", "y2"), pl.max_horizontal("y1", "y2")
    levels = _edges().lazy().with_columns(low=low, high=high).rename({"country": "edge_of"})
    level = spots.join_where(levels, pl.col("low") <= pl.col("latitude"), pl.col("latitude") < pl.col("high"))
    at = pl.col("x1") + (pl.col("x2") - pl.col("x1")) * (pl.col("latitude") - pl.col("y1")) / (
        pl.col("y2") - pl.col("y1")
    )
    crossed = level.filter(pl.col("country") == pl.col("edge_of"), pl.col("longitude") < at)
    within = crossed.group_by(place).len().filter(pl.col("len") % 2 == 1).select(place)
    outside = spots.join(within, on=place, how="anti").join(_edges().lazy(), on="country")
    at_border = outside.filter(_distance_to_edge() <= _BORDER_METRES).select(place).unique()
    inside = pl.concat([within, at_border]).with_columns(inside=True)
    return found.join(inside, on=place, how="left").with_columns(pl.col("inside").fill_null(value=False))


def _distance_to_edge() -> pl.Expr:
    """How far a point is from an edge, in metres."""
    east = _METRES_PER_DEGREE * pl.col("latitude").radians().cos()
    x1, x2 = ((pl.col(name) - pl.col("longitude")) * east for name in ("x1", "x2"))
    y1, y2 = ((pl.col(name) - pl.col("latitude")) * _METRES_PER_DEGREE for name in ("y1", "y2"))
    along = (-(x1 * (x2 - x1) + y1 * (y2 - y1)) / ((x2 - x1) ** 2 + (y2 - y1) ** 2)).clip(0, 1)
    return ((x1 + along * (x2 - x1)) ** 2 + (y1 + along * (y2 - y1)) ** 2).sqrt()


def grid_squares(records: Frame) -> Frame:
    """The records that have a grid reference (mgrs), with the middle of its square and the length of its `side`.

    `middle_latitude` and `middle_longitude` are in degrees, the side is in metres. All three are empty if the
    reference is not valid: if there is no such square, or if it lies outside the band that the reference names.
    """
    there = records.collect_schema().names()
    columns = [name for name in ("mgrs", "latitude", "longitude", "coordinates_precision") if name in there]
    found = records.filter(~nw.col("mgrs").is_null()).select(LINE, KEY, *columns)
    return record_by_record(found, _with_square)


def _with_square(found: pl.LazyFrame) -> pl.LazyFrame:
    references = found.select(pl.col("mgrs").unique()).collect()["mgrs"]
    squares = [(reference, *_square(reference)) for reference in references]
    kinds = {"mgrs": pl.String, "middle_latitude": pl.Float64, "middle_longitude": pl.Float64, "side": pl.Float64}
    return found.join(pl.LazyFrame(squares, schema=kinds, orient="row"), on="mgrs", how="left")


def _square(reference: str) -> tuple[float | None, float | None, float | None]:
    """Latitude and longitude of the middle of a grid square, and the length of its side."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)  # what mgrs says of a square outside its band
        try:
            latitude, longitude = mgrs.MGRS().toLatLon(reference)
        except (mgrs.core.MGRSError, RuntimeWarning):
            return None, None, None
    return latitude, longitude, 10.0 ** (5 - (len(reference) - 5) // 2)


def metres_from_square(squares: Frame) -> Frame:
    """The grid squares with `metres`: how far the point lies from the square (null without either)."""
    east = _METRES_PER_DEGREE * pl.col("latitude").radians().cos()
    across = (pl.col("longitude") - pl.col("middle_longitude")) * east
    along = (pl.col("latitude") - pl.col("middle_latitude")) * _METRES_PER_DEGREE
    outside = [(offset.abs() - pl.col("side") / 2).clip(0) for offset in (across, along)]
    metres = (outside[0] ** 2 + outside[1] ** 2).sqrt()
    return with_columns(squares, metres=metres)


def metres_from_place(records: Frame) -> Frame:
    """The records with `metres`: how far their point lies from place_latitude and place_longitude."""
    east = _METRES_PER_DEGREE * pl.col("latitude").radians().cos()
    across = (pl.col("longitude") - pl.col("place_longitude")) * east
    along = (pl.col("latitude") - pl.col("place_latitude")) * _METRES_PER_DEGREE
    return with_columns(records, metres=(across**2 + along**2).sqrt())
