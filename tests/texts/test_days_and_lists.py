"""Days that disagree are refused, lists are read or said to be unread, and verifying reckons days from the text."""

from __future__ import annotations

import json
from datetime import date

import pytest

from civcas.errors import UnusableInput
from civcas.texts.draft.drafting import draft
from civcas.texts.draft.proposal import Request
from civcas.texts.strike_reports import read_strike_report
from civcas.texts.verify import verify
from tests.texts.records import record_of
from tests.texts.test_draft import DEFENSE, PRESS, RELEASE, TODAY, URL, drafted, text_file

__all__ = ["drafted", "text_file"]

NINTH = """SOUTHWEST ASIA, Aug. 9, 2022 — U.S. and coalition military forces continued to attack ISIS in Syria
yesterday,
officials reported today.

Strikes in Syria

Coalition military forces conducted three strikes in Syria:

-- Near Raqqa, three strikes engaged two tactical units.
"""
AD_HOC = """May 3, 2023

Release # 20230428

TAMPA, Fla. - After a thorough review, the preponderance of the evidence indicates that one strike likely led to the
deaths of two civilians, CENTCOM said.
"""
WEEK = """Combined Joint Task Force officials reported the latest strikes today.

Between Aug. 6-12, coalition military forces conducted seven strikes, consisting of nine engagements, in Iraq and Syria.

Strikes in Syria

There were no reported strikes conducted in Syria yesterday.

On Aug. 11, coalition military forces conducted seven strikes consisting of nine engagements against ISIS targets near
Abu Kamal. The strikes destroyed two vehicles.
"""


def read(text, day):
    """The totals, the lines of places and the problems of a strike report, with their days."""
    report = read_strike_report(text, day)
    totals = [(x.country, x.strikes, x.engagements, str(x.first), str(x.last)) for x in report.totals]
    places = [(x.country, x.place, x.strikes, str(x.first)) for x in report.places]
    return totals, places, [x.problem for x in report.unclear]


# --- days --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        (NINTH, {"kind": "official", "published_on": date(2022, 8, 10)}, "prints 2022-08-09 .*says 2022-08-10"),
        (NINTH, {"kind": "archive", "released_on": date(2022, 8, 10)}, "prints 2022-08-09 .*says 2022-08-10"),
        (NINTH, {"kind": "news", "published_on": date(2021, 8, 9)}, "prints 2022-08-09 .*says 2021-08-09"),
        (NINTH, {"kind": "news", "released_on": date(2022, 8, 10)}, "prints 2022-08-09 .*says 2022-08-10"),
        (RELEASE, {"kind": "official", "published_on": date(2026, 6, 21)}, "prints 2026-06-20 .*says 2026-06-21"),
        (AD_HOC, {"kind": "official", "published_on": date(2023, 5, 4)}, "prints 2023-04-28 .*, 2023-05-03 .*05-04"),
        (WEEK, {"kind": "official", "published_on": date(2022, 8, 10)}, "end on 2021-08-12 .*given as 2022-08-10"),
        (WEEK, {"kind": "official", "published_on": date(2023, 3, 1)}, "end on 2022-08-12 .*given as 2023-03-01"),
        (
            RELEASE.replace("| June 20, 2026", ""),
            {"kind": "official", "published_on": date(2026, 5, 20)},
            "up to 2026-05-31, but its day is given as 2026-05-20",
        ),
        (
            "In May, CJTF-OIR received eight new reports.",
            {"kind": "official", "published_on": date(2026, 4, 20)},
            "names month 05 without its year, and the last one before 2026-04-20 ended on 2025-05-31",
        ),
    ],
)  # fmt: skip
def test_a_day_that_disagrees_with_the_text_is_refused(package, text, options, message):
    with pytest.raises(UnusableInput, match=message):
        draft(package, text, Request(URL, **options), TODAY)


