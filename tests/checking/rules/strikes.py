"""Cases for the rules of strikes and strike_totals."""

from tests.checking.rules.judging import Case

RAQQA = {"place_id": "raqqa", "country": "Syria"}
DAY = {"reported_on": "2017-04-28", "first_day": "2017-04-27", "last_day": "2017-04-27"}
STRIKE = {"strike_id": "a", "strikes": 2, **RAQQA, **DAY}


def strikes(*rows):
    return {"strikes": list(rows)}


COUNTED = {"total_id": "a", "country": "Syria", "nation": "all", "qualifier": "exact", "itemised": "all"}
TOTAL = COUNTED | {"reported_on": "2017-04-28", "period_start": "2017-04-27", "period_end": "2017-04-27"}
MONTH = COUNTED | {"country": "both", "period_start": "2017-04-01", "period_end": "2017-04-30"}
LATE = {"first_day": "2017-04-20", "last_day": "2017-04-20"}
PARTS = [("Iraq", 9), ("Syria", 19), ("both", 28)]
WRONG = [*PARTS[:2], ("both", 26)]
LISTED = [
    STRIKE,
    STRIKE | {"strike_id": "b", "place_id": "tabqa", "strikes": 3},
    STRIKE | {"strike_id": "c", "country": "Iraq", "place_id": "mosul", "strikes": 1},
    STRIKE | {"strike_id": "late", "strikes": 7} | LATE,
]
STATED = {"table": "strikes", "record_id": "a", "field": "strikes", "source_id": "s"}

CASES = [
    Case(
        "strikes/place-in-country",
        strikes(STRIKE) | {"places": [RAQQA]},
        strikes(STRIKE | {"country": "Iraq"}) | {"places": [RAQQA]},
        [("a", "country", "Iraq", "Syria, where raqqa lies")],
    ),
    Case(
        "strikes/days-in-order",
        strikes(STRIKE, {"strike_id": "b"}),
        strikes(STRIKE | {"last_day": "2017-04-26"}, STRIKE | {"strike_id": "b", "first_day": None}),
        [
            ("a", "last_day", "2017-04-26", "not before 2017-04-27, the first day"),
            ("b", "last_day", "2017-04-27", "not before empty, the first day"),
        ],
    ),
    Case(
        "strikes/dated",
        strikes(STRIKE, {"strike_id": "b", "reported_on": "2015-01-02"}),
        strikes({"strike_id": "a"}, STRIKE | {"strike_id": "b", "reported_on": "2017-04-26"}),
        [
            ("a", "reported_on", "", "a date not before empty, the last day of the strikes"),
            ("b", "reported_on", "2017-04-26", "a date not before 2017-04-27, the last day of the strikes"),
        ],
    ),
    Case(
        "strikes/listed-once",
        strikes(STRIKE, STRIKE | {"strike_id": "b", "first_day": None, "last_day": None}),
        strikes(
            {"strike_id": "a", **RAQQA, "reported_on": "2015-01-02"},
            {"strike_id": "b", **RAQQA, "reported_on": "2015-01-02"},
        ),
        [("b", "place_id", "raqqa", "another place or other days than line 2")],
    ),
    Case(
        "strike_totals/period-in-order",
        {
            "strike_totals": [
                {"total_id": "a", "period_start": "2018-05-01", "period_end": "2018-05-31"},
                {"total_id": "b", "reported_on": "2015-01-02"},
            ]
        },
        {
            "strike_totals": [
                {"total_id": "a", "period_start": "2018-05-02", "period_end": "2018-05-01"},
                {"total_id": "b"},
            ]
        },
        [
            ("a", "period_end", "2018-05-01", "not before 2018-05-02, the start"),
            ("b", "period_end", "", "not before empty, the start"),
        ],
    ),
    Case(
        "strike_totals/counts-something",
        {"strike_totals": [{"total_id": "a", "strikes": 225, "engagements": 280}, {"total_id": "b", "strikes": 5}]},
        {"strike_totals": [{"total_id": "a", "strikes": 21, "engagements": 15}, {"total_id": "b"}]},
        [
            ("a", "engagements", "15", "at least 21, the strikes"),
            ("b", "engagements", "", "at least empty, the strikes"),
        ],
    ),
    Case(
        "strike_totals/places-add-up",
        {
            "strike_totals": [
                TOTAL | {"strikes": 5},
                TOTAL | {"total_id": "b", "country": "both", "strikes": 9, "itemised": "some"},
            ],
            "strikes": LISTED,
        },
        {
            "strike_totals": [
                TOTAL | {"strikes": 28},
                TOTAL | {"total_id": "b", "country": "both", "strikes": 5, "itemised": "some"},
                TOTAL | {"total_id": "c", "country": "Iraq", "strikes": 1, "itemised": "none"},
                MONTH | {"total_id": "d", "strikes": 12, "itemised": "all"},
            ],
            "strikes": LISTED,
        },
        [
            ("a", "strikes", "28", "5, the sum of its places"),
            ("b", "strikes", "5", "at least 6, the sum of its places"),
            ("c", "strikes", "1", "1, the sum of its places"),
            ("d", "strikes", "12", "13, the sum of its places"),
        ],
    ),
    Case(
        "strike_totals/countries-add-up",
        {"strike_totals": [TOTAL | {"total_id": name, "country": name, "strikes": number} for name, number in PARTS]},
        {"strike_totals": [TOTAL | {"total_id": name, "country": name, "strikes": number} for name, number in WRONG]},
        [("both", "strikes", "26", "Iraq 9 + Syria 19 = 28")],
    ),
    Case(
        "strikes/sources-agree",
        {"strikes": [STRIKE], "evidence": [STATED | {"value": "2"}]},
        {"strikes": [STRIKE], "evidence": [STATED | {"value": "4"}]},
        [("a", "strikes", "2", "4")],
    ),
    Case(
        "strike_totals/sources-agree",
        {"strike_totals": [TOTAL | {"strikes": 2}], "evidence": [STATED | {"table": "strike_totals"} | {"value": "2"}]},
        {"strike_totals": [TOTAL | {"strikes": 2}], "evidence": [STATED | {"table": "strike_totals"} | {"value": "4"}]},
        [("a", "strikes", "2", "4")],
    ),
]
