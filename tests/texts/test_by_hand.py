"""Values that a person gives with --set, new publishers, and more evidence from a source that is known."""

from __future__ import annotations

import csv
import json

import pytest

from tests.texts.records import bytes_of

JOUR = "https://www.lejour.example/monde/la-coalition-reconnait"
FRENCH = """Paris, le 30 août 2019

La coalition internationale a reconnu avoir tué au moins 1 502 civils depuis 2014, selon son rapport de juillet.
Elle a mené 36.101 frappes entre août 2014 et fin juillet 2019. Quatre nouveaux signalements ont été reçus.
"""
OF_JOUR = ["--kind", "news", "--url", JOUR, "--language", "fr", "--published-on", "2019-08-30"]
OF_JULY = ["--released-on", "2019-08-29", "--release-id", "monthly-2019-07"]
PERIOD = ["--set", "period_start=2019-07-01", "--set", "period_end=2019-07-31"]
ENGLISH = """In the month of April, CJTF-OIR received two new reports. 12 reports were determined to be credible. At
least 1,302 civilians have been unintentionally killed since the beginning of Operation Inherent Resolve. It is said
that 99 of them were children, and 43 reports were reopened.
"""
OF_TIMES = ["--kind", "news", "--url", "https://times.example.org/coalition-killed-1302-civilians"]
OF_APRIL = ["--released-on", "2019-05-31", "--release-id", "monthly-2019-04"]


@pytest.fixture
def drafted(copy, tmp_path_factory):
    """Run `civcas draft` on a text, on a copy of the package."""

    def run(text, *options):
        path = tmp_path_factory.mktemp("texts") / "a.txt"
        path.write_text(text, encoding="utf-8")
        return copy.run("draft", str(path), *options)

    return run


def rows_of(copy, table, **cells):
    rows = csv.DictReader(copy.lines(table))
    return [row for row in rows if all(row[name] == value for name, value in cells.items())]


def sets(**values):
    return [word for name, value in values.items() for word in ("--set", f"{name}={value}")]


# --- a text that the program does not understand -----------------------------------------------------------------
def test_a_text_in_another_language_becomes_a_release_with_its_source_and_publisher(copy, drafted):
    values = {"killed_total": "1502", "strikes_total": "36101", "received": "4", "totals_through": "2019-07-31"}
    period = {"period_start": "2019-07-01", "period_end": "2019-07-31"}
    code, out, _ = drafted(FRENCH, *OF_JOUR, *OF_JULY, *sets(**values, **period), "--write")
    assert code == 0, out
    (release,) = rows_of(copy, "releases", release_id="monthly-2019-07")
    assert {name: value for name, value in release.items() if value} == values | period | {
        "release_id": "monthly-2019-07",
        "release_type": "monthly",
        "published_on": "2019-08-29",
        "published_precision": "day",
        "source_id": "lejour-example-la-coalition-reconnait",
    }
    (source,) = rows_of(copy, "sources", source_id=release["source_id"])
    assert (source["organisation_id"], source["language"], source["url"]) == ("lejour-example", "fr", JOUR)
    evidence = rows_of(copy, "evidence", source_id=release["source_id"])
    assert {row["field"]: (row["value"], row["readings"]) for row in evidence} == {
        name: (value, "1") for name, value in (values | period).items()
    }
    assert {row["notes"] for row in evidence} == {""}
    assert copy.run("check")[0] == 0


def test_each_value_is_told_with_its_sentence(drafted):
    _, out, _ = drafted(FRENCH, *OF_JOUR, *OF_JULY, *sets(received="4", strikes_total="36101", killed="7"))
    assert "--set received=4: the number stands in the text: “Quatre nouveaux signalements ont été reçus.”" in out
    assert (
        "--set strikes_total=36101: the number stands in the text: “Elle a mené 36.101 frappes entre août 2014 et"
        in out
    )
    assert "not confirmed: --set killed=7: 7 does not stand in the text. Correct it, or give --insist" in out


def test_a_value_that_does_not_stand_in_the_text_is_not_written(copy, drafted):
    before = bytes_of(copy)
    options = [*OF_JOUR, *OF_JULY, *PERIOD, *sets(killed="7", received="4")]
    assert drafted(FRENCH, *options)[0] == 1
    code, _, err = drafted(FRENCH, *options, "--write")
    assert code == 2
    assert "nothing was written. --set killed=7: 7 does not stand in the text. Correct it, or give --insist" in err
    assert bytes_of(copy) == before
    code, out, _ = drafted(FRENCH, *options, "--insist", "--write")
    assert "--set killed=7: 7 does not stand in the text. It is used because of --insist" in out
    assert rows_of(copy, "releases", release_id="monthly-2019-07")[0]["killed"] == "7"
    notes = {row["field"]: row["notes"] for row in rows_of(copy, "evidence", record_id="monthly-2019-07")}
    assert (notes["received"], notes["killed"]) == ("", "Read by hand; the program did not find it in the text.")
    assert code == 0


