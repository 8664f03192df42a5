"""The series, each worked out here once more from the CSV files, and the same in the database and in both files."""

from __future__ import annotations

import csv
import sqlite3
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest

from civcas.publishing.series import all_series
from tests.publishing.test_build import DATABASE

NAMES = [series.name for series in all_series()]


@pytest.fixture(scope="module")
def data(package):
    """Each table's records as they stand in its file, an empty cell being None."""
    tables = {}
    for resource in package.resources:
        with (package.root / resource.path).open(encoding="utf-8", newline="") as file:
            tables[resource.name] = [
                {name: value or None for name, value in row.items()} for row in csv.DictReader(file)
            ]
    return tables


@pytest.fixture
def series(built):
    """The rows of a series, as the database has them."""
    connection = sqlite3.connect(built / DATABASE)
    connection.row_factory = sqlite3.Row

    def rows(name):
        return [dict(row) for row in connection.execute(f'SELECT * FROM "{name}"')]

    yield rows
    connection.close()


def number(value):
    return None if value is None else int(value)


def total(values):
    known = [int(value) for value in values if value is not None]
    return sum(known) if known else None


def day_of(strike):
    return strike["first_day"] or str(date.fromisoformat(strike["reported_on"]) - timedelta(days=1))


@pytest.mark.parametrize("name", NAMES)
def test_a_series_explains_each_of_its_columns(series, name):
    (described,) = [each for each in all_series() if each.name == name]
    rows = series(name)
    assert list(rows[0]) == list(described.columns) == list(described.types)
    assert len(described.description) > 80
    for column, meaning in described.columns.items():
        assert meaning.endswith("."), column


