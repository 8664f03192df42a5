"""Cases for the rules that hold points against outlines and grid squares."""

from tests.checking.rules.judging import Case

MOSUL = {"country": "Iraq", "latitude": 36.34, "longitude": 43.13}
INCIDENT = MOSUL | {"incident_id": "one"}

CASES = [
    Case(
        "incidents/point-in-country",
        {"incidents": [INCIDENT]},
        {"incidents": [INCIDENT | {"latitude": 43.13, "longitude": 36.34}]},
        [("one", "latitude", "43.13, 36.34", "a point in Iraq")],
    ),
    Case(
        "incidents/grid-reference-matches",
        {
            "incidents": [
                INCIDENT | {"mgrs": "38SLF321232", "coordinates_precision": "within_100m"},
                INCIDENT | {"mgrs": "38SLF381235"},
            ]
        },
        {
            "incidents": [
                INCIDENT | {"mgrs": "38SLE321232", "coordinates_precision": "within_100m"},
                INCIDENT | {"incident_id": "two", "mgrs": "somewhere"},
            ]
        },
        [
            ("one", "mgrs", "38SLE321232, 100266 m off", "a square at 36.34, 43.13"),
            ("two", "mgrs", "somewhere", "a military grid reference"),
        ],
    ),
    Case(
        "places/point-in-country",
        {"places": [MOSUL | {"place_id": "mosul"}]},
        {"places": [MOSUL | {"place_id": "mosul", "country": "Syria"}]},
        [("mosul", "latitude", "36.34, 43.13", "a point in Syria")],
    ),
    Case(
        "places/located-whole",
        {"places": [MOSUL | {"place_id": "mosul", "geonames_id": 99072}, {"place_id": "tanf"}]},
        {"places": [MOSUL | {"place_id": "mosul"}]},
        [("mosul", "geonames_id", "", "latitude, longitude and geonames_id, or none of the three")],
    ),
]
