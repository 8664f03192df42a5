"""Cases for the rules that hold points against outlines, places and grid squares."""

import math

from tests.checking.rules.judging import Case

MOSUL = {"country": "Iraq", "latitude": 36.34, "longitude": 43.13}
INCIDENT = MOSUL | {"incident_id": "one", "place_id": "mosul", "place_as_reported": "Mosul"}
PLACE = MOSUL | {"place_id": "mosul"}
EAST_KM = 111.32 * math.cos(math.radians(36.34))


NEAR_BORDER = {"latitude": 36.909, "longitude": 38.35}
BEYOND_BORDER = {"latitude": 36.911, "longitude": 38.35}


def incidents(*rows, **tables):
    return {"incidents": list(rows)} | tables


def one(name: str = "one", **fields):
    return INCIDENT | {"incident_id": name} | fields


def off(north: float = 0.0, east: float = 0.0):
    """A point so many kilometres from the place."""
    return {"latitude": 36.34 + north / 111.32, "longitude": 43.13 + east / EAST_KM}


# A square of 100 metres at Mosul, the degrees of its corner, and how far a point may lie from it (kilometres).
SQUARE = "38SLF321232"
SOUTH, WEST = 36.339691462775605 - 50 / 111_320, 43.12968638110866 - 50 / (1000 * EAST_KM)
LIMITS = {
    "within_1m": 0.010,
    "exact_location_coalition": 0.010,
    "within_100m": 5,
    "exact_location": 5,
    "exact_location_other": 5,
    "nearby_landmark": 10,
    "street": 10,
    "neighbourhood_area": 10,
    "village": 10,
    "town": 10,
    "city": 10,
    None: 10,
    "subdistrict": 30,
    "district": 50,
    "governorate": 100,
}


def from_corner(north: float, east: float):
    """A point so many metres from the south-west corner of SQUARE."""
    return {"latitude": SOUTH + north / 111_320, "longitude": WEST + east / (1000 * EAST_KM)}


def grid(precision: str | None, limit: float) -> Case:
    """A point may lie as far from its square as its precision allows, and no further."""
    near, far = (from_corner(-1000 * limit + metres, 50) for metres in (0.5, -0.5))
    return Case(
        "incidents/grid-reference-matches",
        incidents(one(mgrs=SQUARE, coordinates_precision=precision, **near)),
        incidents(one(mgrs=SQUARE, coordinates_precision=precision, **far)),
        [
            (
                "one",
                "mgrs",
                f"{SQUARE}, {round(1000 * limit) + 1} m off",
                f"a square within {round(1000 * limit)} m of {far['latitude']}, {far['longitude']}",
            )
        ],
        cells={"latitude", "longitude", "coordinates_precision"},
    )


def north_of(metres: float):
    """A point so far north of the middle of 38SLF3210023200."""
    return {"latitude": 36.33923680544736 + metres / 111_320, "longitude": 43.12914575035268}


def fine(name: str, north: float, east: float):
    """An incident known to the metre, whose point is so many metres from the corner of the square."""
    return one(name, mgrs=SQUARE, coordinates_precision="within_1m", **from_corner(north, east))


def near_place(precision: str | None, limit: int) -> Case:
    near, far = off(north=limit - 0.0005), off(north=limit + 0.0005)
    return Case(
        "incidents/point-near-place",
        incidents(one(coordinates_precision=precision, **near), places=[PLACE]),
        incidents(one(coordinates_precision=precision, **far), places=[PLACE]),
        [("one", "latitude", f"{limit}.1 km from mosul", f"at most {limit} km from its place")],
        cells={"longitude", "place_id", "coordinates_precision"},
        see=[(2, "latitude", "")],
    )


