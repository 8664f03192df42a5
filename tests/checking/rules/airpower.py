"""Cases for the rules of airpower."""

from tests.checking.rules.judging import Case

MONTH = {"airpower_id": "2017-08-month", "period": "2017-08", "granularity": "month", "source_id": "s"}
YEAR = {"airpower_id": "2017-year", "period": "2017", "granularity": "year", "source_id": "s"}
TO_DATE = YEAR | {"airpower_id": "2017-08-31-year-to-date", "granularity": "year_to_date", "as_of": "2017-08-31"}
EVER = MONTH | {"airpower_id": "2017-08-cumulative", "granularity": "cumulative"}
STATED = {
    "table": "airpower",
    "record_id": "2017-08-month",
    "field": "weapons_released",
    "source_id": "s",
    "value": "5075",
}
PUBLISHED = {"source_id": "s", "published_precision": "day"}
TO_DATE_KEY = "2017-08-31-year-to-date"


def rows(*records):
    return {"airpower": list(records)}


def until(day, **figures):
    """A year to date."""
    key = f"{day}-year-to-date"
    return TO_DATE | {"airpower_id": key, "period": day[:4], "as_of": day} | figures


def ever(period, **figures):
    """A count of the campaign so far."""
    return EVER | {"airpower_id": f"{period}-cumulative", "period": period} | figures


