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
RELEASE = {
    "release_id": "monthly-2017-06",
    "published_on": "2017-08-04",
    "published_precision": "day",
    "killed": 119,
    "injured": 7,
}
COUNTS = {"credible": 0, "non_credible": 0, "duplicate": 0}
OTHER_RELEASE = RELEASE | {"release_id": "monthly-2017-07", "killed": 0, "injured": 0}


def incidents(*rows, **tables):
    return {"incidents": list(rows)} | tables


def one(name: str = "one", **fields):
    """An incident under another key, with other fields."""
    return ONE | {"incident_id": name} | fields


def recorded(code: str, **fields):
    """A record of Airwars."""
    return {
        "allegation_id": f"airwars-{code.lower()}",
        "organisation_id": "airwars",
        "code": code,
        "grading": "confirmed",
    } | fields


def stated(field: str, value: str, source: str = "s", **fields):
    """A row of evidence on the incident."""
    row = {"table": "incidents", "record_id": "one", "field": field, "source_id": source, "value": value}
    return row | fields


def within_release(field: str) -> list[Case]:
    """What the figures of incidents may not exceed, for killed or injured; the release has 100 of either."""
    rule = f"incidents/{field}-within-release"
    release, empty = RELEASE | {field: 100}, OTHER_RELEASE | {field: None}

    def row(name: str, number: int | None, **fields):
        return one(name, **{"killed": None, "injured": None, field: number}, **fields)

    return [
        Case(
            rule,
            incidents(
                row("a", 60),
                row("b", 40),
                row("c", None),
                row("d", 9, status="non_credible"),
                row("e", 9, release_id=None),
                row("f", 9, release_id="monthly-2017-07"),
                releases=[release, empty, release | {field: 99}],
            ),
            incidents(
                row("b", 60),
                row("a", 41),
                row("c", None),
                row("f", 9, release_id="monthly-2017-07"),
                releases=[release, empty],
            ),
            [("a", field, "101 in the incidents listed", f"at most 100, the {field} of monthly-2017-06")],
            see=[(2, field, ""), (2, field, "60"), (3, field, "41"), (4, field, "empty")],
        ),
    ]


