"""Cases for the rules of evidence."""

from civcas.package.tables import FORM
from tests.checking.rules.judging import Case

TABLES = {
    "releases": [{"release_id": "monthly-2019-04"}],
    "incidents": [{"incident_id": "2017-03-17-mosul"}],
}
ROW = {"table": "releases", "record_id": "monthly-2019-04", "field": "killed", "source_id": "s", "value": "5"}
WHOLE = ROW | {"field": "release_id", "value": "monthly-2019-04"}
NUMBER, DATE = FORM["integer"], FORM["date"]
SLUG = "text like ^[a-z0-9]+(-[a-z0-9]+)*$"


def evidence(*rows, **tables):
    return TABLES | {"evidence": list(rows)} | tables


def row(field, value, table="releases", record="monthly-2019-04"):
    return {"table": table, "record_id": record, "field": field, "source_id": "s", "value": value}


def form(table, field, good, bad, expected):
    """Values that a field can have, and others."""
    return Case(
        "evidence/value-has-form",
        evidence(*[row(field, value, table) for value in good]),
        evidence(*[row(field, value, table) for value in bad]),
        [
            (f"{table}/monthly-2019-04/{field}/s", "value", value, f"{expected}, the form of {field} in {table}")
            for value in bad
        ],
    )


def older(table, dates, record, day):
    """A source is not older than the record: it may be of the same day, not of the day before."""

    def rows(source_day):
        of_record = {record: "one"} | dates
        source = {"source_id": "s", "published_on": source_day, "published_precision": "day"}
        return {table: [of_record], "sources": [source], "evidence": [row("x", "1", table, "one")]}

    before = f"{day[:-2]}{int(day[-2:]) - 1:02}"
    return Case(
        "evidence/source-not-older",
        rows(day),
        rows(before),
        [
            (
                f"{table}/one/x/s",
                "source_id",
                f"s, published by {before}",
                f"a source published on {day} or later",
            )
        ],
        see=[(2, "published_on", "")],
    )


def known(day, precision):
    source = {"source_id": "s", "published_on": day, "published_precision": precision}
    return evidence(ROW, releases=[{"release_id": "monthly-2019-04", "published_on": "2019-05-31"}], sources=[source])


