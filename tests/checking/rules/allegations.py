"""Cases for the rules of allegations."""

from tests.checking.rules.judging import Case

AIRWARS = {"allegation_id": "airwars-cs1891", "organisation_id": "airwars", "code": "CS1891", "country": "Syria"}
UCDP = {"allegation_id": "ucdp-249190", "organisation_id": "ucdp", "code": "249190", "country": "Iraq"}
INCIDENT = {"incident_id": "2019-01-25-marashidah", "airwars_code": "CS1891"}
PRECISE = {"where_precision": 1, "date_precision": 2}


def rows(*records, **tables):
    return {"allegations": list(records), **tables}


def stated(field, value, source, record="airwars-cs1891", table="allegations"):
    return {"table": table, "record_id": record, "field": field, "source_id": source, "value": value}


def killed(**groups):
    return AIRWARS | {f"{group}_killed_min": number for group, number in groups.items()}


CASES = [
    Case(  # the source of most rows is right; other tables have other sources
        "evidence/allegation-figures-from-one-source",
        {
            "evidence": [
                stated("killed_min", "1", "a"),
                stated("killed_max", "2", "a"),
                stated("killed_max", "2", "c", record="two"),
                stated("killed_max", "2", "c", table="incidents"),
            ]
        },
        {
            "evidence": [
                stated("killed_min", "1", "b"),
                stated("killed_max", "2", "b"),
                stated("injured_max", "2", "a"),
                stated("killed_min", "1", "d", record="two"),
                stated("killed_max", "2", "c", record="two"),
                *[stated("killed_min", "1", "a", record=name) for name in ("three", "four")],
            ]
        },
        [
            ("allegations/airwars-cs1891/injured_max/a", "source_id", "a", "b, the source of the other figures"),
            ("allegations/two/killed_min/d", "source_id", "d", "c, the source of the other figures"),
        ],
        cells={"record_id"},
    ),
    Case(
        "allegations/sources-agree",
        rows(AIRWARS | {"killed_max": 5}, evidence=[stated("killed_max", "5", "a"), stated("killed_max", "5", "b")]),
        rows(AIRWARS | {"killed_max": 5}, evidence=[stated("killed_max", "6", "a"), stated("killed_max", "5", "b")]),
        [("airwars-cs1891", "killed_max", "5", "6")],
    ),
    Case(
        "allegations/key-names-code",
        rows(AIRWARS, UCDP, AIRWARS | {"allegation_id": "airwars-cs1891-rs0806"}),
        rows(
            AIRWARS | {"code": "CS1981"},
            UCDP | {"organisation_id": "airwars"},
            AIRWARS | {"allegation_id": "airwars-cs1891b"},
        ),
        [
            ("airwars-cs1891", "allegation_id", "airwars-cs1891", "airwars-cs1981, as organisation and code say"),
            ("ucdp-249190", "allegation_id", "ucdp-249190", "airwars-249190, as organisation and code say"),
            ("airwars-cs1891b", "allegation_id", "airwars-cs1891b", "airwars-cs1891, as organisation and code say"),
        ],
        cells={"organisation_id", "code"},
    ),
    Case(
        "allegations/code-says-country",
        rows(AIRWARS, AIRWARS | {"code": "CI525", "country": "Iraq"}, AIRWARS | {"code": "NCS0180"}, UCDP),
        rows(
            AIRWARS | {"country": "Iraq"}, AIRWARS | {"code": "CI525"}, AIRWARS | {"code": "NCS0180", "country": "Iraq"}
        ),
        [
            ("airwars-cs1891", "country", "Iraq", "Syria, as the code says"),
            ("airwars-cs1891", "country", "Syria", "Iraq, as the code says"),
            ("airwars-cs1891", "country", "Iraq", "Syria, as the code says"),
        ],
        cells={"code"},
    ),
    Case(
        "allegations/ends-after-it-begins",
        rows(
            AIRWARS | {"first_day": "2017-03-17", "last_day": "2017-03-17"},
            AIRWARS | {"first_day": "2017-03-17", "last_day": "2017-03-18"},
        ),
        rows(AIRWARS | {"first_day": "2017-03-17", "last_day": "2017-03-16"}),
        [("airwars-cs1891", "last_day", "2017-03-16", "not before 2017-03-17, the start")],
        cells={"first_day"},
    ),
    *[
        Case(
            "allegations/minimum-not-above-maximum",
            rows(
                AIRWARS | {f"{what}_min": 4, f"{what}_max": 4},
                AIRWARS | {f"{what}_min": 4, f"{what}_max": 5},
                AIRWARS | {f"{what}_min": 4},
            ),
            rows(AIRWARS | {f"{what}_min": 5, f"{what}_max": 4}),
            [("airwars-cs1891", f"{what}_min", "5", "at most 4, the maximum")],
        )
        for what in ("killed", "injured", "children_killed", "women_killed", "men_killed")
    ],
    *[
        Case(
            "allegations/minimum-with-maximum",
            rows(AIRWARS | {f"{what}_min": 0, f"{what}_max": 5}, AIRWARS),
            rows(AIRWARS | {f"{what}_min": 5}, AIRWARS | {f"{what}_max": 0}),
            [
                ("airwars-cs1891", f"{what}_max", "", "a figure, since the other one is 5"),
                ("airwars-cs1891", f"{what}_min", "", "a figure, since the other one is 0"),
            ],
        )
        for what in ("killed", "injured", "children_killed", "women_killed", "men_killed")
    ],
    Case(
        "allegations/groups-within-killed",
        rows(
            killed(children=3, women=2) | {"killed_max": 5},
            killed(children=1, women=1, men=1) | {"killed_max": 4},
            killed(men=6),
            AIRWARS | {"killed_max": 0},
        ),
        rows(
            killed(children=3, women=2) | {"killed_max": 4},
            killed(children=1, women=1, men=1) | {"killed_max": 2},
            killed(men=1) | {"killed_max": 0},
        ),
        [
            ("airwars-cs1891", "killed_max", "4", "at least 5, the sum of the groups"),
            ("airwars-cs1891", "killed_max", "2", "at least 3, the sum of the groups"),
            ("airwars-cs1891", "killed_max", "0", "at least 1, the sum of the groups"),
        ],
        cells={"children_killed_min", "women_killed_min", "men_killed_min"},
    ),
    Case(
        "allegations/point-is-whole",
        rows(AIRWARS | {"latitude": 36.0, "longitude": 38.0}, AIRWARS),
        rows(AIRWARS | {"latitude": 36.0}, AIRWARS | {"longitude": 38.0}),
        [
            ("airwars-cs1891", "longitude", "", "a number, since there is only a latitude"),
            ("airwars-cs1891", "latitude", "", "a number, since there is only a longitude"),
        ],
        cells={"latitude", "longitude"},
    ),
    Case(
        "allegations/precision-needs-point",
        rows(AIRWARS | {"latitude": 36.0, "longitude": 38.0, "coordinates_precision": "town"}, AIRWARS),
        rows(AIRWARS | {"coordinates_precision": "town"}),
        [("airwars-cs1891", "coordinates_precision", "town", "an empty cell, since there are no coordinates")],
        cells={"latitude"},
    ),
    Case(
        "allegations/point-in-country",
        rows(
            AIRWARS | {"latitude": 35.95, "longitude": 39.01},
            UCDP | {"latitude": 36.34, "longitude": 43.13},
            AIRWARS,
        ),
        rows(AIRWARS | {"latitude": 36.34, "longitude": 43.13}, UCDP | {"latitude": 35.95, "longitude": 39.01}),
        [
            ("airwars-cs1891", "latitude", "36.34, 43.13", "a point in Syria"),
            ("ucdp-249190", "latitude", "35.95, 39.01", "a point in Iraq"),
        ],
        cells={"longitude", "country"},
    ),
    Case(
        "allegations/incident-has-the-code",
        rows(
            AIRWARS | {"incident_id": "2019-01-25-marashidah"},
            AIRWARS,
            UCDP | {"incident_id": "2019-01-25-marashidah"},
            incidents=[INCIDENT],
        ),
        rows(
            AIRWARS | {"incident_id": "2019-01-25-marashidah"},
            incidents=[INCIDENT | {"airwars_code": "CS1981"}],
        ),
        [("airwars-cs1891", "incident_id", "2019-01-25-marashidah", "an incident with airwars_code CS1891")],
        cells={"code"},
    ),
    Case(
        "allegations/incident-has-the-code",
        rows(AIRWARS | {"incident_id": "2019-01-25-marashidah"}, incidents=[INCIDENT]),
        rows(AIRWARS | {"incident_id": "2019-01-25-marashidah"}, incidents=[INCIDENT | {"airwars_code": None}]),
        [("airwars-cs1891", "incident_id", "2019-01-25-marashidah", "an incident with airwars_code CS1891")],
        cells={"code"},
    ),
    Case(
        "allegations/assessed-has-its-incident",
        rows(
            AIRWARS | {"incident_id": "2019-01-25-marashidah"},
            AIRWARS | {"code": "CS1"},
            UCDP | {"code": "CS1891"},
            incidents=[INCIDENT, {"incident_id": "2019-01-26-x"}],
        ),
        rows(AIRWARS, incidents=[INCIDENT]),
        [("airwars-cs1891", "incident_id", "", "2019-01-25-marashidah, which has the code")],
        cells={"code"},
    ),
    Case(
        "allegations/own-precision-of-ucdp",
        rows(AIRWARS, UCDP | PRECISE),
        rows(AIRWARS | PRECISE, UCDP | {"where_precision": 1}),
        [
            ("airwars-cs1891", "date_precision", "2", "an empty cell"),
            ("airwars-cs1891", "where_precision", "1", "an empty cell"),
            ("ucdp-249190", "date_precision", "", "a number"),
        ],
        cells={"organisation_id"},
    ),
]
