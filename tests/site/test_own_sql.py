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
