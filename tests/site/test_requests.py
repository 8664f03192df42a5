"""Requests that ask for nothing that there is, or for two things at once: each is told, in the form it asked for."""

from __future__ import annotations

import http.client
import logging
import urllib.error
from html import unescape
from urllib.parse import urlsplit

import pytest

from civcas.site.logs import WithoutQueries, digest
from tests.conftest import get
from tests.site.pages import SITE

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
    ],
)
def test_a_parameter_with_two_values_is_an_error(address, path, name):
    status, words = refused(address, path)
    assert status == 400
    assert f"{name} has several values: " in words


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


def test_a_record_without_evidence_has_no_rows(address, database):
    sql = (
        """SELECT allegation_id FROM allegations WHERE allegation_id NOT IN (SELECT record_id FROM evidence) LIMIT 1"""
    )
    ((record,),) = database.execute(sql).fetchall()
    text = get(f"{address}{SITE}/evidence-for-a-figure.csv?table=allegations&record={record}")
    assert len(text.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("path", "near"),
    [
        (f"{SITE}/incident", f"{SITE}/incidents"),
        (f"{SITE}/Releases", f"{SITE}/releases"),
        (f"{SITE}/strike_near_a_place", f"{SITE}/strikes-near-a-place"),
        (f"{SITE}/release/monthly-2019-04", f"{SITE}/releases"),
    ],
)
def test_an_address_that_leads_nowhere_names_the_nearest(address, path, near):
    status, words = refused(address, path)
    assert status == 404
    assert f"There is no such page. Did you mean {near}?" in words
    assert 'action="/-/search"' in words


def test_the_log_has_a_hash_instead_of_the_query():
    record = logging.LogRecord("uvicorn.access", logging.INFO, "", 0, '%s - "%s %s HTTP/%s" %d', None, None)
    for path, shown in [
        ("/oir-civcas?sql=select+1", f"/oir-civcas query {digest(b'sql=select+1')}"),
        ("/oir-civcas", "/oir-civcas"),
    ]:
        record.args = ("127.0.0.1:1", "GET", path, "1.1", 200)
        assert WithoutQueries().filter(record)
        assert record.getMessage() == f'127.0.0.1:1 - "GET {shown} HTTP/1.1" 200'
