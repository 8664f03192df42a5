"""Wordings of newspapers and of single releases, in sentences made up for the tests: what they state, and what not."""

from __future__ import annotations

import pytest

from civcas.texts.casualty_reports import read_casualty_report


def read(text):
    """The values of each field, several joined by a comma."""
    reading = read_casualty_report(text)
    return {
        field: ",".join(reading.values(field)) for field in dict.fromkeys(item.field for item in reading.statements)
    }


OF_THE_MONTH = {
    "In May, the Pentagon analysed 31 reports.": {"completed": "31"},
    "During May the coalition investigated 31 reports of civilian casualties.": {"completed": "31"},
    "The coalition completed an analysis of 31 reports in May.": {"completed": "31"},
    "In May the task force determined that only four were credible.": {"credible": "4"},
    "In May the coalition found that six of the reports were not credible.": {"non_credible": "6"},
    "The coalition found two of them credible.": {"credible": "2"},
    "There were two reports US officials considered credible, the coalition said.": {"credible": "2"},
    "Nine were labelled non-credible and three to be duplicate, the coalition said.": {
        "non_credible": "9",
        "duplicate": "3",
    },
    "Of the rest, three were redundant, the coalition said.": {"duplicate": "3"},
    "The coalition is currently investigating a total of 61 reports.": {"open_at_end": "61"},
    "The coalition has flown 31,000 sorties and is still assessing 61 reports of civilian casualties.": {
        "open_at_end": "61"
    },
    "Sixty-one more were still being assessed, the coalition said.": {"open_at_end": "61"},
    "Some 40 reports of other civilian deaths are still being evaluated by the coalition.": {},
    "In May the coalition continued to assess 61 open cases and received seven new ones.": {
        "carried_over": "61",
        "received": "7",
    },
    "Those that were found to be credible, the coalition said, together resulted in the accidental death of 12.": {
        "killed": "12"
    },
    "The coalition said in a report that raids assessed in May killed 19 civilians.": {"killed": "19"},
}


@pytest.mark.parametrize("sentence", OF_THE_MONTH)
def test_wordings_about_a_month(sentence):
    values = read("The Coalition's statement.\n\n" + sentence)
    values.pop("month", None)
    assert values == OF_THE_MONTH[sentence]


TOTALS = {
    "The coalition. US-led strikes have killed 1,444 civilians since mid-2014, the Pentagon said.": {
        "killed_total": "1444"
    },
    "The coalition was responsible for 1,444 civilian deaths since the air war began.": {"killed_total": "1444"},
    "The coalition confirmed the deaths of 1,444 civilians between August 2014 and May 2022.": {
        "killed_total": "1444",
        "totals_through": "2022-05-31",
    },
    "The US-led coalition's report raised the toll of civilians to at least 1,444.": {"killed_total": "1444"},
    "The findings of the coalition bring to 1,444 the number of civilians killed.": {"killed_total": "1444"},
    "The number of civilians killed by the coalition is now 1,444.": {"killed_total": "1444"},
    "The coalition has killed at least 1,444 civilians.": {"killed_total": "1444"},
    "The coalition has killed 44 civilians.": {},
    "The coalition has killed at least 44 civilians this week.": {},
    "The coalition has killed at least 44 civilians in May.": {},
    "The coalition killed 44 civilians in a strike, the deadliest since its campaign began.": {},
    "The coalition raised the number of reports about civilians to 1,444.": {},
    "The coalition's report raised the toll of civilians to 1,450.": {},
    "A total of 33,333 airstrikes have been carried out by the coalition since August 2014.": {
        "strikes_total": "33333"
    },
    "The coalition reportedly conducted 33,333 strikes since August 2014.": {},
}


@pytest.mark.parametrize("sentence", TOTALS)
def test_wordings_about_the_campaign(sentence):
    assert read(sentence) == TOTALS[sentence]


