"""Cases for the rules of strikes."""

from tests.checking.rules.judging import Case

RAQQA = {"place_id": "raqqa", "country": "Syria"}
DAY = {"reported_on": "2017-04-28", "first_day": "2017-04-27", "last_day": "2017-04-27"}
KEY = "2017-04-28-sy-raqqa"
STRIKE = {"strike_id": KEY, "strikes": 2, **RAQQA, **DAY}
STATED = {"table": "strikes", "record_id": KEY, "field": "strikes", "source_id": "s"}
PAGES = [
    {"source_id": "page", "kind": "official"},
    {"source_id": "another", "kind": "news"},
    {"source_id": "data", "kind": "dataset"},
]
SPELT = {"place_as_reported": "Rakka", "country": "Syria", "place_id": "raqqa"}


def strikes(*rows):
    return {"strikes": list(rows)}


def one(**fields):
    """One strike with these fields instead."""
    return strikes(STRIKE | fields)


def dated(first, last):
    return {"first_day": first, "last_day": last}


CASES = [
    Case(
        "strikes/place-in-country",
        one() | {"places": [RAQQA]},
        one(country="Iraq") | {"places": [RAQQA]},
        [(KEY, "country", "Iraq", "Syria, where raqqa lies")],
    ),
    Case(
        "strikes/place-spelling",
        strikes(
            STRIKE | {"place_as_reported": "Rakka"},
            STRIKE | {"place_as_reported": "Rakka", "country": "Iraq", "place_id": "rakka-iraq"},
            STRIKE | {"place_as_reported": "a spelling without a row"},
        )
        | {"place_names": [SPELT, SPELT | {"country": "Iraq", "place_id": "rakka-iraq"}]},
        one(place_as_reported="Rakka", place_id="tabqa") | {"place_names": [SPELT]},
        [(KEY, "place_id", "tabqa", "raqqa, the place that Rakka means")],
    ),
    Case(
        "strikes/key-names-day",
        strikes(STRIKE, STRIKE | {"strike_id": "2017-04-27-sy-raqqa", "reported_on": None}),
        strikes(STRIKE | {"reported_on": "2017-04-29"}, STRIKE | {"reported_on": None}),
        [
            (KEY, "reported_on", "2017-04-29", "2017-04-28, the day in the key"),
            (KEY, "first_day", "2017-04-27", "2017-04-28, the day in the key"),
        ],
    ),
    Case(
        "strikes/key-names-country",
        strikes(
            STRIKE,
            STRIKE | {"strike_id": "2017-04-28-iq-mosul", "country": "Iraq"},
            STRIKE | {"strike_id": "2017-04-28-iq-mosul", "country": None},
        ),
        strikes(STRIKE | {"country": "Iraq"}, STRIKE | {"strike_id": "2017-04-28-iq-mosul"}),
        [
            (KEY, "country", "Iraq", f"the country in the key {KEY}"),
            ("2017-04-28-iq-mosul", "country", "Syria", "the country in the key 2017-04-28-iq-mosul"),
        ],
    ),
    Case(
        "strikes/key-names-place",
        strikes(
            STRIKE,
            STRIKE | {"strike_id": f"{KEY}-12"},
            STRIKE | {"strike_id": "2017-04-28-iq-al-qaim", "place_id": "al-qaim-iraq"},
            STRIKE | {"strike_id": "2017-04-28-sy-northeast", "place_id": "northeast-syria"},
        ),
        strikes(
            STRIKE | {"place_id": "tabqa"},
            STRIKE | {"strike_id": f"{KEY}-2-b"},
            STRIKE | {"strike_id": "2017-04-28-iq-al-qaim", "place_id": "al-qaim-dam"},
            STRIKE | {"strike_id": "2017-04-28-sy-dayr-east", "place_id": "dayr-syria-east"},
        ),
        [
            (KEY, "place_id", "tabqa", "raqqa, the place in the key"),
            (f"{KEY}-2-b", "place_id", "raqqa", "raqqa-2-b, the place in the key"),
            ("2017-04-28-iq-al-qaim", "place_id", "al-qaim-dam", "al-qaim, the place in the key"),
            ("2017-04-28-sy-dayr-east", "place_id", "dayr-syria-east", "dayr-east, the place in the key"),
        ],
    ),
    Case(
        "strikes/has-a-date",
        strikes(
            {"strike_id": "a", "reported_on": "2015-01-02"},
            {"strike_id": "b", "first_day": "2015-01-02"},
            {"strike_id": "c", "last_day": "2015-01-02"},
        ),
        strikes({"strike_id": "a"}),
        [("a", "reported_on", "", "the day of the report, or the days of the strikes")],
    ),
    Case(
        "strikes/both-days",
        strikes(STRIKE, {"strike_id": "b", "reported_on": "2015-01-02"}),
        strikes(STRIKE | {"first_day": None}, STRIKE | {"last_day": None}),
        [
            (KEY, "first_day", "", "a date, since there is 2017-04-27"),
            (KEY, "last_day", "", "a date, since there is 2017-04-27"),
        ],
    ),
    Case(
        "strikes/days-in-order",
        strikes(STRIKE, STRIKE | dated("2017-04-26", "2017-04-27")),
        strikes(STRIKE | dated("2017-04-27", "2017-04-26")),
        [(KEY, "last_day", "2017-04-26", "not before 2017-04-27, the start")],
    ),
    Case(
        "strikes/days-within-a-week",
        strikes(STRIKE | dated("2017-04-20", "2017-04-27")),
        strikes(STRIKE | dated("2017-04-19", "2017-04-27")),
        [(KEY, "last_day", "2017-04-27", "at most 2017-04-26, 7 days after the first day")],
    ),
    Case(
        "strikes/reported-after-days",
        strikes(STRIKE, STRIKE | {"reported_on": "2017-04-27"}),
        one(reported_on="2017-04-26"),
        [(KEY, "reported_on", "2017-04-26", "not before 2017-04-27, the last day of the strikes")],
    ),
    Case(
        "strikes/report-soon-after",
        strikes(STRIKE | dated("2017-04-10", "2017-04-20")),
        strikes(STRIKE | dated("2017-04-19", "2017-04-19")),
        [(KEY, "last_day", "2017-04-19, 9 days before the report", "at most 8 days before 2017-04-28")],
    ),
    Case(
        "strikes/engagements-not-below-strikes",
        strikes(STRIKE, STRIKE | {"engagements": 2}),
        one(engagements=1),
        [(KEY, "engagements", "1", "at least 2, the strikes")],
    ),
    Case(
        "strikes/listed-once",
        strikes(
            STRIKE,
            STRIKE | {"strike_id": "b", "first_day": None},
            STRIKE | {"strike_id": "c", "last_day": None},
            STRIKE | {"strike_id": "d", "reported_on": "2017-04-29"},
            STRIKE | {"strike_id": "e", "place_id": "tabqa"},
            STRIKE | {"strike_id": "f", "country": "Iraq"},
        ),
        strikes(
            {"strike_id": "a", **RAQQA, "reported_on": "2015-01-02"},
            {"strike_id": "b", **RAQQA, "reported_on": "2015-01-02"},
        ),
        [("b", "place_id", "raqqa", "another place or other days than line 2")],
    ),
    Case(
        "strikes/page-has-one-report",
        strikes(
            STRIKE | {"source_id": "page"},
            STRIKE | {"source_id": "page"},
            STRIKE | {"source_id": "page", "reported_on": None},
            STRIKE | {"source_id": "another", "reported_on": "2017-04-29"},
            STRIKE | {"source_id": "data"},
            STRIKE | {"source_id": "data", "reported_on": "2017-04-29"},
            STRIKE | {"source_id": "unknown"},
            STRIKE | {"source_id": "unknown", "reported_on": "2017-04-29"},
            STRIKE | {"source_id": None},
            STRIKE | {"source_id": None, "reported_on": "2017-04-29"},
        )
        | {"sources": PAGES},
        strikes(
            STRIKE | {"source_id": "page", "strike_id": "a", "reported_on": "2017-04-27"},
            STRIKE | {"source_id": "page", "strike_id": "b"},
            STRIKE | {"source_id": "page", "strike_id": "c"},
            STRIKE | {"source_id": "another", "strike_id": "d"},
            STRIKE | {"source_id": "another", "strike_id": "e", "reported_on": "2017-04-29"},
        )
        | {"sources": PAGES},
        [
            ("a", "reported_on", "2017-04-27", "2017-04-28, the day of the other strikes of page"),
            ("e", "reported_on", "2017-04-29", "2017-04-28, the day of the other strikes of another"),
        ],
        previous=[3, 5],
    ),
    Case(
        "strikes/sources-agree",
        one() | {"evidence": [STATED | {"value": "2"}, STATED | {"table": "incidents", "value": "3"}]},
        one() | {"evidence": [STATED | {"value": "4"}]},
        [(KEY, "strikes", "2", "4")],
    ),
    Case(
        "strikes/source-not-older-than-report",
        one(source_id="s")
        | {"sources": [{"source_id": "s", "published_on": "2017-04-28", "published_precision": "day"}]},
        one(source_id="s")
        | {"sources": [{"source_id": "s", "published_on": "2017-04-27", "published_precision": "day"}]},
        [(KEY, "source_id", "s, published by 2017-04-27", "a source published on 2017-04-28 or later")],
    ),
]