CASES = [
    Case(
        "evidence/record-exists",
        evidence(ROW),
        evidence(ROW | {"record_id": "monthly-2019-14"}, ROW | {"table": "strikes"}),
        [
            ("releases/monthly-2019-14/killed/s", "record_id", "monthly-2019-14", "the key of a record of releases"),
            ("strikes/monthly-2019-04/killed/s", "record_id", "monthly-2019-04", "the key of a record of strikes"),
        ],
        missing=[("releases", "monthly-2019-14"), ("strikes", "monthly-2019-04")],
    ),
    Case(
        "evidence/field-exists",
        evidence(ROW, WHOLE, row("status", "credible", "incidents"), row("notes", "text")),
        evidence(ROW | {"field": "wounded"}, row("status", "credible")),
        [
            ("releases/monthly-2019-04/wounded/s", "field", "wounded", "a field of releases"),
            ("releases/monthly-2019-04/status/s", "field", "status", "a field of releases"),
        ],
    ),
    form("releases", "killed", ["5", "0", "1302"], ["five", "007", "1,302", "5.0", ""], NUMBER),
    form("releases", "published_on", ["2019-05-31"], ["31/05/2019", "2019-02-31", "2019-5-31", "2019"], DATE),
    form("incidents", "latitude", ["36.34", "36"], ["36,34", "north", "1" * 16], FORM["number"]),
    form(
        "incidents",
        "status_basis",
        ["release_seen"],
        ["seen", "Release_seen"],
        "one of release_seen, nation_statement, airwars_grading, ucdp_names_coalition",
    ),
    form("incidents", "place_id", ["mosul", "al-bab"], ["Mosul", "al bab", "-mosul"], SLUG),
    Case(  # any text will do where the schema asks for no form, and a field that is not there is not judged
        "evidence/value-has-form",
        evidence(row("notes", "Any text."), row("wounded", "five")),
        evidence(row("killed", "Any text.")),
        [("releases/monthly-2019-04/killed/s", "value", "Any text.", f"{NUMBER}, the form of killed in releases")],
    ),
    Case(
        "evidence/key-goes-with-key-field",
        evidence(
            ROW,
            WHOLE,
            row("incident_id", "2017-03-17-mosul", "incidents", "2017-03-17-mosul"),
            WHOLE | {"table": None},
        ),
        evidence(
            WHOLE | {"value": "monthly-2019-05"},
            row("release_id", "2017-03-17-mosul", "incidents", "2017-03-17-mosul"),
            WHOLE | {"field": "killed"},
        ),
        [
            (
                "releases/monthly-2019-04/release_id/s",
                "value",
                "monthly-2019-05",
                "monthly-2019-04, the key of the record",
            ),
            (
                "incidents/2017-03-17-mosul/release_id/s",
                "value",
                "2017-03-17-mosul",
                "what the source states of release_id; a row with the key has the field incident_id",
            ),
            (
                "releases/monthly-2019-04/killed/s",
                "value",
                "monthly-2019-04",
                "what the source states of killed; a row with the key has the field release_id",
            ),
        ],
    ),
    older("airpower", {"as_of": "2019-04-30"}, "airpower_id", "2019-04-30"),
    older("estimates", {"published_on": "2019-04-30", "period_end": "2018-04-30"}, "estimate_id", "2019-04-30"),
    older("estimates", {"period_end": "2018-04-30"}, "estimate_id", "2018-04-30"),
    older("incidents", {"first_day": "2017-03-10", "last_day": "2017-03-17"}, "incident_id", "2017-03-17"),
    older("releases", {"published_on": "2019-05-31", "period_end": "2019-04-30"}, "release_id", "2019-05-31"),
    older("strike_totals", {"reported_on": "2017-04-28", "period_end": "2017-04-27"}, "total_id", "2017-04-28"),
    older("strike_totals", {"period_end": "2017-04-27"}, "total_id", "2017-04-27"),
    older("strikes", {"reported_on": "2017-04-28", "last_day": "2017-04-27"}, "strike_id", "2017-04-28"),
    older("strikes", {"last_day": "2017-04-27"}, "strike_id", "2017-04-27"),
    *[
        Case(  # of a month or a year, the last day counts
            "evidence/source-not-older",
            known(near, precision),
            known(far, precision),
            [
                (
                    "releases/monthly-2019-04/killed/s",
                    "source_id",
                    f"s, published by {last}",
                    "a source published on 2019-05-31 or later",
                )
            ],
        )
        for precision, near, far, last in (
            ("month", "2019-05-01", "2019-04-01", "2019-04-30"),
            ("year", "2019-01-01", "2018-01-01", "2018-12-31"),
        )
    ],
    Case(  # a source without a date, and records of another table or key, are not judged
        "evidence/source-not-older",
        evidence(
            ROW,
            ROW | {"source_id": "undated"},
            row("x", "1", "incidents", "2017-03-17-mosul"),
            releases=[
                {"release_id": "monthly-2019-04", "published_on": "2019-05-31"},
                {"release_id": "2017-03-17-mosul", "published_on": "2020-01-01"},
            ],
            incidents=[{"incident_id": "2017-03-17-mosul", "last_day": "2017-03-17"}],
            sources=[
                {"source_id": "s", "published_on": "2019-06-01", "published_precision": "day"},
                {"source_id": "undated"},
            ],
        ),
        known("2019-05-30", "day"),
        [
            (
                "releases/monthly-2019-04/killed/s",
                "source_id",
                "s, published by 2019-05-30",
                "a source published on 2019-05-31 or later",
            )
        ],
    ),
]
