"""Cases for the rules of releases."""

from tests.checking.rules.judging import Case


def month(number: int, **fields):
    """A monthly release on a month of 2019 with 30 or so days, published in the next."""
    ends = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31}
    return {
        "release_id": f"monthly-2019-{number:02}",
        "release_type": "monthly",
        "published_on": f"2019-{number + 1:02}-20",
        "published_precision": "day",
        "period_start": f"2019-{number:02}-01",
        "period_end": f"2019-{number:02}-{ends[number]}",
    } | fields


MARCH = "monthly-2019-03"
APRIL_KEY = "monthly-2019-04"


def releases(*rows):
    return {"releases": list(rows)}


APRIL = month(4, carried_over=122, received=7, completed=18, credible=3, non_credible=15, open_at_end=111, reopened=3)


def rising(total: str, part: str, before: int, now: int, added: int) -> Case:
    return Case(
        f"releases/{total.replace('_', '-')}-rises-by-{part}",
        releases(month(3, **{total: before}), month(4, **{total: before + added, part: added})),
        releases(month(3, **{total: before}), month(4, **{total: now, part: added})),
        [("monthly-2019-04", total, str(now), f"{before} a month before + {part} {added} = {before + added}")],
        see=[(2, total, MARCH)],
    )


def annual(year: int, **fields):
    """The annual release on a year, published in May of the next."""
    return {
        "release_id": f"annual-{year}",
        "release_type": "annual",
        "published_on": f"{year + 1}-05-01",
        "published_precision": "day",
        "period_start": f"{year}-01-01",
        "period_end": f"{year}-12-31",
    } | fields


def ad_hoc(day: str, **fields):
    """A release of a day outside the series."""
    dated = {"published_on": day, "published_precision": "day"}
    return {"release_id": f"ad-hoc-{day}", "release_type": "ad_hoc"} | dated | fields


def stated(field: str, value: str, source: str = "kuna", **fields):
    """A row of evidence on April's release."""
    row = {"table": "releases", "record_id": "monthly-2019-04", "field": field, "source_id": source, "value": value}
    return row | fields


def strikes(*counted):
    """Strikes of a day each: the day and the number."""
    return {
        "strikes": [
            {"strike_id": str(number), "first_day": day, "strikes": strikes}
            for number, (day, strikes) in enumerate(counted)
        ]
    }


TOTALS = ("killed", "injured", "strikes", "engagements", "reports", "credible")


