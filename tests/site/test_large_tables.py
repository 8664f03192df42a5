"""The pages of large tables: the same rows, counts and values as those of any other, as far as they are counted."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys

import pytest

from civcas.package.tables import read_tables
from civcas.publishing.datasette import PLUGIN
from civcas.publishing.reading import facets
from civcas.site.paging import in_order
from tests.conftest import answers, free_port, get
from tests.site.pages import SITE

FEW = 5  # records from which on the site of these tests takes a table for a large one
TABLES = ("strikes", "evidence", "incidents", "sources")


@pytest.fixture(scope="module")
def large(built, tmp_path_factory):
    """Where the small package is served as if its tables were large."""
    folder = tmp_path_factory.mktemp("large") / "dist"
    shutil.copytree(built, folder)
    file = folder / "metadata.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["plugins"][PLUGIN]["large"] = FEW
    file.write_text(json.dumps(content), encoding="utf-8")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "civcas", "serve", "--built", str(folder), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            while not answers(url):
                assert process.poll() is None
            yield url
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)


def assert_same(address, large, path):
    """Both sites have the same page, but for their addresses and the time that it took."""
    one, other = (
        re.sub(r'127\.0\.0\.1:\d+|"query_ms": [\d.e-]+', "", get(f"{url}{SITE}/{path}")) for url in (address, large)
    )
    assert one == other


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("query", ["", "?_sort_desc=source_id", "?_size=3", "?_nofacet=1", "?_facet=source_id"])
def test_a_whole_table_has_the_same_page(address, large, table, query):
    assert_same(address, large, table + query)


@pytest.mark.parametrize(
    "path",
    [
        "strikes?place_as_reported__contains=Mosul",
        "strikes?strikes__gte=100000",
        "strikes?notes__notnull=1&_size=2",
        "incidents?status=credible&_sort=killed",
        "incidents?_search=hatra",
        "strikes?place_id=raqqa&_facet=source_id",
        "strikes.csv?country=Iraq",
        "strikes.json?country=Iraq&_shape=array",
        "evidence.jsonl?table=strikes",
        "incidents.json?place_id=hatra",
    ],
)
def test_few_records_have_the_same_page(address, large, path):
    assert_same(address, large, path)


def test_more_records_are_not_counted_and_the_page_says_so(address, large):
    path = f"{SITE}/strikes?strikes__gte=1"
    whole, part = get(f"{address}{path}"), get(f"{large}{path}")
    assert re.search(r'class="found"><strong>(\d+) records', whole)
    assert f'class="found"><strong>More than {FEW} records</strong>' in part
    assert f"Values to filter by are counted for at most {FEW} records." in part
    assert "facet-results" in whole
    assert "facet-results" not in part
    rows = re.compile(r"<tbody>.*?</tbody>", re.DOTALL)
    assert rows.findall(whole)[0] == rows.findall(part)[0]


def test_the_sql_that_a_page_shows_has_no_numbers_of_records(large):
    text = get(f"{large}{SITE}/strikes?place_id=raqqa")
    assert "The SQL of this page" in text
    assert "rowid" not in re.findall(r'href="([^"]*sql=[^"]*)"', text)[0]


def test_every_page_of_a_large_table_leads_to_the_next(address, large, package):
    for url in (address, large):
        keys, path = [], f"{SITE}/strikes.json?_size=4&_sort=place_id"
        while path:
            page = json.loads(get(f"{url}{path}"))
            keys += [row[0] for row in page["rows"]]
            path = (page["next_url"] or "").partition(url)[2]
        assert len(keys) == len(set(keys)) == len(read_tables(package)["strikes"].typed)


# --- what the build counts ---------------------------------------------------------------------------------------
def found(database, sql, *values):
    return sorted((tuple(row) for row in database.execute(sql, values)), key=repr)


def test_the_build_counts_what_the_tables_have(database, package):
    for name, schema in package.schemas.items():
        counted = found(database, "SELECT records FROM record_counts WHERE name = ?", name)
        assert counted == found(database, f'SELECT count(*) FROM "{name}"')
        for column in facets(schema):
            sql = 'SELECT value, records FROM value_counts WHERE "table" = ? AND "column" = ?'
            counted = found(database, sql, name, column)
            sql = f'SELECT "{column}", count(*) FROM "{name}" WHERE "{column}" IS NOT NULL GROUP BY 1'
            assert counted == found(database, sql)


MONTH = "substr(coalesce(first_day, date(reported_on, '-1 day')), 1, 7)"
COUNTED = {
    "strikes_by_report": "country, reported_on, first_day, last_day",
    "strikes_by_place_and_month": f"place_id, country, {MONTH}",
}


@pytest.mark.parametrize("table", COUNTED)
def test_summaries_have_all_strikes(database, table):
    keys = COUNTED[table]
    sql = f"SELECT {keys}, sum(strikes), count(*) FROM strikes GROUP BY {keys}"
    assert found(database, f"SELECT * FROM {table}") == found(database, sql)


def test_the_other_summaries_have_what_the_tables_have(database):
    sql = f"SELECT place_id, sum(strikes), count(*), min({MONTH}), max({MONTH}) FROM strikes GROUP BY place_id"
    assert found(database, "SELECT * FROM strikes_by_place") == found(database, sql)
    sql = "SELECT source_id, count(*) FROM evidence GROUP BY source_id"
    assert found(database, "SELECT * FROM figures_by_source") == found(database, sql)
    sql = """SELECT "table", record_id, field FROM evidence GROUP BY 1, 2, 3 HAVING count(DISTINCT value) > 1"""
    assert found(database, "SELECT * FROM figures_in_dispute") == found(database, sql)
    sql = """
    SELECT target_group, country, substr(coalesce(first_day, reported_on), 1, 7), count(DISTINCT strike_id), sum(count),
      sum(CASE effect WHEN 'destroyed' THEN count END), sum(CASE effect WHEN 'damaged' THEN count END),
      sum(count IS NULL)
    FROM strike_targets JOIN strikes USING (strike_id) GROUP BY 1, 2, 3
    """
    assert found(database, "SELECT * FROM targets_by_group_and_month") == found(database, sql)


def test_summaries_are_in_no_list(address):
    listed = get(f"{address}{SITE}") + get(f"{address}/")
    assert "strikes_by_place_and_month" not in listed
    assert "monthly_counted" not in listed


# --- pages in the order of an index ------------------------------------------------------------------------------
CONDITIONS = [
    "({0} < :p0 or {0} is null or ({0} = :p0 and {1} > :p1)) order by {0} desc, {1} limit 4",
    "({0} > :p0 or ({0} = :p0 and {1} > :p1)) order by {0}, {1} limit 4",
    "({0} is not null or ({0} is null and {1} > :p0)) order by {0}, {1} limit 4",
    "({0} is null and {1} > :p0) order by {0} desc, {1} limit 4",
]
KEY = "[table], record_id, field, source_id"


@pytest.mark.parametrize("column", ["strike_id", "first_day", "strikes", "engagements", "notes", "country"])
@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_page_in_the_order_of_an_index_has_the_same_rows(database, column, condition):
    sql = f"select * from strikes where {condition.format(column, 'strike_id')}"
    cells = [row[0] for row in database.execute(f"SELECT DISTINCT {column} FROM strikes WHERE {column} IS NOT NULL")]
    for cell in [str(cell) for cell in cells] or [""]:
        values = {"p0": cell, "p1": "2016"} if ":p1" in sql else {"p0": "2016"}
        rows = [[tuple(row) for row in database.execute(text, values)] for text in (in_order(sql), sql)]
        assert rows[0] == rows[1]
        plan = [step[3] for step in database.execute(f"EXPLAIN QUERY PLAN {in_order(sql)}", values)]
        assert "MULTI-INDEX OR" not in plan


@pytest.mark.parametrize("order", ["[table]", "[table] desc", "record_id desc", "field"])
def test_a_table_sorted_by_its_key_has_the_same_rows(database, order):
    sql = f"select * from evidence where value <> '' order by {order}, {KEY} limit 9"
    rows = [[tuple(row) for row in database.execute(text)] for text in (in_order(sql), sql)]
    assert rows[0] == rows[1]
    assert in_order(sql).count("[table]") == 1  # and not twice
