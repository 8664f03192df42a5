"""A visitor's own SQL: the text is never lost, and the page says what there is to ask."""

from __future__ import annotations

from html import unescape
from urllib.parse import urlencode

import pytest

from civcas.package.tables import read_package
from civcas.site.plugins.own_sql import examples
from tests.conftest import ROOT
from tests.site.pages import SITE, Page, page
from tests.site.test_safety import ENDLESS, HOSTILE, ask

PRINTF = "printf('%.*c', 1000000000, 'x')"  # seconds, and no step of SQLite in between
FAILING = {
    "takes too long": (f"{ENDLESS} SELECT count(*) FROM c", "took longer than"),
    "holds its process": (f"SELECT {' || '.join([PRINTF] * 60)}", "took longer than"),
    "is too large": (HOSTILE["gigabytes of rows"], "cut off"),
    "is no query": ("DELETE FROM releases", "Statement must be a SELECT"),
    "is a pragma": ("PRAGMA optimize", "Statement must"),
    "is two": ("SELECT 1; SELECT 2", "one statement"),
    "has a wrong name": ("SELECT nope FROM releases", "no such column: nope"),
    "has a wrong syntax": ("SELECT FROM WHERE", "syntax error"),
    "has a text as a name": ("SELECT count(*) FROM strikes WHERE \"countri\" = 'Iraq'", 'no column "countri"'),
    "has a name as a text": ('SELECT 1 FROM strikes WHERE country = "Irak"', "in single quotes: 'Irak'"),
    "is refused": ("SELECT load_extension('<b>')", "SQL here may read the tables and use"),
    "is not text": ("SELECT 1\0", "null character"),
}


@pytest.mark.parametrize(("sql", "message"), FAILING.values(), ids=FAILING)
def test_a_query_that_fails_stays_in_the_editor(address, sql, message):
    status, _, body = ask(address, f"{SITE}?{urlencode({'sql': sql})}")
    assert status == 400
    text = unescape(body.partition('name="sql"')[2].partition(">")[2].partition("</textarea>")[0])
    assert text.replace("\ufffd", "\0") == sql
    assert message in unescape(body.partition("<textarea")[0])  # above the editor


def test_the_values_of_its_parameters_stay_too(address):
    sql = f"{ENDLESS} SELECT count(*) FROM c WHERE :first <> :second"
    values = {"sql": sql, "first": 'a"b', "second": "c"}
    _, _, body = ask(address, f"{SITE}?{urlencode(values)}")
    inputs = [element for tag, element in Page(body).elements if tag == "input" and "name" in element]
    fields = {element["name"]: element.get("value") for element in inputs}
    assert (fields["first"], fields["second"]) == ('a"b', "c")


@pytest.mark.parametrize("sql", ['SELECT * FROM "case-hawija"', 'SELECT "table", "values" FROM fields LIMIT 5'])
def test_the_table_of_fields_and_the_views_can_be_asked(address, sql):
    status, _, body = ask(address, f"{SITE}.json?{urlencode({'sql': sql})}")
    assert status == 200, body


@pytest.mark.parametrize("path", [SITE, f"{SITE}?sql=select+1", f"{SITE}?sql=select+nope", f"{SITE}?sql=delete"])
def test_the_page_lists_tables_columns_and_queries_to_begin_with(address, path):
    status, _, body = ask(address, path)
    assert status in {200, 400}
    found = Page(body)
    assert {f"{SITE}?{example['query']}" for example in examples()} <= found.links
    for name, schema in read_package(ROOT).schemas.items():
        assert f"{name} :" in found.words
        assert set(schema.names) <= set(found.words.split())


@pytest.mark.parametrize("example", examples(), ids=lambda example: example["title"])
def test_a_query_to_begin_with_finds_rows(address, example):
    found = page(address, f"{SITE}?{example['query']}")
    assert "No rows" not in found.words
    assert any(tag == "td" for tag, _ in found.elements)


# --- parameters --------------------------------------------------------------------------------------------------
ENDINGS = ("", ".json", ".csv", ".jsonl")


def answer(address, ending, sql, **values):
    """Status and words of the answer to a query."""
    status, _, body = ask(address, f"{SITE}{ending}?{urlencode({'sql': sql, **values})}")
    return status, unescape(body)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("SELECT count(*) FROM incidents WHERE killed + 0 > :n", "5"),
        ("SELECT :n > 5", "3"),
        ("SELECT typeof(:n)", "3"),
        ("SELECT 1 WHERE 2.5 = :n", "2.5"),
        ("SELECT count(*) FROM incidents WHERE killed + 0 >= :n", "01"),
        ("SELECT count(*) FROM incidents WHERE killed + 0 > :n", "1e0"),
        ("SELECT count(*) FROM incidents WHERE killed + 0 > :n", "-1,000"),
        ("SELECT count(*) FROM incidents WHERE killed + 0 >= :n", " .5 "),
        ("SELECT max(killed, :n) FROM incidents WHERE killed IS NOT NULL", "2"),
        ("SELECT count(*) FROM incidents WHERE substr(first_day, 1, 4) = :n", "2017"),
    ],
)
def test_no_answer_depends_on_the_type_of_a_parameter(address, ending, sql, value):
    status, words = answer(address, ending, sql, n=value)
    assert status == 400
    assert "The answer depends on whether :n is a number or a text. Write CAST(:n AS INTEGER)" in words


@pytest.mark.parametrize(
    ("sql", "value", "expected"),
    [
        ("SELECT count(*) FROM incidents WHERE killed > :n", "2", "SELECT count(*) FROM incidents WHERE killed > 2"),
        ("SELECT count(*) FROM evidence WHERE value = :n", "8", "SELECT count(*) FROM evidence WHERE value = '8'"),
        ("SELECT :n + 1", "2", "SELECT 3"),
        ("SELECT count(*) FROM (SELECT 1 FROM incidents LIMIT :n)", "2", "SELECT 2"),
        ("SELECT 3 > CAST(:n AS INTEGER)", "20", "SELECT 0"),
        ("SELECT '3' > CAST(:n AS TEXT)", "20", "SELECT 1"),
        ("SELECT :n || ''", "7a", "SELECT '7a'"),
    ],
)
def test_a_parameter_is_what_it_is_compared_with(address, database, sql, value, expected):
    ((number,),) = database.execute(expected).fetchall()
    status, words = answer(address, ".csv", sql, n=value)
    assert status == 200
    assert words.splitlines()[1] == str(number)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_parameter_without_a_value_is_asked_for(address, ending):
    sql = "SELECT count(*) FROM incidents WHERE killed > :n"
    status, words = answer(address, ending, sql)
    assert status == 400
    assert "The query has a parameter :n" in words
    if not ending:
        assert ("input", "n") in {(tag, element.get("name")) for tag, element in Page(words).elements}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"nn": "5"}, "There is no parameter 'nn'"),
        ({"_size": "5"}, "_size: a query has all of its rows. Write LIMIT"),
        ({"_timelimit": "-5"}, "There is no parameter '_timelimit'"),
    ],
)
def test_a_parameter_that_the_query_has_not_is_an_error(address, ending, more, words):
    status, found = answer(address, ending, "SELECT 1 WHERE ':nn' <> :n -- :nn", n="x", **more)
    assert status == 400
    assert words in found


def test_the_page_says_how_parameters_are_compared(address):
    assert "CAST(:n AS INTEGER)" in page(address, f"{SITE}?sql=select+1").words
