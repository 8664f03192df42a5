"""Cases for the rules of the dates of estimates."""

from tests.checking.rules.estimates import estimates, one
from tests.checking.rules.judging import Case


def period(key, start=None, end=None, start_precision="day", end_precision="day"):
    return {
        "estimate_id": f"sohr-{key}",
        "organisation_id": "sohr",
        "period_start": start,
        "period_end": end,
        "start_precision": start_precision,
        "end_precision": end_precision,
    }


def wrong(key, field, found, named):
    return (f"sohr-{key}", f"period_{field}", found, f"{named}, as sohr-{key} says")


def source(day, precision="day", name="s"):
    return {"source_id": name, "published_on": day, "published_precision": precision}


def published(day, precision="day", **fields):
    return one(**{"published_on": day, "published_precision": precision, "source_id": "s"} | fields)


def with_source(found, expected, good, bad, source_day):
    return Case(
        "estimates/published-with-its-source",
        estimates(published(*good), sources=[source(*source_day)]),
        estimates(published(*bad), sources=[source(*source_day)]),
        [("one", "published_on", found, expected)],
    )


def precision_cases(date, precision, name):
    """A date and its precision come together; one that is known to the month or year is the first day of it."""

    def row(day, known):
        return {"estimate_id": f"{day}-{known}", date: day, precision: known}

    return [
        Case(
            f"estimates/{name}-precision-with-date",
            estimates(row("2018-05-01", "day"), row(None, None)),
            estimates(row("2018-05-01", None), row(None, "day")),
            [
                ("2018-05-01-None", precision, "", "a precision, since there is a date: 2018-05-01"),
                ("None-day", precision, "day", "empty, since there is no date"),
            ],
        ),
        Case(
            f"estimates/{name}-fits-precision",
            estimates(row("2018-05-01", "month"), row("2018-01-01", "year"), row("2018-05-17", "day")),
            estimates(row("2018-05-02", "month"), row("2018-05-01", "year")),
            [
                ("2018-05-02-month", date, "2018-05-02", "2018-05-01, since only the month is known"),
                ("2018-05-01-year", date, "2018-05-01", "2018-01-01, since only the year is known"),
            ],
        ),
    ]


CASES = [
    Case(
        "estimates/period-before-publication",
        estimates(one(), one("two", published_precision="month", published_on="2017-05-01", period_end="2017-05-31")),
        estimates(
            one(period_end="2017-05-05"),
            one("two", published_precision="month", published_on="2017-05-01", period_end="2017-06-01"),
            one("three", published_precision="year", published_on="2017-01-01", period_end="2018-01-01"),
        ),
        [
            ("one", "period_end", "2017-05-05", "not after 2017-05-04, the day of publication"),
            ("two", "period_end", "2017-06-01", "not after 2017-05-01, the month of publication"),
            ("three", "period_end", "2018-01-01", "not after 2017-01-01, the year of publication"),
        ],
    ),
    Case(
        "estimates/period-in-order",
        estimates(one(), one("day", period_start="2017-05-04")),
        estimates(one(period_start="2017-05-05")),
        [("one", "period_end", "2017-05-04", "not before 2017-05-05, the start")],
    ),
    with_source(
        "2016-10-12",
        "7 days before 2016-10-20, when s came out, or later",
        ("2016-10-13",),
        ("2016-10-12",),
        ("2016-10-20",),
    ),
    with_source(
        "2016-09-01",
        "7 days before 2016-10-08, when s came out, or later",
        ("2016-10-01", "month"),
        ("2016-09-01", "month"),
        ("2016-10-08",),
    ),
    Case(  # without a date of either there is nothing to compare
        "estimates/published-with-its-source",
        estimates(
            published("2016-10-20"),
            published(None, estimate_id="two"),
            published("2014-10-20", estimate_id="three", source_id="t"),
            sources=[source("2016-10-20"), source(None, None, "t")],
        ),
        estimates(published("2015-01-01", "year"), sources=[source("2016-01-08")]),
        [("one", "published_on", "2015-01-01", "7 days before 2016-01-08, when s came out, or later")],
    ),
    Case(
        "estimates/key-names-period",
        estimates(
            period("2016-10-17-to-2017-07-10-mosul", "2016-10-17", "2017-07-10"),
            period("2016-10-to-2017-07", "2016-10-01", "2017-07-01", "month", "month"),
            period("to-2018-09-23-syria", "2014-09-23", "2018-09-23"),
            period("to-2018-09-23-syria-relayed", "2014-09-23", "2018-09-01", "day", "month"),
            period("2017-03-17", "2017-03-17", "2017-03-17"),
            period("2017-03-mosul", "2017-03-20", "2017-03-22"),
            period("2017-annual", "2017-01-01", "2017-12-31"),
            period("2015-mosul", "2015-01-01", "2015-01-01", "year", "year"),
            period("total", "2014-08-08"),
            period("to-2018-09-23-iraq", None, "2018-09-23"),
            period("months-to-2017-01-20", None, "2018-01-20"),
            period("20180-killed", "2014-08-08", "2018-01-20"),
            period("2018killed", "2014-08-08", "2018-01-20"),
            {"estimate_id": "snhr-2016", "organisation_id": "sohr", "period_end": "2017-01-01"},
        ),
        estimates(
            period("2016-10-17-to-2017-07-10-mosul", "2016-10-18", "2017-07-11"),
            period("to-2018-09-23", "2014-09-23", "2018-09-24"),
            period("2017-03-17", "2017-03-16", "2017-03-18"),
            period("2017-03-mosul", "2017-02-28", "2017-04-01"),
            period("2017-annual", "2016-01-01", "2018-12-31"),
            period("2015-mosul", None, "2015-01-01", None, "year"),
        ),
        [
            wrong("2016-10-17-to-2017-07-10-mosul", "end", "2017-07-11", "2017-07-10"),
            wrong("2016-10-17-to-2017-07-10-mosul", "start", "2016-10-18", "2016-10-17"),
            wrong("to-2018-09-23", "end", "2018-09-24", "2018-09-23"),
            wrong("2017-03-17", "end", "2017-03-18", "2017-03-17"),
            wrong("2017-03-17", "start", "2017-03-16", "2017-03-17"),
            wrong("2017-03-mosul", "end", "2017-04-01", "2017-03"),
            wrong("2017-03-mosul", "start", "2017-02-28", "2017-03"),
            wrong("2017-annual", "end", "2018-12-31", "2017"),
            wrong("2017-annual", "start", "2016-01-01", "2017"),
            wrong("2015-mosul", "start", "", "2015"),
        ],
    ),
    *precision_cases("published_on", "published_precision", "published"),
    *precision_cases("period_start", "start_precision", "start"),
    *precision_cases("period_end", "end_precision", "end"),
]