CASES = [
    Case(
        "releases/completed-sum",
        releases(APRIL, month(3, completed=None, credible=3, non_credible=15)),
        releases(APRIL | {"completed": 19}),
        [(APRIL_KEY, "completed", "19", "credible 3 + non-credible 15 + duplicate 0 = 18")],
        cells={"credible", "non_credible", "duplicate"},
    ),
    Case(
        "releases/completed-sum",
        releases(APRIL | {"completed": 20, "duplicate": 2}),
        releases(APRIL | {"completed": 18, "duplicate": 2}),
        [(APRIL_KEY, "completed", "18", "credible 3 + non-credible 15 + duplicate 2 = 20")],
    ),
    Case(
        "releases/open-at-end-balance",
        releases(APRIL),
        releases(month(5, carried_over=82, received=41, completed=45, open_at_end=79, reopened=3)),
        [
            (
                "monthly-2019-05",
                "open_at_end",
                "79",
                "carried over 82 + received 41 - completed 45 = 78 (reopened: 3)",
            )
        ],
        cells={"carried_over", "received", "completed", "reopened"},
    ),
    Case(
        "releases/carried-over-from-previous",
        releases(month(4, open_at_end=111), month(5, carried_over=111)),
        releases(month(4, open_at_end=111), month(5, carried_over=118)),
        [("monthly-2019-05", "carried_over", "118", "111 open at the end of the month before")],
        cells=set(),
        previous=[2],
        see=[(2, "open_at_end", APRIL_KEY)],
    ),
    Case(  # neither a release two months before nor one of another type is the month before
        "releases/carried-over-from-previous",
        releases(
            month(2, open_at_end=90),
            month(4, open_at_end=111, carried_over=80),
            month(5, carried_over=111),
            annual(2018, open_at_end=7),
            ad_hoc("2019-02-03", period_start="2019-03-01", period_end="2019-03-31", open_at_end=70),
        ),
        releases(month(5, open_at_end=111, carried_over=3), month(4, open_at_end=4), month(3, carried_over=3)),
        [("monthly-2019-05", "carried_over", "3", "4 open at the end of the month before")],
    ),
    Case(  # the periods make the order, then the keys
        "releases/carried-over-from-previous",
        releases(month(3, release_id="monthly-2019-09", open_at_end=4), month(4, carried_over=4)),
        releases(
            month(3, release_id="monthly-2019-09", open_at_end=4),
            month(3, release_id="monthly-2019-08", open_at_end=5),
            month(4, carried_over=5),
        ),
        [(APRIL_KEY, "carried_over", "5", "4 open at the end of the month before")],
    ),
    *[
        Case(
            "releases/totals-never-fall",
            releases(month(3, killed=9, **{f"{name}_total": 1302}), month(4, killed=8, **{f"{name}_total": 1302})),
            releases(month(1, **{f"{name}_total": 1321}), month(2), month(3, **{f"{name}_total": 1313})),
            [(MARCH, f"{name}_total", "1313", "at least 1321, the total in monthly-2019-01")],
            cells={"published_on"},
            previous=[2],
        )
        for name in TOTALS
    ],
    Case(  # the highest of all earlier totals counts, by publication, and the latest release that gave it
        "releases/totals-never-fall",
        releases(
            month(1, killed_total=10, published_on="2019-09-01"),
            month(2, killed_total=9, injured_total=99),
            ad_hoc("2019-01-02", killed_total=8),
            month(3, killed_total=11, published_on="2019-10-01"),
            ad_hoc("2019-10-01", killed_total=10),
        ),
        releases(
            month(5, killed_total=7),
            ad_hoc("2019-01-02", killed_total=6),
            month(1, killed_total=8),
            month(2, killed_total=8),
            month(3, killed_total=5),
            month(4, killed_total=6),
        ),
        [
            (
                "monthly-2019-05",
                "killed_total",
                "7",
                "at least 8, the total in monthly-2019-02",
            ),
            (MARCH, "killed_total", "5", "at least 8, the total in monthly-2019-02"),
            (APRIL_KEY, "killed_total", "6", "at least 8, the total in monthly-2019-02"),
        ],
    ),
    Case(  # each total by itself, with the release that gave the highest
        "releases/totals-never-fall",
        releases(month(1, killed_total=10, injured_total=5), month(2, killed_total=11, injured_total=5)),
        releases(
            ad_hoc("2019-01-02", killed_total=8, injured_total=50),
            month(1, injured_total=60),
            month(2, killed_total=5, injured_total=40),
            month(3, killed_total=6),
        ),
        [
            ("monthly-2019-02", "injured_total", "40", "at least 60, the total in monthly-2019-01"),
            ("monthly-2019-02", "killed_total", "5", "at least 8, the total in ad-hoc-2019-01-02"),
            (MARCH, "killed_total", "6", "at least 8, the total in ad-hoc-2019-01-02"),
        ],
        see=[
            (3, "injured_total", "monthly-2019-01"),
            (2, "killed_total", "ad-hoc-2019-01-02"),
            (2, "killed_total", "ad-hoc-2019-01-02"),
        ],
    ),
    Case(  # annual totals are of US operations; a release without a date has no place in the order
        "releases/totals-never-fall",
        releases(
            annual(2017, killed_total=1500),
            month(3, killed_total=1302),
            month(4, killed_total=1310),
            annual(2018, killed_total=400),
            month(5, killed_total=9999, published_on=None),
        ),
        releases(month(3, killed_total=1302), ad_hoc("2019-04-21", killed_total=1301)),
        [("ad-hoc-2019-04-21", "killed_total", "1301", "at least 1302, the total in monthly-2019-03")],
    ),
    rising("killed_total", "killed", 892, 939, 62),
    rising("injured_total", "injured", 30, 31, 4),
    rising("credible_total", "credible", 102, 102, 9),
    rising("reports_total", "received", 1266, 1790, 240),
    Case(
        "releases/none-credible-none-harmed",
        releases(
            month(3, credible=0, killed=0, injured=0), month(4, credible=1, killed=5, injured=1), month(5, killed=2)
        ),
        releases(month(4, credible=0, killed=5, injured=0), month(5, credible=0, killed=0, injured=2)),
        [
            (APRIL_KEY, "killed", "5", "0, since the release has 0 credible reports"),
            ("monthly-2019-05", "injured", "2", "0, since the release has 0 credible reports"),
        ],
    ),
    Case(
        "releases/engagements-not-below-strikes",
        releases(
            month(4, strikes_total=20205, engagements_total=42089), month(5, strikes_total=100, engagements_total=100)
        ),
        releases(month(4, strikes_total=101, engagements_total=100)),
        [(APRIL_KEY, "engagements_total", "100", "at least 101, the strikes")],
    ),
    Case(
        "releases/months-follow",
        releases(month(3), month(4), annual(2018), ad_hoc("2019-03-04", period_start="2019-03-20")),
        releases(month(4), month(2)),
        [(APRIL_KEY, "period_start", "2019-04-01", "2019-03-01, the day after the period of monthly-2019-02")],
    ),
    Case(
        "releases/months-follow",
        releases(month(3, release_id="monthly-2019-09"), month(4)),
        releases(month(3), month(4, period_start="2019-03-31")),
        [(APRIL_KEY, "period_start", "2019-03-31", "2019-04-01, the day after the period of monthly-2019-03")],
        cells={"period_end"},
        previous=[2],
        see=[(2, "period_end", MARCH)],
    ),
    Case(
        "releases/months-follow",
        releases(month(3), month(4)),
        releases(month(4, release_id="monthly-2019-04-2"), month(4)),
        [
            (
                "monthly-2019-04-2",
                "period_start",
                "2019-04-01",
                "2019-05-01, the day after the period of monthly-2019-04",
            )
        ],
    ),
    Case(
        "releases/published-after-period",
        releases(
            month(4, published_on="2019-05-01"),
            month(3, published_on="2019-04-01", published_precision="month"),
            annual(2018, published_on="2019-01-01", published_precision="year"),
        ),
        releases(
            month(4, published_on="2019-04-30"),
            month(3, published_on="2019-03-01", published_precision="month"),
            annual(2018, published_on="2018-01-01", published_precision="year"),
            month(5, published_on="2019-05-01"),
        ),
        [
            (APRIL_KEY, "published_on", "2019-04-30", "after 2019-04-30, the end of the period"),
            (MARCH, "published_on", "2019-03-01", "after 2019-03-31, the end of the period"),
            ("annual-2018", "published_on", "2018-01-01", "after 2018-12-31, the end of the period"),
            ("monthly-2019-05", "published_on", "2019-05-01", "after 2019-05-31, the end of the period"),
        ],
        cells={"period_end", "published_precision"},
    ),
    Case(
        "releases/coarse-date-is-first",
        releases(
            month(4),
            month(3, published_on="2019-05-01", published_precision="month"),
            annual(2018, published_on="2019-01-01", published_precision="year"),
        ),
        releases(
            month(4, published_precision="month"),
            month(3, published_on="2019-02-01", published_precision="year"),
            annual(2018, published_on="2019-01-02", published_precision="year"),
        ),
        [
            (APRIL_KEY, "published_on", "2019-05-20", "2019-05-01, since only the month is known"),
            (MARCH, "published_on", "2019-02-01", "2019-01-01, since only the year is known"),
            ("annual-2018", "published_on", "2019-01-02", "2019-01-01, since only the year is known"),
        ],
    ),
    Case(
        "releases/totals-through-period-end",
        releases(month(4, totals_through="2019-04-30"), month(3), ad_hoc("2019-03-04", totals_through="2019-03-04")),
        releases(month(4, totals_through="2019-03-31")),
        [(APRIL_KEY, "totals_through", "2019-03-31", "2019-04-30, the end of the period")],
    ),
    Case(  # an ad hoc release has no month to run to the end of
        "releases/totals-through-period-end",
        releases(
            month(4, totals_through="2019-04-30"),
            ad_hoc("2019-03-04", period_end="2018-02-03", totals_through="2019-03-04"),
        ),
        releases(month(4, totals_through="2019-05-01")),
        [(APRIL_KEY, "totals_through", "2019-05-01", "2019-04-30, the end of the period")],
    ),
    Case(
        "releases/key-says-type-and-date",
        releases(
            month(4),
            month(3, period_end=None),
            annual(2018),
            ad_hoc("2019-03-04"),
            ad_hoc("2019-03-04", release_id="ad-hoc-2019-03-04-2", period_end="2018-02-03"),
            ad_hoc("2019-03-04", release_id="ad-hoc-2019-03-04-9"),
        ),
        releases(
            month(4, release_id="monthly-2019-05"),
            month(3, release_type="annual"),
            annual(2018, release_id="annual-2019"),
            annual(2018, release_type="monthly"),
            month(2, release_type="ad_hoc"),
            ad_hoc("2019-03-04", release_id="ad-hoc-2019-03-05"),
            ad_hoc("2019-03-04", release_id="ad-hoc-2019-03-05-2"),
            ad_hoc("2019-03-04", release_id="ad-hoc-2019-03-04-1"),
            ad_hoc("2019-03-04", release_id="ad-hoc-2019-03-04-2-2"),
            month(4, release_id="monthly-2019-04-2"),
        ),
        [
            ("monthly-2019-05", "release_id", "monthly-2019-05", "monthly-2019-04"),
            (MARCH, "release_id", MARCH, "annual-2019"),
            ("annual-2019", "release_id", "annual-2019", "annual-2018"),
            ("annual-2018", "release_id", "annual-2018", "monthly-2018-12"),
            ("monthly-2019-02", "release_id", "monthly-2019-02", "ad-hoc-2019-03-20"),
            ("ad-hoc-2019-03-05", "release_id", "ad-hoc-2019-03-05", "ad-hoc-2019-03-04"),
            ("ad-hoc-2019-03-05-2", "release_id", "ad-hoc-2019-03-05-2", "ad-hoc-2019-03-04"),
            ("ad-hoc-2019-03-04-1", "release_id", "ad-hoc-2019-03-04-1", "ad-hoc-2019-03-04"),
            ("ad-hoc-2019-03-04-2-2", "release_id", "ad-hoc-2019-03-04-2-2", "ad-hoc-2019-03-04"),
            ("monthly-2019-04-2", "release_id", "monthly-2019-04-2", "monthly-2019-04"),
        ],
        cells={"release_type", "period_end", "published_on"},
    ),
    Case(
        "releases/period-is-stated",
        releases(month(4), annual(2018), ad_hoc("2019-03-04")),
        releases(month(4, period_end=None), annual(2018, period_start=None), ad_hoc("2019-03-04")),
        [
            (APRIL_KEY, "period_end", "", "a day, since the release is monthly"),
            ("annual-2018", "period_start", "", "a day, since the release is annual"),
        ],
    ),
    Case(
        "releases/period-in-order",
        releases(month(4), month(3, period_end="2019-03-01")),
        releases(month(4, period_end="2019-03-31")),
        [(APRIL_KEY, "period_end", "2019-03-31", "not before 2019-04-01, the start")],
    ),
    Case(
        "releases/period-start-fits-type",
        releases(month(2), annual(2018), ad_hoc("2019-03-04", period_start="2017-02-03", period_end="2018-01-02")),
        releases(
            month(4, period_start="2019-04-02"),
            annual(2018, period_start="2018-12-01"),
            month(2, period_start="2019-01-01"),
        ),
        [
            (APRIL_KEY, "period_start", "2019-04-02", "2019-04-01, since the release is monthly"),
            ("annual-2018", "period_start", "2018-12-01", "2018-01-01, since the release is annual"),
            ("monthly-2019-02", "period_start", "2019-01-01", "2019-02-01, since the release is monthly"),
        ],
    ),
    Case(
        "releases/period-end-fits-type",
        releases(month(2), annual(2018), ad_hoc("2019-03-04", period_start="2017-02-03", period_end="2018-01-02")),
        releases(month(4, period_end="2019-04-29"), annual(2018, period_end="2018-06-30")),
        [
            (APRIL_KEY, "period_end", "2019-04-29", "2019-04-30, since the release is monthly"),
            ("annual-2018", "period_end", "2018-06-30", "2018-12-31, since the release is annual"),
        ],
        cells={"release_type", "period_end"},
    ),
    Case(
        "releases/strikes-within-rise",
        releases(month(3, strikes_total=100), month(4, strikes_total=110))
        | strikes(("2019-04-02", 10), ("2019-03-31", 9)),
        releases(month(3, strikes_total=100), month(4, strikes_total=110))
        | strikes(("2019-04-01", 6), ("2019-04-30", 5), ("2019-05-01", 4), (None, 3)),
        [(APRIL_KEY, "strikes_total", "10", "a rise of at least 11, the strikes listed for days of 2019-04")],
        see=[(2, "strikes", "0: 6"), (3, "strikes", "1: 5")],
    ),
    Case(
        "releases/source-in-evidence",
        releases(month(4, source_id="kuna")) | {"evidence": [stated("release_id", APRIL_KEY)]},
        releases(month(4, source_id="kuna"), month(3, source_id="kuna"))
        | {
            "evidence": [
                stated("killed", "7", "afp"),
                stated("injured", "1", "afp"),
                stated("killed", "7", table="estimates", record_id=MARCH),
                stated("killed", "7", record_id="monthly-2019-01"),
            ]
        },
        [
            (APRIL_KEY, "source_id", "kuna", "a source that evidence names for this record"),
            (MARCH, "source_id", "kuna", "a source that evidence names for this record"),
        ],
        see=[(2, "source_id", "source afp")],
    ),
    Case(
        "releases/source-not-older-than-release",
        releases(month(4, source_id="kuna"), month(3, source_id="afp"), month(2, source_id="dpa"))
        | {
            "sources": [
                {"source_id": "kuna", "published_on": "2019-05-20", "published_precision": "day"},
                {"source_id": "afp", "published_on": "2019-04-01", "published_precision": "month"},
                {"source_id": "dpa"},
            ]
        },
        releases(month(4, source_id="kuna"), month(3, source_id="afp"))
        | {
            "sources": [
                {"source_id": "kuna", "published_on": "2019-05-19", "published_precision": "day"},
                {"source_id": "afp", "published_on": "2018-01-01", "published_precision": "year"},
            ]
        },
        [
            (APRIL_KEY, "source_id", "kuna, published by 2019-05-19", "a source published on 2019-05-20 or later"),
            (MARCH, "source_id", "afp, published by 2018-12-31", "a source published on 2019-04-20 or later"),
        ],
        see=[(2, "published_on", ""), (3, "published_on", "")],
    ),
    Case(
        "releases/sourced",
        releases(APRIL)
        | {"evidence": [stated(name, str(value)) for name, value in APRIL.items() if isinstance(value, int)]},
        releases(month(4, killed_total=1320, completed=18, credible=3, received=7))
        | {
            "evidence": [
                stated("killed_total", "1302"),
                stated("killed_total", "1303", "afp"),
                stated("credible", "2"),
                stated("received", "7", table="estimates"),
                stated("received", "7", record_id=MARCH),
                stated("completed", "019"),
                stated("completed", "018"),
                stated("duplicate", "18"),
            ]
        },
        [
            (APRIL_KEY, "completed", "18", "018 or 019, as evidence has it"),
            (APRIL_KEY, "credible", "3", "2, as evidence has it"),
            (APRIL_KEY, "killed_total", "1320", "1302 or 1303, as evidence has it"),
            (APRIL_KEY, "received", "7", "a row in evidence that states it; there is none"),
        ],
        see=[
            (7, "value", "019, source kuna"),
            (8, "value", "018, source kuna"),
            (4, "value", "2, source kuna"),
            (2, "value", "1302, source kuna"),
            (3, "value", "1303, source afp"),
        ],
    ),
    Case(
        "releases/sources-agree",
        releases(month(4, killed_total=1302), month(3, killed_total=1291))
        | {
            "evidence": [
                stated("killed_total", "1302"),
                stated("killed_total", "1291", record_id=MARCH),
                stated("published_on", "2019-05-20"),
                stated("release_type", "monthly"),
                stated("release_id", APRIL_KEY, "x"),
            ]
        },
        releases(month(4, killed_total=1302, duplicate=1320))
        | {
            "evidence": [
                stated("killed_total", "1320", "afp"),
                stated("killed_total", "1320", "dpa"),
                stated("received", "7"),
                stated("published_on", "2019-05-21"),
                stated("release_type", "annual"),
                stated("killed_total", "9", table="estimates"),
                stated("killed_total", "1302", "tass"),
                stated("duplicate", "1320"),
                stated("killed_total", "1320", record_id=MARCH),
            ]
        },
        [
            (APRIL_KEY, "killed_total", "1302", "1320"),
            (APRIL_KEY, "published_on", "2019-05-20", "2019-05-21"),
            (APRIL_KEY, "received", "", "7"),
            (APRIL_KEY, "release_type", "monthly", "annual"),
        ],
        see=[
            (2, "value", "1320, source afp"),
            (3, "value", "1320, source dpa"),
            (5, "value", "2019-05-21, source kuna"),
            (4, "value", "7, source kuna"),
            (6, "value", "annual, source kuna"),
        ],
    ),
]
