"""The project's own tables. These tests state relations, never today's counts or records, so that they pass with new
data as long as the data are right."""

from __future__ import annotations

import contextlib
import csv
import json
import random
import re
import sqlite3
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import polars as pl
import pytest

import civcas
from civcas.checking.rule import all_rules
from civcas.months import month_end
from civcas.package.canonical import formatted
from civcas.package.tables import KEY, LINE, read_package, read_tables
from civcas.publishing.queries import queries
from civcas.publishing.strike_accounts import accounts, by_month, official_totals
from civcas.site.words import day_in_words
from tests.checking.test_figures import changed_and_found
from tests.conftest import get, rows
from tests.site.pages import SITE, address_of, page, thousands

TESTS = Path(__file__).parent
STATIC = TESTS.parent / "scripts" / "civcas" / "site" / "static"


def test_check_finds_nothing_but_what_known_issues_document(real_copy):
    code, out, _ = real_copy.run("check", "--format", "json")
    report = json.loads(out)
    assert (code, report["errors"]) == (0, 0)
    assert report["documented"] == len(real_copy.lines("known_issues")) - 1
    assert (report["rules"], report["skipped_rules"], report["rules_not_run"]) == (len(all_rules()), [], {})
    assert report["records"] == {name: table.text.height for name, table in tables_of(real_copy).items()}


@pytest.mark.parametrize("table", ["releases", "estimates", "incidents"])
def test_every_figure_changed_at_once_is_found_at_every_cell(real, table):
    cells, found = changed_and_found(real, table)
    assert cells
    assert found == cells


def test_the_database_holds_every_record_as_the_tables_do(real_copy):
    assert real_copy.run("build")[0] == 0
    with contextlib.closing(sqlite3.connect(real_copy.root / "dist" / "oir-civcas.db")) as database:
        for name, table in tables_of(real_copy).items():
            dates = [pl.col(field.name).cast(pl.String) for field in table.schema.fields if field.type == "date"]
            expected = table.typed.drop(LINE, KEY).with_columns(dates).rows()
            assert database.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall() == expected, name


def test_without_a_place_what_is_loaded_is_the_package_that_came_with_the_program(tmp_path, monkeypatch, real):
    monkeypatch.chdir(tmp_path)
    assert civcas.load("releases").height == read_tables(real)["releases"].height


def test_the_generated_pages_can_be_written(real_copy):
    assert real_copy.run("docs")[0] == 0
    assert real_copy.run("docs", "--check")[:2] == (0, "")


# --- new data ----------------------------------------------------------------------------------------------------


def test_more_sources_that_agree_leave_everything_in_order(real_copy):
    """Evidence for ten figures from sources that were noted for other figures of the same release only."""
    tables = tables_of(real_copy)
    rows = random.Random(2014).sample(agreeing(tables["evidence"].text, tables["releases"].text), 10)
    real_copy.path("evidence").write_bytes(formatted(tables["evidence"], rows))
    assert len(real_copy.lines("evidence")) == 1 + tables["evidence"].text.height + len(rows)
    assert real_copy.run("totals", "--write")[0] == 0
    code, out, _ = real_copy.run("check")
    assert code == 0, out
    assert real_copy.run("format", "--check")[:2] == (0, "")
    assert real_copy.run("build")[0] == 0


def agreeing(evidence, releases):
    """Rows of evidence that could be added: a figure of a release, its value, and a source of another figure of it."""
    rows = evidence.filter(table="releases").select("record_id", "field", "source_id", "value").rows()
    noted = {(record, field, source) for record, field, source, _ in rows}
    values = {row["release_id"]: row for row in releases.iter_rows(named=True)}
    sources = {record: {source for other, _, source, _ in rows if other == record} for record in values}
    stated = {(record, field) for record, field, _, value in rows if value == values[record].get(field) != record}
    return [
        {
            "table": "releases",
            "record_id": record,
            "field": field,
            "source_id": source,
            "value": values[record][field],
            "readings": "1",
        }
        for record, field in sorted(stated)
        for source in sorted(sources[record])
        if (record, field, source) not in noted
    ]


# --- the site ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", queries())
def test_every_query_finds_rows_with_its_own_values(real_address, name):
    answer = rows(f"{real_address}{SITE}/{name}.json?_shape=array")
    assert get(f"{real_address}{SITE}/{name}").count("<tr>") == len(answer) + 1 > 2


