"""Others' counts: what is read of a sentence, what is left open, and which rows are written."""

from __future__ import annotations

import json

import pytest

from civcas.package.tables import read_table
from civcas.texts.draft.proposal import rows_of
from civcas.texts.estimates import names_of, read_estimates

TIMES = ("--url", "https://times.example.org/an-article", "--kind", "news", "--published-on", "2019-06-01")
KNOWN = "Airwars says that at least 7,777 civilians were killed by coalition strikes in Iraq and Syria in 2017."
PARTLY = "Airwars says that at least 55 civilians were killed by coalition strikes in Mosul in May 2017."


@pytest.fixture(scope="module")
def names(package):
    return names_of(rows_of(read_table(package, "organisations")))


@pytest.fixture
def cells(names):
    """The cells of each count in a text."""
    return lambda text: [item.cells for item in read_estimates(text, names)]


def cited(count):
    return f"According to Airwars, {count} by the coalition."


def test_the_coalition_and_the_press_give_no_counts_of_others(names):
    assert {"Airwars", "HRW", "Human Rights Watch", "SNHR", "Syrian Network", "Syrian Observatory", "SOHR"} <= set(
        names
    )
    assert not {"coalition", "centcom", "us-dod", "us-afcent", "example-times", "geonames"} & set(names.values())


def test_a_name_that_two_have_names_neither():
    one, two = ({"organisation_id": key, "name": f"{key} Watch", "abbreviation": "WWW", "kind": "ngo"} for key in "ab")
    assert names_of([one, two]) == {"a Watch": "a", "b Watch": "b"}


@pytest.mark.parametrize(
    ("count", "expected"),
    {
        "40 civilians were killed": ("civilians_killed", "exact", {"best": "40"}),
        "forty civilians have been killed": ("civilians_killed", "exact", {"best": "40"}),
        "at least 1,040 civilians were killed": ("civilians_killed", "at_least", {"low": "1040"}),
        "no fewer than 40 civilians died": ("civilians_killed", "at_least", {"low": "40"}),
        "more than 40 civilians were likely killed": ("civilians_killed", "more_than", {"low": "40"}),
        "over 40 civilian deaths were caused": ("civilians_killed", "more_than", {"low": "40"}),
        "up to 40 civilians were killed": ("civilians_killed", "up_to", {"high": "40"}),
        "as many as 40 civilian deaths were caused": ("civilians_killed", "up_to", {"high": "40"}),
        "about 40 civilians were killed": ("civilians_killed", "approximately", {"best": "40"}),
        "between 40 and 50 civilians were killed": ("civilians_killed", "between", {"low": "40", "high": "50"}),
        "8,106 to 12,980 civilians were killed": ("civilians_killed", "between", {"low": "8106", "high": "12980"}),
        "40\u201350 civilians were killed": ("civilians_killed", "between", {"low": "40", "high": "50"}),
        "strikes killed 40 civilians, caused": ("civilians_killed", "exact", {"best": "40"}),
        "strikes led to the deaths of some 40 civilians, caused": ("civilians_killed", "approximately", {"best": "40"}),
        "40 children were killed": ("children_killed", "exact", {"best": "40"}),
        "40 child deaths were caused": ("children_killed", "exact", {"best": "40"}),
        "40 women were killed": ("women_killed", "exact", {"best": "40"}),
        "40 people were killed": ("people_killed", "exact", {"best": "40"}),
        "40 civilians were wounded": ("civilians_injured", "exact", {"best": "40"}),
    }.items(),
)
def test_figures_and_their_words(cells, count, expected):
    (found,) = cells(cited(count))
    measure, qualifier, figures = expected
    assert (found["measure"], found["qualifier"]) == (measure, qualifier)
    assert {name: found[name] for name in ("low", "best", "high") if name in found} == figures
    assert (found["organisation_id"], found["attributed_to"]) == ("airwars", "Coalition")