CASES = [
    Case(
        "airpower/key-names-period",
        rows(MONTH, YEAR | {"airpower_id": "2017-year-2"}, TO_DATE, EVER | {"as_of": "2017-08-30"}),
        rows(MONTH | {"period": "2017-09"}, TO_DATE | {"as_of": "2017-08-30"}, TO_DATE | {"as_of": None}),
        [
            ("2017-08-month", "period", "2017-09", "2017-08, as the key says"),
            (TO_DATE_KEY, "as_of", "2017-08-30", "2017-08-31, as the key says"),
            (TO_DATE_KEY, "as_of", "", "2017-08-31, as the key says"),
        ],
        cells={"airpower_id", "granularity"},
    ),
    Case(
        "airpower/key-names-granularity",
        rows(MONTH, YEAR | {"airpower_id": "2017-year-12"}, TO_DATE, EVER),
        rows(
            MONTH | {"granularity": "cumulative"},
            TO_DATE | {"granularity": "year"},
            YEAR | {"airpower_id": "2017-year-2-b"},
        ),
        [
            ("2017-08-month", "granularity", "cumulative", "month, as the key says"),
            (TO_DATE_KEY, "granularity", "year", "year-to-date, as the key says"),
            ("2017-year-2-b", "granularity", "year", "year-2-b, as the key says"),
        ],
        cells={"airpower_id"},
    ),
    Case(
        "airpower/period-fits-granularity",
        rows(MONTH, YEAR, TO_DATE, EVER, EVER | {"period": "2017"}),
        rows(MONTH | {"period": "2017"}, YEAR | {"period": "2017-08"}, TO_DATE | {"period": "2017-08"}),
        [
            ("2017-08-month", "period", "2017", "YYYY-MM"),
            ("2017-year", "period", "2017-08", "YYYY"),
            (TO_DATE_KEY, "period", "2017-08", "YYYY"),
        ],
    ),
    Case(
        "airpower/year-to-date-has-last-day",
        rows(TO_DATE, MONTH),
        rows(TO_DATE | {"as_of": None}),
        [(TO_DATE_KEY, "as_of", "", "the last day that the figures cover")],
    ),
    Case(
        "airpower/last-day-in-period",
        rows(
            TO_DATE,
            EVER | {"as_of": "2017-08-01"},
            EVER,
            MONTH | {"as_of": "2018-01-01"},
            YEAR | {"as_of": "2018-01-01"},
        ),
        rows(TO_DATE | {"as_of": "2016-08-31"}, EVER | {"as_of": "2017-09-01"}),
        [
            (TO_DATE_KEY, "as_of", "2016-08-31", "a day in 2017, the period"),
            ("2017-08-cumulative", "as_of", "2017-09-01", "a day in 2017-08, the period"),
        ],
    ),
    Case(
        "airpower/released-after-period",
        rows(
            MONTH,
            MONTH | {"as_of": "2017-08-01"},
            YEAR | {"as_of": "2017-12-31"},
            TO_DATE | {"as_of": "2016-01-01"},
            EVER | {"as_of": "2016-01-01"},
        ),
        rows(MONTH | {"as_of": "2017-07-31"}, YEAR | {"as_of": "2017-11-30"}),
        [
            ("2017-08-month", "as_of", "2017-07-31", "a day in 2017-08 or later"),
            ("2017-year", "as_of", "2017-11-30", "a day in 2017-12 or later"),
        ],
    ),
    Case(
        "airpower/one-record-for-one-scope",
        rows(
            MONTH,
            MONTH | {"period": "2017-09"},
            MONTH | {"granularity": "cumulative"},
            MONTH | {"as_of": "2017-09-01"},
            MONTH | {"source_id": "t"},
        ),
        rows(MONTH, MONTH | {"airpower_id": "2017-08-month-2", "weapons_released": 4}),
        [("2017-08-month-2", "airpower_id", "2017-08-month-2", "another period, last day or source than line 2")],
    ),
    *[
        Case(
            "airpower/counts-something",
            rows(MONTH | {figure: 0}),
            rows(MONTH),
            [("2017-08-month", "weapons_released", "", "at least one figure")],
        )
        for figure in ("weapons_released", "sorties", "sorties_with_release", "isr_sorties", "tanker_sorties")
    ],
    Case(
        "airpower/release-sorties-within-sorties",
        rows(YEAR | {"sorties": 9958, "sorties_with_release": 9958}, YEAR | {"sorties": 9958}),
        rows(YEAR | {"sorties": 9958, "sorties_with_release": 9959}),
        [("2017-year", "sorties_with_release", "9959", "at most 9958, all sorties")],
    ),
    Case(
        "airpower/weapons-not-below-release-sorties",
        rows(YEAR | {"weapons_released": 9958, "sorties_with_release": 9958}, YEAR | {"sorties_with_release": 9}),
        rows(YEAR | {"weapons_released": 9957, "sorties_with_release": 9958}),
        [("2017-year", "weapons_released", "9957", "at least 9958, the sorties with a release")],
    ),
    Case(
        "airpower/statements-agree",
        rows(
            MONTH | {"weapons_released": 5075, "sorties": 9},
            MONTH | {"airpower_id": "2017-08-month-2", "weapons_released": 5075, "isr_sorties": 8},
            MONTH | {"airpower_id": "2017-09-month", "period": "2017-09", "weapons_released": 4},
            YEAR | {"weapons_released": 9},
            TO_DATE | {"weapons_released": 7},
            until("2017-09-30", weapons_released=8),
            EVER | {"weapons_released": 1},
            EVER | {"airpower_id": "2017-08-cumulative-2", "weapons_released": 2},
            TO_DATE | {"airpower_id": "2017-year-to-date", "as_of": None, "weapons_released": 6},
        ),
        rows(
            MONTH | {"airpower_id": "2017-08-month-2", "weapons_released": 3160, "as_of": "2017-10-01"},
            MONTH | {"weapons_released": 3167},
            TO_DATE | {"airpower_id": f"{TO_DATE_KEY}-2", "weapons_released": 3},
            TO_DATE | {"weapons_released": 2},
            MONTH | {"airpower_id": "2017-09-month", "period": "2017-09", "sorties": 1},
            MONTH | {"airpower_id": "2017-09-month-2", "period": "2017-09", "weapons_released": 5},
            MONTH | {"airpower_id": "2017-09-month-3", "period": "2017-09", "weapons_released": 6},
        ),
        [
            ("2017-08-month-2", "weapons_released", "3160", "3167, as in 2017-08-month"),
            (f"{TO_DATE_KEY}-2", "weapons_released", "3", f"2, as in {TO_DATE_KEY}"),
            ("2017-09-month-3", "weapons_released", "6", "5, as in 2017-09-month-2"),
        ],
        previous=[3, 5, 7],
    ),
    Case(
        "airpower/counts-never-fall",
        rows(
            until("2017-03-31", weapons_released=5, sorties=50),
            until("2017-08-31", weapons_released=5),
            until("2017-09-30", sorties=50),
            YEAR | {"weapons_released": 6, "as_of": "2018-01-15"},
            until("2018-01-31", weapons_released=1),
            MONTH | {"period": "2017-09", "weapons_released": 3},
            ever("2015-12", weapons_released=10),
            ever("2016-12", weapons_released=11),
            ever("2016", weapons_released=10),
            ever("2017-01", weapons_released=11),
        ),
        rows(
            until("2017-03-31", sorties=5, isr_sorties=8),
            until("2017-08-31", sorties=4, isr_sorties=9),
            YEAR | {"isr_sorties": 8, "as_of": "2017-06-01"},
            ever("2016", weapons_released=9),
            ever("2016-05", weapons_released=10),
        ),
        [
            (TO_DATE_KEY, "sorties", "4", "at least 5, as in 2017-03-31-year-to-date"),
            ("2017-year", "isr_sorties", "8", f"at least 9, as in {TO_DATE_KEY}"),
            ("2016-cumulative", "weapons_released", "9", "at least 10, as in 2016-05-cumulative"),
        ],
        previous=[2, 3, 6],
    ),
    Case(
        "airpower/counts-never-fall",
        rows(until("2017-03-31", sorties=5), until("2017-03-31", sorties=4), until("2017-04-30", sorties=5)),
        rows(until("2017-03-31", sorties=5), until("2017-04-01", sorties=4)),
        [("2017-04-01-year-to-date", "sorties", "4", "at least 5, as in 2017-03-31-year-to-date")],
    ),
    Case(
        "airpower/months-within-year",
        rows(
            YEAR | {"weapons_released": 9000},
            MONTH | {"weapons_released": 5000},
            MONTH | {"weapons_released": 5001},
            MONTH | {"period": "2017-09", "weapons_released": 4000},
            MONTH | {"period": "2017-10", "sorties": 1},
            MONTH | {"period": "2018-09", "weapons_released": 4000},
            TO_DATE | {"weapons_released": 1},
            EVER | {"weapons_released": 5000},
        ),
        rows(
            YEAR | {"weapons_released": 8999},
            MONTH | {"weapons_released": 5000},
            MONTH | {"period": "2017-09", "weapons_released": 4000},
            MONTH | {"period": "2017-10", "sorties": 1},
            MONTH | {"period": "2018-10", "weapons_released": 1},
        ),
        [("2017-year", "weapons_released", "8999", "at least 9000, the sum of its months")],
        see=[(3, "weapons_released", "2017-08 5000"), (4, "weapons_released", "2017-09 4000")],
    ),
    Case(
        "airpower/sourced",
        rows(MONTH | {"weapons_released": 5075}) | {"evidence": [STATED, STATED | {"value": "5705"}]},
        rows(MONTH | {"weapons_released": 5075}) | {"evidence": [STATED | {"value": "5705"}]},
        [("2017-08-month", "weapons_released", "5075", "5705, as evidence has it")],
    ),
    Case(
        "airpower/sources-agree",
        rows(MONTH | {"weapons_released": 5075}) | {"evidence": [STATED]},
        rows(MONTH | {"weapons_released": 5075}) | {"evidence": [STATED, STATED | {"value": "5705"}]},
        [("2017-08-month", "weapons_released", "5075", "5705")],
    ),
    Case(
        "airpower/main-source-among-evidence",
        rows(MONTH) | {"evidence": [STATED]},
        rows(MONTH) | {"evidence": [STATED | {"source_id": "t"}]},
        [("2017-08-month", "source_id", "s", "a source that evidence names for this record")],
    ),
    Case(
        "airpower/source-not-older-than-last-day",
        rows(TO_DATE) | {"sources": [PUBLISHED | {"published_on": "2017-08-31"}]},
        rows(TO_DATE) | {"sources": [PUBLISHED | {"published_on": "2017-08-30"}]},
        [(TO_DATE_KEY, "source_id", "s, published by 2017-08-30", "a source published on 2017-08-31 or later")],
    ),
]
