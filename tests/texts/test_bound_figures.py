"""A figure fills a cell of a release only if its sentence is about that release: its month, its party, all of its
cases."""

from __future__ import annotations

import pytest

from civcas.texts.casualty_reports import read_casualty_report
from civcas.texts.text_extraction import read_document


def read(text):
    """The values of each field but the month, and the reasons by the first words of the sentences not used."""
    reading = read_casualty_report(text)
    values = {item.field: item.value for item in reading.statements if item.field != "month"}
    return values, {item.words[:20]: item.reason for item in reading.unused}


def test_sentences_that_run_together():
    values, _ = read(
        "The Coalition flew 33,333 strikes, it says: between August 2014 and the end of May 2022 the Coalition"
        " conducted"
        " 33,333 strikes.In the month of May, CJTF-OIR carried over 50 open reports from previous months and received 8"
        " new reports. Out of the 11 completed casualty allegation reports, two reports were determined to be"
        " credible and"
        " resulted in four unintentional civilian deaths."
    )
    assert values == {
        "strikes_total": "33333", "totals_through": "2022-05-31", "carried_over": "50", "received": "8",
        "completed": "11", "credible": "2", "killed": "4",
    }  # fmt: skip


OLDER = (
    "The Coalition conducted a total of 28,111 strikes that included 56,222 separate engagements between August"
    " 2014 and"
    " October 2017. During this period, the total number of reports of possible civilian casualties was 1,777."
)


@pytest.mark.parametrize("heading", ["More news releases\n\n", "Related\n\n", "Previous releases:\n\n", ""])
def test_totals_of_another_release(heading):
    text = (
        "June 30, 2022\n\nIn the month of May, CJTF-OIR carried over 50 open reports from previous months and received"
        " eight new reports. The Coalition conducted 35,010 strikes between August 2014 and the end of May 2022.\n\n"
    )
    values, unused = read(text + heading + OLDER)
    assert values == {
        "carried_over": "50", "received": "8", "strikes_total": "35010", "totals_through": "2022-05-31",
    }  # fmt: skip
    expected = "stands under the heading" if heading else "a total up to 2017-10-31, not to 2022-05-31"
    assert expected in unused[OLDER[:20]]


def test_since_2014_a_line_end_and_a_dateline():
    text = MAY + "At least 1,418 civilians have been killed by the Coalition since 2014."
    assert read(text)[0] == {"received": "8", "killed_total": "1418"}
    text = (
        "In the month of May, the Coalition completed the assessment of 40 reports, of which 31 were assessed to be"
        " non-\n"
        "credible and nine were assessed to be credible."
    )
    assert read(text)[0] == {"completed": "40", "non_credible": "31", "credible": "9"}
    text = "SOUTHWEST ASIA- During the month of May, CJTF-OIR received 18 reports of possible civilian casualties."
    assert read(text)[0] == {"received": "18"}


MAY = "In May 2022, CJTF-OIR received eight new reports. "
OTHER_PERIODS = [
    "In April and May, CJTF-OIR received 13 new reports of possible civilian casualties.",
    "Since January, the Coalition has completed the assessment of 290 reports.",
    "Between January and June, the Coalition received 61 new reports.",
    "In the first half of the year, CJTF-OIR completed the assessment of 44 reports.",
    "In the second quarter the Coalition received 31 new reports.",
    "In March, April and May, the Coalition received 19 new reports.",
    "During the summer the Coalition completed 15 assessments.",
    "Over the past few months, the Coalition completed the assessment of 90 reports.",
    "On average the Coalition received 12 new reports.",
    "Each month CJTF-OIR received 12 new reports.",
    "CJTF-OIR received 12 new reports in the week to May 8.",
    "In April 2022, three reports were determined to be credible and resulted in 12 unintentional civilian deaths.",
    "April\u2019s report said 22 reports were assessed to be non-credible.",
    "Of the reports received in April, 22 reports were assessed to be non-credible.",
    "In late June, the coalition admitted that at least 1,509 civilians had been unintentionally killed since the"
    " start of"
    " Operation Inherent Resolve.",
    "As of March 31, at least 1,417 civilians had been unintentionally killed since the start of Operation Inherent"
    " Resolve, the coalition said.",
    "Before this report, at least 1,417 civilians had been unintentionally killed since the start of Operation Inherent"
    " Resolve.",
    "The coalition, fighting since 2014, received 12 reports in June.",
    "During this period, the total number of reports of possible civilian casualties was 12.",
]
ONE_CASE = [
    "The deadliest of them, a strike of March 14, was found to be credible and resulted in 29 unintentional civilian"
    " deaths, the coalition said.",
    "The strike on 17 March was determined to be credible and resulted in 105 unintentional civilian deaths.",
    "One report, about a raid on a bakery, was assessed as credible, resulting in 11 civilian deaths.",
    "The largest credible report resulted in 40 unintentional civilian deaths.",
    "A credible report from Aug. 3 resulted in nine civilian deaths.",
    "1. Feb. 3, 2017, near Mosul, Iraq, via social media. A strike on a car bomb was credible. Regrettably, four"
    " civilians"
    " were unintentionally killed and two were injured.",
]
OTHER_PARTIES = [
    "The Danish defence ministry said the Coalition assessed three reports as credible after strikes in which its jets"
    " took part.",
    "An Iraqi lawmaker said that the coalition killed 3,418 civilians since the start of its campaign in Iraq and"
    " Syria.",
    "Norway's defence chief said three reports were assessed to be credible.",
    "Three reports were determined to be credible, a village elder said.",
    "Three reports were determined to be credible, said Ahmad, a resident.",
    "The Network published its tally. It says the coalition killed 2,911 civilians since the start of its campaign.",
    "According to a local council, three reports were determined to be credible.",
    "The coalition killed 2,911 civilians since 2014, Abu Ahmed said.",
    "Partner nations assessed three reports as credible.",
]


