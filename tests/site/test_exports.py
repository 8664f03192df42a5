"""CSV and JSON lines have all rows, or an error says that they have not."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import urlencode

import pytest

from civcas.package.tables import read_package
from civcas.publishing.queries import queries
from civcas.site.server import _SETTINGS as SETTINGS
from tests.conftest import ROOT, get
from tests.site.pages import SITE, page
from tests.site.test_safety import ENDLESS, WIDE, ask

TABLES = [resource.name for resource in read_package(ROOT).resources]
MOST = int(SETTINGS["max_returned_rows"])
# More rows than a page has: numbers, each once.
ALL = f"{ENDLESS.replace('FROM c', f'FROM c WHERE x < {3 * MOST}')} SELECT x, 'a' || x AS name FROM c"


def records(text):
    return list(csv.reader(io.StringIO(text)))


def own(kind, sql, **more):
    return f"{SITE}{kind}?{urlencode({'sql': sql, **more})}"


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_as_many_rows_as_its_page_says(address, database, table):
    (count,) = database.execute(f'SELECT count(*) FROM "{table}"').fetchone()
    assert f"{count:,} record" in page(address, f"{SITE}/{table}").words
    assert len(records(get(f"{address}{SITE}/{table}.csv"))) == count + 1
    assert len(get(f"{address}{SITE}/{table}.jsonl").splitlines()) == count


def test_a_filtered_table_has_as_many_rows_as_its_page_says(address, database):
    (count,) = database.execute("SELECT count(*) FROM evidence WHERE field = 'strikes'").fetchone()
    assert f"{count:,} records" in page(address, f"{SITE}/evidence?field=strikes").words
    rows = csv.DictReader(io.StringIO(get(f"{address}{SITE}/evidence.csv?field=strikes")))
    assert [row["field"] for row in rows] == ["strikes"] * count
    lines = get(f"{address}{SITE}/evidence.jsonl?field=strikes").splitlines()
    assert [json.loads(line)["field"] for line in lines] == ["strikes"] * count


@pytest.mark.parametrize("name", queries())
def test_a_canned_query_has_the_same_rows_in_every_format(address, name):
    rows = json.loads(get(f"{address}{SITE}/{name}.json?_shape=array"))
    assert [json.loads(line) for line in get(f"{address}{SITE}/{name}.jsonl").splitlines()] == rows
    header, *exported = records(get(f"{address}{SITE}/{name}.csv"))
    assert exported == [["" if row[column] is None else str(row[column]) for column in header] for row in rows]
    stated = f"{len(rows):,} row" if rows else "No rows"
    assert stated in page(address, f"{SITE}/{name}").words


def test_own_sql_has_all_rows_though_its_page_has_not(address):
    shown = page(address, own("", ALL))
    assert f"These are the first {MOST:,} rows. There are more" in shown.words
    (link,) = [link for link in shown.links if f"{SITE}.csv?" in link and "sql" in link][:1]
    expected = [[str(number), f"a{number}"] for number in range(1, 3 * MOST + 1)]
    assert records(get(address + link)) == [["x", "name"], *expected]
    lines = get(address + own(".jsonl", ALL)).splitlines()
    assert [list(map(str, json.loads(line).values())) for line in lines] == expected


@pytest.mark.parametrize(
    ("shape", "truncated"), [("arrays", True), ("objects", True), ("array", False), ("arrayfirst", False)]
)
def test_json_of_own_sql_says_whether_it_is_all(address, shape, truncated):
    status, headers, body = ask(address, own(".json", ALL, _shape=shape))
    assert status == 200
    assert headers["x-truncated"] == str(truncated).lower()
    found = json.loads(body)
    if truncated:
        assert (found["truncated"], len(found["rows"])) == (True, MOST)
    else:
        assert len(found) == 3 * MOST


def test_json_that_is_all_says_so(address):
    _, headers, body = ask(address, own(".json", "SELECT 1 AS x"))
    assert (headers["x-truncated"], json.loads(body)["truncated"]) == ("false", False)


def test_datasettes_address_of_json_lines_has_all_rows_too(address, database):
    (count,) = database.execute("SELECT count(*) FROM evidence").fetchone()
    for path in (
        f"{SITE}/evidence.json?_shape=array&_nl=on",
        own(".json", "SELECT * FROM evidence", _shape="array", _nl="on"),
    ):
        _, headers, body = ask(address, path)
        assert headers["content-type"] == "application/x-ndjson; charset=utf-8"
        assert len(body.splitlines()) == count


@pytest.mark.parametrize(
    ("path", "name", "content_type"),
    [
        (f"{SITE}/releases.csv", "oir-civcas-releases.csv", "text/csv; charset=utf-8"),
        (f"{SITE}/strikes-by-place.csv", "oir-civcas-strikes-by-place.csv", "text/csv; charset=utf-8"),
        (own(".csv", "SELECT 1"), "oir-civcas-query.csv", "text/csv; charset=utf-8"),
        (own(".jsonl", "SELECT 1"), "oir-civcas-query.jsonl", "application/x-ndjson; charset=utf-8"),
    ],
)
def test_an_export_is_saved_under_its_name_in_its_type(address, path, name, content_type):
    _, headers, _ = ask(address, path)
    assert headers["content-disposition"] == f'attachment; filename="{name}"'
    assert headers["content-type"] == content_type


@pytest.mark.parametrize("kind", [".csv", ".jsonl"])
@pytest.mark.parametrize(
    ("sql", "message"),
    [
        (f"{ENDLESS} SELECT x FROM c", "took longer than|more memory"),
        (f"{ENDLESS} SELECT {WIDE} FROM c LIMIT 1000", "larger than 32 MB|more memory|took longer than"),
        ("SELECT nope FROM releases", "no such column: nope"),
        ("SELECT 1; SELECT 2", "one statement"),
        ("DELETE FROM releases", "SELECT"),
        ("SELECT fts3_tokenizer('simple')", "fts3_tokenizer"),
    ],
)
def test_what_cannot_be_exported_whole_is_an_error_with_its_reason(address, kind, sql, message):
    status, headers, body = ask(address, own(kind, sql))
    assert status == 400
    assert any(part in body for part in message.split("|")), body
    assert headers["content-type"].startswith("text/plain" if kind == ".csv" else "application/json")
    assert "content-disposition" not in headers


@pytest.mark.parametrize("path", [f"{SITE}.csv", f"{SITE}.jsonl"])
def test_an_export_of_nothing_says_what_is_missing(address, path):
    status, _, body = ask(address, path)
    assert status == 400
    assert "give a query as ?sql=" in body


def test_columns_of_one_name_are_not_lost(address):
    sql = "SELECT 1 AS a, 2 AS b, 3 AS a"
    for path in (own(".jsonl", sql), own(".json", sql, _shape="array"), own(".json", sql, _shape="objects")):
        status, _, body = ask(address, path)
        assert status == 400
        assert "2 columns have the name 'a'. Give each its own, with AS" in json.loads(body)["error"]
    assert records(get(address + own(".csv", sql))) == [["a", "b", "a"], ["1", "2", "3"]]
    assert json.loads(get(address + own(".json", sql)))["rows"] == [[1, 2, 3]]


def test_a_number_of_rows_that_was_asked_for_comes_with_the_address_of_the_next(address):
    seen = []
    path = f"{SITE}/incidents.csv?_size=4"
    while path:
        _, headers, body = ask(address, path)
        rows = records(body)[1:]
        assert 0 < len(rows) <= 4
        seen += [row[0] for row in rows]
        link = headers.get("link")
        path = link and link.split(">")[0].removeprefix(f"<{address}")
    everything = records(get(f"{address}{SITE}/incidents.csv"))[1:]
    assert seen == [row[0] for row in everything]


def test_labels_have_columns_of_their_own(address, database):
    header, *rows = records(get(f"{address}{SITE}/sources.csv?_labels=on&_size=5"))
    names = dict(database.execute("SELECT organisation_id, name FROM organisations"))
    place = header.index("organisation_id")
    assert header[place + 1] == "organisation_id_label"
    assert [row[place + 1] for row in rows] == [names[row[place]] for row in rows]


def test_bytes_are_written_as_sqlite_writes_them(address):
    assert records(get(address + own(".csv", "SELECT x'00ff' AS b"))) == [["b"], ["X'00ff'"]]
    (line,) = get(address + own(".jsonl", "SELECT x'00ff' AS b")).splitlines()
    assert json.loads(line) == {"b": {"$base64": True, "encoded": "AP8="}}


# --- GeoJSON -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("table", ["incidents", "places"])
def test_geojson_has_all_records_with_their_points(address, database, table):
    found = json.loads(get(f"{address}{SITE}/{table}.geojson"))
    assert found["type"] == "FeatureCollection"
    key = f"{table[:-1]}_id"
    points = {feature["properties"][key]: feature["geometry"] for feature in found["features"]}
    expected = {
        row[key]: None
        if row["latitude"] is None
        else {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
        for row in database.execute(f"SELECT * FROM {table}")
    }
    assert points == expected
    assert None in points.values()
    assert any(points.values())


def test_geojson_of_a_filter_and_of_own_sql(address, database):
    (count,) = database.execute("SELECT count(*) FROM incidents WHERE country = 'Iraq'").fetchone()
    assert len(json.loads(get(f"{address}{SITE}/incidents.geojson?country=Iraq"))["features"]) == count
    sql = "SELECT 1.5 AS latitude, 2 AS longitude, 'a' AS name"
    status, found, text = ask(address, own(".geojson", sql))
    assert (status, found["content-type"]) == (200, "application/geo+json; charset=utf-8")
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [2, 1.5]}, "properties": {"name": "a"}}
    assert json.loads(text)["features"] == [feature]


def test_geojson_without_coordinates_is_an_error(address):
    for path in (f"{SITE}/releases.geojson", own(".geojson", "SELECT 1 AS latitude")):
        status, _, text = ask(address, path)
        assert status == 400
        assert "GeoJSON needs the columns latitude and longitude" in json.loads(text)["error"]
    assert ".geojson" in get(f"{address}{SITE}/incidents")
    assert ".geojson" not in get(f"{address}{SITE}/releases")


@pytest.mark.parametrize(("latitude", "longitude"), [("'x'", "1"), ("91", "1"), ("1", "-181"), ("1", "x'ff'")])
def test_geojson_of_what_is_no_point_is_an_error(address, latitude, longitude):
    status, _, text = ask(address, own(".geojson", f"SELECT {latitude} AS latitude, {longitude} AS longitude"))
    assert status == 400
    assert "expected degrees" in json.loads(text)["error"]


@pytest.mark.parametrize("number", ["1e999", "-1e999"])
@pytest.mark.parametrize("kind", [".json", ".jsonl", ".geojson"])
def test_a_number_that_json_can_not_hold_is_an_error_and_not_null(address, kind, number):
    status, _, text = ask(address, own(kind, f"SELECT 1 AS latitude, 2 AS longitude, {number} AS n"))
    assert status == 400
    assert "n: a number is too large for JSON. Take CSV" in json.loads(text)["error"]
    status, _, text = ask(address, own(".json", f"SELECT {number} AS n", _shape="array"))
    assert status == 400
    assert records(get(f"{address}{own('.csv', f'SELECT {number} AS n')}"))[1] == [number.replace("1e999", "inf")]