@pytest.mark.parametrize(
    "count",
    [
        "dozens of civilians were killed",
        "40 or more civilians were killed",
        "40% of civilians were killed",
        "1 302 civilians were killed",
        "\u221240 civilians were killed",
        "50 to 40 civilians were killed",
        "40 civilians were killed or wounded",
        "40 civilians were killed and wounded",
        "40 children were wounded",
        "40 civilian casualties were caused",
        "40 strikes were carried out",
        "40 civilians were killed, not 30 civilians killed",
        "30 civilians were killed or even 40 civilians were killed",
    ],
)
def test_a_figure_that_is_not_certain_is_not_read(cells, count):
    assert cells(cited(count)) == []


@pytest.mark.parametrize(
    "text",
    [
        "At least 40 civilians were killed by the coalition.",
        "The coalition said that Airwars reported 40 civilians killed.",
        "The coalition has acknowledged that 40 civilians were killed, Airwars said.",
        "The Pentagon told Airwars that 40 civilians were killed.",
        "Airwars did not say that 40 civilians were killed by the coalition.",
        "Airwars denied reports that 40 civilians were killed by the coalition.",
        "Airwars and SNHR say that 40 civilians were killed by the coalition.",
        "Airwars has an office. 40 civilians were killed by the coalition.",
        "The Example Times says that 40 civilians were killed by the coalition.",
        "Civilians near the airwars said 40 civilians were killed by the coalition.",
    ],
)
def test_what_no_one_organisation_says_is_not_read(cells, text):
    assert cells(text) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    {
        "in 2017": ("2017-01-01", "year", "2017-01-01", "year"),
        "in May 2017": ("2017-05-01", "month", "2017-05-01", "month"),
        "between May and July 2017": ("2017-05-01", "month", "2017-07-01", "month"),
        "from 3 May 2017 to June 4, 2017": ("2017-05-03", "day", "2017-06-04", "day"),
        "since 2014": ("2014-01-01", "year", None, None),
        "since August 2014": ("2014-08-01", "month", None, None),
        "since August 8, 2014": ("2014-08-08", "day", None, None),
        "since the start of the campaign": (None,) * 4,
        "in May": (None,) * 4,
        "in May 2017 and June 2017": (None,) * 4,
        "in 2017 and 2018": (None,) * 4,
        "from July 2017 to May 2017": (None,) * 4,
        "between May and July": (None,) * 4,
        "in May 2017, up from those in May 2016": (None,) * 4,
        "by May 2017": (None,) * 4,
    }.items(),
)
def test_the_period(cells, words, expected):
    (found,) = cells(f"Airwars says the coalition killed 40 civilians in Syria {words}.")
    assert tuple(map(found.get, ("period_start", "start_precision", "period_end", "end_precision"))) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Airwars said in May 2017 that 40 civilians were killed by the coalition.",
        "In May 2017, Airwars reported 40 civilians killed by the coalition.",
        "40 civilians were killed by the coalition, Airwars said in May 2017.",
    ],
)
def test_the_day_of_saying_is_no_period(cells, text):
    (found,) = cells(text)
    assert not {"period_start", "period_end"} & set(found)


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("by coalition strikes in Syria", "Syria"),
        ("by coalition strikes in Iraq", "Iraq"),
        ("by coalition strikes in Iraq and Syria", "both"),
        ("by coalition strikes", None),
        ("by coalition strikes near Raqqa in Syria", None),
        ("by a coalition strike in Syria", None),
        ("in the single deadliest attack of the coalition in Syria", None),
    ],
)
def test_the_country_is_left_open_for_a_place_or_an_event(cells, words, country):
    (found,) = cells(f"The Syrian Observatory reported 40 civilians killed {words}.")
    assert found.get("country") == country


@pytest.mark.parametrize(
    "words",
    ["by Russian and coalition strikes", "by all parties", "in Syria", "by the coalition and Iraqi forces", "by ISIS"],
)
def test_another_party_is_left_open(cells, words):
    (found,) = cells(f"HRW counted 40 civilians killed {words}.")
    assert "attributed_to" not in found