@pytest.mark.parametrize("sentence", [*OTHER_PERIODS, *ONE_CASE, *OTHER_PARTIES])
def test_figures_of_something_else_fill_nothing(sentence):
    values, unused = read(MAY + sentence)
    assert values == {"received": "8"}
    assert all(unused.values())
    assert unused


def test_the_deaths_of_one_case_of_several_are_left_out():
    values, unused = read(
        MAY + "One report was determined to be credible and resulted in four unintentional civilian deaths."
        " Two reports were determined to be credible."
    )
    assert "killed" not in values
    assert "it is about one case of several" in unused.values()


def test_what_was_not_used_is_said():
    values, unused = read(
        "The Coalition's monthly tally came out on Sunday. It assessed 21 reports and found that 33 civilians had"
        " died in"
        " its strikes. The total is now 1,444, the report states, from 33,333 strikes. Another 40 reports remain under"
        " investigation."
    )
    assert values == {"completed": "21"}
    assert unused == {
        "It assessed 21 repor": "of its numbers, these were not read: 33",
        "The total is now 1,4": "it is about another period or one case, or in words that are not known",
        "Another 40 reports r": "it is in words that are not known",
    }


def test_long_sentences_are_said_to_be_left_out():
    values, unused = read(MAY + "The Coalition received nine new reports and " + "more " * 500 + ".")
    assert values == {"received": "8"}
    assert list(unused.values()) == ["it has more than 2,000 letters"]


def test_the_coalition_may_speak_for_itself():
    for said in ("the coalition said", "it said", "said Col. X. Example, a coalition spokesman", "the report states"):
        assert read(f"In May, three reports were determined to be credible, {said}. The Coalition.")[0] == {
            "credible": "3"
        }


def test_text_of_a_page(tmp_path):
    page = f"<body><p>{MAY}</p><h3>Read more</h3><p>CJTF-OIR received two new reports."
    (tmp_path / "a.html").write_text("<html>" + page)
    assert read(read_document(str(tmp_path / "a.html")).text)[0] == {"received": "8"}


@pytest.mark.parametrize(
    "sentence",
    [
        "It is not true that 15 reports were assessed to be non-credible.",
        "Critics say the Coalition has killed at least 1,371 civilians since August 2014.",
        "The Coalition will admit it killed 1,302 civilians since August 2014.",
        "The Coalition assesses 1,302 civilians have been unintentionally killed or injured since 2014.",
        "Three reports were determined to be credible and resulted in five unintentional civilian deaths each.",
        "Three reports were determined to be credible and resulted in five deaths; that was later changed to seven.",
        "Three reports were determined to be credible, pending approval.",
        "The Saudi-led coalition in Yemen has killed at least 1,302 civilians since August 2014.",
    ],
)
def test_what_is_denied_or_not_settled_is_no_figure(sentence):
    reading = read_casualty_report(f"In the month of April, CJTF-OIR completed 18 reports. {sentence}")
    assert {item.field for item in reading.statements} <= {"month", "completed"}
    assert sentence in [item.words for item in reading.unused]
