"""A table's page: its columns, its order, all its rows, its conditions in words, and its exports."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from urllib.parse import urlencode

import pytest

from civcas.package.own import of_table
from civcas.package.schema import Field, TableSchema
from civcas.publishing.reading import first_fields, first_sort
from civcas.publishing.sqlite import columns
from tests.conftest import get, rows
from tests.site.pages import SITE, page
from tests.site.test_safety import ask


def heads(text):
    return re.findall(r'<th[^>]* scope="col" data-column="([\w ]+)"', text)


# --- columns -----------------------------------------------------------------------------------------------------
def test_the_first_columns_are_fields_of_their_tables(package):
    for name, schema in package.schemas.items():
        fields = of_table(package.descriptor, name)["first"]
        assert set(schema.primary_key) <= set(fields) <= set(schema.names), name
        assert next(iter(first_sort(schema, package.descriptor).values())) in fields, name


def made(*fields):
    """A table that the program does not know."""
    found = tuple(Field(name, kind, name, "", "", "", {"required": name.isupper()}, {}) for name, kind in fields)
    return TableSchema("unknown", "Unknown", "", found, (found[0].name,), (), ())


def test_a_table_that_nobody_chose_columns_for_shows_what_is_always_filled():
    schema = made(("id", "string"), ("note", "string"), ("NAME", "string"), ("DAY", "date"))
    assert first_fields(schema, {}) == ["id", "NAME", "DAY"]
    assert first_sort(schema, {}) == {"sort_desc": "DAY"}
    assert first_sort(made(("id", "string"), ("NAME", "string")), {}) == {"sort": "id"}
    many = made(("id", "string"), *[(f"A{number}", "string") for number in range(20)])
    assert len(first_fields(many, {})) == 7


def test_a_page_shows_few_columns_and_the_rest_one_click_away(address, package):
    schema = package.schemas["releases"]
    text = get(f"{address}{SITE}/releases")
    assert heads(text) == first_fields(schema, package.descriptor)
    (link,) = re.findall(rf'<a href="([^"]+)">All {len(schema.fields)} columns</a>', text)
    every = get(f"{address}{SITE}/releases{unescape(link)}")
    assert heads(every) == schema.names
    assert '<a href="?">First columns only</a>' in every


def test_columns_are_chosen_in_the_address(address):
    chosen = get(f"{address}{SITE}/releases?_col=notes&_col=injured")
    assert heads(chosen) == ["release_id", "notes", "injured"]
    assert 'value="notes" checked' in chosen
    assert 'value="killed">' in chosen
    assert "killed" not in heads(get(f"{address}{SITE}/releases?_nocol=killed"))


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl"])
def test_a_key_that_is_asked_for_is_there_once(address, kind):
    text = get(f"{address}{SITE}/releases.{kind}?_col=release_id&_col=notes")
    if kind == "csv":
        assert text.splitlines()[0] == "release_id,notes"
    else:
        found = json.loads(text.splitlines()[0] if kind == "jsonl" else text)
        assert list(found.get("columns", found)) == ["release_id", "notes"]


def test_heads_are_titles_in_words(address, package):
    text = get(f"{address}{SITE}/incidents?_columns=all")
    for field in package.schemas["incidents"].fields:
        assert re.search(rf'data-column="{field.name}"[^>]*>(<a [^>]*>)?{re.escape(field.title)}<', text), field.name


def test_the_column_of_the_sort_is_shown(address):
    assert "nation" in heads(get(f"{address}{SITE}/incidents?_sort=nation"))


# --- order -------------------------------------------------------------------------------------------------------
def test_releases_begin_with_the_newest_total(address):
    first, *_ = re.findall(
        rf'<a href="{SITE}/releases/([\w-]+)">', get(f"{address}{SITE}/releases").partition("<tbody>")[2]
    )
    assert first == "monthly-2019-06"


@pytest.mark.parametrize(
    ("parameter", "arrow", "sorts", "then"),
    [("_sort", "▲", "ascending", "_sort_desc"), ("_sort_desc", "▼", "descending", "_sort")],
)
def test_the_arrow_points_where_the_rows_go(address, parameter, arrow, sorts, then):
    text = get(f"{address}{SITE}/releases?{parameter}=killed_total")
    (head,) = re.findall(r'<th[^>]*data-column="killed_total".*?</th>', text, re.DOTALL)
    assert f'aria-sort="{sorts}"' in head
    assert arrow in head
    assert f"{then}=killed_total" in head
    assert text.count("aria-sort=") == 1


@pytest.mark.parametrize("table", ["releases", "estimates", "places", "strikes", "evidence"])
@pytest.mark.parametrize("parameter", ["_sort", "_sort_desc"])
def test_pages_lose_no_row_whatever_they_are_sorted_by(address, database, package, table, parameter):
    schema = package.schemas[table]
    keys = sorted(tuple(row) for row in database.execute(f"SELECT {columns(schema.primary_key)} FROM {table}"))
    indexed = {field.name for field in schema.fields if field.type == "date"}
    indexed |= {name for key in schema.foreign_keys for name in key.fields}
    for field in sorted(indexed):
        found, following = [], ""
        while following is not None:
            values = {parameter: field, "_size": max(7, len(keys) // 5), "_nocount": 1, "_shape": "objects"}
            values |= {"_next": following} if following else {}
            answer = rows(f"{address}{SITE}/{table}.json?{urlencode(values)}")
            found += [tuple(row[key] for key in schema.primary_key) for row in answer["rows"]]
            following = answer["next"]
        assert sorted(found) == keys, field


def test_the_sql_of_a_first_page_has_no_condition_of_its_own(address):
    query = rows(f"{address}{SITE}/releases.json?killed__gte=5")["query"]
    assert query["sql"].endswith('where "killed" >= :p0 order by killed_total desc, release_id limit 101')
    assert query["params"] == {"p0": 5}
    assert " where " not in rows(f"{address}{SITE}/releases.json?_sort=published_on")["query"]["sql"]


def test_later_pages_count_no_values_of_a_part(address):
    first = rows(f"{address}{SITE}/incidents.json?_size=5")
    assert first["facet_results"]["status"]
    assert rows(first["next_url"])["facet_results"] == {}
    assert "Values to filter by are on the" in get(f"{address}{SITE}/incidents?_size=5&_next={first['next']}")


# --- conditions --------------------------------------------------------------------------------------------------
CHIPS = [
    ("incidents", {"status": "non_credible"}, "Status is non-credible"),
    ("incidents", {"killed__gte": "5"}, "Killed (Coalition) is at least 5"),
    ("incidents", {"first_day__gte": "2017-03-01"}, "First day is 2017-03-01 or later"),
    ("incidents", {"killed__isnull": "1"}, "Killed (Coalition) is empty"),
    ("incidents", {"notes__contains": "school"}, "Notes contains “school”"),
    ("incidents", {"_search": "Hatra"}, "The record has the words “Hatra”"),
    ("estimates", {"organisation_id": "airwars"}, "Organisation is Airwars"),
    ("releases", {"_sort_desc": "killed"}, "Sorted by Killed, downwards"),
]


@pytest.mark.parametrize(("table", "condition", "words"), CHIPS)
def test_a_condition_is_named_in_words_with_a_link_that_removes_it(address, table, condition, words):
    other = {"source_id__notnull": "1"}
    text = unescape(get(f"{address}{SITE}/{table}?{urlencode({**condition, **other})}"))
    chips = dict(re.findall(r'<a href="([^"]*)" aria-label="Remove: ([^"]*)">', text))
    assert set(chips.values()) == {words, "Source is not empty"}
    assert chips[f"?{urlencode(other)}"] == words
    assert words in page(address, f"{SITE}/{table}?{urlencode(condition)}").title


def test_the_form_adds_a_condition_and_keeps_the_others(address):
    path = f"{SITE}/incidents?country=Iraq&_filter_column=status&_filter_op=exact&_filter_value=credible"
    status, headers, _ = ask(address, path)
    assert status == 302
    assert "country=Iraq" in headers["location"]
    assert "status__exact=credible" in headers["location"] or "status=credible" in headers["location"]


# --- exports -----------------------------------------------------------------------------------------------------
def records(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_exports_have_what_their_links_say(address, package):
    text = unescape(get(f"{address}{SITE}/incidents?country=Syria&_size=5"))
    number = int(re.search(r"<strong>(\d+) records", text)[1])
    assert number > 5
    links = re.findall(r'<a href="([^"]+)">CSV</a>', text.partition('<details class="exports">')[2])
    every, shown = (records(get(address + link)) for link in links[:2])
    assert len(every) == len(shown) == number
    assert list(every[0]) == package.schemas["incidents"].names
    assert list(shown[0]) == first_fields(package.schemas["incidents"], package.descriptor)


def test_an_export_of_a_later_page_has_the_rows_of_the_first_too(address):
    first = rows(f"{address}{SITE}/incidents.json?_size=5")
    text = unescape(get(f"{address}{SITE}/incidents?_size=5&country__notnull=1&_next={first['next']}"))
    (link, *_) = re.findall(r'<a href="([^"]+)">CSV</a>', text.partition('<details class="exports">')[2])
    assert first["rows"][0][0] in get(address + link)
