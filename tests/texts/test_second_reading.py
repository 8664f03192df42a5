"""Comparing many records with one text, and counting that as the second reading of a source."""

from __future__ import annotations

import json

import pytest

from civcas.texts.verify import verify_all
from tests.texts.records import bytes_of, record_of

TIMES = "https://times.example.org/coalition-killed-1302-civilians"
APRIL = """In the month of April, CJTF-OIR completed 18 civilian-casualty allegation assessment reports. Three reports
were determined to be credible and resulted in five unintentional civilian deaths. {open} reports are still open. The
Coalition conducted {strikes} strikes between August 2014 and the end of April 2019, and at least {killed_total}
civilians have been unintentionally killed since the beginning of Operation Inherent Resolve.
"""
STRIKES = """SOUTHWEST ASIA, April 5, 2017 — Coalition military forces continued to attack ISIS yesterday.

In Syria, coalition military forces conducted 15 strikes consisting of 22 engagements against ISIS targets:

Near Abu Kamal, two strikes destroyed a truck.

Near Raqqa, {raqqa} strikes destroyed a truck.
"""


@pytest.fixture
def text_file(tmp_path_factory):
    def write(text):
        path = tmp_path_factory.mktemp("texts") / "a.txt"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def times(text_file):
    """What the newspaper wrote, as `evidence` has it: its strikes are not those of the record."""
    return text_file(APRIL.format(open="111", strikes="24,502", killed_total="1,302"))


def readings(copy, source, record="monthly-2019-04"):
    rows = [line.split(",") for line in copy.lines("evidence") if f",{record}," in line and f",{source}," in line]
    return {row[2]: row[5] for row in rows}


# --- several records ---------------------------------------------------------------------------------------------
def test_several_records_are_told_one_after_the_other(copy, text_file):
    file = text_file(STRIKES.format(raqqa="four"))
    records = ["strikes/2017-04-05-sy-abu-kamal", "2017-04-05-sy-raqqa", "strike_totals/2017-04-05-syria-all"]
    code, out, _ = copy.run("verify", *records, file)
    assert code == 0
    heads = [line for line in out.splitlines() if f" and {file}: " in line]
    assert [head.split(" and ")[0] for head in heads] == [records[0], "strikes/" + records[1], records[2]]
    assert "strikes           4            stated" in out


def test_one_contradicted_record_of_several_ends_with_1(copy, text_file):
    file = text_file(STRIKES.format(raqqa="five"))
    code, out, _ = copy.run("verify", "2017-04-05-sy-abu-kamal", "2017-04-05-sy-raqqa", file, "--format", "json")
    assert code == 1
    assert [(each["record"], each["contradicted"]) for each in json.loads(out)] == [
        ("2017-04-05-sy-abu-kamal", False),
        ("2017-04-05-sy-raqqa", True),
    ]
    _, out, _ = copy.run("verify", "2017-04-05-sy-abu-kamal", "2017-04-05-sy-raqqa", file, "--format", "markdown")
    assert [line for line in out.splitlines() if line.startswith("## ")] == [
        "## strikes/2017-04-05-sy-abu-kamal",
        "## strikes/2017-04-05-sy-raqqa",
    ]


def test_all_records_of_a_source(copy, text_file):
    file = text_file(STRIKES.format(raqqa="four"))
    _, out, _ = copy.run("verify", "sources/coalition-example-strikes-2017-04-05", file, "--format", "json")
    compared = {f"{each['table']}/{each['record']}" for each in json.loads(out)}
    assert {line.split(",")[0] for line in copy.lines("strikes") if "strikes-2017-04-05" in line} == {
        each.removeprefix("strikes/") for each in compared if each.startswith("strikes/")
    }
    assert {"strike_totals/2017-04-05-iraq-all", "strike_totals/2017-04-05-syria-all"} <= compared
    _, out, _ = copy.run("verify", "sources/times-example-coalition-killed-1302-civilians", file, "--format", "json")
    assert [each["record"] for each in json.loads(out)] == ["monthly-2019-04"]


