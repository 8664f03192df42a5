"""Cases for the rules of incidents that need no map."""

from tests.checking.rules.judging import Case

ONE = {
    "incident_id": "one",
    "first_day": "2017-03-17",
    "last_day": "2017-03-17",
    "country": "Iraq",
    "status": "credible",
    "status_basis": "release_seen",
    "killed": 105,
    "release_id": "monthly-2017-06",
    "place_id": "mosul",
}
RELEASE = {"release_id": "monthly-2017-06", "published_on": "2017-08-04", "killed": 119}


def incidents(*rows, **tables):
    return {"incidents": list(rows)} | tables


CASES = [
    Case(
        "incidents/days-in-order",
        incidents(ONE),
        incidents(ONE | {"last_day": "2017-03-16"}),
        [("one", "last_day", "2017-03-16", "not before 2017-03-17, the start")],
    ),
    Case(
        "incidents/before-release",
        incidents(ONE, releases=[RELEASE]),
        incidents(ONE | {"last_day": "2017-08-05"}, releases=[RELEASE]),
        [("one", "last_day", "2017-08-05", "not after 2017-08-04, when monthly-2017-06 was published")],
    ),
    Case(
        "incidents/release-was-seen",
        incidents(ONE),
        incidents(ONE | {"status_basis": "airwars_grading"}),
        [("one", "status_basis", "airwars_grading", "release_seen, since a release is named")],
    ),
    Case(
        "incidents/place-in-country",
        incidents(ONE, places=[{"place_id": "mosul", "country": "Iraq"}]),
        incidents(ONE | {"country": "Syria"}, places=[{"place_id": "mosul", "country": "Iraq"}]),
        [("one", "country", "Syria", "Iraq, where mosul lies")],
    ),
    Case(
        "incidents/airwars-ranges",
        incidents(ONE | {"airwars_killed_min": 105, "airwars_killed_max": 141}),
        incidents(ONE | {"airwars_injured_min": 3, "airwars_injured_max": 2}),
        [("one", "airwars_injured_min", "3", "at most 2, the maximum")],
    ),
    Case(
        "incidents/killed-within-release",
        incidents(ONE, ONE | {"incident_id": "two", "killed": 14}, releases=[RELEASE]),
        incidents(ONE, ONE | {"incident_id": "two", "killed": 15}, releases=[RELEASE]),
        [("two", "killed", "120 in the incidents listed", "at most 119, the killed of monthly-2017-06")],
    ),
    Case(
        "incidents/sourced",
        incidents(
            ONE,
            evidence=[{"table": "incidents", "record_id": "one", "field": "killed", "source_id": "s", "value": "105"}],
        ),
        incidents(
            ONE,
            evidence=[{"table": "incidents", "record_id": "one", "field": "killed", "source_id": "s", "value": "104"}],
        ),
        [("one", "killed", "105", "104, as evidence has it")],
    ),
    Case(
        "incidents/sources-agree",
        incidents(
            ONE,
            evidence=[{"table": "incidents", "record_id": "one", "field": "killed", "source_id": "s", "value": "105"}],
        ),
        incidents(
            ONE,
            evidence=[{"table": "incidents", "record_id": "one", "field": "killed", "source_id": "s", "value": "141"}],
        ),
        [("one", "killed", "105", "141")],
    ),
]