def test_totals_of_the_time_that_the_sentence_before_names():
    before = "The coalition has reports of incidents between August 2014 and May 2022. "
    assert read(before + "In that period, it carried out 33,333 strikes.") == {
        "totals_through": "2022-05-31",
        "strikes_total": "33333",
    }
    assert read("The coalition met in May. In that period, it carried out 33,333 strikes.") == {}
    values = read(
        "Since August 2014 the coalition conducted 33,333 strikes. During this time, 1,777 reports of civilian"
        " casualties were submitted, but it found only 222 of these to be credible."
    )
    assert values == {"strikes_total": "33333", "reports_total": "1777", "credible_total": "222"}


def test_the_sentence_with_which_a_release_begins_may_follow_a_day():
    text = (
        "THE LATEST REPORT (June 30): In the month of May, CJTF-OIR carried over 50 open reports from previous months"
        " and received 17 new reports between May 2 and May 31."
    )
    assert read(text) == {"month": "-05", "carried_over": "50", "received": "17"}


def test_a_dateline_or_a_long_line_begins_a_paragraph():
    rest = ", CJTF-OIR received 12 new reports of possible civilian casualties and assessed 11 reports."
    for head in ("A long heading about what the task force has to say, of June 3, 2022", "A heading of June 3, 2022"):
        for opening in ("SOUTHWEST ASIA - In May 2022", "In the month of May 2022"):
            text = f"{head}\n{opening}{rest} " + "Its reviewers look at video and speak with witnesses. " * 3
            assert read(text) == {"month": "2022-05", "received": "12", "completed": "11"}


AD_HOC = (
    "U.S. Central Command announced the results of three further assessments. The preponderance of the evidence"
    " indicates that strikes between {days} likely resulted in the deaths of nine civilians.\n\n"
    "Here is a description of the three U.S. strikes that were reviewed and determined to be credible:\n"
    "1. On May 3, 2015, near Foo, Iraq, one civilian was killed.\n2. On June 9, 2015, near Bar, Iraq, two were.\n"
)


@pytest.mark.parametrize("days", ["May 3 and June 9", "May 3 and June 9, 2015", "May 3, 2015, and June 9, 2015"])
def test_the_year_of_a_day_may_stand_elsewhere(days):
    assert read(AD_HOC.format(days=days)) == {
        "completed": "3",
        "credible": "3",
        "killed": "9",
        "period_start": "2015-05-03",
        "period_end": "2015-06-09",
    }


def test_a_period_without_a_year_is_left_out():
    assert "period_start" not in read(AD_HOC.format(days="May 4 and June 8"))


def test_the_days_that_allegations_are_about():
    text = (
        "The coalition looked into allegations that airstrikes on a compound {} harmed civilians.\n\n"
        "The preponderance of the evidence indicates that they likely led to the deaths of four non-combatants."
    )
    found = {"killed": "4", "period_start": "2015-03-07", "period_end": "2015-03-08"}
    assert read(text.format("on March 7-8, 2015,")) == found
    assert read(text.format("on March 7, 2015, and May 8, 2015,")) == {"killed": "4"}
    assert read(text.format("on March 7")) == {"killed": "4"}


def test_several_strikes_between_two_days():
    text = "Nine civilians were killed and four wounded in strikes between March 7 and May 8, the US military said."
    assert read(text) == {}  # nothing says that this is about the campaign
    assert read("The coalition's page. " + text) == {"killed": "9", "injured": "4"}
    assert read("The coalition's page. " + text.replace("in strikes", "in a strike")) == {}


def test_it_may_stand_for_the_statement():
    text = "The coalition's figures. It received ten new reports, according to the statement. It said that {}."
    assert read(text.format("12 reports are still open")) == {"received": "10", "open_at_end": "12"}


def test_of_two_months_in_one_text_neither_is_taken():
    text = (
        "The coalition's latest report says that in May it carried over 50 open reports and received 12 new"
        " reports. In April the coalition says it received 19 new reports."
    )
    assert read(text) == {"month": "-05,-04", "carried_over": "50", "received": "12,19"}