def test_a_record_named_twice_is_compared_once(package):
    found = verify_all(package, ["monthly-2019-04", "releases/monthly-2019-04"], "In April.", "a.txt")
    assert [each.name for each in found] == ["releases/monthly-2019-04"]


def test_the_text_is_read_once_for_all_records(package, monkeypatch):
    from civcas.texts import read_text

    calls = []
    real = read_text.read_strike_report
    monkeypatch.setattr(read_text, "read_strike_report", lambda *given: calls.append(1) or real(*given))
    verify_all(package, ["sources/coalition-example-strikes-2017-04-05"], STRIKES.format(raqqa="four"), "a.txt")
    assert calls == [1]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["strikes/2017-04-05-sy-raqqa", "strikes/2017-04-05-sy-raqa"], "did you mean 2017-04-05-sy-raqqa?"),
        (["sources/coalition-example-strikes-2017-04-06"], "did you mean coalition-example-strikes-2017-04-05?"),
        (
            ["sources/geonames"],
            "no record of releases, strikes, strike_totals, incidents, assessments refers to this source",
        ),
        (
            ["estimates/x"],
            "verify reads records of releases, strikes, strike_totals, incidents, assessments, and sources/ID",
        ),
    ],
)
def test_a_record_that_is_not_there(copy, text_file, names, message):
    code, out, err = copy.run("verify", *names, text_file("Twelve strikes."))
    assert (code, out) == (2, "")
    assert message in err


def test_options_may_stand_between_record_and_file(copy, times):
    assert copy.run("verify", "monthly-2019-04", "--format", "json", times)[0] == 1


# --- the language of the source ----------------------------------------------------------------------------------
def test_numbers_are_looked_for_in_the_language_of_the_source(copy, text_file):
    french = text_file("La coalition reconnaît mille trois cent deux morts, après 34 502 frappes. En tout 1.811 cas.")
    url = "https://journal.example.org/la-coalition-reconnait-1302-morts"
    code, out, _ = copy.run("verify", "monthly-2019-04", french, "--url", url)
    assert code == 0
    assert "numbers were looked for in the language fr" in out
    assert "killed_total      1302         the number stands in the text" in out
    assert "1302: “La coalition reconnaît mille trois cent deux morts, après 34 502 frappes.”" in out
    _, out, _ = copy.run("verify", "monthly-2019-04", french)
    assert "killed_total      1302         not mentioned" in out
    _, out, _ = copy.run("verify", "monthly-2019-04", french, "--language", "fr", "--format", "json")
    assert json.loads(out)["language"] == "fr"
    code, _, err = copy.run("verify", "monthly-2019-04", french, "--language", "French")
    assert (code, err.startswith("civcas: --language French: expected a value such as ")) == (2, True)


# --- the second reading ------------------------------------------------------------------------------------------
def test_the_second_reading_of_a_source(copy, times):
    source = "times-example-coalition-killed-1302-civilians"
    before = bytes_of(copy)
    code, out, err = copy.run("verify", "monthly-2019-04", times, "--url", TIMES, "--write")
    assert code == 1  # the record has other strikes than this source
    assert "  readings of killed_total: 2" in out
    assert "readings of carried_over stay: not mentioned, which confirms nothing in words" in out
    assert "readings of credible stay: no evidence from " + source in out
    assert "5 readings were raised in evidence" in err
    raised = ["completed", "killed", "killed_total", "open_at_end", "strikes_total"]
    assert readings(copy, source) == dict.fromkeys(raised, "2")
    after = bytes_of(copy)
    assert {name for name in before if before[name] != after[name]} == {"evidence.csv", "control_totals.csv"}
    assert copy.run("check")[0] == 0


