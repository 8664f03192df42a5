"""Cases for the rules of strike_totals."""

from tests.checking.rules.judging import Case

KEY = "2017-04-28-syria-all"
DAY = {"reported_on": "2017-04-28", "period_start": "2017-04-27", "period_end": "2017-04-27"}
COUNTED = {"country": "Syria", "nation": "all", "qualifier": "exact", "itemised": "all", "source_id": "s"}
PRECISE = {"start_precision": "day", "end_precision": "day"}
TOTAL = {"total_id": KEY, "organisation_id": "coalition", "strikes": 28, **COUNTED, **DAY, **PRECISE}
PERIOD = TOTAL | {"total_id": "period", "reported_on": None, "period_start": "2017-04-01", "period_end": "2017-04-30"}
NO_PERIOD = {"period_start": None, "period_end": None, "start_precision": None, "end_precision": None}
STATED = {"table": "strike_totals", "record_id": KEY, "field": "strikes", "source_id": "s", "value": "28"}
PUBLISHED = {"source_id": "s", "published_precision": "day"}


def totals(*rows):
    return {"strike_totals": list(rows)}


def one(**fields):
    """One total with these fields instead."""
    return totals(TOTAL | fields)


def parts(iraq, syria, both, odd=None, **fields):
    """Totals of both countries and of the two together with these fields; `odd` are those of Iraq's alone."""
    counts = {"Iraq": iraq, "Syria": syria, "both": both}
    named = [TOTAL | fields | {"total_id": name, "country": name, "strikes": count} for name, count in counts.items()]
    return [named[0] | (odd or {}), *named[1:]]


def listed(number, **fields):
    """A strike near Raqqa in the report of 28 April."""
    days = {"reported_on": "2017-04-28", "first_day": "2017-04-27", "last_day": "2017-04-27"}
    return {"strike_id": "s", "country": "Syria", "place_id": "raqqa", "strikes": number} | days | fields


LATE = {"first_day": "2017-04-20", "last_day": "2017-04-20"}
UNDATED = {"first_day": None, "last_day": None}
LISTED = [listed(2), listed(3), listed(1, country="Iraq"), listed(7, **LATE)]
OF_REPORT, OF_PERIOD = "strike_totals/places-of-report-add-up", "strike_totals/places-of-period-add-up"


def precisions(edge):
    """The two rules about a date of the period and its precision."""
    date, precision = f"period_{edge}", f"{edge}_precision"
    return [
        Case(
            f"strike_totals/{edge}-precision-with-date",
            totals(TOTAL, TOTAL | {date: None, precision: None}),
            totals(TOTAL | {precision: None}, TOTAL | {date: None}),
            [
                (KEY, precision, "", "a precision, since there is a date: 2017-04-27"),
                (KEY, precision, "day", "empty, since there is no date"),
            ],
        ),
        Case(
            f"strike_totals/{edge}-fits-precision",
            totals(
                TOTAL,
                TOTAL | {date: "2017-04-01", precision: "month"},
                TOTAL | {date: "2017-01-01", precision: "year"},
            ),
            totals(TOTAL | {precision: "month"}, TOTAL | {date: "2017-04-01", precision: "year"}),
            [
                (KEY, date, "2017-04-27", "2017-04-01, since only the month is known"),
                (KEY, date, "2017-04-01", "2017-01-01, since only the year is known"),
            ],
        ),
    ]


