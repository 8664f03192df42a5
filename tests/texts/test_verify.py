"""Setting a record against a text."""

from __future__ import annotations

import json

import pytest

from civcas.errors import UnusableInput
from civcas.texts.verify import verify

# The figures of monthly-2019-04 in other words, one of them wrong and one missing.
TEXT = """In the month of April, CJTF-OIR carried over 122 open reports from previous months and received seven new
reports. It completed 19 civilian-casualty allegation assessment reports. Three reports were determined
to be credible and resulted in five unintentional civilian deaths; the remaining 15 reports were assessed
to be non-credible. One hundred and eleven reports are still open. The Coalition conducted 34,502 strikes
between August 2014 and the end of April 2019, and at least 1,302 civilians have been unintentionally
killed since the beginning of Operation Inherent Resolve. Two of the reports were determined to be
duplicates.
"""


def outcomes(outcome):
    return {line.field: line.outcome for line in outcome.lines}


def test_each_field_has_its_outcome(package):
    outcome = verify(package, "releases/monthly-2019-04", TEXT, "a.txt")
    assert outcomes(outcome) == {
        "published_on": "not mentioned",
        "period_start": "stated",
        "period_end": "stated",
        "carried_over": "stated",
        "received": "stated",
        "completed": "contradicted",
        "credible": "stated",
        "non_credible": "stated",
        "duplicate": "not in the record",
        "reopened": "not mentioned",
        "open_at_end": "stated",
        "killed": "stated",
        "killed_total": "stated",
        "strikes_total": "stated",
        "totals_through": "stated",
    }
    completed = next(line for line in outcome.lines if line.field == "completed")
    assert completed.stated[0][0] == "19"
    assert "completed 19 civilian-casualty" in completed.stated[0][1]


def test_a_text_with_both_readings_contradicts_nothing(package):
    text = TEXT + "It completed 18 civilian-casualty allegation assessment reports."
    outcome = verify(package, "monthly-2019-04", text, "a.txt")
    assert outcomes(outcome)["completed"] == "ambiguous"
    assert not outcome.contradicted


def test_another_months_text_contradicts_the_period(package):
    outcome = verify(package, "monthly-2019-03", TEXT, "a.txt")
    assert outcomes(outcome)["period_end"] == "contradicted"


def test_the_day_of_a_page_contradicts_nothing(package):
    outcome = verify(package, "monthly-2019-04", "June 1, 2019\n\n" + TEXT, "a.txt")
    assert outcomes(outcome)["published_on"] == "not mentioned"
    outcome = verify(package, "monthly-2019-04", "May 31, 2019\n\n" + TEXT, "a.txt")
    assert outcomes(outcome)["published_on"] == "stated"


STRIKES = """SOUTHWEST ASIA, April 5, 2017 — Coalition military forces continued to attack ISIS yesterday.

In Syria, coalition military forces conducted 15 strikes consisting of 23 engagements against ISIS targets:

Near Abu Kamal, two strikes destroyed a truck.

Near Ar Raqqah, five strikes destroyed a truck.
"""


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("strikes/2017-04-05-sy-abu-kamal", {"strikes": "stated"}),
        ("2017-04-05-sy-raqqa", {"strikes": "contradicted"}),
        ("strikes/2017-04-05-iq-mosul", {"strikes": "not mentioned"}),
        ("strike_totals/2017-04-05-syria-all", {"strikes": "stated", "engagements": "contradicted"}),
        ("strike_totals/2017-04-05-iraq-all", {"strikes": "not mentioned", "engagements": "not mentioned"}),
    ],
)
def test_strikes(package, record, expected):
    assert outcomes(verify(package, record, STRIKES, "a.txt")) == expected


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("releases/monthly-2019-4", "no such record; did you mean monthly-2019-0"),
        ("strikes/monthly-2019-04", "strikes/monthly-2019-04: no such record"),
        ("estimates/x", "verify reads records of releases, strikes, strike_totals"),
        ("nothing-like-it-at-all-zzz", "no such record"),
    ],
)
def test_no_such_record(package, record, message):
    with pytest.raises(UnusableInput, match=message):
        verify(package, record, TEXT, "a.txt")


@pytest.fixture
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("texts") / "a.txt"
    path.write_text(TEXT)
    return path


def test_the_exit_code_and_the_words(copy, file):
    code, out, _ = copy.run("verify", "releases/monthly-2019-04", str(file))
    assert code == 1
    assert out.startswith(f"releases/monthly-2019-04 and {file}: 11 stated, 1 contradicted, 2 not mentioned")
    assert "completed         18           contradicted\n      19: “It completed 19 civilian-casualty" in out
    file.write_text(TEXT.replace("completed 19", "completed 18"))
    assert copy.run("verify", "monthly-2019-04", str(file))[0] == 0
    assert copy.run("verify", "monthly-1999-04", str(file))[0] == 2
    assert copy.run("verify", "monthly-2019-04", "none.txt")[0] == 2


def test_json_and_markdown(copy, file):
    _, out, _ = copy.run("verify", "monthly-2019-04", str(file), "--format", "json")
    body = json.loads(out)
    assert (body["table"], body["record"], body["contradicted"]) == ("releases", "monthly-2019-04", True)
    completed = next(field for field in body["fields"] if field["field"] == "completed")
    assert (completed["value"], completed["outcome"]) == ("18", "contradicted")
    assert completed["stated"][0]["value"] == "19"
    _, out, _ = copy.run("verify", "monthly-2019-04", str(file), "--format", "markdown")
    assert out.startswith("## releases/monthly-2019-04\n")
    assert "| completed | 18 | **contradicted** | 19: “It completed 19 civilian-casualty" in out