CASES = [
    Case(
        "incidents/key-says-first-day",
        incidents(one("2017-03-17-mosul"), one("2017-03-17-mosul-2")),
        incidents(one("2017-03-18-mosul"), one("2017-03-170mosul")),
        [
            (
                "2017-03-18-mosul",
                "incident_id",
                "2017-03-18-mosul",
                "a key that begins with 2017-03-17-, the first day",
            ),
            (
                "2017-03-170mosul",
                "incident_id",
                "2017-03-170mosul",
                "a key that begins with 2017-03-17-, the first day",
            ),
        ],
    ),
    Case(
        "incidents/days-in-order",
        incidents(ONE),
        incidents(one(last_day="2017-03-16")),
        [("one", "last_day", "2017-03-16", "not before 2017-03-17, the start")],
    ),
    Case(
        "incidents/days-are-few",
        incidents(ONE, one("b", last_day="2017-04-17")),
        incidents(one(last_day="2017-04-18")),
        [("one", "last_day", "2017-04-18", "not after 2017-04-17, 31 days after the first day")],
    ),
    Case(
        "incidents/basis-fits-status",
        incidents(
            ONE,
            one("b", status="non_credible"),
            one("c", status_basis="airwars_grading"),
            one("d", status_basis="nation_statement"),
        ),
        incidents(
            one("a", status="non_credible", status_basis="airwars_grading"),
            one("b", status="open", status_basis="nation_statement"),
        ),
        [
            ("a", "status", "non_credible", "credible, since the basis is airwars_grading"),
            ("b", "status", "open", "credible, since the basis is nation_statement"),
        ],
    ),
    Case(
        "incidents/graded-confirmed",
        incidents(
            one("a", status_basis="airwars_grading", airwars_code="CI545"),
            one("b", airwars_code="CI546"),
            one("c", status_basis="nation_statement"),
            allegations=[recorded("CI545"), recorded("CI546", grading="fair")],
        ),
        incidents(
            one("a", status_basis="airwars_grading", airwars_code="CI546"),
            one("b", status_basis="airwars_grading"),
            one("c", status_basis="airwars_grading", airwars_code="CI547"),
            one("d", status_basis="airwars_grading", airwars_code="CI548"),
            allegations=[
                recorded("CI546", grading="fair"),
                recorded("CI547", grading=None),
                recorded("CI548", organisation_id="ucdp"),
            ],
        ),
        [
            (
                name,
                "status_basis",
                "airwars_grading",
                "another basis, since Airwars does not grade the event as confirmed",
            )
            for name in ("a", "b", "c", "d")
        ],
        cells={"airwars_code"},
    ),
    Case(
        "incidents/code-has-its-allegation",
        incidents(ONE, one("b", airwars_code="CI545"), allegations=[recorded("CI545"), recorded("CI546")]),
        incidents(
            one("b", airwars_code="CI545"),
            allegations=[recorded("CI546"), recorded("CI545", organisation_id="ucdp")],
        ),
        [("b", "airwars_code", "CI545", "the code of a record of Airwars in allegations.csv")],
    ),
    Case(
        "incidents/nation-is-named",
        incidents(
            one("a", status_basis="nation_statement", nation="Australia"), one("b", status_basis="airwars_grading")
        ),
        incidents(one(status_basis="nation_statement")),
        [("one", "nation", "", "a country, since the status rests on its statement")],
    ),
    Case(
        "incidents/harmed-only-if-credible",
        incidents(one(injured=3), one("b", killed=None, status="open")),
        incidents(one("a", status="open"), one("b", killed=None, injured=0, status="duplicate")),
        [
            ("a", "killed", "105", "an empty cell, since the status is open"),
            ("b", "injured", "0", "an empty cell, since the status is duplicate"),
        ],
    ),
    Case(
        "incidents/credible-has-figure",
        incidents(
            ONE,
            one("b", killed=None, injured=3),
            one("c", killed=None, status="non_credible"),
            one("d", killed=None, status_basis="airwars_grading"),
        ),
        incidents(one(killed=None)),
        [("one", "killed", "", "a figure of killed or injured")],
        cells={"injured", "status", "status_basis"},
    ),
    Case(
        "incidents/one-record-for-one-report",
        incidents(one(coalition_ref="2174"), one("two", coalition_ref="2175"), ONE, one("two")),
        incidents(one(coalition_ref="2174"), one("two", coalition_ref="2174", place_id="raqqa")),
        [("two", "coalition_ref", "2174", "another value than one has")],
        see=[(2, "coalition_ref", "one")],
    ),
    Case(
        "incidents/one-record-for-one-event",
        incidents(
            ONE,
            one("b", airwars_code="CI545"),
            one("c", first_day="2017-03-16"),
            one("d", last_day="2017-03-18"),
            one("e", place_id="raqqa"),
        ),
        incidents(
            ONE,
            one("two", status="open", coalition_ref="2175"),
            one("b", place_id="raqqa"),
            one("a", place_id="raqqa"),
        ),
        [
            ("two", "place_id", "mosul", "another value than one has"),
            ("a", "place_id", "raqqa", "another value than b has"),
        ],
        previous=[2, 4],
        see=[(2, "place_id", "one"), (4, "place_id", "b")],
    ),
    Case(
        "incidents/code-says-country",
        incidents(one("a", airwars_code="CI545"), one("b", airwars_code="CS545", country="Syria"), one("c")),
        incidents(one("a", airwars_code="CS545"), one("b", airwars_code="CI545", country="Syria")),
        [("a", "airwars_code", "CS545", "a code of Iraq"), ("b", "airwars_code", "CI545", "a code of Syria")],
    ),
    Case(
        "incidents/before-release",
        incidents(
            one("a", last_day="2017-08-04"),
            one("b", last_day="2017-07-31", release_id="monthly-2017-07"),
            one("c", last_day="2018-01-01", release_id=None),
            releases=[
                RELEASE,
                RELEASE
                | {"release_id": "monthly-2017-07", "published_on": "2017-07-01", "published_precision": "month"},
            ],
        ),
        incidents(
            one("a", last_day="2017-08-05"),
            one("b", last_day="2018-01-01", release_id="monthly-2017-07"),
            releases=[
                RELEASE,
                RELEASE
                | {"release_id": "monthly-2017-07", "published_on": "2017-01-01", "published_precision": "year"},
            ],
        ),
        [
            ("a", "last_day", "2017-08-05", "not after 2017-08-04, when monthly-2017-06 was published"),
            ("b", "last_day", "2018-01-01", "not after 2017-12-31, when monthly-2017-07 was published"),
        ],
        see=[(2, "published_on", ""), (3, "published_on", "")],
    ),
    Case(
        "incidents/release-was-seen",
        incidents(ONE, one("b", release_id=None, status_basis="airwars_grading")),
        incidents(one(status_basis="airwars_grading")),
        [("one", "status_basis", "airwars_grading", "release_seen, since a release is named")],
    ),
    *[
        Case(
            "incidents/statuses-within-release",
            incidents(
                one("a", status=status),
                one("b", status=status),
                one("c", status=status, release_id=None),
                one("d", status="open"),
                one("e", status=status, release_id="monthly-2017-07"),
                releases=[RELEASE | COUNTS | {status: 2}, OTHER_RELEASE, RELEASE | {status: 1}],
            ),
            incidents(
                one("b", status=status),
                one("a", status=status),
                one("c", status=status, release_id="monthly-2017-07"),
                releases=[RELEASE | COUNTS | {status: 1}, OTHER_RELEASE | {status: 1}],
            ),
            [("a", "status", f"2 {status} incidents listed", f"at most 1, the {status} of monthly-2017-06")],
            see=[(2, status, "")],
        )
        for status in ("credible", "non_credible", "duplicate")
    ],
    *within_release("killed"),
    *within_release("injured"),
    Case(
        "incidents/source-in-evidence",
        incidents(one(source_id="s"), evidence=[stated("incident_id", "one")]),
        incidents(
            one(source_id="s"), evidence=[stated("killed", "105", "t"), stated("killed", "1", table="estimates")]
        ),
        [("one", "source_id", "s", "a source that evidence names for this record")],
    ),
    Case(
        "incidents/source-not-older-than-incident",
        incidents(
            one(source_id="s"),
            sources=[{"source_id": "s", "published_on": "2017-03-17", "published_precision": "day"}],
        ),
        incidents(
            one(source_id="s", first_day="2017-03-10"),
            sources=[{"source_id": "s", "published_on": "2017-03-16", "published_precision": "day"}],
        ),
        [("one", "source_id", "s, published by 2017-03-16", "a source published on 2017-03-17 or later")],
    ),
    Case(
        "incidents/sourced",
        incidents(ONE, evidence=[stated("killed", "105")]),
        incidents(ONE, evidence=[stated("killed", "104"), stated("killed", "105", table="estimates")]),
        [("one", "killed", "105", "104, as evidence has it")],
    ),
    Case(
        "incidents/sources-agree",
        incidents(ONE, evidence=[stated("killed", "105"), stated("status", "credible")]),
        incidents(ONE, evidence=[stated("killed", "141"), stated("status", "open"), stated("last_day", "2017-03-18")]),
        [
            ("one", "killed", "105", "141"),
            ("one", "last_day", "2017-03-17", "2017-03-18"),
            ("one", "status", "credible", "open"),
        ],
    ),
]