def test_of_two_days_that_a_text_prints_the_user_chooses(package):
    for chosen, other in (("2023-04-28", "2023-05-03"), ("2023-05-03", "2023-04-28")):
        request = Request(URL, "official", published_on=date.fromisoformat(chosen))
        proposal = draft(package, AD_HOC, request, TODAY)
        assert proposal.rows["releases"][0]["published_on"] == chosen
        assert f"the text also prints {other}" in proposal.remarks[0]
    proposal = draft(package, AD_HOC, Request(URL, "official", release_id="ad-hoc-2023-05-03"), TODAY)
    assert proposal.rows["releases"][0]["published_on"] == ""
    assert "the text prints 2023-04-28 and 2023-05-03" in proposal.missing[0]


def test_without_a_day_nothing_is_guessed(package):
    with pytest.raises(
        UnusableInput, match=r"does not say which release .*; the text prints 2023-04-28 and 2023-05-03"
    ):
        draft(package, AD_HOC, Request(URL, "official"), TODAY)
    proposal = draft(package, WEEK, Request(DEFENSE, "official"), TODAY)
    assert not {"strikes", "strike_totals"} & set(proposal.rows)
    assert len(proposal.remarks) == 3
    assert all(remark.startswith("left out because the days are not known: “") for remark in proposal.remarks)
    assert proposal.missing[0].startswith("publication date; give --released-on")


def test_a_page_may_be_of_a_later_day_than_the_release_it_is_about(package):
    text = RELEASE.replace("| June 20, 2026", "June 22, 2026")
    proposal = draft(package, text, Request(PRESS, "news", released_on=date(2026, 6, 20)), TODAY)
    assert proposal.rows["releases"][0]["published_on"] == "2026-06-20"


@pytest.mark.parametrize(("day", "is_within"), [(13, True), (20, False)])
def test_yesterday_must_lie_in_the_span(day, is_within):
    totals, places, problems = read(WEEK, date(2022, 8, day))
    assert (("Syria", 0, None, "2022-08-12", "2022-08-12") in totals) == is_within
    assert problems == (
        [] if is_within else ["yesterday is 2022-08-19, and the report is about 2022-08-06 to 2022-08-12"]
    )
    assert ("both", 7, 9, "2022-08-06", "2022-08-12") in totals
    assert places == [("Syria", "Abu Kamal", 7, "2022-08-11")]


def test_strikes_recorded_under_another_day_are_not_recorded_again(copy, drafted):
    text = WEEK.replace("There were no reported strikes conducted in Syria yesterday.", "").replace("Aug.", "August")
    assert "written: " in drafted(text, "--url", DEFENSE, "--published-on", "2026-08-13", "--write")[1]
    before = copy.path("strikes").read_bytes()
    code, out, err = drafted(text, "--url", DEFENSE, "--published-on", "2026-08-14", "--write")
    assert code == 2
    assert "already recorded: strikes has 2026-08-13-sy-abu-kamal, of the same source, place and days" in out
    assert "reported on 2026-08-13" in err
    assert copy.path("strikes").read_bytes() == before


# --- lists -------------------------------------------------------------------------------------------------------


def test_items_after_an_asterisk_without_a_space():
    text = """PRESS RELEASE | Aug. 9, 2022
August 9, 2022
Release # 20220809-01
SOUTHWEST ASIA - On Aug. 8, Coalition military forces conducted seven strikes consisting of nine engagements against
ISIS in Syria and Iraq.
In Syria, Coalition military forces conducted four strikes consisting of five engagements against ISIS targets.
*Near Raqqah, three strikes engaged two ISIS tactical units.
*Near Abu Kamal, one strike destroyed a vehicle.
In Iraq, Coalition military forces conducted three strikes consisting of four engagements against ISIS targets.
*Near Tal Afar, three strikes destroyed two boats.
"""
    day = "2022-08-08"
    assert read(text, date(2022, 8, 9)) == (
        [("both", 7, 9, day, day), ("Syria", 4, 5, day, day), ("Iraq", 3, 4, day, day)],
        [("Syria", "Raqqah", 3, day), ("Syria", "Abu Kamal", 1, day), ("Iraq", "Tal Afar", 3, day)],
        [],
    )