def test_a_part_of_a_number_confirms_no_value(drafted):
    text = FRENCH.replace("1 502", "11 502")
    _, out, _ = drafted(text, *OF_JOUR, *OF_JULY, "--set", "killed_total=1502")
    assert "not confirmed: --set killed_total=1502: 1502 does not stand in the text" in out


def test_json_says_the_same(drafted):
    options = [*OF_JOUR, *OF_JULY, *PERIOD, *sets(killed="7", received="4")]
    code, out, _ = drafted(FRENCH, *options, "--format", "json")
    body = json.loads(out)
    assert code == 1
    assert body["unconfirmed"] == ["--set killed=7: 7 does not stand in the text. Correct it, or give --insist"]
    assert body["rows"]["releases"][0]["received"] == "4"
    assert next(each for each in body["figures"] if each["field"] == "killed")["words"] == ""


def test_without_the_release_the_text_is_refused(drafted):
    code, _, err = drafted(FRENCH, *OF_JOUR, "--set", "killed_total=1502", "--write")
    assert code == 2
    assert "the text does not say which release it is about; give --release-id" in err


# --- a text that is read -----------------------------------------------------------------------------------------
def test_a_value_beside_those_that_were_read(drafted):
    code, out, _ = drafted(ENGLISH, *OF_TIMES, *OF_APRIL, "--set", "injured=99", "--set", "killed_total=1302")
    assert "--set injured=99: the number stands in the text: “It is said that 99 of them were children, and 43" in out
    assert "--set killed_total=1302: the text is read to state it: “" in out
    assert "received          2            CONTRADICTS the record, which has 7" in out
    assert code == 1


def test_a_value_that_contradicts_what_was_read(copy, drafted):
    before = bytes_of(copy)
    options = [*OF_TIMES, *OF_APRIL, "--set", "credible=99"]
    code, out, err = drafted(ENGLISH, *options, "--write")
    assert code == 2
    said = "--set credible=99: the text is read to state another value of credible, 12: “"
    assert "not confirmed: " + said in out
    assert "99 stands in the text, too: “It is said that 99 of them" in out
    assert said in err
    assert bytes_of(copy) == before
    code, out, _ = drafted(ENGLISH, *options, "--insist", "--write")
    assert code == 1  # other figures of the text contradict the record
    (row,) = rows_of(copy, "evidence", record_id="monthly-2019-04", field="credible", value="99")
    assert row["notes"].startswith("Disagrees: releases has 3. Read by hand")
    assert rows_of(copy, "releases", release_id="monthly-2019-04")[0]["credible"] == "3"


def test_a_value_that_no_row_takes_is_said(drafted):
    text = ENGLISH + "The Coalition conducted 34,400 strikes between August 2014 and the end of March 2019."
    code, out, err = drafted(text, *OF_TIMES, *OF_APRIL, "--set", "strikes_total=34400", "--write")
    assert code == 2
    assert "--set strikes_total=34400 fits no row; the lines above say why" in err
    assert "left out because they run to 2019-03-31" in out


def test_strikes_beside_set_are_said_to_be_left(drafted):
    text = (
        "In Syria, coalition military forces conducted 15 strikes:\n\nNear Abu Kamal, two strikes destroyed a truck.\n"
    )
    _, out, _ = drafted(text, *OF_TIMES, *OF_APRIL, "--set", "credible=15")
    assert "the strikes that the text lists were not read, since --set is about a release" in out


# --- what --set refuses ------------------------------------------------------------------------------------------
REFUSED = [
    (["killed_totl=3"], "--set fills releases, which has no such field; did you mean killed_total?"),
    (["strikes=3"], "strikes, strike_totals have it, to be filled in by hand; did you mean strikes_total?"),
    (["engagements=3"], "strikes, strike_totals have it, to be filled in by hand"),
    (["killed_total"], "--set killed_total: expected FIELD=VALUE, such as killed_total=1061"),
    (["killed_total="], "--set killed_total=: expected a whole number in digits"),
    (["killed_total=1,502"], "--set killed_total=1,502: expected a whole number in digits"),
    (["killed_total=-1"], "--set killed_total=-1: expected 0 or later, or more"),
    (["killed_total=many"], "expected a whole number in digits"),
    (["killed_total=٣"], "expected a whole number in digits"),
    (["killed_total=1", "killed_total=1"], "--set killed_total was given twice, as 1 and as 1. Give it once"),
    (["totals_through=May"], "--set totals_through=May: expected a date as YYYY-MM-DD"),
    (["totals_through=2013-05-31"], "expected 2014-01-01 or later"),
    (["release_id=monthly-2019-07"], "--set release_id: give --release-id"),
    (["published_on=2019-07-31"], "--set published_on: give --released-on"),
    (["source_id=x"], "--set source_id: it follows from --url"),
    (["notes=x"], "--set notes: only figures and days can be set"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "message"), REFUSED)
