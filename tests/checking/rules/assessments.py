"""Cases for the rules of assessments."""

from tests.checking.rules.judging import Case

ONE = {"assessment_id": "cs1891-1", "allegation_id": "airwars-cs1891", "stated_by": "Coalition"}
THERE = {"incident_id": "2019-01-25-marashidah"}
LATER = ONE | {"assessment_id": "cs1891-2"}
ALONE = {"assessment_id": "2016-12-09-mosul-1", "incident_id": "2016-12-09-mosul", "stated_by": "Coalition"}
ALLEGATION = {"allegation_id": "airwars-cs1891", "first_day": "2019-01-25"}


def rows(*records, **tables):
    return {"assessments": list(records), **tables}


def reversed_on(first, then, before, after):
    """Two statements on the incident: on which days, and with which status."""
    days = ((first, before), (then, after))
    return [
        LATER | THERE | {"assessment_id": f"cs1891-{number}", "stated_on": day, "status": status}
        for number, (day, status) in enumerate(days, 2)
    ]


def as_in_incident(what):
    """Cases for the figures of a kind."""
    figures = ONE | THERE | {f"{what}_min": 3, f"{what}_max": 5}
    return [
        Case(
            f"assessments/{what}-as-in-incident",
            rows(
                figures | {"stated_on": "2019-11-15"},
                LATER | THERE | {"stated_on": "2019-12-01"},
                LATER | THERE | {"stated_on": "2019-11-14", f"{what}_min": 9, f"{what}_max": 9},
                incidents=[THERE | {what: there}],
            ),
            rows(figures, incidents=[THERE | {what: wrong}]),
            [("cs1891-1", f"{what}_max", "3 to 5", f"{wrong}, as the incident has it")],
            cells={"incident_id", f"{what}_min"},
        )
        for there, wrong in ((3, 2), (5, 6))
    ] + [
        Case(
            f"assessments/{what}-as-in-incident",
            rows(figures, ONE | {f"{what}_min": 9, f"{what}_max": 9}, incidents=[THERE | {what: 4}]),
            rows(figures, incidents=[THERE | {what: 0}]),
            [("cs1891-1", f"{what}_max", "3 to 5", "0, as the incident has it")],
        )
    ]


