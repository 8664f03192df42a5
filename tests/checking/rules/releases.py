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


def releases(*rows):
    return {"releases": list(rows)}


APRIL = month(4, carried_over=122, received=7, completed=18, credible=3, non_credible=15, open_at_end=111, reopened=3)


def rising(total: str, part: str, words: str, before: int, now: int, added: int) -> Case:
    return Case(
        f"releases/{total.replace('_', '-')}-rises-by-{part}",
        releases(month(3, **{total: before}), month(4, **{total: before + added, part: added})),
        releases(month(3, **{total: before}), month(4, **{total: now, part: added})),
        [("monthly-2019-04", total, str(now), f"{before} a month before + {words} {added} = {before + added}")],
    )


CASES = [
    Case(
        "releases/completed-sum",
        releases(APRIL),
        releases(APRIL | {"completed": 19}),
        [("monthly-2019-04", "completed", "19", "credible 3 + non-credible 15 + duplicate 0 = 18")],
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
    ),
    Case(
        "releases/carried-over-from-previous",
        releases(month(4, open_at_end=111), month(5, carried_over=111)),
        releases(month(4, open_at_end=111), month(5, carried_over=118)),
        [("monthly-2019-05", "carried_over", "118", "111 open at the end of the month before")],
    ),
    Case(
        "releases/totals-never-fall",
        releases(month(3, killed_total=1291), month(4, killed_total=1302)),
        releases(month(1, killed_total=1321), month(2), month(3, killed_total=1313, strikes_total=34514)),
        [("monthly-2019-03", "killed_total", "1313", "at least 1321, the total in monthly-2019-01")],
    ),
    rising("killed_total", "killed", "killed", 892, 939, 62),
    rising("injured_total", "injured", "injured", 30, 31, 4),
    rising("credible_total", "credible", "credible", 102, 102, 9),
    rising("reports_total", "received", "received", 1266, 1790, 240),
    Case(
        "releases/none-credible-none-harmed",
        releases(month(3, credible=0, killed=0), month(4, credible=1, killed=5)),
        releases(month(4, credible=0, killed=5, injured=0)),
        [("monthly-2019-04", "killed", "5", "0, since the release has 0 credible reports")],
    ),
    Case(
        "releases/engagements-not-below-strikes",
        releases(month(4, strikes_total=20205, engagements_total=42089)),
        releases(month(4, strikes_total=42089, engagements_total=20205)),
        [("monthly-2019-04", "engagements_total", "20205", "at least 42089, the strikes")],
    ),
    Case(
        "releases/months-follow",
        releases(month(3), month(4)),
        releases(month(2), month(4)),
        [("monthly-2019-04", "period_start", "2019-04-01", "2019-03-01, the day after the period of monthly-2019-02")],
    ),
    Case(
        "releases/published-after-period",
        releases(month(4)),
        releases(month(4, published_on="2019-04-30")),
        [("monthly-2019-04", "published_on", "2019-04-30", "after 2019-04-30, the end of the period")],
    ),
    Case(
        "releases/totals-through-period-end",
        releases(month(4, totals_through="2019-04-30")),
        releases(month(4, totals_through="2019-03-31")),
        [("monthly-2019-04", "totals_through", "2019-03-31", "2019-04-30, the end of the period")],
    ),
    Case(
        "releases/key-names-period",
        releases(month(4), {"release_id": "annual-2018", "release_type": "annual", "period_end": "2018-12-31"}),
        releases(month(4, release_id="monthly-2019-05")),
        [("monthly-2019-05", "release_id", "monthly-2019-05", "monthly-2019-04")],
    ),
    Case(
        "releases/strikes-within-rise",
        releases(month(3, strikes_total=100), month(4, strikes_total=110))
        | {"strikes": [{"strike_id": "a", "first_day": "2019-04-02", "strikes": 10}]},
        releases(month(3, strikes_total=100), month(4, strikes_total=110))
        | {"strikes": [{"strike_id": str(day), "first_day": f"2019-04-0{day}", "strikes": 6} for day in (1, 2)]},
        [("monthly-2019-04", "strikes_total", "10", "a rise of at least 12, the strikes listed for days of 2019-04")],
    ),
    Case(
        "releases/sourced",
        releases(APRIL)
        | {
            "evidence": [
                {
                    "table": "releases",
                    "record_id": "monthly-2019-04",
                    "field": name,
                    "source_id": "kuna",
                    "value": str(value),
                }
                for name, value in APRIL.items()
                if isinstance(value, int)
            ]
        },
        releases(month(4, killed_total=1320, completed=18))
        | {
            "evidence": [
                {
                    "table": "releases",
                    "record_id": "monthly-2019-04",
                    "field": "killed_total",
                    "source_id": "kuna",
                    "value": "1302",
                },
                {
                    "table": "releases",
                    "record_id": "monthly-2019-04",
                    "field": "killed_total",
                    "source_id": "afp",
                    "value": "1303",
                },
            ]
        },
        [
            ("monthly-2019-04", "completed", "18", "a row in evidence that states it; there is none"),
            ("monthly-2019-04", "killed_total", "1320", "1302 or 1303, as evidence has it"),
        ],
    ),
    Case(
        "releases/sources-agree",
        releases(month(4, killed_total=1302))
        | {
            "evidence": [
                {
                    "table": "releases",
                    "record_id": "monthly-2019-04",
                    "field": "killed_total",
                    "source_id": "kuna",
                    "value": "1302",
                },
                {
                    "table": "releases",
                    "record_id": "monthly-2019-04",
                    "field": "release_id",
                    "source_id": "x",
                    "value": "monthly-2019-04",
                },
            ]
        },
        releases(month(4, killed_total=1302))
        | {
            "evidence": [
                {
                    "table": "releases",
                    "record_id": "monthly-2019-04",
                    "field": "killed_total",
                    "source_id": "afp",
                    "value": "1320",
                },
                {
                    "table": "releases",
                    "record_id": "monthly-2019-04",
                    "field": "killed_total",
                    "source_id": "dpa",
                    "value": "1320",
                },
                {
                    "table": "releases",
                    "record_id": "monthly-2019-04",
                    "field": "received",
                    "source_id": "kuna",
                    "value": "7",
                },
                {
                    "table": "estimates",
                    "record_id": "monthly-2019-04",
                    "field": "killed_total",
                    "source_id": "kuna",
                    "value": "9",
                },
            ]
        },
        [("monthly-2019-04", "killed_total", "1302", "1320"), ("monthly-2019-04", "received", "", "7")],
    ),
]
