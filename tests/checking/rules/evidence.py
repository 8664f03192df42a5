"""Cases for the rules of evidence."""

from tests.checking.rules.judging import Case

RELEASE = {"releases": [{"release_id": "monthly-2019-04"}]}
ROW = {"table": "releases", "record_id": "monthly-2019-04", "field": "killed", "source_id": "s", "value": "5"}
WHOLE = ROW | {"field": "release_id", "value": "monthly-2019-04"}


def evidence(*rows):
    return RELEASE | {"evidence": list(rows)}


CASES = [
    Case(
        "evidence/record-exists",
        evidence(ROW),
        evidence(ROW | {"record_id": "monthly-2019-14"}, ROW | {"table": "strikes"}),
        [
            ("releases/monthly-2019-14/killed/s", "record_id", "monthly-2019-14", "the key of a record of releases"),
            ("strikes/monthly-2019-04/killed/s", "record_id", "monthly-2019-04", "the key of a record of strikes"),
        ],
    ),
    Case(
        "evidence/field-and-value",
        evidence(ROW, WHOLE),
        evidence(ROW | {"value": "five"}, ROW | {"field": "wounded"}, WHOLE | {"value": "monthly-2019-05"}),
        [
            (
                "releases/monthly-2019-04/killed/s",
                "value",
                "killed = five",
                "a number or date field of releases with its value, or its key with monthly-2019-04",
            ),
            (
                "releases/monthly-2019-04/wounded/s",
                "value",
                "wounded = 5",
                "a number or date field of releases with its value, or its key with monthly-2019-04",
            ),
            (
                "releases/monthly-2019-04/release_id/s",
                "value",
                "release_id = monthly-2019-05",
                "a number or date field of releases with its value, or its key with monthly-2019-04",
            ),
        ],
    ),
]
