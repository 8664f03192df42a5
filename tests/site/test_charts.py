"""The queries behind the charts, against the package's own account of its coverage."""

from __future__ import annotations

import gzip
import re
from datetime import date, timedelta
from html import unescape
from urllib.parse import quote

import pytest

from civcas.months import month_end
from civcas.package.tables import read_tables
from civcas.publishing.strike_accounts import accounts, by_month, official_totals
from tests.conftest import get, get_bytes, rows
from tests.site.test_safety import request


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


# --- deaths, estimates and strikes -------------------------------------------------------------------------------
def test_deaths_are_counted_by_the_day_and_by_the_release(address, database):
    found = months(address, "deaths-by-month")
    assert_no_gap(found)
    killed = "SELECT sum(killed) FROM incidents WHERE status = 'credible'"
    assert sum(row["killed_by_day"] or 0 for row in found.values()) == database.execute(killed).fetchone()[0]
    reported = "SELECT sum(killed) FROM releases WHERE release_type = 'monthly'"
    assert sum(row["killed_in_release"] or 0 for row in found.values()) == database.execute(reported).fetchone()[0]
    march = found["2017-03"]
    assert (march["incident_id"], march["most_in_one"], march["killed_by_day"]) == ("2017-03-17-mosul", 30, 30)
    assert months(address, "deaths-by-month", "&first_month=2030-01") == {}


def estimates(address, about):
    return rows(f"{address}/oir-civcas/estimates-of-a-scope.json?_shape=array&about={about}")


def test_the_estimates_of_the_campaign_are_the_latest_of_each_kind_from_the_highest(address, database):
    found = estimates(address, "campaign")
    assert found == estimates(address, "")
    assert {row["place"] for row in found} == {None}
    kinds = [(row["organisation"], row["country"], row["attributed_to"], row["method"]) for row in found]
    assert len(kinds) == len(set(kinds))
    highest = [next(row[name] for name in ("high", "best", "low") if row[name] is not None) for row in found]
    assert highest == sorted(highest, reverse=True)
    assert [row["record_id"] for row in found if row["table"] == "releases"] == [
        database.execute(
            "SELECT release_id FROM releases WHERE killed_total IS NOT NULL AND release_type <> 'annual'"
            " ORDER BY published_on DESC LIMIT 1"
        ).fetchone()[0]
    ]


def test_the_estimates_of_a_scope_have_its_place_or_month(address, database):
    scopes = database.execute(
        "SELECT DISTINCT kind, scope FROM estimate_scopes JOIN estimates USING (estimate_id)"
        " WHERE measure = 'civilians_killed' AND attributed_to LIKE 'Coalition%'"
        " AND attributed_to NOT LIKE 'Coalition (%' AND kind <> 'campaign'"
    ).fetchall()
    assert {kind for kind, _ in scopes} >= {"place", "month"}
    for kind, scope in scopes:
        found = estimates(address, quote(scope))
        assert found
        for row in found:
            days = (date.fromisoformat(row["last_day"]) - date.fromisoformat(row["first_day"])).days
            if kind == "month":
                assert row["first_day"] == f"{scope}-01"
                assert row["last_day"] == month_end(date.fromisoformat(row["first_day"])).isoformat()
            else:
                assert row["place"].startswith(scope.split(",")[0])
                assert (days >= 31) == (kind == "place")


def test_strikes_by_governorate_count_each_listed_strike_once(address, database):
    found = rows(f"{address}/oir-civcas/strikes-by-governorate.json?_shape=array")
    total = database.execute("SELECT sum(strikes) FROM strikes").fetchone()[0]
    assert sum(row["strikes"] for row in found) == total
    sums = {}
    for row in found:
        sums[row["governorate"]] = sums.get(row["governorate"], 0) + row["strikes"]
    assert list(sums.values()) == sorted(sums.values(), reverse=True)


def test_targets_by_month_are_the_groups_named_most_often(address, database):
    found = rows(f"{address}/oir-civcas/targets-by-month.json?_shape=array")
    named = database.execute(
        "SELECT target_group, count(DISTINCT strike_id) AS named FROM strike_targets"
        " WHERE target_group NOT IN ('other', 'not_stated') GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 9"
    ).fetchall()
    assert list(dict.fromkeys(row["target_group"] for row in found)) == [group for group, _ in named]
    for group, rows_of_strikes in named:
        assert sum(row["rows_of_strikes"] for row in found if row["target_group"] == group) == rows_of_strikes


# --- the pages ---------------------------------------------------------------------------------------------------
def test_the_home_page_needs_no_script_for_its_chart_and_is_light(address):
    home = get(f"{address}/")
    assert home.count('class="shape step') >= 2
    files = set(re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css)[^"]*)"', home))
    sent = sum(len(gzip.compress(get_bytes(address + path))) for path in ("/", *files))
    assert any("charts.js" in path for path in files)
    assert sent < 100_000


def test_the_points_of_a_chart_lead_to_pages_that_exist(address):
    for name in ("deaths", "estimates", "assessments", "strikes", "data-quality"):
        text = get(f"{address}/-/dashboards/{name}")
        links = sorted({unescape(href) for href in re.findall(r'<a href="([^"]+)" tabindex="-1"', text)})
        assert links, name
        for href in {re.sub(r"\d{4}-\d{2}", "", href): href for href in links}.values():
            assert request(address, href)[0] == 200, href


def test_the_title_and_the_note_come_from_the_data(address):
    text = get(f"{address}/-/dashboards/deaths")
    assert "happened in March 2017 (30) than in any other month" in text
    assert "<h2>The Coalition has admitted 1,313 deaths; Airwars counts 7,910 to 12,654</h2>" in text
    notes = re.findall(r'class="note[^>]*>([^<]+)<', text)
    assert notes == ["Mosul", "17 March 2017", "30 killed in one incident"]


def test_a_point_belongs_to_the_row_of_its_table(address):
    text = get(f"{address}/-/dashboards/assessments")
    for figure in re.findall(r'<figure class="chart.*?</figure>', text, re.DOTALL):
        count = len(re.findall("<tr>", figure.partition("<tbody>")[2]))
        points = [int(row) for row in re.findall(r'data-row="(\d+)"', figure)]
        assert points
        assert max(points) < count


def test_a_heading_over_a_part_names_the_part(address):
    whole = get(f"{address}/-/dashboards/deaths")
    part = get(f"{address}/-/dashboards/deaths?first_month=2017-08")
    assert "From August 2017: more of the deaths" in part
    assert "From August 2017" not in whole
