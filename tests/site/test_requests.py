"""Requests that ask for nothing that there is, or for two things at once: each is told, in the form it asked for."""

from __future__ import annotations

import csv
import http.client
import io
import logging
import re
import urllib.error
from html import unescape
from urllib.parse import urlsplit

import pytest

from civcas.site.logs import WithoutQueries, digest
from tests.conftest import get
from tests.site.pages import SITE, Page
from tests.site.test_safety import ask

ADDRESSES = [
    "/",
    SITE,
    f"{SITE}/releases",
    f"{SITE}/releases/monthly-2019-05",
    "/-/search",
    "/-/map",
    "/docs/methodology",
]


def asked(address, method, path):
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    connection.request(method, path)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def refused(address, path):
    with pytest.raises(urllib.error.HTTPError) as error:
        get(address + path)
    return error.value.code, " ".join(unescape(error.value.read().decode()).split())


@pytest.mark.parametrize("path", ADDRESSES)
def test_each_address_says_which_methods_it_allows(address, path):
    response, body = asked(address, "OPTIONS", path)
    assert (response.status, body) == (204, b"")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE"):
        response, body = asked(address, method, path)
        assert response.status == 405
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert b"The site can only be read." in body


@pytest.mark.parametrize("path", ADDRESSES)
def test_head_has_what_get_has_but_the_body(address, path):
    (got, whole), (head, nothing) = asked(address, "GET", path), asked(address, "HEAD", path)
    assert (head.status, nothing) == (got.status, b"")
    assert whole
    assert head.headers["Content-Type"] == got.headers["Content-Type"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (f"{SITE}/strikes-near-a-place?place_id=mosul&place_id=raqqa", "place_id"),
        (f"{SITE}/strikes-near-a-place.json?place_id=mosul&place_id=raqqa", "place_id"),
        (f"{SITE}/strikes-near-a-place.csv?place_id=mosul&place_id=raqqa", "place_id"),
        ("/-/map?status=credible&status=open", "status"),
        ("/-/dashboards/strikes?country=Iraq&country=Syria", "country"),
        ("/-/search?q=a&q=b", "q"),
        ("/-/compare?first=monthly-2019-04&first=monthly-2019-05", "first"),
        (f"{SITE}?sql=select+:x&x=1&x=2", "x"),
        (f"{SITE}.csv?sql=select+1&sql=select+2", "sql"),
        (f"{SITE}/incidents?_size=5&_size=10", "_size"),
        (f"{SITE}/incidents.csv?_sort=killed&_sort=country", "_sort"),
    ],
)
def test_a_parameter_with_two_values_is_an_error(address, path, name):
    status, words = refused(address, path)
    assert status == 400
    assert f"{name} has several values: " in words


def test_two_values_of_one_column_find_nothing_so_they_are_an_error(address):
    for ending in ("", ".json", ".csv"):
        status, words = refused(address, f"{SITE}/incidents{ending}?country=Iraq&country=Syria")
        assert status == 400
        assert "country: no record has Iraq and Syria. country__in=Iraq,Syria finds either" in words


def test_conditions_on_one_column_hold_together(address, database):
    sql = "SELECT count(*) FROM incidents WHERE place_as_reported LIKE '%a%' AND place_as_reported LIKE '%o%'"
    ((expected,),) = database.execute(sql).fetchall()
    text = get(f"{address}{SITE}/incidents.csv?place_as_reported__contains=a&place_as_reported__contains=o")
    assert len(list(csv.reader(io.StringIO(text)))) == expected + 1