def test_the_same_reading_is_counted_once(copy, times):
    copy.run("verify", "monthly-2019-04", times, "--url", TIMES, "--write")
    before = bytes_of(copy)
    code, out, err = copy.run("verify", "monthly-2019-04", times, "--url", TIMES, "--write")
    assert code == 1
    assert "readings of killed stay: read 2 times already" in out
    assert "civcas: 0 readings were raised\n" in err
    assert bytes_of(copy) == before


def test_a_number_that_only_stands_there_is_no_reading(copy, text_file):
    file = text_file("1,302 and 111.")
    code, out, _ = copy.run("verify", "monthly-2019-04", file, "--url", TIMES, "--write")
    assert code == 0
    assert "readings of killed_total stay: the number stands in the text, which confirms nothing in words" in out
    assert set(readings(copy, "times-example-coalition-killed-1302-civilians").values()) == {"1"}


def test_a_text_that_contradicts_the_evidence_writes_nothing(copy, text_file):
    file = text_file(APRIL.format(open="111", strikes="24,502", killed_total="1,303"))
    before = bytes_of(copy)
    code, out, err = copy.run("verify", "monthly-2019-04", file, "--url", TIMES, "--write")
    assert code == 2
    assert "killed_total      1302         contradicted" in out
    assert (
        "nothing was written. releases/monthly-2019-04: the text states killed_total 1303, but evidence has 1302" in err
    )
    assert bytes_of(copy) == before
    code, out, _ = copy.run("verify", "monthly-2019-04", file, "--url", TIMES, "--write", "--format", "json")
    assert (code, list(json.loads(out))) == (2, ["error"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "nothing was written. releases/monthly-2019-04 has several sources: akhbar-example-"),
        (["--url", "https://nowhere.example.org/x"], "sources has no source with this address"),
    ],
)
def test_it_must_be_clear_which_source_was_read(copy, times, options, message):
    before = bytes_of(copy)
    code, _, err = copy.run("verify", "monthly-2019-04", times, *options, "--write")
    assert code == 2
    assert message in err
    assert bytes_of(copy) == before


def test_a_record_with_one_source_needs_no_address(copy, text_file):
    file = text_file(STRIKES.format(raqqa="four"))
    name = "2017-04-05-syria-all"
    before = readings(copy, "coalition-example-strikes-2017-04-05", name)
    copy.run("verify", "strike_totals/" + name, file, "--write", "--format", "json")
    after = readings(copy, "coalition-example-strikes-2017-04-05", name)
    assert before.keys() == after.keys()
    assert set(after.values()) == {"2"}


def test_the_json_says_what_was_raised(copy, times, package):
    _, out, _ = copy.run("verify", "monthly-2019-04", times, "--url", TIMES, "--write", "--format", "json")
    body = json.loads(out)
    assert set(body["readings"]["raised"]) == {"completed", "killed", "killed_total", "open_at_end", "strikes_total"}
    assert body["source"] == "times-example-coalition-killed-1302-civilians"
    assert record_of(package, "releases", "monthly-2019-04")["strikes_total"] == "34502"


def test_a_text_of_another_month_confirms_nothing_and_raises_nothing(copy, text_file):
    file = text_file(
        "May 31, 2019\n\n" + APRIL.format(open="111", strikes="1", killed_total="1").replace("April", "March")
    )
    before = bytes_of(copy)
    code, out, _ = copy.run("verify", "releases/monthly-2019-04", file, "--format", "json")
    outcomes = {each["field"]: each["outcome"] for each in json.loads(out)["fields"]}
    assert (code, outcomes["period_start"]) == (1, "contradicted")
    assert outcomes["open_at_end"] == "the number stands in the text"
    assert "stated" not in outcomes.values()
    code, _, err = copy.run("verify", "releases/monthly-2019-04", file, "--url", TIMES, "--write")
    assert code == 2
    assert "nothing was written. releases/monthly-2019-04: the text is about another period" in err
    assert bytes_of(copy) == before
