"""Cases for the rules of control_totals, and for those that compare a table with it."""

import zlib
from datetime import date

from tests.checking.rules.judging import Case, package

RAQQA = {"strike_id": "a", "country": "Syria", "place_id": "raqqa", "strikes": 2, "reported_on": "2017-04-28"}
TABQA = RAQQA | {"strike_id": "b", "place_id": "tabqa", "strikes": 3}
NEXT = RAQQA | {"strike_id": "c", "reported_on": "2017-04-29"}
TOTALS = ("records", "filled", "figures", "days", "codes")


def codes(table, *records):
    """The checksums of records, added up."""
    texts = [field.name for field in package().schemas[table].fields if field.type in ("string", "number")]
    lines = [",".join(str(record.get(name, "")) for name in texts if name != "notes") for record in records]
    return sum(zlib.crc32(line.encode()) for line in lines)


def control(table, period, *records, **other):
    """The row of control_totals for these records, with other totals where they are given."""
    counted = [
        {name: value for name, value in record.items() if name != "notes" and value is not None} for record in records
    ]
    dates = [field.name for field in package().schemas[table].fields if field.type == "date"]
    return {
        "control_id": f"{table.replace('_', '-')}-{period}",
        "table": table,
        "period": period,
        "records": len(records),
        "filled": sum(map(len, counted)),
        "figures": sum(value for record in counted for value in record.values() if isinstance(value, int)),
        "days": sum(
            (date.fromisoformat(record[name]) - date(2014, 1, 1)).days
            for record in counted
            for name in dates
            if name in record
        ),
        "codes": codes(table, *counted),
    } | other


def compared(table, records, *rows):
    return {table: list(records), "control_totals": list(rows)}


def words(row, *totals):
    return ", ".join(f"{total} {row[total]}" for total in totals)


DAY = control("strikes", "2017-04-28", RAQQA, TABQA)
AFTER = control("strikes", "2017-04-29", NEXT)
FAR = NEXT | {"strike_id": "d", "reported_on": "2017-05-02"}
FARTHER = control("strikes", "2017-05-02", FAR)
LAST = control("strikes", "2017-04-30", TABQA)
NONE = dict.fromkeys(TOTALS, 0)
RULE = "strikes/matches-control-totals"
LATER = NEXT | {"reported_on": "2017-04-28"}
MOVED = control("strikes", "2017-04-28", RAQQA, TABQA, LATER)
IRAQ = control("strikes", "2017-04-28", RAQQA, TABQA | {"country": "Iraq"})
# A record of each table, and its period.
PERIODS = [
    ("strikes", "2017-04-27", {"strike_id": "a", "first_day": "2017-04-27", "last_day": "2017-04-27"}),
    ("incidents", "2017-04", {"incident_id": "a", "first_day": "2017-04-28", "killed": 3, "latitude": 36.5}),
    ("strike_totals", "2017-04", {"total_id": "a", "reported_on": "2017-04-28", "period_end": "2017-03-31"}),
    ("strike_totals", "2017-03", {"total_id": "a", "period_end": "2017-03-31"}),
    ("airpower", "2017", {"airpower_id": "a", "period": "2017-04", "weapons_released": 7}),
    ("estimates", "2017-03", {"estimate_id": "a", "published_on": "2017-04-28", "period_end": "2017-03-31"}),
    ("estimates", "2017-04", {"estimate_id": "a", "published_on": "2017-04-28", "low": 5}),
]