CASES = [
    Case(
        "assessments/key-names-allegation",
        rows(
            ONE,
            ONE | {"assessment_id": "cs214-rs0806-12", "allegation_id": "airwars-cs214-rs0806"},
            ALONE,
        ),
        rows(
            ONE | {"allegation_id": "airwars-cs1981"},
            ONE | {"assessment_id": "cs1891-b"},
            ALONE | {"incident_id": "2016-12-10-mosul"},
            ALONE | {"incident_id": None},
        ),
        [
            ("cs1891-1", "allegation_id", "airwars-cs1981", "airwars-cs1891, as the key says"),
            ("cs1891-b", "allegation_id", "airwars-cs1891", "airwars-cs1891-b, as the key says"),
            ("2016-12-09-mosul-1", "incident_id", "2016-12-10-mosul", "2016-12-09-mosul, as the key says"),
            ("2016-12-09-mosul-1", "incident_id", "", "2016-12-09-mosul, as the key says"),
        ],
        cells={"assessment_id", "allegation_id", "incident_id"},
    ),
    Case(
        "assessments/incident-is-the-allegations",
        rows(ONE | THERE, allegations=[ALLEGATION | THERE]),
        rows(ONE, allegations=[ALLEGATION | THERE]),
        [("cs1891-1", "incident_id", "", "2019-01-25-marashidah")],
        cells={"allegation_id"},
    ),
    Case(
        "assessments/incident-is-the-allegations",
        rows(ONE, allegations=[ALLEGATION]),
        rows(ONE | THERE, allegations=[ALLEGATION]),
        [("cs1891-1", "incident_id", "2019-01-25-marashidah", "an empty cell")],
        cells={"allegation_id"},
    ),
    Case(
        "assessments/says-something",
        rows(ONE | {"status": "open"}, ONE | {"stated_on": "2019-11-15"}),
        rows(ONE),
        [("cs1891-1", "stated_on", "", "a day or a status")],
        cells={"status"},
    ),
    Case(
        "assessments/stated-after-the-event",
        rows(ONE | {"stated_on": "2019-01-25"}, ONE | {"stated_on": "2019-11-15"}, ONE, allegations=[ALLEGATION]),
        rows(ONE | {"stated_on": "2019-01-24"}, allegations=[ALLEGATION]),
        [("cs1891-1", "stated_on", "2019-01-24", "not before 2019-01-25, the day of the event")],
        cells={"allegation_id"},
    ),
    Case(
        "assessments/status-as-in-incident",
        rows(
            ONE | THERE | {"status": "credible"},
            ONE | THERE,
            ONE | {"status": "open"},
            *reversed_on("2017-08-04", "2019-02-28", "non_credible", "credible"),
            LATER | THERE | {"assessment_id": "cs1891-4", "stated_on": "2020-01-01"},  # which does not say
            incidents=[THERE | {"status": "credible"}],
        ),
        rows(
            ONE | THERE | {"status": "open"},
            *reversed_on("2019-02-28", "2017-08-04", "duplicate", "credible"),
            *reversed_on("2019-02-28", "2019-02-28", "non_credible", "credible"),
            incidents=[THERE | {"status": "credible"}],
        ),
        [
            ("cs1891-1", "status", "open", "credible, as the incident has it"),
            ("cs1891-2", "status", "duplicate", "credible, as the incident has it"),
            ("cs1891-2", "status", "non_credible", "credible, as the incident has it"),
        ],
        cells={"incident_id"},
    ),
    *as_in_incident("killed"),
    *as_in_incident("injured"),
    *[
        Case(
            "assessments/concedes-only-if-credible",
            rows(
                ONE | {"status": "credible", field: 8},
                ONE | {"status": "open", field: 8},
                ONE | {"status": "non_credible", field: 0},
                ONE | {"status": "duplicate"},
                ONE,
            ),
            rows(ONE | {"status": "non_credible", field: 1}, ONE | {"status": "duplicate", field: 8}, ONE | {field: 8}),
            [
                ("cs1891-1", field, "1", "nothing or 0, since the status is non_credible"),
                ("cs1891-1", field, "8", "nothing or 0, since the status is duplicate"),
                ("cs1891-1", field, "8", "nothing or 0, since the status is not known"),
            ],
            cells={"status"},
        )
        for field in ("killed_max", "injured_max")
    ],
    *[
        Case(
            "assessments/minimum-not-above-maximum",
            rows(ONE | {f"{what}_min": 4, f"{what}_max": 4}, ONE | {f"{what}_min": 0, f"{what}_max": 5}, ONE),
            rows(ONE | {f"{what}_min": 5, f"{what}_max": 4}, ONE | {f"{what}_min": 5}, ONE | {f"{what}_max": 5}),
            [
                ("cs1891-1", f"{what}_min", "5", "at most the maximum, 4"),
                ("cs1891-1", f"{what}_min", "5", "at most the maximum, which is empty"),
                ("cs1891-1", f"{what}_min", "", "at most the maximum, 5"),
            ],
        )
        for what in ("killed", "injured")
    ],
    Case(
        "assessments/reason-needs-status",
        rows(
            ONE,
            ONE | {"status": "non_credible"},
            ONE | {"status": "non_credible", "reason": "other"},
            ONE | {"status": "non_credible", "reason": "other", "second_reason": "insufficient_evidence"},
        ),
        rows(ONE | {"reason": "other"}, ONE | {"status": "credible", "second_reason": "other"}),
        [
            ("cs1891-1", "reason", "other", "an empty cell, since there is no status"),
            ("cs1891-1", "second_reason", "other", "an empty cell, since there is no reason"),
        ],
    ),
]
