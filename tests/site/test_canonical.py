"""A page has one address, and what can cost much is answered by a worker process."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civcas.publishing.datasette import PLUGIN
from civcas.publishing.queries import queries
from civcas.site.addresses import Address, address_of
from civcas.site.canonical import without_unknown
from civcas.site.plugins.limits import PAGES, QUERIES, SLOW, group_of
from tests.site.pages import SITE
from tests.site.test_safety import ask


def redirected(address, path):
    status, headers, _ = ask(address, path)
    return headers.get("location") if status == 302 else None


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/?a=1", "/"),
        (f"{SITE}?a=1", SITE),
        (f"{SITE}.json?a=1", f"{SITE}.json"),
        (f"{SITE}/places/mosul?a=1", f"{SITE}/places/mosul"),
        (f"{SITE}/places/mosul.json?_shape=array&a", f"{SITE}/places/mosul.json?_shape=array"),
        ("/-/dashboards?a=1", "/-/dashboards"),
        ("/docs/rules?a=1", "/docs/rules"),
        (f"{SITE}/incidents?utm_source=x&status=credible&fbclid=y", f"{SITE}/incidents?status=credible"),
        (f"{SITE}/strikes-near-a-place?utm_campaign=x", f"{SITE}/strikes-near-a-place"),
        (f"{SITE}/strikes-near-a-place.json?place_id=", f"{SITE}/strikes-near-a-place.json?place_id=mosul"),
    ],
)
def test_parameters_that_cannot_change_the_answer_are_dropped(address, path, canonical):
    assert redirected(address, path) == canonical
    assert redirected(address, canonical) is None


@pytest.mark.parametrize(
    "path",
    [
        f"{SITE}/incidents-near-a-place?place_id=raqqa&kilometres=20",
        f"{SITE}/strikes-by-month.json?country=Iraq&_shape=array&_json=strikes&_json=month",
        f"{SITE}?sql=select+:a&a=1",
        f"{SITE}/places?country=Iraq",
        "/download/places.csv?a=1",
        "/static/site.css?a=1",
    ],
)
def test_an_address_without_unknown_parameters_stays(address, path):
    assert ask(address, path)[0] == 200


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        (f"{SITE}/strikes-near-a-place?place=mosul", "place_id"),
        (f"{SITE}/incidents-near-a-place.json?kilometers=5", "kilometres"),
        (f"{SITE}/estimates-of-an-organisation.csv?organization_id=airwars", "organisation_id"),
        ("/-/map?states=credible", "status"),
        ("/-/dashboards/strikes?first-month=2017-03", "first_month"),
    ],
)
def test_a_misspelt_parameter_is_an_error(address, path, meant):
    status, _, body = ask(address, path)
    assert status == 400
    assert f"Did you mean '{meant}'?" in body.replace("&#39;", "'")


@pytest.mark.parametrize(
    "path",
    [
        f"{SITE}/strikes-near-a-place?a=1",
        f"{SITE}/strikes-near-a-place.csv?country__exact=Iraq",
        f"{SITE}/strikes-of-a-day.json?date=2017-03-17",
        f"{SITE}/strikes-of-a-day.json?Day=2017-03-17",
        "/-/map.json?place=mosul",
        "/-/dashboards/strikes?country=Iraq&status=credible",
        "/-/search?q=mosul&country=Iraq",
    ],
)
def test_a_parameter_that_asks_for_what_the_page_cannot_answer_is_an_error(address, path):
    status, _, body = ask(address, path)
    assert status == 400
    assert "There is no parameter" in body


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=3))), st.sets(st.sampled_from("abc")))
def test_a_canonical_address_is_left_as_it_is(pairs, known):
    query = urlencode(pairs)
    once = without_unknown(query, known)
    assert without_unknown(once, known) == once
    left = parse_qsl(once, keep_blank_values=True)
    assert [name for name, _ in left] == [name for name in dict(pairs) if name in known]
    assert all(value == next(first for key, first in pairs if key == name) for name, value in left)


# --- who answers -------------------------------------------------------------------------------------------------
class Site:
    """As much of a Datasette as is asked for the kind of an address."""

    def plugin_config(self, name):
        return {PLUGIN: {"database": "oir-civcas"}}[name]

    def metadata(self):
        return {"databases": {"oir-civcas": {"queries": queries()}}}


SITE_ONLY = Site()


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/", Address("home")),
        ("/-/map", Address("map")),
        ("/-/map.json", Address("map", format="json")),
        ("/-/search", Address("search")),
        ("/-/dashboards", Address("document")),
        ("/-/dashboards/strikes", Address("dashboard", "strikes")),
        ("/docs/rules", Address("document")),
        ("/static/site.css", Address("file")),
        ("/download/releases.csv", Address("file")),
        ("/oir-civcas.zip", Address("other")),
        ("/oir-civcas.db", Address("other")),
        ("/SHA256SUMS", Address("other")),
        ("/elsewhere/releases", Address("other")),
        (SITE, Address("database")),
        (f"{SITE}.csv", Address("database", "", "csv")),
        (f"{SITE}/releases", Address("table", "releases")),
        (f"{SITE}/releases.json", Address("table", "releases", "json")),
        (f"{SITE}/strikes-by-place.jsonl", Address("query", "strikes-by-place", "jsonl")),
        (f"{SITE}/releases/monthly-2019-04", Address("record", "releases")),
        (f"{SITE}/releases/monthly-2019-04.json", Address("record", "releases", "json")),
    ],
)
def test_what_an_address_leads_to(path, found):
    assert address_of(SITE_ONLY, path) == found


@pytest.mark.parametrize(
    ("path", "query", "group"),
    [
        ("/", "", None),
        (f"{SITE}/incidents", "", None),
        (f"{SITE}/incidents.json", "", None),
        (f"{SITE}/incidents/x", "", None),
        ("/download/incidents.csv", "", None),
        ("/static/site.css", "sql=x", None),
        (f"{SITE}.db", "", None),
        (f"{SITE}/strikes-by-place", "", None),
        ("/-/map", "", None),
        ("/-/dashboards/strikes", "", None),
        ("/-/search", "q=Hatra", PAGES),
        ("/-/map", "status=credible", PAGES),
        ("/-/dashboards/strikes", "country=Iraq", PAGES),
        (f"{SITE}/strikes-by-place", "country=Iraq", PAGES),
        (f"{SITE}/strikes-by-place.csv", "", PAGES),
        (f"{SITE}/incidents", "country=Iraq&_sort=killed", PAGES),
        (f"{SITE}/incidents", "_next=a%2Cb", PAGES),
        (f"{SITE}/incidents", f"country={'x' * 3000}", PAGES),
        (f"{SITE}/incidents/x", "_extras=foreign_key_tables", PAGES),
        (SITE, "sql=select+1", QUERIES),
        (SITE, "s%71l=select+1", QUERIES),
        (f"{SITE}/incidents", "_where=1", QUERIES),
        (f"{SITE}/incidents", "_facet=country", QUERIES),
        (f"{SITE}/incidents", "_size=max", QUERIES),
        (f"{SITE}/incidents", "notes__like=%25a", QUERIES),
        (f"{SITE}/incidents", "_searchmode=raw&_search=a*", QUERIES),
        (f"{SITE}/incidents", "_fts_table=x", QUERIES),
        (f"{SITE}/incidents", "_trace=1", QUERIES),
        (f"{SITE}/incidents", "killed__gt=1;sql=x", QUERIES),
        (f"{SITE}/incidents.json", "_shape=array", QUERIES),
        (f"{SITE}/incidents.csv", "", QUERIES),
        (f"{SITE}/incidents.jsonl", "", QUERIES),
    ],
)
def test_who_answers(path, query, group):
    assert group_of(address_of(SITE_ONLY, path), query) == group


@pytest.mark.parametrize("path", ["/-/map", "/-/dashboards/strikes", f"{SITE}/strikes-by-place"])
def test_a_page_of_ours_is_made_anew_by_a_worker(path):
    assert group_of(address_of(SITE_ONLY, path), "", anew=True) == PAGES


def test_the_settings_name_every_group(package):
    from civcas.package.tables import read_tables
    from civcas.publishing.datasette import metadata

    made = metadata(package, read_tables(package), [])
    assert set(made["plugins"][PLUGIN]["processes"]) == {PAGES, QUERIES, SLOW}


@pytest.mark.parametrize("name", ["_search", "_search_notes"])
def test_a_search_for_no_word_is_left_out(address, name):
    status, found, _ = ask(address, f"{SITE}/incidents?{name}=%22&country=Iraq")
    assert (status, found["location"]) == (302, f"{SITE}/incidents?country=Iraq")


def test_a_period_that_ends_before_it_begins_is_an_error(address):
    assert ask(address, "/-/map?first_month=2018-01&last_month=2018-01")[0] == 200
    status, _, text = ask(address, "/-/map?first_month=2019-01&last_month=2018-01")
    assert status == 400
    assert "last_month: 2018-01 is before 2019-01, which is first_month." in text
