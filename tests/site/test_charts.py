"""The queries behind the charts, against the package's own account of its coverage."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from civcas.months import month_end
from civcas.package.tables import read_tables
from civcas.publishing.strike_accounts import accounts, by_month, official_totals
from tests.conftest import rows


@pytest.fixture(scope="module")
def tables(package):
    return read_tables(package)


def months(address, query, parameters=""):
    found = rows(f"{address}/oir-civcas/{query}.json?_shape=array{parameters}")
    assert [row["month"] for row in found] == sorted({row["month"] for row in found})
    return {row["month"]: row for row in found}


def test_strikes_by_month_count_each_listed_strike_once(address, database):
    for country in ("Iraq", "Syria"):
        found = months(address, "strikes-by-month")
        total = database.execute("SELECT sum(strikes) FROM strikes WHERE country = ?", [country]).fetchone()[0]
        assert sum(row[f"strikes_{country.lower()}"] or 0 for row in found.values()) == total
        alone = months(address, "strikes-by-month", f"&country={country}")
        assert sum((row["strikes_iraq"] or 0) + (row["strikes_syria"] or 0) for row in alone.values()) == total
        assert not any(row["official_rise"] for row in alone.values())


def test_strikes_by_place_count_each_listed_strike_once(address, database):
    found = rows(f"{address}/oir-civcas/strikes-by-place.json?_shape=array&top=-1")
    assert sum(row["strikes"] for row in found) == database.execute("SELECT sum(strikes) FROM strikes").fetchone()[0]
    places = [(row["place_id"], row["strikes"]) for row in found]
    assert places[:3] == [("raqqa", 49), ("tal-afar", 16), ("abu-kamal", 11)]
    top = rows(f"{address}/oir-civcas/strikes-by-place.json?_shape=array&top=3")
    assert [(row["place_id"], row["strikes"]) for row in top] == places[:3]


def test_the_rise_of_the_official_total_is_that_of_the_coverage(address, tables):
    totals = official_totals(tables)
    rises = {month: row["official_rise"] for month, row in months(address, "strikes-by-month").items()}
    stated = {month: rise for month, rise in rises.items() if rise is not None}
    assert stated == {
        "2019-01": 121,
        "2019-02": 117,
        "2019-03": 426,
        "2019-04": 38,
        "2019-05": 12,
        "2019-06": 6,
    }
    for month, rise in stated.items():
        first = date.fromisoformat(f"{month}-01")
        assert rise == totals[month_end(first)] - totals[first - timedelta(days=1)]


def test_covered_days_are_those_of_the_coverage_or_more(address, tables):
    found = months(address, "coverage-by-month")
    for month, (days, _) in by_month(accounts(tables)).items():
        assert days <= found[month]["days_covered"] <= found[month]["days"]


def test_every_figure_of_a_release_is_counted_by_its_sources(address):
    for row in months(address, "coverage-by-month").values():
        parts = [row["figures_with_one_source"], row["figures_with_more_sources"]]
        assert row["figures"] is None or sum(parts) == row["figures"]


def test_every_month_has_a_row(address, database):
    found = months(address, "assessments-by-month")
    assert (
        len([row for row in found.values() if row["release_id"]])
        == database.execute("SELECT count(*) FROM releases WHERE release_type = 'monthly'").fetchone()[0]
    )
    assert_no_gap(found)


def test_a_month_without_figures_has_an_empty_row(address):
    strikes = months(address, "strikes-by-month")
    assert_no_gap(strikes)
    assert {value for name, value in strikes["2018-10"].items() if name != "month"} == {None}


def assert_no_gap(months):
    first, last = min(months), max(months)
    assert len(months) == (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