CASES = [
    Case(
        "strike_totals/key-names-dates",
        totals(
            TOTAL,
            TOTAL | {"total_id": f"{KEY}-late"},
            PERIOD | {"total_id": "2017-04-01-to-2017-04-30-syria-all"},
            PERIOD | {"total_id": "2017-04-to-2017-04-30-syria-all", "start_precision": "month"},
            PERIOD | {"total_id": "2017-04-01-to-2017-iraq-us", "end_precision": "year"},
            PERIOD | {"total_id": "day-2017-04-30-both-other-2", "period_start": "2017-04-30"},
        ),
        totals(
            TOTAL | {"reported_on": "2017-04-29"},
            PERIOD | {"total_id": "2017-04-01-to-2017-04-29-syria-all"},
            PERIOD | {"total_id": "2017-04-02-to-2017-04-30-syria-all"},
            TOTAL | NO_PERIOD | {"reported_on": None},
            PERIOD | {"total_id": "2017-04-to-2017-04-29-syria-all", "start_precision": "month"},
            PERIOD | {"total_id": "day-2017-04-01-syria-all"},
        ),
        [
            (KEY, "reported_on", "2017-04-29", "2017-04-28, the dates in the key"),
            (
                "2017-04-01-to-2017-04-29-syria-all",
                "period_end",
                "2017-04-01-to-2017-04-30",
                "2017-04-01-to-2017-04-29, the dates in the key",
            ),
            (
                "2017-04-02-to-2017-04-30-syria-all",
                "period_start",
                "2017-04-01-to-2017-04-30",
                "2017-04-02-to-2017-04-30, the dates in the key",
            ),
            (KEY, "period_start", "empty-to-empty", "2017-04-28, the dates in the key"),
            (
                "2017-04-to-2017-04-29-syria-all",
                "period_end",
                "2017-04-to-2017-04-30",
                "2017-04-to-2017-04-29, the dates in the key",
            ),
            (
                "day-2017-04-01-syria-all",
                "period_end",
                "2017-04-01-to-2017-04-30",
                "day-2017-04-01, the dates in the key",
            ),
        ],
    ),
    Case(
        "strike_totals/key-names-last-day",
        totals(
            TOTAL | {"total_id": f"{KEY}-day-2017-04-27"},
            TOTAL | {"total_id": f"{KEY}-late-2017-04-27-2"},
            PERIOD | {"total_id": "day-2017-04-01-syria-all"},
        ),
        totals(
            TOTAL | {"total_id": f"{KEY}-day-2017-04-27", "period_end": "2017-04-28"},
            TOTAL | {"total_id": f"{KEY}-late-2017-04-26"},
            TOTAL | {"total_id": f"{KEY}-day-2017-04-27"} | NO_PERIOD,
        ),
        [
            (f"{KEY}-day-2017-04-27", "period_end", "2017-04-28", "2017-04-27, the day in the key"),
            (f"{KEY}-late-2017-04-26", "period_end", "2017-04-27", "2017-04-26, the day in the key"),
            (f"{KEY}-day-2017-04-27", "period_end", "", "2017-04-27, the day in the key"),
        ],
    ),
    Case(
        "strike_totals/key-names-country",
        totals(TOTAL, TOTAL | {"total_id": "2017-04-28-both-all-late", "country": "both"}),
        one(country="Iraq"),
        [(KEY, "country", "Iraq", "the country in the key, syria")],
    ),
    Case(
        "strike_totals/key-names-nation",
        totals(
            TOTAL,
            TOTAL | {"total_id": "2014-08-08-to-2014-08-18-iraq-us-2", "nation": "United States"},
            TOTAL | {"total_id": "2014-08-08-to-2014-08-18-iraq-other", "nation": "other"},
            TOTAL | {"total_id": "2014-to-2016-06-30-both-uk", "nation": "United Kingdom"},
            TOTAL | {"total_id": "2014-09-19-to-2016-06-14-both-france-3", "nation": "France"},
        ),
        totals(
            TOTAL | {"nation": "United States"},
            TOTAL | {"nation": "other"},
            TOTAL | {"total_id": "2014-to-2016-06-30-both-france", "nation": "United Kingdom"},
        ),
        [
            (KEY, "nation", "United States", "the nation in the key, all"),
            (KEY, "nation", "other", "the nation in the key, all"),
            ("2014-to-2016-06-30-both-france", "nation", "United Kingdom", "the nation in the key, france"),
        ],
    ),
    Case(  # of a country and of all nations, each of at most 31 days that are known
        "strike_totals/overlaps-are-named",
        totals(
            TOTAL | {"overlaps": "other; second"},
            TOTAL | {"total_id": "second", "overlaps": f"{KEY}; other"},
            PERIOD | {"total_id": "other", "period_end": "2017-04-28", "overlaps": f"second; {KEY}"},
            TOTAL | {"total_id": "iraq", "country": "Iraq"},
            TOTAL | {"total_id": "uk", "nation": "United Kingdom"},
            TOTAL | {"total_id": "month", "end_precision": "month"},
            PERIOD | {"total_id": "long", "period_end": "2017-05-02"},
            TOTAL | {"total_id": "next", "period_start": "2017-04-29", "period_end": "2017-04-29"},
            TOTAL | NO_PERIOD | {"total_id": "reported"},
        ),
        totals(
            TOTAL | {"overlaps": "others"},
            PERIOD | {"total_id": "other", "period_end": "2017-05-01"},
            TOTAL
            | {"total_id": "third", "period_start": "2017-05-01", "period_end": "2017-05-01", "overlaps": "other"},
        ),
        [
            (KEY, "overlaps", "others", "other among them, which covers some of the same days"),
            ("other", "overlaps", "", f"{KEY} among them, which covers some of the same days"),
            ("other", "overlaps", "", "third among them, which covers some of the same days"),
        ],
        cells={"period_start", "period_end"},
    ),
    Case(
        "strike_totals/has-a-date",
        totals(
            {"total_id": "a", "reported_on": "2017-04-28"},
            {"total_id": "b", "period_start": "2017-04-28"},
            {"total_id": "c", "period_end": "2017-04-28"},
        ),
        totals({"total_id": "a"}),
        [("a", "reported_on", "", "the day of the report, or a period")],
    ),
    Case(
        "strike_totals/both-days",
        totals(TOTAL, TOTAL | NO_PERIOD),
        totals(TOTAL | {"period_start": None}, TOTAL | {"period_end": None}),
        [
            (KEY, "period_start", "", "a date, since there is 2017-04-27"),
            (KEY, "period_end", "", "a date, since there is 2017-04-27"),
        ],
    ),
    Case(
        "strike_totals/period-in-order",
        totals(TOTAL, PERIOD),
        totals(TOTAL | {"period_end": "2017-04-26"}, PERIOD | {"period_end": "2017-03-31"}),
        [
            (KEY, "period_end", "2017-04-26", "not before 2017-04-27, the start"),
            ("period", "period_end", "2017-03-31", "not before 2017-04-01, the start"),
        ],
    ),
    Case(
        "strike_totals/reported-after-period",
        totals(TOTAL, TOTAL | {"reported_on": "2017-04-27"}),
        one(reported_on="2017-04-26"),
        [(KEY, "reported_on", "2017-04-26", "not before 2017-04-27, the last day of the strikes")],
    ),
    Case(
        "strike_totals/report-soon-after",
        one(period_end="2017-04-20"),
        one(period_end="2017-04-19"),
        [(KEY, "period_end", "2017-04-19, 9 days before the report", "at most 8 days before 2017-04-28")],
    ),
    *precisions("start"),
    *precisions("end"),
    Case(
        "strike_totals/counts-something",
        totals(TOTAL, TOTAL | {"strikes": None, "engagements": 3}),
        one(strikes=None),
        [(KEY, "strikes", "", "a number of strikes or engagements")],
    ),
    Case(
        "strike_totals/engagements-not-below-strikes",
        totals(TOTAL, TOTAL | {"engagements": 28}),
        one(engagements=27),
        [(KEY, "engagements", "27", "at least 28, the strikes")],
    ),
    Case(
        OF_REPORT,
        totals(
            TOTAL | {"strikes": 5},
            TOTAL | {"country": "both", "strikes": 7, "itemised": "some"},
            TOTAL | {"country": "Iraq", "strikes": 2, "nation": "United States"},
            TOTAL | {"country": "Iraq", "strikes": 2, "qualifier": "more_than"},
            TOTAL | {"country": "Iraq", "strikes": None},
            TOTAL
            | {
                "country": "Iraq",
                "strikes": 4,
                "itemised": "none",
                "period_start": "2017-04-25",
                "period_end": "2017-04-25",
            },
            PERIOD | {"strikes": 99},
        )
        | {"strikes": LISTED},
        totals(
            TOTAL,
            TOTAL | {"total_id": "b", "country": "both", "strikes": 5, "itemised": "some"},
            TOTAL | {"total_id": "c", "country": "Iraq", "strikes": 1, "itemised": "none"},
            TOTAL | {"total_id": "d", "reported_on": "2017-04-29"},
        )
        | {"strikes": LISTED},
        [
            (KEY, "strikes", "28", "5, the sum of its places"),
            ("b", "strikes", "5", "at least 6, the sum of its places"),
            ("c", "strikes", "1", "1, the sum of its places"),
            ("d", "strikes", "28", "0, the sum of its places"),
        ],
        see=[(line, "strikes", f"raqqa {number}") for line, number in ((2, 2), (3, 3), (2, 2), (3, 3), (4, 1), (4, 1))],
    ),
    Case(
        OF_REPORT,
        totals(TOTAL | NO_PERIOD | {"strikes": 4}) | {"strikes": [listed(4, **UNDATED), listed(3)]},
        totals(TOTAL | NO_PERIOD | {"strikes": 7}) | {"strikes": [listed(4, **UNDATED), listed(3)]},
        [(KEY, "strikes", "7", "4, the sum of its places")],
    ),
    Case(
        OF_REPORT,
        totals(TOTAL | {"strikes": 3})
        | {"strikes": [listed(3), listed(4, **UNDATED), listed(5, last_day="2017-04-28")]},
        totals(TOTAL | {"strikes": 4}) | {"strikes": [listed(3), listed(5, first_day="2017-04-26")]},
        [(KEY, "strikes", "4", "3, the sum of its places")],
    ),
    Case(
        OF_PERIOD,
        totals(
            PERIOD | {"strikes": 12},
            PERIOD | {"country": "both", "strikes": 14, "itemised": "some"},
            PERIOD | {"strikes": 1, "itemised": "none"},
            PERIOD | {"strikes": 1, "nation": "other"},
            PERIOD | {"strikes": 1, "qualifier": "at_least"},
            TOTAL | {"strikes": 1},
        )
        | {"strikes": [*LISTED, listed(9, first_day="2017-03-31"), listed(9, last_day="2017-05-01")]},
        totals(PERIOD | {"strikes": 13}, PERIOD | {"country": "both", "strikes": 12, "itemised": "some"})
        | {"strikes": LISTED},
        [
            ("period", "strikes", "13", "12, the sum of its places"),
            ("period", "strikes", "12", "at least 13, the sum of its places"),
        ],
        see=[
            (line, "strikes", f"the {end} of {number}")
            for number in (3, 4)
            for line, end in ((2, "first"), (5, "last"))
        ],
    ),
    Case(
        OF_PERIOD,
        totals(PERIOD | {"strikes": 7}) | {"strikes": [listed(7, **UNDATED)]},
        totals(PERIOD | {"strikes": 7})
        | {"strikes": [listed(7, **UNDATED | {"reported_on": "2017-05-01"}), listed(6, first_day="2017-04-01")]},
        [("period", "strikes", "7", "6, the sum of its places")],
        see=[(3, "strikes", "the first of 1"), (3, "strikes", "the last of 1")],
    ),
    Case(
        "strike_totals/countries-add-up",
        totals(*parts(9, 19, 28), *parts(9, 19, 28, reported_on=None)),
        totals(*parts(9, 19, 26)),
        [("both", "strikes", "26", "Iraq 9 + Syria 19 = 28")],
    ),
    *[
        Case(
            "strike_totals/countries-add-up",
            totals(*parts(9, 19, 28), *parts(1, 1, 9, odd, reported_on="2017-05-02")),
            totals(*[total | {"engagements": total["strikes"]} for total in parts(9, 19, 29)]),
            [
                ("both", "engagements", "29", "Iraq 9 + Syria 19 = 28"),
                ("both", "strikes", "29", "Iraq 9 + Syria 19 = 28"),
            ],
            see=[
                (line, field, words)
                for field in ("engagements", "strikes")
                for line, words in ((2, "Iraq 9"), (3, "Syria 19"))
            ],
        )
        for odd in (
            {"reported_on": "2017-05-01"},
            {"period_start": "2017-04-26"},
            {"period_end": "2017-04-26"},
            {"nation": "other"},
            {"organisation_id": "airwars"},
            {"qualifier": "more_than"},
            {"source_id": "t"},
        )
    ],
    Case(
        "strike_totals/report-has-one-source",
        totals(
            TOTAL, TOTAL, TOTAL | {"reported_on": "2017-04-29", "source_id": "t"}, PERIOD, PERIOD | {"source_id": "t"}
        ),
        totals(
            TOTAL | {"total_id": "a", "source_id": "t"},
            TOTAL | {"total_id": "b"},
            TOTAL | {"total_id": "c"},
            TOTAL | {"total_id": "d", "reported_on": "2017-04-30"},
            TOTAL | {"total_id": "e", "reported_on": "2017-04-30", "source_id": "a"},
        ),
        [("a", "source_id", "t", "s"), ("e", "source_id", "a", "s")],
        previous=[3, 5],
    ),
    Case(
        "strike_totals/one-record-for-one-scope",
        totals(
            TOTAL,
            TOTAL | {"reported_on": "2017-04-29"},
            TOTAL | {"period_start": None},
            TOTAL | {"period_end": None},
            TOTAL | {"country": "Iraq"},
            TOTAL | {"nation": "other"},
            TOTAL | {"organisation_id": "airwars"},
            TOTAL | {"source_id": "t"},
        ),
        totals(TOTAL | NO_PERIOD, TOTAL | NO_PERIOD | {"total_id": "b", "strikes": 9, "itemised": "none"}),
        [("b", "total_id", "b", "another scope than line 2")],
    ),
    Case(
        "strike_totals/organisation-fits-report",
        totals(
            TOTAL | {"reported_on": "2014-10-17"},
            TOTAL | {"reported_on": "2014-10-16", "organisation_id": "centcom"},
            PERIOD | {"organisation_id": "airwars"},
        ),
        totals(
            TOTAL | {"reported_on": "2014-10-16"}, TOTAL | {"reported_on": "2014-10-17", "organisation_id": "centcom"}
        ),
        [
            (KEY, "organisation_id", "coalition", "centcom, whose report it is"),
            (KEY, "organisation_id", "centcom", "coalition, whose report it is"),
        ],
    ),
    Case(
        "strike_totals/sourced",
        one() | {"evidence": [STATED, STATED | {"value": "26"}]},
        one(engagements=30) | {"evidence": [STATED | {"value": "26"}, STATED | {"field": "engagements", "value": KEY}]},
        [
            (KEY, "engagements", "30", "a row in evidence that states it; there is none"),
            (KEY, "strikes", "28", "26, as evidence has it"),
        ],
    ),
    Case(
        "strike_totals/sources-agree",
        one() | {"evidence": [STATED, STATED | {"table": "strikes", "value": "26"}]},
        one() | {"evidence": [STATED, STATED | {"value": "26"}]},
        [(KEY, "strikes", "28", "26")],
    ),
    Case(
        "strike_totals/main-source-among-evidence",
        one() | {"evidence": [STATED | {"source_id": "t"}, STATED]},
        one() | {"evidence": [STATED | {"source_id": "t"}, STATED | {"table": "strikes"}]},
        [(KEY, "source_id", "s", "a source that evidence names for this record")],
    ),
    Case(
        "strike_totals/source-not-older-than-report",
        one() | {"sources": [PUBLISHED | {"published_on": "2017-04-28"}]},
        one() | {"sources": [PUBLISHED | {"published_on": "2017-04-27"}]},
        [(KEY, "source_id", "s, published by 2017-04-27", "a source published on 2017-04-28 or later")],
    ),
    Case(
        "strike_totals/source-not-older-than-period",
        one() | {"sources": [PUBLISHED | {"published_on": "2017-04-27"}]},
        one() | {"sources": [PUBLISHED | {"published_on": "2017-04-26"}]},
        [(KEY, "source_id", "s, published by 2017-04-26", "a source published on 2017-04-27 or later")],
    ),
]