CASES = [
    Case(
        "incidents/place-in-country",
        incidents(one(), places=[PLACE]),
        incidents(one(country="Syria"), places=[PLACE]),
        [("one", "country", "Syria", "Iraq, where mosul lies")],
    ),
    Case(
        "incidents/place-spelling",
        incidents(
            one(),
            one("two", country="Syria", place_id="mosul-syria"),
            place_names=[
                {"place_as_reported": "Mosul", "country": "Iraq", "place_id": "mosul"},
                {"place_as_reported": "Mosul", "country": "Syria", "place_id": "mosul-syria"},
            ],
        ),
        incidents(one(), place_names=[{"place_as_reported": "Mosul", "country": "Iraq", "place_id": "tal-afar"}]),
        [("one", "place_id", "mosul", "tal-afar, the place that Mosul means")],
    ),
    Case(
        "incidents/point-is-whole",
        incidents(one(), one("two", latitude=None, longitude=None)),
        incidents(one(longitude=None), one("two", latitude=None)),
        [
            ("one", "longitude", "", "a number, since there is only a latitude"),
            ("two", "latitude", "", "a number, since there is only a longitude"),
        ],
        cells={"latitude", "longitude"},
    ),
    Case(
        "incidents/precision-needs-point",
        incidents(one(coordinates_precision="village"), one("two", latitude=None)),
        incidents(one(latitude=None, coordinates_precision="village")),
        [("one", "coordinates_precision", "village", "an empty cell, since there are no coordinates")],
    ),
    Case(
        "incidents/point-in-country",
        incidents(one(), one("two", latitude=None), one("three", longitude=None)),
        incidents(one(latitude=43.13, longitude=36.34)),
        [("one", "latitude", "43.13, 36.34", "a point in Iraq")],
    ),
    Case(  # at Kobani, 2.4 and 2.6 km beyond the outline of Syria
        "incidents/point-in-country",
        incidents(one(country="Syria", **NEAR_BORDER)),
        incidents(one(country="Syria", **BEYOND_BORDER)),
        [("one", "latitude", "{latitude}, {longitude}".format(**BEYOND_BORDER), "a point in Syria")],
    ),
    *[near_place(precision, 20) for precision in LIMITS if precision not in ("subdistrict", "district", "governorate")],
    *[
        near_place(precision, limit)
        for precision, limit in (("subdistrict", 30), ("district", 50), ("governorate", 100))
    ],
    Case(  # to the east the degrees are shorter; other places, and points that are not whole, do not count
        "incidents/point-near-place",
        incidents(
            one(**off(east=19.9)),
            one("two", place_id="raqqa", **off(east=90)),
            one("three", latitude=None),
            one("four", longitude=None),
            places=[PLACE, {"place_id": "raqqa"}],
        ),
        incidents(
            one(**off(north=12, east=17)),
            *[one(f"far-{number}", **off(north=85.75)) for number in range(9)],
            places=[PLACE],
        ),
        [
            ("one", "latitude", "20.8 km from mosul", "at most 20 km from its place"),
            *[
                (f"far-{number}", "latitude", "85.8 km from mosul", "at most 20 km from its place")
                for number in range(9)
            ],
        ],
    ),
    Case(
        "incidents/grid-reference-valid",
        incidents(one(mgrs=SQUARE, latitude=None), one("two")),
        incidents(one(mgrs="somewhere"), one("two", mgrs="37SDE770660"), one("three", mgrs="38SIO321232")),
        [
            (name, "mgrs", mgrs, "a grid reference of the Military Grid Reference System, in the band that it names")
            for name, mgrs in (("one", "somewhere"), ("two", "37SDE770660"), ("three", "38SIO321232"))
        ],
    ),
    *[grid(precision, limit) for precision, limit in LIMITS.items()],
    Case(  # within the square at all four corners; without a point or a valid reference there is nothing to compare
        "incidents/grid-reference-matches",
        incidents(
            *[fine(f"{north}-{east}", north, east) for north in (-9, 109) for east in (5, 95)],
            one("five", mgrs=SQUARE, latitude=None),
            one("six", mgrs=SQUARE, longitude=None),
            one("seven", mgrs="37SDE770660"),
            one("eight"),
        ),
        incidents(
            fine("west", 50, -14.5), fine("east", 50, 114.5), fine("north", 114.5, 50), fine("corner", -7.5, -7.5)
        ),
        [
            (
                name,
                "mgrs",
                f"{SQUARE}, {metres} m off",
                "a square within 10 m of {latitude}, {longitude}".format(**point),
            )
            for name, metres, point in (
                ("west", 15, from_corner(50, -14.5)),
                ("east", 15, from_corner(50, 114.5)),
                ("north", 15, from_corner(114.5, 50)),
                ("corner", 11, from_corner(-7.5, -7.5)),
            )
        ],
    ),
    Case(  # a square of 1 metre, with its middle
        "incidents/grid-reference-matches",
        incidents(one(mgrs="38SLF3210023200", coordinates_precision="within_1m", **north_of(10.499))),
        incidents(one(mgrs="38SLF3210023200", coordinates_precision="within_1m", **north_of(10.6))),
        [
            (
                "one",
                "mgrs",
                "38SLF3210023200, 11 m off",
                "a square within 10 m of {latitude}, {longitude}".format(**north_of(10.6)),
            )
        ],
    ),
    Case(
        "places/point-in-country",
        {"places": [PLACE, {"place_id": "tanf", "country": "Iraq"}]},
        {"places": [PLACE | {"country": "Syria"}]},
        [("mosul", "latitude", "36.34, 43.13", "a point in Syria")],
    ),
]
