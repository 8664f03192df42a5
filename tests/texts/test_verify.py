"""Comparing a record with a text."""

from __future__ import annotations

import json

import pytest

from civcas.errors import UnusableInput
from civcas.texts.verify import verify
from tests.texts.records import record_of

TEMPLATE = """In the month of April, CJTF-OIR carried over {carried_over} open reports from previous months and received
{received} new reports. It completed {completed} civilian-casualty allegation assessment reports. {credible} reports
were determined to be credible and resulted in {killed} unintentional civilian deaths; the remaining {non_credible}
reports were assessed to be non-credible. {open_at_end} reports are still open. The Coalition conducted {strikes_total}
strikes between August 2014 and the end of April 2019, and at least {killed_total} civilians have been unintentionally
killed since the beginning of Operation Inherent Resolve. Two of the reports were determined to be duplicates.
"""


@pytest.fixture(scope="session")
def april(package):
    """A record without a figure for duplicates."""
    return record_of(package, "releases", "monthly-2019-04")


@pytest.fixture(scope="session")
def wrong(april):
    """A figure that is one higher than the record's."""
    return str(int(april["completed"]) + 1)


@pytest.fixture(scope="session")
def text(april, wrong):
    """The figures of the record, one of them wrong and one missing."""
    return TEMPLATE.format_map(april | {"completed": wrong})


def outcomes(outcome):
    return {field.field: field.outcome for field in outcome.fields}


def test_each_field_has_its_outcome(package, text, wrong):
    outcome = verify(package, "releases/monthly-2019-04", text, "a.txt")
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
        "reopened": "the number stands in the text",
        "open_at_end": "stated",
        "killed": "stated",
        "killed_total": "stated",
        "strikes_total": "stated",
        "totals_through": "stated",
    }
    completed = next(field for field in outcome.fields if field.field == "completed")
    assert completed.stated[0][0] == wrong
    assert f"completed {wrong} civilian-casualty" in completed.stated[0][1]


def test_a_text_with_two_values_is_ambiguous(package, text, april):
    both = text + f"It completed {april['completed']} civilian-casualty allegation assessment reports."
    outcome = verify(package, "monthly-2019-04", both, "a.txt")
    assert outcomes(outcome)["completed"] == "ambiguous"
    assert not outcome.contradicted


def test_a_text_on_another_month_contradicts_the_period(package, text):
    outcome = verify(package, "monthly-2019-03", text, "a.txt")
    assert outcomes(outcome)["period_end"] == "contradicted"


def test_the_publication_date_of_a_page_contradicts_nothing(package, text):
    outcome = verify(package, "monthly-2019-04", "June 1, 2019\n\n" + text, "a.txt")
    assert outcomes(outcome)["published_on"] == "not mentioned"
    outcome = verify(package, "monthly-2019-04", "May 31, 2019\n\n" + text, "a.txt")
    assert outcomes(outcome)["published_on"] == "stated"


STRIKES = """SOUTHWEST ASIA, April 5, 2017 — Coalition military forces continued to attack ISIS yesterday.

In Syria, coalition military forces conducted {total} strikes consisting of {engagements} engagements against ISIS
targets:

Near Abu Kamal, {abu_kamal} strikes destroyed a truck.

Near Ar Raqqah, {raqqa} strikes destroyed a truck.
"""


@pytest.fixture(scope="session")
def strike_report(package):
    """The figures of one day in Syria, two of them one higher than in the package."""
    total = record_of(package, "strike_totals", "2017-04-05-syria-all")
    return STRIKES.format(
        total=total["strikes"],
        engagements=int(total["engagements"]) + 1,
        abu_kamal=record_of(package, "strikes", "2017-04-05-sy-abu-kamal")["strikes"],
        raqqa=int(record_of(package, "strikes", "2017-04-05-sy-raqqa")["strikes"]) + 1,
    )


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
def test_strikes(package, strike_report, record, expected):
    assert outcomes(verify(package, record, strike_report, "a.txt")) == expected


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("releases/monthly-2019-4", "no such record; did you mean monthly-2019-0"),
        ("strikes/monthly-2019-04", "strikes/monthly-2019-04: no such record"),
        ("estimates/x", "verify reads records of releases, strikes, strike_totals"),
        ("nothing-like-it-at-all-zzz", "no such record"),
    ],
)
def test_no_such_record(package, text, record, message):
    with pytest.raises(UnusableInput, match=message):
        verify(package, record, text, "a.txt")


@pytest.fixture
def file(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("texts") / "a.txt"
    path.write_text(text)
    return path


def test_exit_codes_and_words(copy, file, april, wrong):
    code, out, _ = copy.run("verify", "releases/monthly-2019-04", str(file))
    assert code == 1
    assert out.startswith(
        f"releases/monthly-2019-04 and {file}: 11 stated, 1 contradicted, 1 the number stands in the text, 1 not"
        f" mentioned"
    )
    assert f"  completed         {april['completed']:<12} contradicted\n      {wrong}: “" in out
    assert f"It completed {wrong} civilian-casualty" in out
    file.write_text(TEMPLATE.format_map(april))
    assert copy.run("verify", "monthly-2019-04", str(file))[0] == 0
    assert copy.run("verify", "monthly-1999-04", str(file))[0] == 2
    assert copy.run("verify", "monthly-2019-04", "none.txt")[0] == 2


def test_json_and_markdown(copy, file, april, wrong):
    _, out, _ = copy.run("verify", "monthly-2019-04", str(file), "--format", "json")
    body = json.loads(out)
    assert (body["table"], body["record"], body["contradicted"]) == ("releases", "monthly-2019-04", True)
    completed = next(field for field in body["fields"] if field["field"] == "completed")
    assert (completed["value"], completed["outcome"]) == (april["completed"], "contradicted")
    assert completed["stated"][0]["value"] == wrong
    _, out, _ = copy.run("verify", "monthly-2019-04", str(file), "--format", "markdown")
    assert out.startswith("## releases/monthly-2019-04\n")
    row = next(line for line in out.splitlines() if line.startswith("| completed |"))
    assert row.startswith(f"| completed | {april['completed']} | **contradicted** | {wrong}: “")
    assert f"It completed {wrong} civilian-casualty" in row