@pytest.mark.parametrize(
    "path",
    [
        f"{SITE}/incidents?_next=x",
        f"{SITE}/incidents?_sort=killed&_next=x,y",
        f"{SITE}/incidents.json?_next=%00",
        f"{SITE}/incidents?_next={'9' * 3000}",
        f"{SITE}/strikes_by_day?_next=x",
        f"{SITE}/strikes_by_day?_next=-1",
    ],
)
def test_a_page_that_begins_nowhere_is_an_error(address, path):
    status, words = refused(address, path)
    assert status == 400
    assert "expected what the link to the next page has" in words


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "x" * 1000},
        {"Accept": "application/json"},
        {"Accept-Encoding": ";;q=,gzip;q=x"},
        {"Range": "bytes=5-2"},
        {"Range": "lines=1-2"},
        {"Range": "bytes=0-0,-1," * 500},
        {"If-None-Match": '"' * 500},
        {"If-None-Match": "*"},
        {"If-Modified-Since": "yesterday"},
        {"Cookie": "=;;=\x01"},
        {"X-Forwarded-For": ",,,"},
        {"Content-Length": "0"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/docs/methodology", f"{SITE}/releases.csv", f"{SITE}.db", "/static/site.css"])
def test_odd_headers_change_no_more_than_they_ask(address, path, headers):
    status, _, body = ask(address, path, headers=headers)
    assert status in {200, 206, 304, 400, 416}
    assert "Traceback" not in body


def test_a_parameter_twice_with_one_value_is_one(address):
    assert get(f"{address}{SITE}/strikes-near-a-place.csv?place_id=mosul&place_id=mosul") == get(
        f"{address}{SITE}/strikes-near-a-place.csv?place_id=mosul"
    )


def test_a_query_has_all_rows_so_a_size_is_refused(address):
    status, words = refused(address, f"{SITE}/strikes-near-a-place?place_id=mosul&_size=3")
    assert status == 400
    assert "There is no parameter '_size'" in words


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("record=monthly-2019-4", "record: releases has no 'monthly-2019-4'. Spelled alike: monthly-2019-0"),
        ("table=releases&record=xyz", "record: releases has no 'xyz'."),
        ("table=incidents", "record: expected the id of a record in incidents"),
        ("table=incidents&record=monthly-2019-04", "record: incidents has no 'monthly-2019-04'"),
        ("table=incidents&record=2017-03-17-mosul&field=killed_total", "field: incidents has no field 'killed_total'"),
    ],
)
def test_evidence_for_a_record_that_is_not_there_is_an_error(address, query, words):
    for ending in ("", ".json", ".csv"):
        status, found = refused(address, f"{SITE}/evidence-for-a-figure{ending}?{query}")
        assert status == 400
        assert words in found


@pytest.mark.parametrize("query", ["figures-with-one-source", "sources-that-disagree", "evidence-for-a-figure"])
def test_a_field_of_another_table_is_an_error(address, query):
    for ending in ("", ".json", ".csv"):
        status, found = refused(address, f"{SITE}/{query}{ending}?field=low")
        assert status == 400
        assert "field: releases has no field 'low'. It has release_id" in found


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("incidents?notes__arraycontains=x", "notes__arraycontains: no column holds lists"),
        ("incidents.csv?killed__arraynotcontains=1", "killed__arraynotcontains: no column holds lists"),
        ("incidents?_where=country=%22Irak%22", '_where: there is no column "Irak". Write a text in single quotes'),
        ("incidents.json?_facet_size=0", "_facet_size: found '0', expected a whole number above 0"),
        ("incidents?_size=0", "_size: found '0', expected a whole number above 0"),
        ("strikes_by_day.json?_shape=object", "_shape: a series has no keys"),
        ('incidents?_through={"table":"x","column":"y","value":"z"}'.replace('"', "%22"), "_through: found"),
    ],
)
def test_what_could_only_find_nothing_is_an_error(address, path, words):
    status, found = refused(address, f"{SITE}/{path}")
    assert status == 400
    assert words in found.replace('\\"', '"')


def test_a_record_without_evidence_has_no_rows(address, database):
    sql = (
        """SELECT allegation_id FROM allegations WHERE allegation_id NOT IN (SELECT record_id FROM evidence) LIMIT 1"""
    )
    ((record,),) = database.execute(sql).fetchall()
    text = get(f"{address}{SITE}/evidence-for-a-figure.csv?table=allegations&record={record}")
    assert len(text.strip().splitlines()) == 1