CASES = [
    Case(
        "control_totals/key-names-table-and-period",
        {"control_totals": [DAY, control("strike_totals", "2017-04")]},
        {"control_totals": [DAY | {"period": "2017-04-29"}, DAY | {"table": "strike_totals"}]},
        [
            ("strikes-2017-04-28", "control_id", "strikes-2017-04-28", "strikes-2017-04-29"),
            ("strikes-2017-04-28", "control_id", "strikes-2017-04-28", "strike-totals-2017-04-28"),
        ],
    ),
    *[
        Case(
            RULE,
            compared("strikes", [RAQQA, TABQA, NEXT], DAY, AFTER, control("incidents", "2017-04-28")),
            compared("strikes", [RAQQA, TABQA, NEXT], DAY | {total: DAY[total] + 1}, AFTER),
            [
                (
                    "a",
                    "strike_id",
                    f"{words(DAY, total)} in 2017-04-28",
                    f"{total} {DAY[total] + 1}, as in control_totals, line 2",
                )
            ],
        )
        for total in TOTALS
    ],
    Case(  # a record that was added is named, whichever of its period it is
        RULE,
        compared("strikes", [RAQQA | {"notes": "a note"}], control("strikes", "2017-04-28", RAQQA)),
        compared("strikes", [RAQQA, TABQA], control("strikes", "2017-04-28", RAQQA)),
        [
            (
                "b",
                "strike_id",
                f"{words(DAY, *TOTALS)} in 2017-04-28",
                f"{words(control('strikes', '2017-04-28', RAQQA), *TOTALS)}, as in control_totals, line 2",
            )
        ],
    ),
    Case(  # figures that are too high are named where one record alone is large enough
        RULE,
        compared("strikes", [RAQQA, TABQA], DAY),
        compared("strikes", [RAQQA, TABQA | {"strikes": 30}, NEXT | {"strikes": 4}], DAY, AFTER),
        [
            ("b", "strike_id", "figures 32 in 2017-04-28", "figures 5, as in control_totals, line 2"),
            ("c", "strike_id", "figures 4 in 2017-04-29", "figures 2, as in control_totals, line 3"),
        ],
    ),
    Case(  # but not if more than the figures differs
        RULE,
        compared("strikes", [RAQQA, TABQA], DAY),
        compared("strikes", [RAQQA, TABQA | {"engagements": 9}], DAY),
        [
            (
                "a",
                "strike_id",
                "filled 11, figures 14 in 2017-04-28",
                "filled 10, figures 5, as in control_totals, line 2",
            )
        ],
    ),
    Case(  # a day without records is told at the next day, not at a later one
        RULE,
        compared("strikes", [TABQA, NEXT, FAR], DAY | control("strikes", "2017-04-28", TABQA), AFTER, FARTHER),
        compared("strikes", [NEXT, FAR], DAY, AFTER, FARTHER),
        [
            (
                "c",
                "strike_id",
                f"{words(NONE, *TOTALS)} in 2017-04-28",
                f"{words(DAY, *TOTALS)}, as in control_totals, line 2",
            )
        ],
    ),
    *[
        Case(  # but not where several are, or where the figures are too low
            RULE,
            compared("strikes", [RAQQA, TABQA], DAY),
            compared("strikes", [RAQQA, TABQA | {"strikes": strikes}], DAY),
            [("a", "strike_id", f"figures {strikes + 2} in 2017-04-28", "figures 5, as in control_totals, line 2")],
        )
        for strikes in (5, 2)
    ],
    Case(  # a record that was moved to another day is named there, and not missed where it was
        RULE,
        compared("strikes", [RAQQA, TABQA, NEXT], DAY, AFTER),
        compared("strikes", [RAQQA, TABQA, LATER], DAY, AFTER),
        [
            (
                "c",
                "strike_id",
                f"{words(MOVED, *TOTALS)} in 2017-04-28",
                f"{words(DAY, *TOTALS)}, as in control_totals, line 2; this record is missing in 2017-04-29",
            )
        ],
    ),
    Case(  # a day of which no record is left is told at the next day, or at the last
        RULE,
        compared("strikes", [NEXT], AFTER),
        compared("strikes", [NEXT], DAY, AFTER, LAST),
        [
            (
                "c",
                "strike_id",
                f"{words(NONE, *TOTALS)} in 2017-04-30",
                f"{words(LAST, *TOTALS)}, as in control_totals, line 4",
            ),
            (
                "c",
                "strike_id",
                f"{words(NONE, *TOTALS)} in 2017-04-28",
                f"{words(DAY, *TOTALS)}, as in control_totals, line 2",
            ),
        ],
    ),
    Case(  # a day without control totals
        RULE,
        compared("strikes", [NEXT], AFTER),
        compared("strikes", [NEXT]),
        [
            (
                "c",
                "strike_id",
                f"{words(AFTER, *TOTALS)} in 2017-04-29",
                "a row in control_totals: "
                + ",".join(str(AFTER[name]) for name in ("control_id", "table", "period", *TOTALS)),
            )
        ],
    ),
    Case(  # a code that another value of its field puts right
        RULE,
        compared("strikes", [RAQQA, TABQA | {"country": "Iraq"}], IRAQ),
        compared("strikes", [RAQQA | {"country": "Iraq"}, TABQA, NEXT], DAY, AFTER),
        [("a", "country", "Iraq", "Syria, by the codes in control_totals, line 2")],
    ),
    *[
        Case(
            f"{table}/matches-control-totals",
            compared(table, [record], control(table, period, record)),
            compared(table, [record], control(table, period, record, filled=0)),
            [
                (
                    "a",
                    next(iter(record)),
                    f"filled {len(record)} in {period}",
                    "filled 0, as in control_totals, line 2",
                )
            ],
        )
        for table, period, record in PERIODS
    ],
]
