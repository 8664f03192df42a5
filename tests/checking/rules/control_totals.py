"""Cases for the rules of control_totals, and for those that compare a table with it."""

import zlib
from datetime import date

from tests.checking.rules.judging import Case, package

RAQQA = {"strike_id": "a", "country": "Syria", "place_id": "raqqa", "strikes": 2, "reported_on": "2017-04-28"}
TABQA = RAQQA | {"strike_id": "b", "place_id": "tabqa", "strikes": 3}
NEXT = RAQQA | {"strike_id": "c", "reported_on": "2017-04-29"}
TOTALS = ("records", "filled", "figures", "days", "codes", "weighted")


def codes(table, record):
    """The checksum of a record and, weighted by its key, that again."""
    schema = package().schemas[table]
    cells = ["" if record.get(name) is None else str(record[name]) for name in schema.names if name != "notes"]
    code = zlib.crc32(",".join(cells).encode())
    weight = zlib.crc32("/".join(record.get(name, "") for name in schema.primary_key).encode()) % 2**20
    return code, weight * code


def control(table, part, *records, **other):
    """The row of control_totals for these records, with other totals where they are given."""
    counted = [
        {name: value for name, value in record.items() if name != "notes" and value is not None} for record in records
    ]
    dates = [field.name for field in package().schemas[table].fields if field.type == "date"]
    return {
        "control_id": f"{table}-{part}".lower().replace("_", "-").replace("/", "-"),
        "table": table,
        "part": part,
        "records": len(records),
        "filled": sum(map(len, counted)),
        "figures": sum(value for record in counted for value in record.values() if isinstance(value, int)),
        "days": sum(
            (date.fromisoformat(record[name]) - date(2014, 1, 1)).days
            for record in counted
            for name in dates
            if name in record
        ),
        "codes": sum(codes(table, record)[0] for record in counted),
        "weighted": sum(codes(table, record)[1] for record in counted) % 999_999_999_989,
    } | other


def compared(table, records, *rows):
    return {table: list(records), "control_totals": list(rows)}


def words(row, *totals):
    return ", ".join(f"{total} {row[total]}" for total in totals)


DAY = control("strikes", "2017-04-28", RAQQA, TABQA)
AFTER = control("strikes", "2017-04-29", NEXT)
FAR = NEXT | {"strike_id": "d", "reported_on": "2017-05-02"}
FARTHER = control("strikes", "2017-05-02", FAR)
EARLY = NEXT | {"strike_id": "e", "reported_on": "2017-04-20"}
BEFORE = control("strikes", "2017-04-20", EARLY)
LAST = control("strikes", "2017-04-30", TABQA)
NONE = dict.fromkeys(TOTALS, 0)
RULE = "strikes/matches-control-totals"
LATER = NEXT | {"reported_on": "2017-04-28"}
BY = "by control_totals, line 2"


def changed(record, **cells):
    """The record with other cells, and without those that are None."""
    return {name: value for name, value in (record | cells).items() if value is not None}


def repaired(was, field, found, expected, **cells):
    """A cell of TABQA that was changed, and is reported with what it was. `was` is the record before."""
    given = control("strikes", "2017-04-28", RAQQA, was)
    return Case(
        RULE,
        compared("strikes", [RAQQA, was], given),
        compared("strikes", [RAQQA, changed(was, **cells)], given),
        [("b", field, found, f"{expected}, {BY}")],
        see=[],
    )


def slips(number):
    """Strikes of so many days, of which each has another number than its control total; up to 20 are each explained."""
    strikes = [RAQQA | {"strike_id": f"{day:02}", "reported_on": f"2017-05-{day:02}"} for day in range(1, number + 1)]
    wrong = [strike | {"strikes": 3} for strike in strikes]
    given = [control("strikes", strike["reported_on"], strike) for strike in strikes]
    differ = ("figures", "codes", "weighted")
    as_a_whole = [
        (
            strike["strike_id"],
            "strike_id",
            f"{words(control('strikes', strike['reported_on'], strike), *differ)} in {strike['reported_on']}",
            f"{words(row, *differ)}, as in control_totals, line {line}",
        )
        for line, (strike, row) in enumerate(zip(wrong, given, strict=True), 2)
    ]
    each = [
        (strike["strike_id"], "strikes", "3", f"2, by control_totals, line {line}")
        for line, strike in enumerate(wrong, 2)
    ]
    return Case(
        RULE,
        compared("strikes", strikes, *given),
        compared("strikes", wrong, *given),
        each if number <= 20 else as_a_whole,
    )