@pytest.mark.parametrize("name", queries())
def test_a_query_needs_few_steps_of_plain_sqlite(real_database, name):
    """Steps of SQLite's machine measure the work on any computer; 2 s are some 100 million of them."""
    steps = Counter()
    real_database.set_progress_handler(lambda: steps.update(thousands=1), 1000)
    query = queries()[name]
    try:
        assert real_database.execute(query["sql"], dict.fromkeys(query["params"], "")).fetchall()
    finally:
        real_database.set_progress_handler(None, 0)
    assert steps["thousands"] < 3000


@pytest.mark.parametrize("name", [name for name in queries() if name.startswith("case-")])
def test_the_query_of_an_event_lists_the_figures_of_several_parties_with_their_sources(real_database, name):
    found = real_database.execute(queries()[name]["sql"]).fetchall()
    parties = {row["party"] for row in found}
    assert len(parties) >= 4
    assert parties & {"Airwars", "Syrian Observatory for Human Rights", "Human Rights Watch"}
    assert any(row["table_name"] == "incidents" and row["status"] == "credible" for row in found) or "raqqa" in name
    for row in found:
        assert real_database.execute("SELECT 1 FROM sources WHERE source_id = ?", [row["source_id"]]).fetchone()


def test_the_home_page_opens_with_the_latest_figures(real_address, real_database):
    home = page(real_address, "/")
    total = real_database.execute(
        "SELECT * FROM releases WHERE release_type <> 'annual' AND killed_total NOT NULL"
        " ORDER BY published_on DESC LIMIT 1"
    ).fetchone()
    assert (
        f"at least {thousands(total['killed_total'])} civilians , to {day_in_words(total['totals_through'])}"
        in home.words
    )
    airwars = real_database.execute(
        "SELECT * FROM estimates WHERE organisation_id = 'airwars' AND measure = 'civilians_killed'"
        " AND attributed_to = 'Coalition' AND country = 'both' AND place IS NULL AND method NOT LIKE 'all %'"
        " ORDER BY period_end DESC LIMIT 1"
    ).fetchone()
    last = day_in_words(airwars["period_end"], airwars["end_precision"])
    counted = f"{thousands(airwars['low'])} to {thousands(airwars['high'])} from local reports, to {last}"
    assert f"Airwars counts {counted}" in home.words
    assert f"{SITE}/releases/{total['release_id']}" in home.links
    assert f"{SITE}/estimates/{airwars['estimate_id']}" in home.links


def test_the_page_of_a_release_shows_its_figures_and_their_sources(real_address, real_database, real):
    figures = [field.name for field in real.schemas["releases"].fields if field.is_figure]
    for release in real_database.execute("SELECT * FROM releases"):
        shown = page(real_address, f"{SITE}/releases/{release['release_id']}")
        stated = [thousands(release[name]) for name in figures if release[name] is not None]
        assert [figure for figure in stated if f" {figure} " not in shown.words] == []
        sources = real_database.execute(
            "SELECT url FROM evidence JOIN sources USING (source_id) WHERE \"table\" = 'releases' AND record_id = ?",
            [release["release_id"]],
        )
        assert {source["url"] for source in sources} <= shown.links


def test_every_kind_of_record_has_a_page_whose_links_answer(real_address, real_database, real):
    for name, schema in real.schemas.items():
        last = real_database.execute(f'SELECT * FROM "{name}" ORDER BY rowid DESC LIMIT 1').fetchone()
        shown = page(real_address, f"{SITE}/{name}/{address_of(schema, last)}")
        assert all(str(last[key]) in shown.words for key in schema.primary_key)
        for link in {link.partition("#")[0] for link in shown.links if link.startswith("/")}:
            assert get(real_address + link), (name, link)


def test_known_issues_of_every_table_show_their_record_and_its_sources(real_address, real_database):
    for issue in real_database.execute('SELECT min(rowid), * FROM known_issues GROUP BY "table", rule').fetchall():
        shown = page(real_address, f"{SITE}/known_issues/{issue['issue_id']}")
        assert " ".join(issue["explanation"].split()) in shown.words
        assert f"{SITE}/{issue['table']}/{issue['record_id']}" in shown.links
        evidence = real_database.execute(
            'SELECT url FROM evidence JOIN sources USING (source_id) WHERE "table" = ? AND record_id = ? AND field = ?',
            [issue["table"], issue["record_id"], issue["field"]],
        )
        assert {row["url"] for row in evidence} <= shown.links


