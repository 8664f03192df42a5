"""A filter that can't be meant is an error, in every format; one that finds nothing is not."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from tests.conftest import get
from tests.site.pages import SITE
from tests.site.test_safety import ask

# A table, parameters, and what the answer says.
WRONG = {
    "column": ("releases", {"nope": "1"}, ["releases has no column 'nope'", "release_id, "]),
    "column nearly right": ("incidents", {"kiled": "1"}, ["no column 'kiled'; did you mean 'killed'?"]),
    "column in other case": ("incidents", {"Killed": "1"}, ["no column 'Killed'; did you mean 'killed'?"]),
    "column of another table": ("places", {"killed": "1"}, ["places has no column 'killed'"]),
    "column with an operator": ("incidents", {"nope__gt": "1"}, ["no column 'nope'"]),
    "operator": ("incidents", {"killed__nope": "1"}, ["no operator 'nope'", "exact, not, contains"]),
    "operator nearly right": ("incidents", {"killed__isnul": "1"}, ["did you mean 'isnull'?"]),
    "text for a number": ("incidents", {"killed": "ten"}, ["killed: expected a whole number, found 'ten'"]),
    "text for a bound": ("incidents", {"killed__gt": "abc"}, ["killed__gt: expected a whole number, found 'abc'"]),
    "fraction of people": ("incidents", {"killed__gte": "1.5"}, ["expected a whole number, found '1.5'"]),
    "underscore in a number": ("incidents", {"killed": "1_0"}, ["expected a whole number, found '1_0'"]),
    "text for a coordinate": ("places", {"latitude__lt": "N36"}, ["expected a number, found 'N36'"]),
    "text for a day": ("releases", {"published_on": "notadate"}, ["expected a day such as 2017-03-05"]),
    "day that is none": ("releases", {"published_on__gte": "2017-13-01"}, ["expected a day such as", "2017-13-01"]),
    "day without dashes": ("releases", {"published_on": "20170305"}, ["expected a day such as"]),
    "month for a day": ("releases", {"published_on": "2017-03"}, ["published_on__startswith=2017-03 finds all days"]),
    "text as the date of": ("releases", {"published_on__date": "March"}, ["expected a day such as"]),
    "value that is not in the list": (
        "incidents",
        {"status": "proven"},
        ["found 'proven', expected one of", "credible"],
    ),
    "value in other case": ("incidents", {"status": "Credible"}, ["did you mean 'credible'?"]),
    "value not to be": ("incidents", {"status__not": "proven"}, ["found 'proven'"]),
    "values": ("incidents", {"status__in": "credible,proven"}, ["found 'proven'"]),
    "values as JSON": ("incidents", {"killed__in": '[1, "x"]'}, ["expected a whole number, found 'x'"]),
    "values as broken JSON": ("incidents", {"killed__in": "[1"}, ["'[1' is not JSON", "with commas between"]),
    "no values as JSON": ("incidents", {"killed__in": "[]"}, ["the value is empty"]),
    "values as deep JSON": ("incidents", {"killed__in": "[" * 5000}, ["invalid value"]),
    "values not to be": ("incidents", {"killed__notin": "1, x"}, ["found 'x'"]),
    "empty value": ("incidents", {"killed": ""}, ["the value is empty. killed__isnull=1 finds the empty cells"]),
    "key of no record": ("strikes", {"place_id": "Mosul"}, ["places has no place_id 'Mosul'; did you mean 'mosul'?"]),
    "sort": ("incidents", {"_sort": "nope"}, ["incidents has no column 'nope'"]),
    "sort down": ("incidents", {"_sort_desc": "nope"}, ["no column 'nope'"]),
    "facet": ("incidents", {"_facet": "nope"}, ["no column 'nope'"]),
    "facet of dates": ("incidents", {"_facet_date": "nope"}, ["no column 'nope'"]),
    "column to show": ("incidents", {"_col": "nope"}, ["_col=nope", "invalid columns"]),
    "column to hide": ("incidents", {"_nocol": "nope"}, ["_nocol=nope", "invalid columns"]),
    "label": ("incidents", {"_label": "nope"}, ["no column 'nope'"]),
    "search in a column": ("incidents", {"_search_nope": "x"}, ["no column 'nope'"]),
    "condition in SQL": ("incidents", {"_where": "nope = 1"}, ["no such column: nope"]),
    "parameter": ("incidents", {"_unknown": "1"}, ["There is no parameter '_unknown'"]),
    "parameter nearly right": ("incidents", {"_sizes": "1"}, ["no parameter '_sizes'; did you mean '_size'?"]),
    "size": ("incidents", {"_size": "many"}, ["_size: found 'many', expected a whole number above 0, or max"]),
    "page": ("incidents", {"_next": "a,b,c"}, ["_next: found 'a,b,c'"]),
    "search without an index": ("strikes", {"_search": "mosul"}, ["strikes can't be searched", "__contains=word"]),
    "search of a series": ("monthly", {"_search": "2017"}, ["monthly can't be searched"]),
    "second search": ("incidents", {"_search": "a", "_search_place_as_reported": "b"}, ["there is a search already"]),
    "search of many words": ("incidents", {"_search": "a " * 21}, ["at most 200 characters and 20 words"]),
    "long search": ("incidents", {"_search": "a" * 201}, ["at most 200 characters"]),
    "search mode": ("incidents", {"_searchmode": "foo"}, ["_searchmode: found 'foo', expected raw"]),
    "through no object": ("strikes", {"_through": "[]"}, ["_through: found '[]', expected a JSON object"]),
    "through a number": ("strikes", {"_through": "1"}, ["_through: found '1'"]),
    "through without a column": ("strikes", {"_through": '{"table": "x"}'}, ["table, column and value"]),
    "text above a number": ("evidence", {"value__gt": "1302"}, ["value holds text, which has the order of letters"]),
    "no number": ("incidents", {"latitude": "nan"}, ["expected a number, found 'nan'"]),
    "infinite": ("incidents", {"latitude__lt": "infinity"}, ["expected a number, found 'infinity'"]),
    "beyond SQLite's numbers": ("incidents", {"killed": "9223372036854775808"}, ["expected a whole number"]),
    "how long it is kept": ("incidents", {"_ttl": "99999999"}, ["There is no parameter '_ttl'"]),
    "time limit": ("incidents", {"_timelimit": "1"}, ["There is no parameter '_timelimit'"]),
    "form of JSON": ("incidents", {"_shape": "foo"}, ["_shape: found 'foo', expected one of"]),
}


@pytest.mark.parametrize("kind", ["", ".json", ".csv", ".jsonl"])
@pytest.mark.parametrize(("table", "values", "words"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_meant_is_an_error(address, table, values, words, kind):
    status, _, body = ask(address, f"{SITE}/{table}{kind}?{urlencode(values)}")
    assert status == 400
    text = json.loads(body)["error"] if kind.startswith(".json") else body.replace("&#39;", "'")
    assert all(word in text for word in words), text


RIGHT = [
    ("releases", {"killed__gt": "100000"}),
    ("incidents", {"killed": "-1"}),
    ("incidents", {"killed__isnull": "1"}),
    ("incidents", {"killed__in": "1,2"}),
    ("incidents", {"killed__in": "[1, 2]"}),
    ("incidents", {"killed__contains": "abc"}),
    ("incidents", {"status": "credible"}),
    ("incidents", {"status__gt": "d"}),
    ("incidents", {"status__startswith": "Cred"}),
    ("incidents", {"notes": "no such note"}),
    ("incidents", {"first_day__gte": "2017-03"}),
    ("incidents", {"first_day__lt": "2018"}),
    ("incidents", {"first_day__startswith": "2017-03"}),
    ("incidents", {"first_day__date": "2017-03-17"}),
    ("incidents", {"_search_notes": "x", "_sort": "killed", "_facet": "country", "_col": "killed", "_size": "2"}),
    ("incidents", {"_where": "killed > 10", "_nofacet": "1", "_nocount": "1"}),
    ("places", {"latitude__gt": "36.5"}),
    ("strikes", {"place_id": "mosul"}),
]


@pytest.mark.parametrize("kind", ["", ".json", ".csv", ".jsonl"])
@pytest.mark.parametrize(("table", "values"), RIGHT)
def test_what_can_be_meant_is_answered(address, table, values, kind):
    status, _, body = ask(address, f"{SITE}/{table}{kind}?{urlencode(values)}")
    assert status == 200, body


def test_every_link_of_the_next_page_is_answered(address, package):
    for table in package.schemas:
        for order in ("", "&_sort=", "&_sort_desc="):
            path = f"{SITE}/{table}.json?_size=3{order and order + package.schemas[table].names[-1]}"
            for _ in range(3):
                status, _, body = ask(address, path)
                assert status == 200
                link = json.loads(body)["next_url"]
                if not link:
                    break
                path = link.removeprefix(address)


def test_the_form_of_a_table_says_what_is_wrong_too(address):
    form = {"_filter_column": "killed", "_filter_op": "gt", "_filter_value": "abc"}
    status, headers, _ = ask(address, f"{SITE}/incidents?{urlencode(form)}")
    assert status == 302
    status, _, body = ask(address, headers["location"])
    assert status == 400
    assert "expected a whole number" in body


@pytest.mark.parametrize("operator", ["isnull", "notnull", "isblank", "notblank"])
def test_an_operator_without_a_value_takes_no_other_than_yes(address, operator):
    assert ask(address, f"{SITE}/incidents.json?killed__{operator}=1")[0] == 200
    for value in ("0", "2", "no"):
        status, _, text = ask(address, f"{SITE}/incidents.json?killed__{operator}={value}")
        assert status == 400
        assert f"found '{value}', expected 1. The opposite is" in json.loads(text)["error"]


def test_a_page_starts_at_a_value_and_a_key(address):
    following = json.loads(ask(address, f"{SITE}/incidents.json?_size=2")[2])["next"]
    assert ask(address, f"{SITE}/incidents.json?_size=2&_next={following}")[0] == 200
    for start in ("zzz", following.split(",")[1], f"{following},x"):
        assert ask(address, f"{SITE}/incidents.json?_size=2&_next={start}")[0] == 400


@pytest.mark.parametrize("path", [f"{SITE}.xyz", f"{SITE}/incidents.xyz", "/nothing", "/csv/nothing.csv"])
def test_an_address_without_a_page_says_so(address, path):
    status, _, text = ask(address, path)
    assert status == 404
    assert "This page does not exist" in text


@pytest.mark.parametrize(
    ("condition", "meant"),
    [
        ("first_day__lte=2017", "first_day__lte=2017-12-31"),
        ("first_day__gt=2017-02", "first_day__gt=2017-02-28"),
        ("first_day__lte=2016-02", "first_day__lte=2016-02-29"),
    ],
)
def test_a_condition_on_a_month_or_year_means_the_whole_of_it(address, condition, meant):
    status, headers, _ = ask(address, f"{SITE}/incidents.json?{condition}")
    assert (status, headers["location"]) == (302, f"{SITE}/incidents.json?{meant}")


def test_a_condition_that_has_its_beginning_stays(address):
    assert ask(address, f"{SITE}/incidents.json?first_day__gte=2017&first_day__lt=2018")[0] == 200
    assert ask(address, f"{SITE}/monthly.json?month__lte=2017")[1]["location"].endswith("?month__lte=2017-12")


def test_counted_columns_of_a_series_are_numbers_and_texts(address):
    def count(condition):
        return len(json.loads(ask(address, f"{SITE}/{condition}&_shape=array&_size=max")[2]))

    assert count("strikes_by_day.json?strikes=11") > 0
    assert count("strikes_by_day.json?strikes__in=11,12") >= count("strikes_by_day.json?strikes=11")
    assert count("monthly.json?completed=18") == 1
    assert count("monthly.json?month__gte=2019") < count("monthly.json?month__gte=2017")
    assert count("accounts.json?low=105") > 0


def test_an_empty_search_finds_all_records(address):
    assert ask(address, f"{SITE}/incidents.json?_search=")[1]["location"] == f"{SITE}/incidents.json"


@pytest.mark.parametrize("operator", ["contains", "startswith", "endswith"])
def test_a_percent_sign_and_a_low_line_stand_for_themselves(address, database, operator):
    notes = [row[0] for row in database.execute("SELECT status_basis FROM incidents WHERE status_basis IS NOT NULL")]
    kept = {"contains": str.__contains__, "startswith": str.startswith, "endswith": str.endswith}[operator]
    for part in ("_", "e_s", "release_", "_seen", "RELEASE_", "%", "%seen", "release%"):
        rows = get(f"{address}{SITE}/incidents.csv?" + urlencode({f"status_basis__{operator}": part})).splitlines()[1:]
        assert len(rows) == sum(kept(note, part.lower()) for note in notes), part


def test_a_view_refuses_a_text_that_none_of_its_rows_has(address):
    for path in ("strikes_by_day?country=iraq", "monthly?month=2017-3", "accounts?first_day=2017-02-31"):
        status, _, body = ask(address, f"{SITE}/{path}")
        assert status == 400, path
        assert "no row of" in body
    assert "did you mean" in ask(address, f"{SITE}/strikes_by_day?country=iraq")[2]
    assert ask(address, f"{SITE}/strikes_by_day?country=Iraq")[0] == 200


def test_the_next_page_of_a_table_sorted_by_a_number_with_decimals_is_found(address):
    first = json.loads(get(f"{address}{SITE}/places.json?_sort_desc=latitude&_size=2&_shape=objects"))
    second = json.loads(get(first["next_url"]))
    assert {row["place_id"] for row in first["rows"]}.isdisjoint(row["place_id"] for row in second["rows"])
