"""The search: what a text is taken for, and what is found, served for real over the small package."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from urllib.parse import quote, urlsplit

import pytest

from civcas.site.searching.terms import terms_of
from tests.conftest import get, get_bytes
from tests.site.pages import SITE, page


def search(address, typed):
    return page(address, f"/-/search?q={quote(typed)}")


def hits(address, typed, heading):
    """The addresses and texts of the lines under a heading, in order."""
    text = get(f"{address}/-/search?q={quote(typed)}")
    section = re.search(rf"<h2>{heading}.*?</h2>(.*?)(<h2>|</main>)", text, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", section[1], re.DOTALL) if section else []
    return [(re.search('href="(.*?)"', line)[1], unescape(re.sub("<.*?>", "", line))) for line in lines]


# --- what a text is taken for ------------------------------------------------------------------------------------
MARCH = (date(2017, 3, 1), date(2017, 3, 31))
THE_17TH = (date(2017, 3, 17), date(2017, 3, 17))


@pytest.mark.parametrize(
    ("typed", "days", "words"),
    [
        ("17 March 2017", THE_17TH, ()),
        ("March 17, 2017", THE_17TH, ()),
        ("17/03/2017", THE_17TH, ()),
        ("17.3.2017", THE_17TH, ()),
        ("2017-03-17", THE_17TH, ()),
        ("3/17/2017", THE_17TH, ()),
        ("Mosul al-Jadida 17 March 2017", THE_17TH, ("mosul", "jadida")),
        ("march 2017", MARCH, ()),
        ("MAR 2017", MARCH, ()),
        ("17 mar 2017", THE_17TH, ()),
        ("Mar. 17, 2017", THE_17TH, ()),
        ("marchers 2017", (date(2017, 1, 1), date(2017, 12, 31)), ("marchers",)),
        ("2017-03", MARCH, ()),
        ("03/2017", MARCH, ()),
        ("strikes Raqqa March 2017", MARCH, ("strikes", "raqqa")),
        ("Raqqa 2017", (date(2017, 1, 1), date(2017, 12, 31)), ("raqqa",)),
        ("feb 2016", (date(2016, 2, 1), date(2016, 2, 29)), ()),
        ("may", None, ("may",)),
        ("2017", (date(2017, 1, 1), date(2017, 12, 31)), ()),
        ("31/02/2017", None, ("31", "02", "2017")),
    ],
)
def test_a_day_month_or_year_is_found_in_a_text(typed, days, words):
    terms = terms_of(typed)
    assert (terms.span and (terms.span.first, terms.span.last)) == days
    assert terms.words == words


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [("1,417", ("1417",)), ("1417", ("1417",)), ("airwars 8,317", ("8317",)), ("CI550", ()), ("17 March 2017", ())],
)
def test_a_number_is_one_with_or_without_separators(typed, numbers):
    assert terms_of(typed).numbers == numbers


def test_what_is_left_out_is_named():
    terms = terms_of("the deaths in Raqqa " + " ".join(f"w{letter}" for letter in "abcdefghijklm"))
    assert terms.words[:2] == ("deaths", "raqqa")
    assert len(terms.words) == 12
    assert set(terms.left_out) == {"the", "in", "wk", "wl", "wm"}


# --- days and months ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["December 2018", "dec 2018", "2018-12", "12/2018"])
def test_a_month_leads_to_its_release(address, typed):
    assert f"{SITE}/releases/monthly-2018-12" in search(address, typed).links


@pytest.mark.parametrize("typed", ["17 March 2017", "17/03/2017", "2017-03-17"])
def test_a_day_leads_to_its_incidents_and_strikes(address, typed):
    found = search(address, typed)
    assert f"{SITE}/incidents/2017-03-17-mosul" in found.links
    assert f"{SITE}/strikes-of-a-day?day=2017-03-17" in found.links


def test_the_counts_of_a_time_are_those_of_the_lists_they_lead_to(address):
    for typed, heading in (
        ("2019-02", "February 2019"),
        ("24 August 2017", "24 August 2017"),
        ("Raqqa 2017", "2017"),
        ("june 2017", "June 2017"),
        ("4 June 2017", "4 June 2017"),
    ):
        counted = [
            (href, int(text.rpartition(" ")[2].replace(",", "")))
            for href, text in hits(address, typed, heading)
            if re.search(r": [\d,]+$", text) and ("incidents?" in href or "strikes?" in href or "allegations?" in href)
        ]
        assert counted, typed
        for href, number in counted:
            path, query = urlsplit(unescape(href))[2:4]
            rows = get(f"{address}{path}.csv?{query}").strip().splitlines()[1:]
            assert len(rows) == number, href


def test_all_links_of_a_search_lead_somewhere(address):
    for typed in ("24 August 2017", "Airwars Raqqa", "1,302"):
        for link in search(address, typed).links:
            if link.startswith("/"):
                get_bytes(address + unescape(link))


def test_what_looks_like_a_day_but_is_none_is_named(address):
    assert "31/02/2017 is no day." in search(address, "31/02/2017").words


# --- places ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Raqqa", "raqqa"),
        ("الرقة", "raqqa"),
        ("رقه", "raqqa"),
        ("Rakka", "raqqa"),
        ("ar-raqqah", "raqqa"),
        ("Mosull", "mosul"),
        ("MOSOUL", "mosul"),
        ("strikes Dayr Az Zawr June 2017", "dayr-az-zawr"),
        ("دير الزور", "dayr-az-zawr"),
        ("Telafar", "tal-afar"),
        ("Rutba", "rutbah"),
        ("Sinjār", "sinjar"),
    ],
)
def test_a_place_is_found_first_in_any_spelling(address, typed, place):
    assert hits(address, typed, "Places")[0][0] == f"{SITE}/places/{place}"


def test_every_spelling_in_the_tables_leads_to_its_place(address, database):
    for name, place in database.execute("SELECT place_as_reported, place_id FROM place_names"):
        assert f"{SITE}/places/{place}" in search(address, name).links


def test_names_spelled_alike_are_offered(address):
    assert "/-/search?q=Airwars" in search(address, "Airwors").links


# --- words, ids and numbers --------------------------------------------------------------------------------------
def test_the_best_match_is_first_though_it_lacks_a_word(address):
    best = hits(address, "Mosul something 17 March 2017", "Best matches")
    assert best[0][0] == f"{SITE}/incidents/2017-03-17-mosul"
    assert "17 March 2017" in best[0][1]
    assert "30 killed" in best[0][1]


def test_records_of_several_tables_are_found(address):
    assert {f"{SITE}/incidents/2015-03-13-hatra", f"{SITE}/places/hatra"} <= search(address, "Hatra").links
    raqqa = search(address, "Airwars Raqqa").links
    assert f"{SITE}/estimates/airwars-2017-06-06-to-2017-08-31-raqqa-killed" in raqqa


def test_each_table_says_how_many_records_have_all_the_words(address):
    found = search(address, "Raqqa Airwars")
    (link,) = [link for link in found.links if link.startswith(f"{SITE}/estimates?_search=")]
    rows = get(f"{address}{link.replace('/estimates?', '/estimates.csv?')}").strip().splitlines()[1:]
    assert f"Estimates: {len(rows)} with all the words" in found.words


def test_the_beginning_of_a_word_finds_it(address):
    assert f"{SITE}/places/hatra" in search(address, "Hatr").links


@pytest.mark.parametrize(
    ("typed", "record"),
    [
        ("monthly-2019-06", "releases/monthly-2019-06"),
        ("2017-04-05-iraq-all", "strike_totals/2017-04-05-iraq-all"),
        ("2018-12-month", "airpower/2018-12-month"),
        ("cs801", "incidents/2017-06-03-raqqa"),
    ],
)
def test_keys_and_codes_lead_to_their_records(address, typed, record):
    assert f"{SITE}/{record}" in search(address, typed).links


def test_a_number_leads_to_who_states_it(address, database):
    figure = database.execute(
        "SELECT record_id, value FROM evidence WHERE \"table\" = 'releases' AND field = 'killed_total' LIMIT 1"
    ).fetchone()
    for typed in (figure[1], f"{int(figure[1]):,}"):
        lines = hits(address, typed, "Who states")
        assert f"{SITE}/releases/{figure[0]}#killed_total" in [href for href, _ in lines]
        assert all("stated by " in text for _, text in lines)


def test_documents_questions_and_dashboards_are_searched(address):
    assert "/docs/methodology" in {link.partition("#")[0] for link in search(address, "methodology precision").links}
    assert f"{SITE}/strikes-near-a-place" in search(address, "strikes near a place").links
    assert "/-/dashboards/data-quality" in search(address, "data quality").links


def test_quoted_words_stay_together(address):
    assert hits(address, "Zawr Dayr", "Best matches")
    assert not hits(address, '"Zawr Dayr"', "Best matches")
    assert hits(address, '"Dayr Az Zawr"', "Best matches")


def test_nothing_found_is_said(address):
    assert "Nothing was found for “xyzzy”" in search(address, "xyzzy").words


def test_the_first_200_characters_are_used_and_that_is_said(address):
    found = search(address, "Hatra " * 2000)
    assert "Only the first 200 characters were searched for." in found.words
    assert f"{SITE}/places/hatra" in found.links


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "\0",
        "a AND",
        "*",
        "NEAR(",
        "-",
        "é:",
        "x" * 10000,
        "<script>alert(1)</script>",
        "'; DROP TABLE releases; --",
        "a:b",
        "^a",
        '"a',
        "a + b",
        "{x y}",
        " ",
        "٢٠١٧",
        "²³",
        "1" * 150,
        "99/99/9999",
        "2017-02-30 0000-00-00",
        "\u202e\u200f",
        "ﷺ",
    ],
)
def test_any_text_is_answered(address, typed):
    text = get(f"{address}/-/search?q={quote(typed)}")
    assert "<h1>Search</h1>" in text
    assert "<script>alert" not in text
