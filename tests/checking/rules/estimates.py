"""Cases for the rules of estimates."""

from tests.checking.rules.judging import Case

SCOPE = {
    "organisation_id": "airwars",
    "period_start": "2014-08-08",
    "country": "both",
    "attributed_to": "Coalition",
    "measure": "civilians_killed",
    "published_precision": "day",
    "end_precision": "day",
}
ONE = SCOPE | {"estimate_id": "one", "period_end": "2017-05-04", "published_on": "2017-05-04", "low": 3200}
TWO = SCOPE | {
    "estimate_id": "two",
    "period_end": "2019-08-07",
    "published_on": "2019-08-07",
    "low": 8106,
    "high": 12980,
}


def estimates(*rows):
    return {"estimates": list(rows)}


def stated(record, field, value):
    return {"table": "estimates", "record_id": record, "field": field, "source_id": "s", "value": value}


CASES = [
    Case(
        "estimates/low-best-high",
        estimates(ONE, TWO, {"estimate_id": "x", "low": 1, "best": 1, "high": 2}),
        estimates(TWO | {"low": 12980, "high": 8106}, {"estimate_id": "x"}, {"estimate_id": "y", "low": 5, "best": 4}),
        [
            ("two", "low", "12980, empty, 8106", "low <= best <= high, and at least one of them"),
            ("x", "low", "empty, empty, empty", "low <= best <= high, and at least one of them"),
            ("y", "low", "5, 4, empty", "low <= best <= high, and at least one of them"),
        ],
    ),
    Case(
        "estimates/period-before-publication",
        estimates(ONE),
        estimates(ONE | {"period_end": "2017-05-05"}, TWO | {"published_precision": "month"}),
        [("one", "period_end", "2017-05-05", "not after 2017-05-04, the day of publication")],
    ),
    Case(
        "estimates/period-in-order",
        estimates(ONE),
        estimates(ONE | {"period_start": "2017-05-05"}),
        [("one", "period_end", "2017-05-04", "not before 2017-05-05, the start")],
    ),
    Case(
        "estimates/cumulative-never-falls",
        estimates(ONE, TWO, TWO | {"estimate_id": "other", "place": "Mosul", "low": 5}),
        estimates(ONE, TWO | {"low": 3300}, TWO | {"estimate_id": "page", "period_end": None, "low": 3250}),
        [("page", "low", "3250", "at least 3300, as in two")],
    ),
    Case(
        "estimates/sourced",
        estimates(ONE) | {"evidence": [stated("one", "low", "3200")]},
        estimates(TWO) | {"evidence": [stated("two", "low", "8106")]},
        [("two", "high", "12980", "a row in evidence that states it; there is none")],
    ),
    Case(
        "estimates/sources-agree",
        estimates(ONE) | {"evidence": [stated("one", "low", "3200")]},
        estimates(ONE) | {"evidence": [stated("one", "low", "3294")]},
        [("one", "low", "3200", "3294")],
    ),
]
