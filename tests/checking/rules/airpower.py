"""Cases for the rules of airpower."""

from tests.checking.rules.judging import Case


def rows(*records):
    return {"airpower": [{"airpower_id": f"r{number}"} | record for number, record in enumerate(records)]}


MONTH = {"period": "2017-08", "granularity": "month"}
YEAR = {"period": "2017", "granularity": "year"}
STATED = {"table": "airpower", "record_id": "r0", "field": "weapons_released", "source_id": "s"}

CASES = [
    Case(
        "airpower/period-fits-granularity",
        rows(MONTH, YEAR),
        rows(MONTH | {"period": "2017"}, YEAR | {"period": "2017-08"}),
        [("r0", "period", "2017", "YYYY-MM"), ("r1", "period", "2017-08", "YYYY")],
    ),
    Case(
        "airpower/counts-something",
        rows(MONTH | {"isr_sorties": 5}),
        rows(MONTH),
        [("r0", "weapons_released", "", "at least one figure")],
    ),
    Case(
        "airpower/release-sorties-within-sorties",
        rows(YEAR | {"sorties": 21113, "sorties_with_release": 9958}),
        rows(YEAR | {"sorties": 9958, "sorties_with_release": 21113}),
        [("r0", "sorties_with_release", "21113", "at most 9958, all sorties")],
    ),
    Case(
        "airpower/statements-agree",
        rows(MONTH | {"weapons_released": 5075}, MONTH | {"weapons_released": 5075}, YEAR | {"weapons_released": 9}),
        rows(MONTH | {"weapons_released": 3167}, MONTH | {"weapons_released": 3160}),
        [("r1", "weapons_released", "3160", "3167, as in r0")],
    ),
    Case(
        "airpower/months-within-year",
        rows(
            YEAR | {"weapons_released": 9000},
            MONTH | {"weapons_released": 5000},
            MONTH | {"period": "2017-09", "weapons_released": 4000},
        ),
        rows(
            YEAR | {"weapons_released": 8999},
            MONTH | {"weapons_released": 5000},
            MONTH | {"period": "2017-09", "weapons_released": 4000},
        ),
        [("r0", "weapons_released", "8999", "at least 9000, the sum of its months")],
    ),
    Case(
        "airpower/sources-agree",
        {
            "airpower": [MONTH | {"airpower_id": "r0", "weapons_released": 5075}],
            "evidence": [STATED | {"value": "5075"}],
        },
        {
            "airpower": [MONTH | {"airpower_id": "r0", "weapons_released": 5075}],
            "evidence": [STATED | {"value": "5705"}],
        },
        [("r0", "weapons_released", "5075", "5705")],
    ),
]