def test_values_that_are_refused(copy, drafted, given, message):
    before = bytes_of(copy)
    options = [word for each in given for word in ("--set", each)]
    code, out, err = drafted(FRENCH, *OF_JOUR, *OF_JULY, *options, "--insist", "--write")
    assert (code, out) == (2, "")
    assert message in err
    assert bytes_of(copy) == before


def test_there_is_nothing_to_insist_on(drafted):
    code, _, err = drafted(FRENCH, *OF_JOUR, "--insist")
    assert (code, err) == (2, "civcas: --insist is about the values of --set, and there are none\n")


# --- the publisher -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("url", "kind", "row"),
    [
        (JOUR, "news", ["lejour-example", "lejour.example", "news", "https://www.lejour.example"]),
        ("http://unit.mil:80/x", "official", ["unit-mil", "unit.mil", "military", "http://unit.mil:80"]),
        ("https://a.gov/x", "official", ["a-gov", "a.gov", "government", "https://a.gov"]),
        ("https://b.example/x", "report", ["b-example", "b.example", "other", "https://b.example"]),
    ],
)
def test_a_new_publisher_is_made_of_its_host(drafted, url, kind, row):
    options = ["--kind", kind, "--url", url, "--language", "fr", *OF_JULY, "--set", "received=4", "--format", "json"]
    body = json.loads(drafted(FRENCH, *options)[1])
    (made,) = body["rows"]["organisations"]
    assert [made[name] for name in ("organisation_id", "name", "kind", "homepage")] == row
    assert (made["abbreviation"], made["country"]) == ("", "")
    assert body["rows"]["sources"][0]["organisation_id"] == row[0]
    assert any(f"to be completed by hand in data/organisations.csv: the new publisher {row[0]}" in said
               for said in body["remarks"])  # fmt: skip


def test_a_host_of_several_publishers_is_refused(copy, drafted):
    copy.write("organisations", [*copy.lines("organisations"), "zz,Second,,news,,https://lejour.example",
                                 "zzz,Third,,news,,https://lejour.example/"])  # fmt: skip
    code, _, err = drafted(FRENCH, *OF_JOUR, *OF_JULY, "--set", "received=4", "--write")
    assert code == 2
    assert "missing: publisher of lejour.example, which may be zz, zzz; give --organisation" in err


# --- a source that the package has -------------------------------------------------------------------------------
def test_a_known_source_gets_further_evidence(copy, drafted):
    source = "journal-example-la-coalition-reconnait-1302-morts"
    url = "https://journal.example.org/la-coalition-reconnait-1302-morts"
    options = ["--kind", "news", "--url", url, "--release-id", "monthly-2019-04"]
    text = "La coalition a tué 1 302 civils en 34 502 frappes. Sept signalements ont été reçus, et 122 étaient ouverts."
    sources = copy.lines("sources")
    code, out, _ = drafted(text, *options, *sets(killed_total="1302", received="7", carried_over="122"), "--write")
    assert code == 0, out
    assert copy.lines("sources") == sources
    assert f"evidence already has {source} for monthly-2019-04 (killed_total) with the same value. To count" in out
    assert {row["field"] for row in rows_of(copy, "evidence", record_id="monthly-2019-04", source_id=source)} == {
        "killed_total", "strikes_total", "received", "carried_over",
    }  # fmt: skip
    assert copy.run("check")[0] == 0
    code, _, err = drafted(text, *options, *sets(killed_total="1302"), "--write")
    assert code == 2
    assert "nothing was written. evidence already has " + source in err
    code, _, err = drafted(text, *options, *sets(strikes_total="122"), "--write")
    assert code == 2
    assert "(strikes_total) with another value. Read the text again" in err


@pytest.mark.parametrize(
    ("option", "value", "has"),
    [
        ("--kind", "official", "kind news"),
        ("--language", "fr", "language en"),
        ("--organisation", "hrw", "organisation_id example-times"),
    ],
)
def test_an_option_that_says_something_else_of_a_known_source(drafted, option, value, has):
    code, _, err = drafted(ENGLISH, *OF_TIMES, *OF_APRIL, option, value)
    assert code == 2
    assert f"{option} {value}: sources has times-example-coalition-killed-1302-civilians with this address" in err
    assert has in err


def test_a_month_that_is_none_is_refused(drafted, copy):
    before = bytes_of(copy)
    options = ["--released-on", "2019-08-29", "--release-id", "monthly-2019-13", "--set", "killed_total=1502"]
    code, _, err = drafted(FRENCH, *OF_JOUR, *options, "--write")
    assert (code, "expected a month such as monthly-2019-04" in err) == (2, True)
    assert bytes_of(copy) == before
