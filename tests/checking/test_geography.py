"""Whether points lie in their country, compared with a plain reading of the outlines."""

from __future__ import annotations

import json
import math
import random
from itertools import pairwise

import narwhals as nw
import polars as pl
import pytest

from civcas.checking.geography import lies_in, outlines_text
from civcas.package.tables import KEY, LINE

DEGREE = 111_320.0


def rings(country):
    """The outlines of a country, each as a closed line of (longitude, latitude)."""
    features = json.loads(outlines_text())["features"]
    return [
        ring
        for feature in features
        if feature["properties"]["name"] == country
        for ring in feature["geometry"]["coordinates"]
    ]


def contains(country, latitude, longitude):
    """Whether a line due east of the point crosses the outlines an odd number of times."""
    crossings = 0
    for ring in rings(country):
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > latitude) != (y2 > latitude):
                crossings += longitude < x1 + (x2 - x1) * (latitude - y1) / (y2 - y1)
    return crossings % 2 == 1


def metres_to_border(country, latitude, longitude):
    """The distance to the nearest line of the outlines."""
    east = DEGREE * math.cos(math.radians(latitude))
    nearest = math.inf
    for ring in rings(country):
        points = [((x - longitude) * east, (y - latitude) * DEGREE) for x, y in ring]
        for (x1, y1), (x2, y2) in pairwise(points):
            length = (x2 - x1) ** 2 + (y2 - y1) ** 2
            along = max(0.0, min(1.0, -(x1 * (x2 - x1) + y1 * (y2 - y1)) / length)) if length else 0.0
            nearest = min(nearest, math.hypot(x1 + along * (x2 - x1), y1 + along * (y2 - y1)))
    return nearest


@pytest.mark.parametrize("country", ["Iraq", "Syria"])
def test_agrees_with_a_plain_reading_of_the_outlines(country):
    choose = random.Random(2014)
    corners = [point for ring in rings(country) for point in ring]
    near = [(y + choose.uniform(-0.1, 0.1), x + choose.uniform(-0.1, 0.1)) for x, y in choose.sample(corners, 100)]
    points = near + [(choose.uniform(29, 38), choose.uniform(35, 49)) for _ in range(100)]
    rows = [
        {LINE: number, KEY: str(number), "latitude": latitude, "longitude": longitude, "country": country}
        for number, (latitude, longitude) in enumerate(points)
    ]
    judged = lies_in(nw.from_native(pl.LazyFrame(rows))).collect().to_native().sort(LINE)["inside"].to_list()
    expected = [contains(country, *point) or metres_to_border(country, *point) <= 2_500 for point in points]
    assert 30 < sum(expected) < 170
    assert judged == expected
