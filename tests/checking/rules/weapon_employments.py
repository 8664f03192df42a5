"""Cases for the rules of weapon_employments."""

from tests.checking.rules.judging import Case

ONE = {"employment_id": "nl-2015-06-02-2106-1", "day": "2015-06-02", "time_begin": "21:06", "nation": "Netherlands"}
KEY = ONE["employment_id"]
MOSUL = ONE | {"mgrs": "38SLF318232", "latitude": 36.3396, "longitude": 43.12635, "country": "Iraq"}


def rows(*records):
    return {"weapon_employments": list(records)}


def number(key):
    return ONE | {"employment_id": f"nl-2015-06-02-2106-{key}"}


CASES = [
    Case(
        "weapon_employments/key-names-day-and-time",
        rows(ONE, number(12)),
        rows(ONE | {"time_begin": "21:16"}, ONE | {"day": "2015-06-03"}, ONE | {"employment_id": "nl-2015-06-02-2106"}),
        [
            (KEY, "employment_id", KEY, f"nl-{named} and a number, as day and time say")
            for named in ("2015-06-02-2116", "2015-06-03-2106")
        ]
        + [
            (
                "nl-2015-06-02-2106",
                "employment_id",
                "nl-2015-06-02-2106",
                "nl-2015-06-02-2106 and a number, as day and time say",
            )
        ],
        cells={"day", "time_begin"},
    ),
    Case(
        "weapon_employments/numbers-without-holes",
        rows(number(1), number(2), ONE | {"employment_id": "nl-2015-06-02-2107-1"}),
        rows(number(1), number(3), ONE | {"employment_id": "nl-2015-06-02-2107-2"}),
        [
            (
                "nl-2015-06-02-2106-3",
                "employment_id",
                "nl-2015-06-02-2106-3",
                "a number up to 2, since there are so many rows of that time",
            ),
            (
                "nl-2015-06-02-2107-2",
                "employment_id",
                "nl-2015-06-02-2107-2",
                "a number up to 1, since there are so many rows of that time",
            ),
        ],
    ),
    Case(
        "weapon_employments/ends-after-it-begins",
        rows(ONE | {"time_end": "21:06"}, ONE | {"time_end": "21:20"}, ONE),
        rows(ONE | {"time_end": "21:05"}),
        [(ONE["employment_id"], "time_end", "21:05", "not before 21:06, the start")],
        cells={"time_begin"},
    ),
    Case(
        "weapon_employments/grid-reference-valid",
        rows(MOSUL),
        rows(ONE | {"mgrs": "37SDE770660"}),
        [
            (
                ONE["employment_id"],
                "mgrs",
                "37SDE770660",
                "a grid reference of the Military Grid Reference System, in the band that it names",
            )
        ],
    ),
    Case(
        "weapon_employments/grid-reference-matches",
        rows(MOSUL, MOSUL | {"latitude": 36.34095}),
        rows(MOSUL | {"latitude": 36.3420}, MOSUL | {"mgrs": "38SLE318232"}),
        [
            (
                ONE["employment_id"],
                "mgrs",
                "38SLF318232, 213 m off",
                "a square within 100 m of 36.342, 43.12635",
            ),
            (
                ONE["employment_id"],
                "mgrs",
                "38SLE318232, 100277 m off",
                "a square within 100 m of 36.3396, 43.12635",
            ),
        ],
        cells={"latitude", "longitude"},
    ),
    Case(
        "weapon_employments/point-in-country",
        rows(MOSUL, MOSUL | {"country": None, "latitude": 30.0}),
        rows(MOSUL | {"country": "Syria"}),
        [(ONE["employment_id"], "latitude", "36.3396, 43.12635", "a point in Syria")],
        cells={"longitude", "country"},
    ),
]
