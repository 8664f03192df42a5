"""Cases for the rules of the register of known issues."""

from tests.checking.rules.judging import Case

ISSUE = {
    "issue_id": "monthly-2018-08-killed-total-completed-sum",
    "rule": "releases/completed-sum",
    "table": "releases",
    "record_id": "monthly-2018-08",
    "field": "killed_total",
    "found": "60",
    "expected": "58",
    "source_id": "s",
    "status": "explained",
}
KEY = ISSUE["issue_id"]
OF_INCIDENT = ISSUE | {"issue_id": "i", "table": "incidents", "record_id": "one"}
INCIDENT = {"incident_id": "one", "release_id": "monthly-2018-08", "source_id": "own"}
RELEASE = {"release_id": "monthly-2018-08", "source_id": "main"}


def issues(*rows, **tables):
    return {"known_issues": list(rows)} | tables


def evidence(table="releases", record="monthly-2018-08", source="s"):
    return {"table": table, "record_id": record, "field": "killed", "source_id": source, "value": "1"}


def apart(field, value):
    """Issues that differ in this field document two findings."""
    return Case(
        "known_issues/one-record-for-one-finding",
        issues(ISSUE, ISSUE | {"issue_id": "two", field: value}),
        issues(ISSUE, ISSUE | {"issue_id": "two", "found": "61"}),
        [("two", "record_id", "monthly-2018-08", "another record, field or value than line 2")],
    )


CASES = [
    Case(
        "known_issues/key-names-record-and-rule",
        issues(
            ISSUE,
            ISSUE | {"issue_id": f"{KEY}-2"},
            ISSUE | {"issue_id": "monthly-2018-08-completed-sum", "field": None},
            ISSUE | {"issue_id": "al-b-b-iraq-used", "record_id": "Al B'b/Iraq", "field": None, "rule": "x/used"},
        ),
        issues(
            ISSUE | {"rule": "releases/killed-total"},
            ISSUE | {"record_id": "monthly-2018-09"},
            ISSUE | {"field": "killed"},
            ISSUE | {"issue_id": f"{KEY}-b"},
            ISSUE | {"issue_id": f"{KEY}2"},
        ),
        [
            (KEY, "issue_id", KEY, "monthly-2018-08-killed-total-killed-total"),
            (KEY, "issue_id", KEY, "monthly-2018-09-killed-total-completed-sum"),
            (KEY, "issue_id", KEY, "monthly-2018-08-killed-completed-sum"),
            (f"{KEY}-b", "issue_id", f"{KEY}-b", KEY),
            (f"{KEY}2", "issue_id", f"{KEY}2", KEY),
        ],
    ),
    Case(
        "known_issues/rule-is-of-table",
        issues(ISSUE),
        issues(ISSUE | {"table": "strikes"}, ISSUE | {"rule": "release/completed-sum"}),
        [
            (KEY, "rule", "releases/completed-sum", "a rule of strikes"),
            (KEY, "rule", "release/completed-sum", "a rule of releases"),
        ],
    ),
    *[
        apart(field, value)
        for field, value in {
            "rule": "releases/other",
            "table": "strikes",
            "record_id": "monthly-2018-09",
            "field": None,
            "expected": "59",
        }.items()
    ],
    Case(
        "known_issues/explained-needs-source",
        issues(
            ISSUE,
            ISSUE | {"status": "inferred", "source_id": None},
            ISSUE | {"status": "unexplained", "source_id": None},
        ),
        issues(ISSUE | {"source_id": None}),
        [(KEY, "source_id", "", "the source of the explanation, since the status is explained")],
    ),
    *[
        Case(
            "known_issues/source-is-of-its-record",
            issues(ISSUE | {"table": table, "record_id": "one"}, **{table: [{key: "one", "source_id": "s"}]}),
            issues(ISSUE | {"table": table, "record_id": "one"}, **{table: [{key: "one", "source_id": "t"}]}),
            [(KEY, "source_id", "s", "a source of one")],
        )
        for table, key in {
            "airpower": "airpower_id",
            "estimates": "estimate_id",
            "incidents": "incident_id",
            "places": "place_id",
            "releases": "release_id",
            "strike_totals": "total_id",
            "strikes": "strike_id",
        }.items()
    ],
    Case(
        "known_issues/source-is-of-its-record",
        issues(ISSUE, ISSUE | {"record_id": "monthly-2018-09", "source_id": None}, evidence=[evidence()]),
        issues(
            ISSUE,
            evidence=[evidence(source="t"), evidence(record="monthly-2018-09"), evidence(table="strikes")],
            strikes=[{"strike_id": "monthly-2018-08", "source_id": "s"}],
        ),
        [(KEY, "source_id", "s", "a source of monthly-2018-08")],
    ),
    Case(  # an incident has the sources of its release, too
        "known_issues/source-is-of-its-record",
        issues(
            OF_INCIDENT,
            OF_INCIDENT | {"source_id": "main"},
            OF_INCIDENT | {"source_id": "own"},
            incidents=[INCIDENT],
            releases=[RELEASE],
            evidence=[evidence()],
        ),
        issues(
            OF_INCIDENT,
            incidents=[INCIDENT | {"release_id": None}],
            releases=[RELEASE],
            evidence=[evidence(), evidence("strikes", "one")],
        ),
        [("i", "source_id", "s", "a source of one")],
    ),
    Case(  # and only those of releases
        "known_issues/source-is-of-its-record",
        issues(OF_INCIDENT, incidents=[INCIDENT], releases=[RELEASE], evidence=[evidence()]),
        issues(OF_INCIDENT, incidents=[INCIDENT], releases=[RELEASE], evidence=[evidence("strikes")]),
        [("i", "source_id", "s", "a source of one")],
    ),
]