CHANGED = ("filled", "figures", "codes", "weighted")
TWO = control("strikes", "2017-04-28", RAQQA | {"strikes": 5}, TABQA | {"strikes": 7})
DATED = TABQA | {"first_day": "2017-04-27"}
# A record of each table, and its part.
PARTS = [
    ("strikes", "2017-04-27", {"strike_id": "a", "first_day": "2017-04-27", "last_day": "2017-04-27"}),
    ("strikes", "undated", {"strike_id": "a", "country": "Syria"}),
    ("incidents", "2017-04", {"incident_id": "a", "first_day": "2017-04-28", "killed": 3, "latitude": 36.5}),
    ("strike_totals", "2017-04", {"total_id": "a", "reported_on": "2017-04-28", "period_end": "2017-03-31"}),
    ("strike_totals", "2017-03", {"total_id": "a", "period_end": "2017-03-31"}),
    ("allegations", "2017-04", {"allegation_id": "a", "first_day": "2017-04-28", "killed_min": 3, "latitude": 36.5}),
    ("assessments", "2017-04", {"assessment_id": "a", "stated_on": "2017-04-28", "killed_max": 3}),
    (
        "strike_targets",
        "2017-04",
        {"target_id": "a", "strike_id": "2017-04-28-sy-raqqa", "count": 3},
    ),
    ("weapon_employments", "2017-04", {"employment_id": "a", "day": "2017-04-28", "latitude": 36.5}),
    ("airpower", "2017", {"airpower_id": "a", "period": "2017-04", "weapons_released": 7}),
    ("estimates", "2017-03", {"estimate_id": "a", "published_on": "2017-04-28", "period_end": "2017-03-31"}),
    ("estimates", "2017-04", {"estimate_id": "a", "published_on": "2017-04-28", "low": 5}),
    ("organisations", "ngo", {"organisation_id": "a", "kind": "ngo"}),
    ("places", "Iraq", {"place_id": "a", "country": "Iraq", "latitude": 36.5}),
    ("releases", "2017", {"release_id": "a", "published_on": "2017-04-28", "period_end": "2016-12-31"}),
    ("releases", "2016", {"release_id": "a", "period_end": "2016-12-31"}),
    ("sources", "2017", {"source_id": "a", "published_on": "2017-04-28", "kind": "news"}),
    ("sources", "undated", {"source_id": "a", "kind": "news"}),
]
NAME = {"place_as_reported": "Rakka", "country": "Syria", "place_id": "raqqa"}
OF_DAY = {"table": "strikes", "record_id": "2017-04-28-sy-raqqa", "field": "strikes", "source_id": "dod"}
OF_RELEASE = {"table": "releases", "record_id": "ad-hoc-2017-04-28", "field": "killed", "source_id": "dod"}
OF_MONTH = {"table": "releases", "record_id": "monthly-2017-04", "field": "killed", "source_id": "dod"}

