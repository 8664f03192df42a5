"""Parameters take what people type, in every format, and say what they took it for."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from datasette.utils.asgi import BadRequest

from civcas.publishing.queries import queries
from civcas.site.parameters import _READ, Option, _spelled
from tests.conftest import get
from tests.site.pages import SITE, Form, page
from tests.site.test_safety import ask

DAYS = {
    "2017-03-17": "2017-03-17",
    "2017-3-7": "2017-03-07",
    "2017/03/17": "2017-03-17",
    "17 March 2017": "2017-03-17",
    "17 march 2017": "2017-03-17",
    "MARCH 17, 2017": "2017-03-17",
    "Mar. 17 2017": "2017-03-17",
    "17th March 2017": "2017-03-17",
    "17/03/2017": "2017-03-17",
    "17.3.2017": "2017-03-17",
    "03/17/2017": "2017-03-17",
    "03/04/2017": "2017-04-03",
    "29 February 2016": "2016-02-29",
}
NO_DAYS = [
    "2017-02-30",
    "31 April 2017",
    "March 2017",
    "17 March",
    "17-18 March 2017",
    "32/01/2017",
    "13/13/2017",
    "soon",
]
MONTHS = {
    "2017-03": "2017-03",
    "2017-3": "2017-03",
    "2017/03": "2017-03",
    "03/2017": "2017-03",
    "3.2017": "2017-03",
    "March 2017": "2017-03",
    "march 2017": "2017-03",
    "Sept. 2016": "2016-09",
    "MAY 2016": "2016-05",
}
NO_MONTHS = ["2017", "March", "2017-13", "13/2017", "17 March 2017", "spring 2017"]


@pytest.mark.parametrize(("typed", "day"), DAYS.items())
def test_a_day(typed, day):
    assert _READ["day"]("day", typed) == day


@pytest.mark.parametrize("typed", NO_DAYS)
def test_no_day(typed):
    with pytest.raises(BadRequest, match="day: expected a day such as"):
        _READ["day"]("day", typed)


@pytest.mark.parametrize(("typed", "month"), MONTHS.items())
def test_a_month(typed, month):
    assert _READ["month"]("first_month", typed) == month


@pytest.mark.parametrize("typed", NO_MONTHS)
def test_no_month(typed):
    with pytest.raises(BadRequest, match="first_month: expected a month such as"):
        _READ["month"]("first_month", typed)


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("distance", ["0", "10", "2.5"], ["-1", "ten", "1e3", "10 km"]),
        ("count", ["1", "30", "-1"], ["0", "-2", "1.5", "all"]),
    ],
)
def test_a_number(kind, right, wrong):
    assert [_READ[kind]("n", typed) for typed in right] == right
    for typed in wrong:
        with pytest.raises(BadRequest, match="n: expected a number"):
            _READ[kind]("n", typed)


PLACES = {
    "mosul": Option("mosul", "Mosul, Iraq", ("Mosul", "al-Mawsil", "Al Mawşil")),
    "hit": Option("hit", "Hit, Iraq", ("Hīt",)),
    "al-bab": Option("al-bab", "Al-Bab, Syria", ("Al-Bab",)),
    "bab-iq": Option("bab-iq", "Bab, Iraq", ("Bab",)),
    "salam-1": Option("salam-1", "Salam, Iraq", ("Salam",)),
    "salam-2": Option("salam-2", "Salam, Syria", ("Salam",)),
}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Mosul", "mosul"),
        ("MOSUL", "mosul"),
        ("mosul, iraq", "mosul"),
        ("Al-Mawsil", "mosul"),
        ("almawsil", "mosul"),
        ("mawsil", "mosul"),
        ("Hit", "hit"),
        ("HĪT", "hit"),
        ("Bab", "bab-iq"),
        ("al bab", "al-bab"),
        ("ash-Salam, Syria", "salam-2"),
    ],
)
def test_a_spelling(typed, value):
    assert _spelled(PLACES, "place_id", typed) == value


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("Salam", r"'Salam' can be salam-1 \(Salam, Iraq\), salam-2 \(Salam, Syria\). Write the id"),
        ("Mosull", r"there is no 'Mosull'. Expected one of mosul \(Mosul, Iraq\)"),
        ("xyzzy", r"there is no 'xyzzy'. Expected one of mosul \(Mosul, Iraq\), hit"),
    ],
)
def test_a_spelling_of_nothing_or_of_two(typed, message):
    with pytest.raises(BadRequest, match=message):
        _spelled(PLACES, "place_id", typed)


def test_of_many_values_those_spelled_alike_are_named():
    many = {str(number): Option(str(number), f"Place {number}") for number in range(20)} | PLACES
    with pytest.raises(BadRequest, match=r"there is no 'Mosull'. Spelled alike: mosul \(Mosul, Iraq\)$"):
        _spelled(many, "place_id", "Mosull")
    with pytest.raises(BadRequest, match=r"Expected one of 0 \(Place 0\), .* and 21 more$"):
        _spelled(many, "place_id", "xyzzy")


TYPED = [
    (f"{SITE}/strikes-near-a-place", {"place_id": "MOSUL"}, {"place_id": "mosul"}),
    (f"{SITE}/strikes-of-a-day", {"day": "17 March 2017"}, {"day": "2017-03-17"}),
    (
        f"{SITE}/strikes-by-month",
        {"first_month": "march 2017", "country": "iraq"},
        {"first_month": "2017-03", "country": "Iraq"},
    ),
    (f"{SITE}/credible-incidents-of-a-release", {"release_id": "April 2019"}, {"release_id": "monthly-2019-04"}),
    (f"{SITE}/estimates-of-an-organisation", {"organisation_id": "Airwars "}, {"organisation_id": "airwars"}),
    (
        "/-/map",
        {"status": "Non credible", "first_month": "03/2017"},
        {"status": "non_credible", "first_month": "2017-03"},
    ),
    ("/-/map", {"place": "الرقة"}, {"place": "raqqa"}),
    ("/-/map", {"place": "الموصل"}, {"place": "mosul"}),  # as GeoNames has it, not the tables
    ("/-/map", {"place": "Rakka"}, {"place": "raqqa"}),
    ("/-/dashboards/strikes", {"country": "syria"}, {"country": "Syria"}),
]


@pytest.mark.parametrize("kind", ["", ".json", ".csv", ".jsonl"])
@pytest.mark.parametrize(("path", "typed", "meant"), TYPED)
def test_what_is_typed_leads_to_what_is_meant(address, path, typed, meant, kind):
    path += kind if path.startswith(SITE) else ""
    status, headers, _ = ask(address, f"{path}?{urlencode(typed)}")
    assert status == 302
    target = urlsplit(headers["location"])
    assert (target.path, dict(parse_qsl(target.query))) == (path, meant)
    assert ask(address, headers["location"])[0] == 200


WRONG = [
    (f"{SITE}/strikes-near-a-place", {"place_id": "nowhere at all"}, "there is no 'nowhere at all'"),
    (f"{SITE}/strikes-of-a-day", {"day": "2017-02-30"}, "expected a day"),
    (f"{SITE}/strikes-by-month", {"first_month": "2017"}, "expected a month"),
    (f"{SITE}/strikes-by-month", {"country": "Jordan"}, "there is no 'Jordan'"),
    (f"{SITE}/incidents-near-a-place", {"kilometres": "ten"}, "expected a number of kilometres"),
    (f"{SITE}/evidence-for-a-figure", {"field": "kiled"}, "Spelled alike: killed"),
    ("/-/map", {"status": "proven"}, "Expected one of credible"),
    ("/-/map", {"layer": "planes"}, "layer: expected one of"),
    ("/-/map", {"place": "Sinjer"}, "Spelled alike: sinjar"),
    ("/-/dashboards/strikes", {"top": "0"}, "expected a number"),
]


@pytest.mark.parametrize("kind", ["", ".json", ".csv"])
@pytest.mark.parametrize(("path", "typed", "words"), WRONG)
def test_what_cannot_be_meant_is_an_error(address, path, typed, words, kind):
    path += kind if path.startswith(SITE) else ""
    status, _, body = ask(address, f"{path}?{urlencode(typed)}")
    assert status == 400
    text = json.loads(body)["error"] if path.endswith(".json") else body.replace("&#39;", "'")
    assert words in text


def test_the_page_says_what_a_value_stands_for(address):
    assert "mosul: Mosul, Iraq." in page(address, f"{SITE}/strikes-near-a-place?place_id=mosul").words
    assert "2017-04-03: Monday, 3 April 2017." in page(address, f"{SITE}/strikes-of-a-day?day=2017-04-03").words
    assert "2017-03: March 2017." in page(address, f"{SITE}/strikes-by-month?first_month=2017-03").words


def test_a_known_value_without_records_is_no_error(address):
    status, _, body = ask(address, f"{SITE}/strikes-of-a-day?day=2030-01-01")
    assert status == 200
    assert "this question finds nothing with these values" in body


@pytest.mark.parametrize("name", [name for name, query in queries().items() if query["params"]])
def test_each_parameter_has_a_kind_and_completions_where_values_can_be_listed(address, name):
    kinds = queries()[name]["kinds"]
    assert all(kinds.values()), kinds
    text = get(f"{address}{SITE}/{name}")
    fields = Form(text).fields
    listed = {field for field, found in fields.items() if found["tag"] == "select" or "list" in found}
    assert listed == {parameter for parameter, kind in kinds.items() if kind not in _READ}
    lists = [found["list"] for found in fields.values() if "list" in found]
    for each in lists:
        assert re.search(rf'<datalist id="{each}"><option value="[^"]+">', text)