def test_search_finds_places_by_their_spellings(real_address, real_database):
    spellings = real_database.execute("SELECT place_as_reported, place_id FROM place_names ORDER BY 2, 1").fetchall()
    for name, place in spellings[:: max(1, len(spellings) // 40)]:
        assert f"{SITE}/places/{place}" in page(real_address, f"/-/search?q={quote(name)}").links, name


def test_the_largest_answers_are_whole(real_address, real, real_database):
    for name in real.schemas:
        (records,) = real_database.execute(f'SELECT count(*) FROM "{name}"').fetchone()
        exported = get(f"{real_address}{SITE}/{name}.csv")
        assert len(list(csv.reader(exported.splitlines()))) == 1 + records
        assert len(rows(f"{real_address}{SITE}/{name}.json?_size=max&_shape=array")) == records


def test_the_map_has_every_incident_and_place_with_a_point(real_address, real_database):
    sent = json.loads(get(f"{real_address}/-/map.json"))
    placed = "latitude IS NOT NULL AND longitude IS NOT NULL"
    incidents, places = real_database.execute(
        f"SELECT (SELECT count(*) FROM incidents WHERE {placed}),"
        f" (SELECT count(*) FROM places WHERE {placed} AND place_id IN (SELECT place_id FROM strikes))"
    ).fetchone()
    assert (len(sent["incidents"]["rows"]), len(sent["strikes"]["rows"])) == (incidents, places)


def test_the_map_page_says_that_its_tables_are_cut(real_address, real_database):
    found = page(real_address, "/-/map")
    listed = [link for link in found.links if re.match(f"{SITE}/incidents/", link)]
    (incidents,) = real_database.execute("SELECT count(*) FROM incidents WHERE latitude IS NOT NULL").fetchone()
    assert len(listed) == 100 < incidents
    assert f"The 100 of {incidents:,} with coordinates" in found.words
    assert f"{SITE}/incidents-on-the-map" in found.links


def test_towns_on_the_map_lie_at_their_places(real_database):
    """The map's towns are another extract of GeoNames than the one that the places are compared with."""
    towns = json.loads((STATIC / "towns.json").read_text(encoding="utf-8"))
    points = {row[0]: row[2:4] for row in towns["rows"]}
    places = real_database.execute("SELECT geonames_id, latitude, longitude FROM places").fetchall()
    same = [place for place in places if place[0] in points]
    assert same
    for number, *point in same:
        assert points[number] == pytest.approx(point, abs=0.02)


def test_strikes_by_place_lists_30_places_or_as_many_as_chosen(real_address, real_database):
    (places,) = real_database.execute("SELECT count(DISTINCT place_id) FROM strikes").fetchone()
    for chosen, expected in (("", 30), ("10", 10), ("-1", places)):
        found = rows(f"{real_address}{SITE}/strikes-by-place.json?_shape=array&top={chosen}")
        assert len(found) == min(expected, places)


def test_the_charts_agree_with_the_coverage(real_address, real):
    tables = read_tables(real)
    totals = official_totals(tables)
    months = rows(f"{real_address}{SITE}/strikes-by-month.json?_shape=array")
    rises = {date.fromisoformat(f"{row['month']}-01"): row["official_rise"] for row in months}
    stated = {first: rise for first, rise in rises.items() if rise is not None}
    assert stated
    for first, rise in stated.items():
        assert rise == totals[month_end(first)] - totals[first - timedelta(days=1)]
    days = {row["month"]: row for row in rows(f"{real_address}{SITE}/coverage-by-month.json?_shape=array")}
    for month, (covered, _) in by_month(accounts(tables)).items():
        assert covered <= days[month]["days_covered"] <= days[month]["days"]


# --- the other tests ----------------------------------------------------------------------------------------------


def test_no_other_test_reads_the_project_s_own_tables():
    """So that new data can turn no other test red."""
    own = re.compile(r'^def \w+\([^)]*\breal(_\w+)?\b|ROOT / "data"', re.MULTILINE)
    reading = {
        file.relative_to(TESTS).as_posix()
        for file in TESTS.rglob("*.py")
        if own.search(file.read_text(encoding="utf-8"))
    }
    assert reading == {"conftest.py", "test_real_data.py", "load/__main__.py"}  # the last is no test


def tables_of(copy):
    return read_tables(read_package(copy.root))