def test_a_whole_row_is_written_with_its_evidence(copy, tmp_path):
    text = tmp_path / "article.txt"
    text.write_text(f"{KNOWN}\n{PARTLY}\n")
    before = copy.path("estimates").read_bytes()
    code, out, _ = copy.run("draft", str(text), *TIMES)
    assert code == 0
    assert copy.path("estimates").read_bytes() == before
    assert "estimates/airwars-2017-killed (new)\n  low               7777\n" in out
    assert "to be completed by hand, and never written: a row of data/estimates.csv\n" in out
    assert "  country and place: it may be about one place or one event\n" in out
    code, out, _ = copy.run("draft", str(text), *TIMES, "--write")
    assert (code, "written: data/sources.csv, data/evidence.csv, data/estimates.csv" in out) == (0, True)
    (line,) = set(copy.path("estimates").read_text().splitlines()) - set(before.decode().splitlines())
    assert line == (
        "airwars-2017-killed,airwars,,,2017-01-01,year,2017-01-01,year,both,,Coalition,civilians_killed,7777,,,at_least"
        ",,,times-example-an-article,"
    )
    stated = "estimates,airwars-2017-killed,low,times-example-an-article,7777,1,"
    assert stated in copy.path("evidence").read_text().splitlines()
    assert copy.run("check")[0] == 0


def test_a_row_with_something_left_open_is_never_written(copy, tmp_path):
    text = tmp_path / "article.txt"
    text.write_text(PARTLY)
    before = {file.name: file.read_bytes() for file in (copy.root / "data").iterdir()}
    code, out, _ = copy.run("draft", str(text), *TIMES, "--write", "--format", "json")
    assert (code, {file.name: file.read_bytes() for file in (copy.root / "data").iterdir()}) == (1, before)
    (half,) = json.loads(out)["half_filled"]
    assert (half["row"]["low"], half["row"]["organisation_id"], half["row"]["estimate_id"]) == ("55", "airwars", "")
    assert half["words"] == PARTLY
    assert json.loads(out)["rows"] == {}


def test_a_count_that_the_package_has_is_said_to_be_recorded(copy, tmp_path):
    text = tmp_path / "article.txt"
    period = "between 23 September 2014 and 23 September 2019"
    text.write_text(f"SNHR documented 3,037 civilians killed by the coalition in Syria {period}.")
    code, out, _ = copy.run("draft", str(text), *TIMES)
    assert (code, "already recorded as estimates/snhr-2014-09-23-to-2019-09-23-syria-killed: “SNHR" in out) == (0, True)
    assert "data/" not in out


def test_another_count_of_the_same_is_shown_and_not_written(copy, tmp_path):
    text = tmp_path / "article.txt"
    text.write_text(f"{KNOWN}\n{KNOWN.replace('7,777', '8,888')}\n")
    code, out, _ = copy.run("draft", str(text), *TIMES)
    assert code == 0
    assert "  estimate_id: airwars-2017-killed is another count of the same. Compare the two\n" in out


def test_the_release_beside_it_is_read_as_before(copy, tmp_path):
    text = tmp_path / "release.txt"
    month = (
        "In the month of May, CJTF-OIR carried over 20 open reports from previous months and received four new reports."
    )
    text.write_text(f"June 20, 2026\n\n{month}\n\n{KNOWN}\n")
    official = ("--url", "https://coalition.example.org/a-release", "--kind", "official")
    _, out, _ = copy.run("draft", str(text), *official, "--format", "json")
    body = json.loads(out)
    assert {name for name, rows in body["rows"].items() if rows} == {"estimates", "evidence", "releases", "sources"}
    assert KNOWN not in [item["words"] for item in body["not_used"]]