FORTNIGHT = """Combined Joint Task Force - Operation Inherent Resolve
March 27, 2022

SOUTHWEST ASIA - Between March 13 and 26, CJTF-OIR conducted 99 strikes consisting of 120 engagements against Daesh
targets in Iraq and Syria.

In Syria, CJTF-OIR conducted 90 strikes consisting of 101 engagements against Daesh targets, among them 40 tactical
units.

In Iraq, CJTF-OIR conducted nine strikes consisting of 19 engagements, among them near Mosul, Rawah and Tal Afar.
"""


@pytest.mark.parametrize(
    "span", ["Between March 13 and 26", "Between March 13-26", "From March 13 through 26", "From March 13 to 26"]
)
def test_the_span_of_a_fortnight(span):
    days = ("2022-03-13", "2022-03-26")
    assert read(FORTNIGHT.replace("Between March 13 and 26", span), date(2022, 3, 27)) == (
        [("both", 99, 120, *days), ("Syria", 90, 101, *days), ("Iraq", 9, 19, *days)],
        [],
        [],
    )


def test_itemised_stays_empty_where_places_were_not_read(package):
    proposal = draft(package, FORTNIGHT, Request(DEFENSE, "official"), TODAY)
    itemised = {row["country"]: row["itemised"] for row in proposal.rows["strike_totals"]}
    assert itemised == {"both": "none", "Syria": "none", "Iraq": ""}
    assert [item[:35] for item in proposal.missing] == ["itemised of 2022-03-27-iraq-all (al"]
    text = NINTH.replace("three strikes engaged", "around three strikes engaged")
    proposal = draft(package, text, Request(DEFENSE, "official"), TODAY)
    assert proposal.rows["strike_totals"][0]["itemised"] == ""


LATE = """SOUTHWEST ASIA, Aug. 9, 2022 — U.S. and coalition military forces continued to attack the Islamic State
of Iraq and Syria yesterday, conducting three strikes consisting of four engagements, officials reported today.

Strikes in Syria

In Syria, coalition military forces conducted three strikes consisting of four engagements against ISIS targets:

-- Near Raqqa, three strikes engaged two ISIS tactical units.

Earlier Strikes

Officials also announced five strikes conducted Aug. 6-7 in Syria and Iraq for which details were not available
yesterday:

-- On Aug. 6 near Raqqa, two strikes destroyed a boat.

-- On Aug. 7, near Tal Afar, Iraq, three strikes destroyed two cars.
"""


def test_late_lines_with_their_own_day():
    day = "2022-08-08"
    assert read(LATE, date(2022, 8, 9)) == (
        [("both", 3, 4, day, day), ("Syria", 3, 4, day, day)],
        [("Syria", "Raqqa", 3, day), ("Iraq", "Tal Afar", 3, "2022-08-07")],
        ["the country is missing"],
    )
    named = LATE.replace("near Raqqa, two", "near Raqqa, Syria, two")
    assert ("Syria", "Raqqa", 2, "2022-08-06") in read(named, date(2022, 8, 9))[1]


RUN_TOGETHER = """SOUTHWEST ASIA, May 15, 2017 — Coalition military forces continued to attack ISIS yesterday. Strikes
in Syria
In Syria, coalition military forces conducted three strikes against ISIS targets: -- Near Raqqa, two strikes hit a
truck.
-- Near Abu Kamal, one strike destroyed a truck. Strikes in Iraq -- Near Mosul, two strikes destroyed a boat Near Tal
Afar,
three strikes hit a truck. \u2022Near Hit, a strike hit a boat. Near Sinjar, around five strikes hit a boat."""