CASES = [
    Case(
        "control_totals/key-names-table-and-part",
        {"control_totals": [DAY, control("strike_totals", "2017-04"), control("evidence", "dod/2017-04")]},
        {"control_totals": [DAY | {"part": "2017-04-29"}, DAY | {"table": "strike_totals"}]},
        [
            ("strikes-2017-04-28", "control_id", "strikes-2017-04-28", "strikes-2017-04-29"),
            ("strikes-2017-04-28", "control_id", "strikes-2017-04-28", "strike-totals-2017-04-28"),
        ],
    ),
    *[
        Case(  # both checksums differ if a record was changed; a total that differs without them is wrong itself
            RULE,
            compared("strikes", [RAQQA, TABQA, NEXT], DAY, AFTER, control("incidents", "2017-04-28")),
            compared("strikes", [RAQQA, TABQA, NEXT], DAY | {total: DAY[total] + 1}, AFTER),
            [
                (
                    "a",
                    "strike_id",
                    f"{total} {DAY[total] + 1}",
                    f"{words(DAY, total)}, as the records of 2017-04-28 add up",
                )
            ],
            see=[(2, total, "")],
        )
        for total in TOTALS
    ],
    repaired(TABQA, "strikes", "30", "3", strikes=30),
    repaired(TABQA, "strikes", "", "3", strikes=None),
    repaired(TABQA, "engagements", "9", "an empty cell", engagements=9),
    repaired(TABQA, "engagements", "0", "an empty cell", engagements=0),
    repaired(TABQA | {"strikes": 0}, "strikes", "", "0", strikes=None),
    repaired(DATED, "first_day", "2017-03-27", "2017-04-27", first_day="2017-03-27"),
    repaired(DATED, "first_day", "", "2017-04-27", first_day=None),
    repaired(DATED, "last_day", "2017-04-28", "an empty cell", last_day="2017-04-28"),
    repaired(TABQA, "country", "Iraq", "Syria", country="Iraq"),
    repaired(TABQA, "place_id", "tapqa", "tabqa", place_id="tapqa"),
    repaired(TABQA, "place_id", "tabbqa", "tabqa", place_id="tabbqa"),
    repaired(TABQA, "place_id", "taba", "tabqa", place_id="taba"),
    repaired(TABQA, "place_id", "tabaq", "tabqa", place_id="tabaq"),
    repaired(TABQA | {"place_id": "raqqa"}, "place_id", "", "raqqa", place_id=None),
    repaired(TABQA | {"place_id": "raqqa"}, "place_id", "tabqa", "raqqa", place_id="tabqa"),
    Case(  # a record that was changed beyond recognition is named all the same
        RULE,
        compared("strikes", [RAQQA, TABQA], DAY),
        compared("strikes", [RAQQA, TABQA | {"strikes": 4, "engagements": 9}], DAY),
        [
            (
                "b",
                "strike_id",
                f"{words(control('strikes', '2017-04-28', RAQQA, TABQA | {'strikes': 4, 'engagements': 9}), *CHANGED)}"
                " in 2017-04-28",
                f"{words(DAY, *CHANGED)}, as in control_totals, line 2",
            )
        ],
        see=[],
    ),
    Case(  # of several changed records the first of the part is named, and the others with it
        RULE,
        compared("strikes", [RAQQA, TABQA], DAY),
        compared("strikes", [RAQQA | {"strikes": 5}, TABQA | {"strikes": 7}], DAY),
        [
            (
                "a",
                "strike_id",
                f"{words(TWO, 'figures', 'codes', 'weighted')} in 2017-04-28",
                f"{words(DAY, 'figures', 'codes', 'weighted')}, as in control_totals, line 2",
            )
        ],
        see=[(2, "strike_id", ""), (3, "strike_id", "")],
    ),
    Case(  # a record that was added is named, whichever of its part it is
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
    Case(  # a record that was lost is missed in its part
        RULE,
        compared("strikes", [RAQQA, TABQA], DAY),
        compared("strikes", [TABQA], DAY),
        [
            (
                "b",
                "strike_id",
                f"{words(control('strikes', '2017-04-28', TABQA), *TOTALS)} in 2017-04-28",
                f"{words(DAY, *TOTALS)}, as in control_totals, line 2",
            )
        ],
    ),
    Case(  # a record that was moved to another day is named there, and not missed where it was
        RULE,
        compared("strikes", [RAQQA, TABQA, NEXT], DAY, AFTER),
        compared("strikes", [RAQQA, TABQA, LATER], DAY, AFTER),
        [("c", "reported_on", "2017-04-28", f"2017-04-29, {BY}")],
        see=[],
    ),
    Case(  # a day of which no record is left is told at the next day, not at a later one, or else at the last
        RULE,
        compared("strikes", [TABQA, NEXT, FAR], DAY | control("strikes", "2017-04-28", TABQA), AFTER, FARTHER),
        compared("strikes", [EARLY, NEXT, FAR], DAY, AFTER, FARTHER, BEFORE),
        [
            (
                "c",
                "strike_id",
                f"{words(NONE, *TOTALS)} in 2017-04-28",
                f"{words(DAY, *TOTALS)}, as in control_totals, line 2",
            )
        ],
    ),
    Case(
        RULE,
        compared("strikes", [NEXT], AFTER),
        compared("strikes", [EARLY, NEXT], AFTER, LAST, BEFORE),
        [
            (
                "c",
                "strike_id",
                f"{words(NONE, *TOTALS)} in 2017-04-30",
                f"{words(LAST, *TOTALS)}, as in control_totals, line 3",
            )
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
                + ",".join(str(AFTER[name]) for name in ("control_id", "table", "part", *TOTALS)),
            )
        ],
    ),
    Case(  # a table without records has no line to name
        RULE,
        compared("strikes", [NEXT], AFTER),
        compared("strikes", [], AFTER),
        [],
    ),
    slips(20),
    slips(21),
    *[
        Case(
            f"{table}/matches-control-totals",
            compared(table, [record], control(table, part, record)),
            compared(table, [record], control(table, part, record, filled=0)),
            [
                (
                    "a",
                    next(iter(record)),
                    "filled 0",
                    f"filled {len(record)}, as the records of {part} add up",
                )
            ],
        )
        for table, part, record in PARTS
    ],
    Case(
        "place_names/matches-control-totals",
        compared("place_names", [NAME], control("place_names", "Syria", NAME)),
        compared("place_names", [NAME | {"place_id": "tabqa"}], control("place_names", "Syria", NAME)),
        [
            (
                "Rakka/Syria",
                "place_as_reported",
                f"{words(control('place_names', 'Syria', NAME | {'place_id': 'tabqa'}), 'codes', 'weighted')} in Syria",
                f"{words(control('place_names', 'Syria', NAME), 'codes', 'weighted')}, as in control_totals, line 2",
            )
        ],
    ),
    *[
        Case(
            "evidence/matches-control-totals",
            compared("evidence", [row], control("evidence", part, row)),
            compared("evidence", [row | {"value": "8"}], control("evidence", part, row)),
            [(f"{row['table']}/{row['record_id']}/{row['field']}/dod", "value", "8", f"7, {BY}")],
        )
        for part, row in (
            ("dod/2017-04", OF_DAY | {"value": "7"}),
            ("dod", OF_MONTH | {"value": "7"}),
            ("dod", OF_RELEASE | {"value": "7"}),
        )
    ],
]
