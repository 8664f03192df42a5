"""What must hold of the places of incidents: their names, points and grid references."""

from __future__ import annotations

import narwhals as nw
from narwhals import col

from civcas.checking.expectations import Expectation, Frame, Related, text
from civcas.checking.geography import grid_squares, metres_from_place, metres_from_square
from civcas.checking.rule import rule
from civcas.checking.shared.places_and_days import (
    both_coordinates_or_neither,
    grid_reference_is_one,
    place_lies_in_country,
    place_of_spelling,
    point_lies_in_country,
    precision_has_coordinates,
)

# How far a point may lie from the place, in metres, by its precision: of an area, the point is only its middle.
_AREA_METRES = {"subdistrict": 30_000, "district": 50_000, "governorate": 100_000}
_PLACE_METRES = 20_000

# How far a point may lie from the grid square. A spot that others located from images and accounts is their own:
# where people were harmed, not the target that the Coalition names. Up to some 3 km apart, the two are about one event.
_FINE_METRES = {
    "within_1m": 10,
    "exact_location_coalition": 10,
    "within_100m": 5_000,
    "exact_location": 5_000,
    "exact_location_other": 5_000,
}
_COARSE_METRES = 10_000


def _by_precision(metres: dict[str, int], otherwise: int) -> nw.Expr:
    precision = col("coordinates_precision")
    return precision.replace_strict(list(metres), list(metres.values()), default=otherwise)


@rule()
def place_in_country(incidents: Frame, places: Frame) -> Expectation:
    """The place lies in the country of the incident.

    If a report names the wrong country, the place says which it is.

    Bad: country Syria and place_id mosul.
    Good: country Iraq and place_id mosul.
    Fix: Correct the country or the place.
    """
    return place_lies_in_country(incidents, places)


@rule()
def place_spelling(incidents: Frame, place_names: Frame) -> Expectation:
    """The place is the one that its spelling means.

    Maps and counts by place follow place_id, while readers see the spelling.

    Bad: place_as_reported Ar Raqqah and place_id taftanaz.
    Good: place_as_reported Ar Raqqah and place_id raqqa.
    Fix: Correct the place or the spelling; if the spelling means another place, correct place_names.csv.
    """
    return place_of_spelling(incidents, place_names)


@rule()
def point_is_whole(incidents: Frame) -> Expectation:
    """A latitude comes with a longitude.

    One of them alone is no point.

    Bad: latitude 36.34 without a longitude.
    Good: latitude 36.34 and longitude 43.13.
    Fix: Fill in the other, or delete both.
    """
    return both_coordinates_or_neither(incidents)


@rule()
def precision_needs_point(incidents: Frame) -> Expectation:
    """A precision of coordinates comes with coordinates.

    It says how exact they are.

    Bad: coordinates_precision village without a latitude.
    Good: coordinates_precision village with a latitude and a longitude.
    Fix: Fill in the coordinates, or delete the precision.
    """
    return precision_has_coordinates(incidents)


@rule()
def point_in_country(incidents: Frame) -> Expectation:
    """The point lies in the country of the incident.

    Latitude and longitude may have changed places, or a digit may be wrong.

    Bad: country Iraq with latitude 43.13 and longitude 36.34.
    Good: country Iraq with latitude 36.34 and longitude 43.13.
    Fix: Correct the coordinates or the country.
    """
    return point_lies_in_country(incidents)


@rule(arithmetic=True)
def point_near_place(incidents: Frame, places: Frame) -> Expectation:
    """The point lies within 20 km of its place.

    A point further off belongs to another place, or has a wrong digit. If the point stands for a subdistrict, a
    district or a governorate, it may be 30, 50 or 100 km away.

    Bad: place_id raqqa with a point 251 km from Raqqa.
    Good: place_id raqqa with a point 3 km from Raqqa.
    Fix: Correct the coordinates or the place.
    """
    known = places.select("place_id", place_latitude=col("latitude"), place_longitude=col("longitude"))
    limit = _by_precision(_AREA_METRES, _PLACE_METRES)
    return Expectation(
        metres_from_place(incidents.join(known, on="place_id", how="inner")).with_columns(limit=limit),
        holds=col("metres") <= col("limit"),
        found=text(((col("metres") / 100).ceil() / 10).round(1), " km from ", col("place_id")),
        expected=text("at most ", (col("limit") / 1000).cast(nw.Int64), " km from its place"),
        field="latitude",
        cells=("longitude", "place_id", "coordinates_precision"),
        related=(Related("places", places, ("place_id",), "latitude"),),
    )


@rule()
def grid_reference_valid(incidents: Frame) -> Expectation:
    """A grid reference names a square that there is.

    The zone has a band of latitude, and only some pairs of letters occur in it.

    Bad: 37SDE770660, which lies outside band S.
    Good: 37SDV770660.
    Fix: Correct the grid reference.
    """
    return grid_reference_is_one(incidents)


@rule(arithmetic=True)
def grid_reference_matches(incidents: Frame) -> Expectation:
    """The square of the grid reference holds the point, or lies near it.

    One of the two may have a wrong digit. How near the point must lie follows from coordinates_precision: 10 m if the
    Coalition gave the exact spot; 5 km for within_100m and for a spot that others located; 30, 50 or 100 km if the
    point stands for a subdistrict, a district or a governorate; 10 km in all other cases.

    Bad: 38SLE321232 with latitude 36.34 and longitude 43.13, which is 100 km away.
    Good: 38SLF321232 with latitude 36.34 and longitude 43.13.
    Fix: Correct the grid reference or the coordinates.
    """
    limit = _by_precision(_FINE_METRES | _AREA_METRES, _COARSE_METRES)
    return Expectation(
        metres_from_square(grid_squares(incidents)).with_columns(limit=limit),
        holds=col("metres") <= col("limit"),
        found=text(col("mgrs"), ", ", col("metres").ceil().cast(nw.Int64), " m off"),
        expected=text("a square within ", col("limit"), " m of ", col("latitude"), ", ", col("longitude")),
        field="mgrs",
        cells=("latitude", "longitude", "coordinates_precision"),
    )
