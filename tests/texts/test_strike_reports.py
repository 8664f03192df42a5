"""Reading strike reports: each line is right or left out, with the reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civcas.texts.strike_reports import read_strike_report
from tests.texts.corpus import STRIKE_REPORTS
from tests.texts.test_casualty_reports import numerals


@pytest.mark.parametrize("name", STRIKE_REPORTS)
def test_every_line_is_right_or_left_out(name):
    day, text, places, totals, left_out = STRIKE_REPORTS[name]
    report = read_strike_report(text, date.fromisoformat(day))
    assert {
        (item.country, item.place, str(item.first)): (item.strikes, item.engagements) for item in report.places
    } == places
    assert {(item.country, str(item.first)): (item.strikes, item.engagements) for item in report.totals} == totals
    assert len(report.unclear) == left_out
    assert all(item.problem for item in report.unclear)


def test_last_day_of_a_week():
    day, text, *_ = STRIKE_REPORTS["2018, a week"]
    week = next(item for item in read_strike_report(text, date.fromisoformat(day)).totals if item.country == "both")
    assert (week.first, week.last) == (date(2017, 12, 29), date(2017, 12, 31))


def test_late_strikes_are_marked():
    day, text, *_ = STRIKE_REPORTS["2017, engagements and late strikes"]
    late = [item for item in read_strike_report(text, date.fromisoformat(day)).places if item.late]
    assert [(item.place, item.first) for item in late] == [("Raqqa", date(2017, 5, 13))]


def test_days_are_unknown_without_the_day_of_the_report():
    text = """Coalition military forces continued to attack ISIS yesterday.

Strikes in Iraq

In Iraq, coalition military forces conducted two strikes consisting of three engagements on targets near Mosul."""
    (item,) = read_strike_report(text, None).places
    assert (item.place, item.strikes, item.engagements, item.first) == ("Mosul", 2, 3, None)


def test_two_totals_for_the_same_days_are_left_out():
    text = """Strikes in Syria

On June 1, coalition military forces conducted a strike consisting of two engagements against ISIS targets near Raqqa.

On June 1, coalition military forces conducted a strike consisting of one engagement on ISIS targets near Tabqah."""
    report = read_strike_report(text, date(2017, 6, 2))
    assert [(item.place, item.strikes) for item in report.places] == [("Raqqa", 1), ("Tabqah", 1)]
    assert report.totals == []
    assert [item.problem for item in report.unclear] == [
        "several lines are about the same days, and none states their sum"
    ] * 2


def test_two_weekdays_give_no_day():
    text = """U.S. military forces continued to attack ISIL terrorists in Syria on Sunday and Monday.

In Syria, two airstrikes near Kobani destroyed a truck."""
    (item,) = read_strike_report(text, date(2014, 10, 21)).places
    assert (item.strikes, item.first) == (2, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Near Mosul, two strikes destroyed a truck.",
        "The Coalition conducted 34,502 strikes between August 2014 and the end of April 2019.",
        "Coalition military forces said that four civilians were unintentionally killed near Mosul in two strikes.",
        "Coalition military forces conducted more than 20 strikes in Syria yesterday.",
    ],
)
def test_other_texts_state_no_strikes(text):
    report = read_strike_report(text, date(2019, 5, 1))
    assert (report.places, report.totals) == ([], [])


PLACES = ["Abu Kamal", "Dayr Az Zawr", "Raqqa", "Mar\u2019a", "Ayn Isa", "Al Hasakah", "Tal Afar"]
DEEDS = [
    "destroyed {} vehicles and {} boats",
    "engaged {} ISIS tactical units; destroyed {} mortar systems",
    "damaged {} oil stills",
]


@given(
    st.dictionaries(
        st.sampled_from(PLACES), st.tuples(numerals(1, 900), numerals(1, 900), st.sampled_from(DEEDS)), min_size=1
    ),
    st.dates(date(2015, 1, 2), date(2018, 12, 31)),
    numerals(1, 999),
    numerals(1, 999),
)
def test_random_reports_are_read(lines, day, strikes, engagements):
    listed = [
        f"-- Near {place}, {number[1].removesuffix('*').lower()} strikes {deed.format(noise[1], noise[1])}."
        for place, (number, noise, deed) in lines.items()
    ]
    before = day - timedelta(days=1)
    count, parts = strikes[1].removesuffix("*").lower(), engagements[1].lower()
    head = (
        f"SOUTHWEST ASIA, {day:%B} {day.day}, {day.year} — Coalition military forces continued to attack the Islamic"
        " State of Iraq and Syria yesterday.\n\nStrikes in Syria\n\nIn Syria, coalition military forces conducted"
        f" {count} strikes consisting of {parts} engagements against ISIS targets:"
    )
    report = read_strike_report("\n\n".join([head, *listed]), day)
    assert {(item.country, item.place, item.strikes, item.first) for item in report.places} == {
        ("Syria", place, number[0], before) for place, (number, _, _) in lines.items()
    }
    assert [(item.country, item.strikes, item.engagements, item.first) for item in report.totals] == [
        ("Syria", strikes[0], engagements[0], before)
    ]


@given(st.text(), st.dates())
def test_any_text_can_be_read(text, day):
    read_strike_report("Strikes in Syria\n\n" + text, day)