NOWHERE = [
    "/nope",
    "/nope/x.php",
    "/-/nope",
    "/docs/nope",
    "/-/dashboards/nope",
    "/static/nope.js",
    "/elsewhere/releases",
    f"{SITE}/nope",
    f"{SITE}/releases/nope",
    f"{SITE}/releases/nope/x",
    f"{SITE}/releases/{'x' * 5000}",
    f"{SITE}/releases/~00",
    f"{SITE}/releases/~7E",
    f"{SITE}/releases/%00",
    f"{SITE}/strikes-near-a-place/x",
    f"{SITE}//releases",
    f"{SITE}/..",
    "/%ff",
]


@pytest.mark.parametrize("path", NOWHERE)
def test_an_address_that_leads_nowhere_has_a_page_with_the_search(address, path):
    status, headers, body = ask(address, path)
    assert status == 404
    assert headers["content-type"].startswith("text/html")
    assert "This page does not exist" in body
    assert 'action="/-/search"' in body
    assert '<nav aria-label="Site">' in body
    assert len(body) < 10_000  # a long address is not repeated


@pytest.mark.parametrize(
    ("path", "near"),
    [
        (f"{SITE}/incident", f"{SITE}/incidents"),
        (f"{SITE}/incident.csv", f"{SITE}/incidents.csv"),
        (f"{SITE}/Releases", f"{SITE}/releases"),
        (f"{SITE}/strike_near_a_place", f"{SITE}/strikes-near-a-place"),
        (f"{SITE}/release/monthly-2019-04", f"{SITE}/releases"),
        (f"{SITE}/releases/monthly-2019-4", f"{SITE}/releases/monthly-2019-04"),
        (f"{SITE}/releases/monthly-2019-4.json", f"{SITE}/releases/monthly-2019-04"),
        ("/incidents", f"{SITE}/incidents"),
        ("/about", "/-/about"),
        ("/-/maps", "/-/map"),
        ("/-/dashboards/strike", "/-/dashboards/strikes"),
        ("/docs/methodolgy", "/docs/methodology"),
        ("/data/incident.csv", "/data/incidents.csv"),
    ],
)
def test_an_address_that_leads_nowhere_names_the_nearest(address, path, near):
    status, _, body = ask(address, path)
    assert status == 404
    assert near in (Page(body).links if "<html" in body else re.split(r"[ ?\"]+", body))


def test_the_log_has_a_hash_instead_of_the_query():
    record = logging.LogRecord("uvicorn.access", logging.INFO, "", 0, '%s - "%s %s HTTP/%s" %d', None, None)
    for path, shown in [
        ("/oir-civcas?sql=select+1", f"/oir-civcas query {digest(b'sql=select+1')}"),
        ("/oir-civcas", "/oir-civcas"),
    ]:
        record.args = ("127.0.0.1:1", "GET", path, "1.1", 200)
        assert WithoutQueries().filter(record)
        assert record.getMessage() == f'127.0.0.1:1 - "GET {shown} HTTP/1.1" 200'


def test_a_copy_that_is_still_right_turns_no_error_and_no_redirect_into_its_page(address):
    tag = ask(address, f"{SITE}/releases")[1]["etag"]
    for path, status in (
        (f"{SITE}/releases", 304),
        ("/nosuch", 404),
        (f"{SITE}/releases?nosuch=1", 400),
        (f"{SITE}/releases/monthly-2019-04?version=0.0.1", 410),
        (f"{SITE}/places/mosul?utm_source=x", 302),
    ):
        assert ask(address, path, headers={"If-None-Match": tag})[0] == status, path


@pytest.mark.parametrize("suffix", ["JSON", "Csv", "GeoJSON", "DB"])
def test_a_suffix_in_capitals_leads_nowhere(address, suffix):
    for path in (f"{SITE}/releases.{suffix}", f"{SITE}.{suffix}", f"{SITE}/releases/monthly-2019-04.{suffix}"):
        assert ask(address, path)[0] == 404
