"""Points against outlines and grid squares, at and beyond the distances that are allowed."""

from __future__ import annotations

import math

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civcas.checking.geography import grid_squares, lies_in, metres_from_place, metres_from_square

DEGREE = 111_320.0  # metres of latitude


def frame(rows, **kinds):
    described = {"@line": pl.Int64, "@key": pl.String} | kinds
    numbered = [{"@line": line, "@key": str(line)} | row for line, row in enumerate(rows, 2)]
    return nw.from_native(pl.DataFrame(numbered, schema=described).lazy())


def inside(*points):
    rows = [dict(zip(("latitude", "longitude", "country"), point, strict=True)) for point in points]
    found = lies_in(frame(rows, latitude=pl.Float64, longitude=pl.Float64, country=pl.String)).collect()
    return found.sort("@line")["inside"].to_list()


# Raqqa, Mosul, Baghdad, Damascus, Kobani (at the border), Basra; Amman, Ankara, Tehran, the Gulf lie in neither.
IN_SYRIA = [(35.95, 39.01), (33.51, 36.29), (36.89, 38.35)]
IN_IRAQ = [(36.34, 43.13), (33.31, 44.36), (30.51, 47.78)]
ELSEWHERE = [(31.95, 35.93), (39.93, 32.85), (35.69, 51.39), (27.0, 50.0), (43.13, 36.34)]


def test_a_point_lies_in_its_own_country_alone():
    for country, other, points in (("Syria", "Iraq", IN_SYRIA), ("Iraq", "Syria", IN_IRAQ)):
        assert inside(*[(*point, country) for point in points]) == [True] * len(points)
        assert inside(*[(*point, other) for point in points]) == [False] * len(points)
        assert inside(*[(*point, country) for point in ELSEWHERE]) == [False] * len(ELSEWHERE)


def test_the_same_point_is_judged_for_each_record_and_country():
    raqqa = IN_SYRIA[0]
    assert inside((*raqqa, "Syria"), (*raqqa, "Iraq"), (*raqqa, "Syria")) == [True, False, True]
    assert inside((35.95, None, "Syria")) == [False]


def test_the_border_is_two_and_a_half_kilometres_wide():
    """North of Syria's border with Turkey near Kobani, step by step: inside up to some latitude, then not."""
    steps = [36.7 + number / 1000 for number in range(400)]
    found = inside(*[(latitude, 38.35, "Syria") for latitude in steps])
    last = max(at for at, is_inside in enumerate(found) if is_inside)
    assert found == [True] * (last + 1) + [False] * (399 - last)
    outline = 36.886  # where the line of 38.35 degrees east crosses it
    assert (steps[last] - outline) * DEGREE == pytest.approx(2_500, abs=150)


SQUARES = {"mgrs": pl.String, "latitude": pl.Float64, "longitude": pl.Float64, "coordinates_precision": pl.String}


def squares(*references):
    return grid_squares(frame([{"mgrs": reference} for reference in references], **SQUARES)).collect().sort("@line")


@pytest.mark.parametrize(
    ("reference", "side"),
    [("38SLF3", None), ("38SLF32", 10_000), ("38SLF3223", 1_000), ("38SLF322233", 100), ("38SLF3222233333", 1)],
)
def test_the_side_of_a_grid_square_is_told_by_its_digits(reference, side):
    assert squares(reference)["side"].to_list() == [side]


def test_two_records_in_one_square_are_two_records():
    assert squares("38SLF3223", "38SLF3223")["@line"].to_list() == [2, 3]


@pytest.mark.filterwarnings("ignore")
def test_a_square_outside_the_band_that_it_names_is_none():
    assert squares("37SDE770660")["side"].to_list() == [None]


def test_what_is_no_grid_reference_has_no_square():
    found = squares("38SLF3223", "Mosul", "99XXX", None)
    assert found["@line"].to_list() == [2, 3, 4]
    assert found["middle_latitude"].is_null().to_list() == [False, True, True]


def off(latitude, longitude, middle=(36.0, 43.0), side=1000.0):
    row = {
        "latitude": latitude,
        "longitude": longitude,
        "middle_latitude": middle[0],
        "middle_longitude": middle[1],
        "side": side,
    }
    return metres_from_square(frame([row], **dict.fromkeys(row, pl.Float64))).collect()["metres"][0]


east = DEGREE * math.cos(math.radians(36.0))
offsets = st.integers(-3000, 3000)


@settings(max_examples=60)
@given(offsets, offsets)
def test_the_distance_from_a_square_is_that_from_its_nearest_side_or_corner(north, across):
    expected = math.hypot(max(abs(north) - 500, 0), max(abs(across) - 500, 0))
    found = off(36.0 + north / DEGREE, 43.0 + across / east)
    assert found == pytest.approx(expected, abs=3)


@pytest.mark.parametrize("point", [(None, 43.0), (36.0, None)])
def test_without_a_point_or_a_square_there_is_no_distance(point):
    assert off(*point) is None
    assert off(36.0, 43.0, middle=(None, None), side=None) is None


@settings(max_examples=60)
@given(offsets, offsets)
def test_the_distance_from_a_place(north, across):
    row = {
        "latitude": 36.0,
        "longitude": 43.0,
        "place_latitude": 36.0 + north / DEGREE,
        "place_longitude": 43.0 + across / east,
    }
    (found,) = metres_from_place(frame([row], **dict.fromkeys(row, pl.Float64))).collect()["metres"]
    assert found == pytest.approx(math.hypot(north, across), abs=0.5)
