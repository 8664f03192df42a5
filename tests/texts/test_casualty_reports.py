"""Reading texts on assessments: each figure is right or left out, whatever else the text says."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from civcas.texts.casualty_phrases import PATTERNS
from civcas.texts.casualty_reports import read_casualty_report
from civcas.texts.numerals import UNITS, value_of
from civcas.texts.publication_dates import page_dates
from tests.texts.corpus import NOISE, RELEASES, TEMPLATES, TOTALS, TRAPS

TENS = [*[""] * 2, "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(number):
    """A number below a million in words."""
    if number < 20:
        return UNITS[number]
    if number < 100:
        return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{UNITS[number // 100]} hundred" + (f" and {in_words(number % 100)}" if number % 100 else "")
    rest = number % 1000
    return f"{in_words(number // 1000)} thousand" + (f", {in_words(rest)}" if rest else "")


WRITTEN = [str, "{:,}".format, in_words, lambda number: in_words(number).capitalize(), "{:,}*".format]


@st.composite
def numerals(draw, least=0, most=99_999):
    """A number and a way to write it; four digits that might be a year are written with a comma."""
    number = draw(st.integers(least, most))
    written = draw(st.sampled_from(WRITTEN[1:] if 1900 <= number < 2100 else WRITTEN))
    return number, written(number)


@pytest.mark.parametrize("name", RELEASES)
def test_every_figure_is_right_or_left_out(name):
    sample = RELEASES[name]
    reading = read_casualty_report(sample.text)
    fields = {item.field for item in reading.statements}
    values = {field: reading.value(field) for field in fields if reading.value(field)}
    assert values == {field: value for field, value in sample.states.items() if field not in sample.not_read}


@pytest.mark.parametrize("name", RELEASES)
def test_each_statement_has_its_place_and_words(name):
    text = RELEASES[name].text
    for item in read_casualty_report(text).statements:
        assert 0 <= item.start < item.end <= len(text)
        place = " ".join(text[item.start : item.end].split())
        assert place in item.words
        if item.value.isdigit() and item.value != "0":
            assert str(value_of(re.sub(r"\s?\(.*|\*", "", place))) == item.value


@given(st.integers(0, 999_999))
def test_numbers_in_words(number):
    assert value_of(in_words(number)) == number
    assert value_of(in_words(number).title()) == number
    assert value_of(f"{number:,}") == number


@pytest.mark.parametrize(
    "words",
    ["", "two three", "hundred and two", "ten five", "twenty eleven", "1,23", "1.5", "12,3456", "thirty-", "dozen"],
)
def test_words_that_are_not_a_whole_number(words):
    assert value_of(words) is None


# --- texts with random figures --------------------------------------------------------------------------------

FIELDS = ["carried_over", "received", "completed", "credible", "non_credible", "duplicate", "open_at_end", "killed"]


def filled_in(template, figures):
    return template.format(**{field: written for field, (_, written) in figures.items()})


@given(st.fixed_dictionaries({field: numerals(0, 999) for field in FIELDS}), st.sampled_from(TEMPLATES), st.data())
def test_random_figures_are_read_among_other_sentences(figures, template, data):
    noise = data.draw(st.lists(st.sampled_from(NOISE), max_size=4))
    lines = [line.replace("{n}", "{}").format(*[data.draw(numerals())[1] for _ in range(3)]) for line in noise]
    place = data.draw(st.integers(0, len(lines)))
    reading = read_casualty_report("\n\n".join([*lines[:place], filled_in(template, figures), *lines[place:]]))
    assert {field: reading.values(field) for field in FIELDS} == {
        field: [str(number)] for field, (number, _) in figures.items()
    }
    assert {item.field for item in reading.statements} == {*FIELDS, "month"}


NAMES = re.findall(r"\{(\w+)\}", TOTALS)


@given(st.fixed_dictionaries({field: numerals() for field in NAMES}))
def test_random_totals_are_read(figures):
    reading = read_casualty_report(filled_in(TOTALS, figures))
    assert {field: reading.value(field) for field in NAMES} == {
        field: str(number) for field, (number, _) in figures.items()
    }
    assert reading.value("totals_through") == "2019-05-31"


@pytest.mark.parametrize("sentence", TRAPS)
def test_misleading_sentences(sentence):
    reading = read_casualty_report("A statement of the Coalition. " + sentence)
    assert {item.field: item.value for item in reading.statements if item.field != "month"} == TRAPS[sentence]


@given(st.sampled_from(NOISE), st.lists(numerals(), min_size=3, max_size=3))
def test_other_sentences_state_no_figure(line, figures):
    text = "The Coalition's statement. " + line.replace("{n}", "{}").format(*[written for _, written in figures])
    assert read_casualty_report(text).statements == []


@given(
    numerals(),
    st.sampled_from(
        ["about {}", "nearly {}", "up to {}", "more than {}", "{}%", "{} or more", "{}-99999", "{} million"]
    ),
)
def test_inexact_numbers_are_left_out(figure, hedge):
    number = hedge.format(figure[1].removesuffix("*"))
    text = f"In the month of June, CJTF-OIR received {number} new reports and completed {number} assessment reports."
    assert not [item for item in read_casualty_report(text).statements if item.field != "month"]


# --- any text ----------------------------------------------------------------------------------------------------

PHRASES = [re.sub(r"[(][?].*|[<>\\|^()?]", " ", pattern.phrase).split("{")[0] for pattern in PATTERNS]
PIECES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            *TEMPLATES,
            *NOISE,
            *PHRASES,
            "The Coalition",
            "CJTF-OIR",
            "reports",
            "civilians",
            "credible",
            ". ",
            "\n\n",
            "since 2014",
        ]
    ),
    numerals().map(lambda figure: figure[1]),
)


@given(st.lists(PIECES, max_size=12).map(" ".join))
@example("The Coalition received \ue000\ue004 new reports. \ue001")
@settings(max_examples=200)
def test_every_figure_is_in_the_text(text):
    for item in read_casualty_report(text).statements:
        if not item.value.isdigit():
            continue
        place = text[item.start : item.end]
        written = re.sub(r"\s?\(.*\)$|\*$", "", place)
        assert (item.value == "0" and re.search(r"\b(?:no|none|zero|0)\b", place, re.IGNORECASE)) or (
            str(value_of(written)) == item.value
        )


@given(st.text(), st.text())
def test_any_text_can_be_read(before, after):
    assume("Coalition" not in before + after)
    read_casualty_report(before + " Coalition " + after)
    page_dates(before + after)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Press Release | Sept. 29, 2017\n\nTitle", ["2017-09-29"]),
        ("Release # 20170929-03\nTitle", ["2017-09-29"]),
        ("SOUTHWEST ASIA, May 15, 2017 — U.S. forces", ["2017-05-15"]),
        ("30 April 2019\nTitle", ["2019-04-30"]),
        ("May 21, 2015\n\nRelease # 20150506", ["2015-05-06", "2015-05-21"]),
        ("Report for June 3, 2017 - June 4, 2017", []),
        ("On June 3, 2017, two strikes", []),
        ("Release # 20171345", []),
    ],
)
def test_publication_date(text, days):
    assert [item.value for item in page_dates(text)] == days