@pytest.mark.parametrize("name", NAMES)
def test_the_files_have_what_the_database_has(built, series, name):
    rows = [tuple(row.values()) for row in series(name)]
    with (built / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        _, *written = csv.reader(file)
    assert [tuple("" if cell is None else str(cell) for cell in row) for row in rows] == [*map(tuple, written)]
    parquet = pl.read_parquet(built / "parquet" / f"{name}.parquet")
    (described,) = [each for each in all_series() if each.name == name]
    kinds = {"string": pl.String, "integer": pl.Int64, "date": pl.Date}
    assert parquet.schema == {column: kinds[kind] for column, kind in described.types.items()}
    assert parquet.with_columns(pl.col(pl.Date).cast(pl.String)).rows() == rows


def test_no_series_has_the_name_of_a_table(package):
    assert not set(NAMES) & set(package.schemas)


def test_monthly(data, series):
    rows = series("monthly")
    months = [row["month"] for row in rows]
    assert months == sorted(set(months))
    for before, after in pairwise(months):
        first = date.fromisoformat(f"{before}-01")
        assert after == str(first + timedelta(days=32))[:7]
    totals = {}
    for row in data["releases"]:
        through = row["totals_through"]
        if row["killed_total"] and through and (date.fromisoformat(through) + timedelta(days=1)).day == 1:
            totals[through[:7]] = max(totals.get(through[:7], 0), int(row["killed_total"]))
    for before, row in zip([None, *months], rows, strict=False):
        month = row["month"]
        released = [
            each for each in data["releases"] if each["release_type"] == "monthly" and each["period_end"][:7] == month
        ]
        for column, field in (("completed", "completed"), ("credible", "credible"), ("killed_in_release", "killed")):
            assert row[column] == total(each[field] for each in released)
        died = [each for each in data["incidents"] if each["first_day"][:7] == month and each["status"] == "credible"]
        assert row["killed_by_day"] == total(each["killed"] for each in died)
        assert row["killed_total"] == totals.get(month)
        known = month in totals and before in totals
        assert row["killed_total_rise"] == (totals[month] - totals[before] if known else None)
        for country in ("Iraq", "Syria"):
            listed = [
                each["strikes"] for each in data["strikes"] if day_of(each)[:7] == month and each["country"] == country
            ]
            assert row[f"strikes_{country.lower()}"] == total(listed)
        weapons = [
            int(each["weapons_released"])
            for each in data["airpower"]
            if each["period"] == month and each["granularity"] == "month" and each["weapons_released"]
        ]
        assert (row["weapons_lowest"], row["weapons_highest"]) == (
            min(weapons, default=None),
            max(weapons, default=None),
        )


def test_monthly_has_a_monitors_lowest_and_highest_figure_of_a_whole_month(series):
    stated = {row["month"]: (row["airwars_lowest"], row["airwars_highest"]) for row in series("monthly")}
    assert stated.pop("2017-04") == (283, 366)  # 283 to 366, later 301
    assert set(stated.values()) == {(None, None)}


def test_strikes_by_day(data, series):
    listed = defaultdict(list)
    for row in data["strikes"]:
        listed[day_of(row), row["country"]].append(row)
    totals = {
        (row["period_start"], row["country"]): int(row["strikes"])
        for row in data["strike_totals"]
        if (row["nation"], row["qualifier"], row["start_precision"]) == ("all", "exact", "day")
        and row["period_start"] == row["period_end"]
    }
    rows = series("strikes_by_day")
    days = sorted({row["day"] for row in rows})
    assert (days[0], days[-1]) == (min(day for day, _ in listed), max(day for day, _ in listed))
    assert len(rows) == 2 * len(days) == 2 * ((date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days + 1)
    seen = set()
    for row in rows:
        there, counted = listed.get((row["day"], row["country"]), []), totals.get((row["day"], row["country"]))
        strikes = total(each["strikes"] for each in there)
        assert (row["strikes"], row["total"]) == (strikes, counted)
        assert row["places"] == (len(there) or None)
        if there:
            assert row["day_stated"] == sum(int(each["strikes"]) for each in there if each["first_day"])
            several = [int(each["strikes"]) for each in there if each["first_day"] != each["last_day"]]
            assert row["several_days"] == sum(several)
        if strikes is None:
            expected = {None: "none", 0: "complete"}.get(counted, "total_only")
        elif counted is None:
            expected = "listed"
        else:
            expected = "partial" if strikes < counted else "above" if strikes > counted else "complete"
        assert row["coverage"] == expected
        seen.add(expected)
    assert {"none", "listed"} <= seen
    assert sum(row["strikes"] or 0 for row in rows) == sum(int(row["strikes"]) for row in data["strikes"])


def test_strikes_by_month_and_governorate(data, series):
    governorate = {row["place_id"]: row["governorate"] for row in data["places"]}
    groups = defaultdict(list)
    for row in data["strikes"]:
        groups[day_of(row)[:7], row["country"], governorate[row["place_id"]]].append(row)
    found = {
        (row["month"], row["country"], row["governorate"]): row for row in series("strikes_by_month_and_governorate")
    }
    assert set(found) == set(groups)
    for group, strikes in groups.items():
        assert found[group]["strikes"] == sum(int(row["strikes"]) for row in strikes)
        assert found[group]["places"] == len({row["place_id"] for row in strikes})


def test_incident_accounts(data, series):
    rows = {row["incident_id"]: row for row in series("incident_accounts")}
    assert set(rows) == {row["incident_id"] for row in data["incidents"]}
    names = {row["place_id"]: row["name"] for row in data["places"]}
    for incident in data["incidents"]:
        key = incident["incident_id"]
        row = rows[key]
        assert (row["status"], row["place"]) == (incident["status"], names[incident["place_id"]])
        assert row["coalition_killed"] == number(incident["killed"])
        recorded = [each for each in data["allegations"] if each["code"] == incident["airwars_code"]]
        assert row["airwars_killed_max"] == (number(recorded[0]["killed_max"]) if recorded else None)
        statements = [each for each in data["assessments"] if each["incident_id"] == key]
        days = [each["stated_on"] for each in statements if each["stated_on"]]
        assert row["statements"] == len(statements)
        assert (row["first_stated"], row["last_stated"]) == (min(days, default=None), max(days, default=None))
        told = sorted((each["stated_on"] or "", each["reason"] or "") for each in statements if each["status"])
        assert (row["reason"] or "") == (told[-1][1] if told else "")
        recorded = [
            each["killed_max"]
            for each in data["allegations"]
            if each["incident_id"] == key and each["organisation_id"] == "ucdp"
        ]
        assert row["ucdp_killed"] == total(recorded)


def test_days_to_assessment(data, series):
    published = {
        row["release_id"]: row["published_on"] for row in data["releases"] if row["published_precision"] == "day"
    }
    expected = {}
    for incident in data["incidents"]:
        days = [
            row["stated_on"]
            for row in data["assessments"]
            if (row["incident_id"], row["status"]) == (incident["incident_id"], incident["status"]) and row["stated_on"]
        ]
        on = published.get(incident["release_id"]) or min(days, default=None)
        if on:
            waited = (date.fromisoformat(on) - date.fromisoformat(incident["last_day"])).days
            of = "release" if incident["release_id"] in published else "statement"
            expected[incident["incident_id"]] = (on, waited, of)
    rows = series("days_to_assessment")
    assert expected
    assert {row["incident_id"]: (row["assessed_on"], row["days"], row["day_of"]) for row in rows} == expected


def test_accounts(data, series):
    rows = series("accounts")
    by_table = defaultdict(list)
    for row in rows:
        by_table[row["table_name"]].append((row["record_id"], row["measure"], row["low"], row["high"]))
    kinds = ("killed", "injured")
    incidents = [
        (row["incident_id"], f"civilians_{kind}", int(row[kind]), int(row[kind]))
        for row in data["incidents"]
        for kind in kinds
        if row[kind]
    ]
    assert sorted(by_table["incidents"]) == sorted(incidents)
    for table, key in (("allegations", "allegation_id"), ("assessments", "assessment_id")):
        figures = [
            (row[key], f"civilians_{kind}", number(row[f"{kind}_min"]), int(row[f"{kind}_max"]))
            for row in data[table]
            for kind in kinds
            if row[f"{kind}_max"] and row["allegation_id"]
        ]
        assert sorted(by_table[table]) == sorted(figures)
    estimates = [
        (
            row["estimate_id"],
            row["measure"],
            number(row["low"] or row["best"]),
            number(row["high"] or row["best"]),
        )
        for row in data["estimates"]
        if row["place"] and row["measure"] != "incidents"
    ]
    assert sorted(map(str, by_table["estimates"])) == sorted(map(str, estimates))
    assert all(row["party"] and row["source_id"] for row in rows)
