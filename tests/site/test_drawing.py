"""How rows become a drawing: axes, words, findings, colours. No site is needed."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from civcas.site.drawing import ranking, timeline
from civcas.site.drawing.findings import finding
from civcas.site.drawing.hues import hue
from civcas.site.drawing.scales import Time, bounds, in_words, round_steps
from civcas.site.drawing.svg import tag


def linked(templates, row):
    return f"/{templates[0]}/{row}" if templates else None


MONTHS = [
    {"month": "2017-01", "killed": 4, "injured": None},
    {"month": "2017-02", "killed": None, "injured": None},
    {"month": "2017-03", "killed": 30, "injured": 10},
    {"month": "2017-04", "killed": 0, "injured": 1},
]


def attribute(markup, element, name):
    return re.findall(rf'<{element}[^>]*? {name}="([^"]*)"', str(markup))


@pytest.mark.parametrize("highest", [1, 3, 7, 99, 236, 1417, 13190, 26224])
def test_an_axis_has_a_few_round_steps_from_zero_to_the_highest_value_or_above(highest):
    steps = round_steps(highest)
    assert steps[0] == 0
    assert steps[-1] >= highest > steps[-2]
    assert 2 <= len(steps) <= 6
    assert all(float(step).is_integer() for step in steps)


def test_an_axis_of_nothing_still_has_a_length():
    assert round_steps(0) == [0, 1]


@pytest.mark.parametrize(("first", "last"), [("2017-03", "2017-03"), ("2017-10", "2018-04"), ("2014-08", "2024-02")])
def test_labels_of_time_are_in_order_and_say_the_year(first, last):
    labels = Time([first, last]).labels()
    assert all(0 <= left < right <= 1 for (left, _), (right, _) in pairwise(labels))
    assert 1 <= len(labels) <= 10
    assert any(re.search(r"20\d\d", label) for _, label in labels)


def test_a_month_is_as_wide_as_its_days():
    time = Time(["2017-01", "2017-02"])
    assert time.span("2017-01") == (0, 31 / 59)
    assert time.span("2017-02") == (31 / 59, 1)
    assert time.middle("2017-02-01") == pytest.approx(31.5 / 59)


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ((8317, None, 13190, "between"), "8,317 to 13,190"),
        ((500, None, None, "at_least"), "at least 500"),
        ((500, None, None, "more_than"), "more than 500"),
        ((None, None, 70, "up_to"), "up to 70"),
        ((None, 3900, None, "approximately"), "about 3,900"),
        ((None, 0, None, "exact"), "0"),
        ((7, None, 7, "between"), "7"),
        ((None, None, None, None), ""),
    ],
)
def test_a_figure_in_words_keeps_what_its_bounds_say(figure, words):
    assert bounds(*figure) == words


def test_days_in_words():
    assert [in_words(text) for text in ("2017", "2017-03", "2017-03-07")] == ["2017", "March 2017", "7 March 2017"]


def test_one_thing_has_one_colour_however_it_is_called():
    assert hue("SOHR: Syria only") == hue("sohr") == "hue-sohr"
    assert hue("non_credible") == "hue-non-credible"
    assert hue("Amnesty International") == "hue-other"


def test_a_text_in_a_drawing_is_no_markup():
    assert str(tag("text", "<b>&", x="1%")) == '<text x="1%">&lt;b&gt;&amp;</text>'
    row = {"month": "2017-03", "killed": 3, "place": "<script>"}
    note = {"of": "killed", "beside": "killed", "lines": ["{place}"]}
    drawn = timeline.timeline(
        {"time": "month", "marks": [{"mark": "bar", "field": "killed"}], "note": note}, [row], linked
    )
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn


def test_bars_stand_on_each_other_and_are_as_high_as_their_values():
    marks = [{"mark": "bar", "field": "killed", "link": ["month"]}, {"mark": "bar", "field": "injured"}]
    drawn = timeline.timeline({"time": "month", "marks": marks}, MONTHS, linked)
    heights = [float(value) for value in attribute(drawn, r'rect class="shape[^"]*"', "height")]
    killed, injured = heights[:3], heights[3:]
    assert killed[1] / killed[0] == pytest.approx(30 / 4, rel=0.01)
    assert killed[2] == 0
    assert injured[0] / killed[1] == pytest.approx(10 / 30, rel=0.01)
    tops = [float(value) for value in attribute(drawn, r'rect class="shape[^"]*"', "y")]
    assert tops[3] + injured[0] == pytest.approx(tops[1])
    # One point for each month with a value, which leads to its row's record.
    assert attribute(drawn, "a", "data-row") == ["0", "2", "3"]
    assert attribute(drawn, "a", "href") == ["/month/0", "/month/2", "/month/3"]


def test_the_note_stands_at_the_highest_value():
    note = {"of": "killed", "beside": "killed", "lines": ["{month}", "{killed} killed"], "days": ["month"]}
    marks = [{"mark": "bar", "field": "killed"}]
    drawn = timeline.timeline({"time": "month", "marks": marks, "note": note}, MONTHS, linked)
    assert re.findall('class="note[^>]*>([^<]*)<', str(drawn)) == ["March 2017", "30 killed"]
    empty = [{**row, "killed": None, "injured": 1} for row in MONTHS]
    both = [*marks, {"mark": "bar", "field": "injured"}]
    assert "note" not in timeline.timeline({"time": "month", "marks": both, "note": note}, empty, linked)


def test_a_line_has_no_slope():
    rows = [{"day": f"2017-0{month}-15", "best": value} for month, value in ((1, 5), (2, 9), (4, 7))]
    marks = [{"mark": "step", "field": "best", "label": "Count", "scope": "here", "hue": "airwars"}]
    drawn = timeline.timeline({"time": "day", "marks": marks, "ends": True}, rows, linked)
    (path,) = attribute(drawn, "path", "d")
    assert re.fullmatch(r"M[\d.]+ [\d.]+(H[\d.]+V[\d.]+){2}", path)
    assert "Count </tspan>7</text>" in drawn
    assert "here, to April 2017" in drawn


def test_a_row_without_a_time_stands_in_the_table_alone():
    rows = [{"day": None, "best": 3}, {"day": "2017-01-15", "best": 5}]
    drawn = timeline.timeline({"time": "day", "marks": [{"mark": "dot", "field": "best"}]}, rows, linked)
    assert attribute(drawn, "g", "data-row") == ["1"]


def test_names_at_the_ends_never_overlap():
    rows = [{"day": "2017-01-15", "series": name, "best": 100} for name in "abcd"]
    marks = [
        {"mark": "step", "field": "best", "where": {"series": name}, "label": name, "scope": "", "hue": "plain"}
        for name in "abcd"
    ]
    drawn = timeline.timeline({"time": "day", "marks": marks, "ends": True}, rows, linked)
    places = [float(y) for y in attribute(drawn, 'text class="end"', "y")]
    assert len(places) == 4
    assert all(below - above >= 30 for above, below in pairwise(places))


def test_a_panel_for_each_value_has_the_scale_of_the_highest():
    rows = [{"month": "2017-01", "group": "a_b", "n": 400}, {"month": "2017-01", "group": "c", "n": 100}]
    chart = {"time": "month", "panel_of": "group", "marks": [{"mark": "bar", "field": "n"}], "height": 130}
    drawn = timeline.timeline(chart, rows, linked)
    assert re.findall(r'panel-title">([^<]+)<span class="muted">(\d+)', str(drawn)) == [("a b ", "400"), ("c ", "100")]
    high, low = (float(value) for value in attribute(drawn, r'rect class="shape[^"]*"', "height"))
    assert high / low == pytest.approx(4, rel=0.01)


def test_a_ranking_shows_ranges_dots_and_open_ends():
    rows = [
        {"who": "a", "low": 10, "best": None, "high": 100},
        {"who": "b", "low": None, "best": 50, "high": None},
        {"who": "c", "low": 25, "best": None, "high": None},
        {"who": "d", "low": None, "best": None, "high": 20},
    ]
    drawn = ranking.ranking({"label": "{who}", "hue_of": "who", "link": ["who"]}, rows, linked)
    assert attribute(drawn, 'line class="shape span[^"]*"', "x1") == ["10%"]
    assert attribute(drawn, 'line class="shape span[^"]*"', "x2") == ["100%"]
    assert attribute(drawn, "circle", "cx") == ["50%"]
    assert attribute(drawn, "path", "d") == ["M0 -5L8 0L0 5Z", "M0 -5L-8 0L0 5Z"]
    values = re.findall('class="value">([^<]*)<', str(drawn))
    assert values == ["10 to 100", "50", "at least 25", "up to 20"]


def test_shares_fill_the_whole_bar():
    chart = {"label": "{who}", "of": "all", "value": "yes", "stack": [{"field": "yes"}, {"field": "no"}]}
    drawn = ranking.ranking(chart, [{"who": "a", "yes": 30, "no": 10, "all": 40}], linked)
    assert attribute(drawn, "rect", "width") == ["75%", "25%"]
    assert "30 of 40" in drawn


def test_a_finding_has_the_figures_of_the_rows():
    rows = [
        {"series": "Coalition: both", "low": None, "best": 1300, "high": None, "qualifier": "exact"},
        {"series": "Airwars: both", "low": 7910, "best": None, "high": 12654, "qualifier": "between"},
        {"series": "Coalition: both", "low": None, "best": 1417, "high": None, "qualifier": "exact"},
    ]
    assert (
        finding("official-total-and-estimates", rows)
        == "The Coalition has admitted 1,417 deaths; Airwars counts 7,910 to 12,654"
    )
    assert finding("official-total-and-estimates", rows[:1]) is None


def test_a_finding_of_months_needs_one_month_above_all_others():
    rows = [{"month": f"2017-0{month}", "open_at_end": value} for month, value in ((1, 5), (2, 9), (3, None))]
    assert finding("reports-open", rows) == "The most reports were open at the end of February 2017 (9)"
    assert finding("reports-open", [*rows, {"month": "2017-04", "open_at_end": 9}]) is None


@pytest.mark.parametrize("name", ["reports-open", "no-such-chart"])
def test_no_rows_have_no_finding(name):
    assert finding(name, []) is None