@pytest.mark.parametrize(
    "text",
    [
        "Airwars said the alliance's own figure of 655 civilians killed by the coalition in Syria in 2017 is low.",
        "The coalition told Airwars it had recorded 300 civilians killed by coalition strikes in 2017.",
        "Washington admits 300 civilians killed by the coalition in 2017, but Airwars estimates ten times that.",
        "300 civilians were killed by the coalition in Syria in 2017, the alliance said, while Airwars says far more.",
        "General Townsend, criticised in a report by Airwars, says the coalition killed 300 civilians in 2017.",
        "The ministry says the coalition killed 300 civilians in Syria in 2017, fewer than Airwars reported.",
        "Airwars says the coalition's own tally is 300 civilians killed in Syria in 2017.",
        "Airwars says that a local monitor counted 300 civilians killed by the coalition in 2017.",
        "The coalition recorded 300 civilians killed in Syria in 2017, according to Airwars.",
        "Airwars says 612 civilians were killed by the coalition during the Raqqa campaign in Syria in 2017.",
        "Airwars says 612 civilians were killed by the coalition in the battle for Mosul, Iraq, in 2017.",
        "Airwars says 300 civilians were killed by the coalition in northern Syria in 2017.",
        "Airwars says 300 civilians were killed by the coalition in Syria's Raqqa province in 2017.",
        "SNHR says 44 civilians were killed by the US-led coalition and its Kurdish allies in Syria in March 2018.",
        "SNHR says 44 civilians were killed by the US-led coalition and government forces in Syria in March 2018.",
        "Airwars says 300 civilians were killed by jihadists fighting the US-led coalition in Syria in 2017.",
        "Airwars says 300 civilians were killed by French aircraft of the US-led coalition in Syria in 2017.",
        "Airwars says the Saudi-led coalition, which also flies over Syria, killed 300 civilians in 2017.",
        "Airwars says 300 civilians were killed by the coalition in Iraq, Syria and Libya in 2017.",
        "Airwars says 300 civilians were killed in Iraq in 2003 by the US-led coalition.",
        "Airwars says 300 civilians were killed by the coalition in Syria in 2017 so far.",
        "Airwars says 300 civilians were killed by the coalition in Syria in 2017's first quarter.",
        "Airwars says 300 civilians were killed by the coalition in Syria in 2017-18.",
        "Airwars says 300 civilians were killed by the coalition in Syria in 2016, and 2017.",
        "Airwars says 300 civilians were killed by the coalition in Syria during March 2017 and since.",
        "Airwars says 300 civilians were killed by the coalition in Syria, it wrote in 2018.",
        "Airwars says 300 civilians were killed by the coalition in Syria each month in 2017.",
        "Airwars says an average of 300 civilians were killed by the coalition in Syria per month in 2017.",
        "Airwars counted 300 civilian deaths a month by the coalition in Syria in 2017.",
        "HRW said 77 people were killed by the US-led coalition in Iraq in 2016, 70 of them militants.",
        "Airwars says 300 civilians were killed, wounded or displaced by the coalition in Syria in 2017.",
        "Airwars says the coalition killed 300 civilians and militants in Syria in 2017.",
        "Airwars says half of the 300 civilians killed by the coalition in Syria in 2017 were women.",
        "Airwars no longer says 300 civilians were killed by the coalition in Syria in 2017.",
        "Airwars claims that 300 civilians were killed by the coalition in Syria in 2017 are contested.",
        "Airwars says the coalition killed 300 women and children in Syria in 2017.",
        "Airwars says only 300 civilians were killed by the coalition in Syria in 2017.",
        "Airwars revised down its estimate that 300 civilians were killed by the coalition in Syria in 2017.",
    ],
)
def test_a_sentence_that_is_not_known_in_full_gives_no_whole_row(names, text):
    assert all(item.open for item in read_estimates(text, names))


def test_the_words_that_are_not_known_are_shown(names):
    text = "Airwars says only 300 civilians were killed by coalition strikes in Syria during an offensive in 2017."
    (found,) = read_estimates(text, names)
    assert found.open == ("all of it: these words may change what the figure means: only, during, offensive",)