@pytest.mark.parametrize("text", [RUN_TOGETHER, " ".join(RUN_TOGETHER.split())])
def test_lines_run_together(text):
    day = "2017-05-14"
    totals, places, problems = read(text, date(2017, 5, 15))
    assert totals == [("Syria", 3, None, day, day)]
    assert places == [
        ("Syria", "Raqqa", 2, day), ("Syria", "Abu Kamal", 1, day), ("Iraq", "Mosul", 2, day),
        ("Iraq", "Tal Afar", 3, day), ("Iraq", "Hit", 1, day),
    ]  # fmt: skip
    assert problems == ["the wording was not understood"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("- Near Raqqa, two strikes hit a truck; near Palmyra, one hit a boat.", "it names a further place"),
        ("-- Near Raqqa, 1 302 strikes hit a truck.", "the wording was not understood"),
        ("-- On May 20, near Raqqa, two strikes hit a truck.", "its last day would be 2016-05-20"),
        ("French forces conducted two strikes in Syria.", "it is about the strikes of another nation"),
        ("RAF Tornados conducted three strikes near Raqqa.", "it is about the strikes of another nation"),
    ],
)
def test_what_a_line_does_not_say_is_told(line, problem):
    head = "SOUTHWEST ASIA, May 15, 2017 — Coalition forces continued to attack ISIS yesterday.\n\nStrikes in Syria"
    totals, places, problems = read(f"{head}\n\n{line}", date(2017, 5, 15))
    assert totals == []
    assert problems[0].startswith(problem)
    assert places == ([("Syria", "Raqqa", 2, "2017-05-14")] if "further" in problem else [])


# --- verify ------------------------------------------------------------------------------------------------------


def test_verifying_reckons_days_from_the_text(package):
    """The report of another day says nothing about a record, nor does one that prints no day."""
    mosul = record_of(package, "strikes", "2017-04-05-iq-mosul")
    report = """SOUTHWEST ASIA, {} — U.S. and coalition military forces continued to attack ISIL in Iraq yesterday.

Strikes in Iraq

-- Near Mosul, {} strikes destroyed a building.
"""
    for head, outcome in (
        ("April 5, 2017", "stated"),
        ("April 6, 2017", "the number stands in the text"),
        ("Dec. 20, 2016", "the number stands in the text"),
    ):
        (field,) = verify(package, "2017-04-05-iq-mosul", report.format(head, mosul["strikes"]), "a.txt").fields
        assert (field.field, field.outcome) == ("strikes", outcome)
    undated = report.format("x", mosul["strikes"]).partition("— ")[2]
    (field,) = verify(package, "2017-04-05-iq-mosul", undated, "a.txt").fields
    assert field.outcome == "the number stands in the text"
    (field,) = verify(package, "2017-04-05-iq-mosul", report.format("Dec. 20, 2016", "77"), "a.txt").fields
    assert field.outcome == "not mentioned"


def test_what_was_not_used_is_told(copy, drafted, text_file):
    text = RELEASE + "\nAnother 40 reports remain under investigation. In April and May, it received nine new reports."
    _, out, err = drafted(text, "--url", URL)
    assert "not used because it is in words that are not known: “Another 40 reports remain under investigation.”" in out
    assert "left empty, but sentences that were not used may state it: duplicate" in out
    assert err == ""
    _, out, _ = drafted(text, "--url", URL, "--format", "json")
    body = json.loads(out)
    assert [item["words"][:10] for item in body["not_used"]] == ["Another 40", "In April a"]
    assert "duplicate" in body["maybe_stated"]
    assert "duplicate" not in body["not_found"]
    assert body["rows"]["releases"][0]["received"] == "4"
    _, out, err = copy.run("verify", "monthly-2019-04", text_file("The coalition has 40 reports."), "--format", "json")
    assert json.loads(out)["not_used"] == [
        {"words": "The coalition has 40 reports.", "reason": "it is in words that are not known"}
    ]
    assert "only 5 words of text could be read" in err
    _, out, _ = drafted("The coalition has 40 reports.", "--url", URL, "--format", "json")
    assert json.loads(out)["not_used"][0]["words"] == "The coalition has 40 reports."
