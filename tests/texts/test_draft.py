"""Drafting: which rows are proposed, what is refused, and what writing does to the files."""

from __future__ import annotations

import csv
import json
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civcas.errors import UnusableInput
from civcas.package.tables import split_lines
from civcas.texts.casualty_reports import read_casualty_report
from civcas.texts.draft.drafting import draft
from civcas.texts.draft.proposal import NothingFound, Request
from civcas.texts.draft.source import source_slug
from civcas.texts.incident_lists import read_incident_list
from civcas.texts.numerals import NUMERAL, value_of
from civcas.texts.periods import report_months
from tests.conftest import ROOT
from tests.texts.corpus import STRIKE_REPORTS
from tests.texts.records import bytes_of, record_of
from tests.texts.test_casualty_reports import PIECES

URL = "https://coalition.example.org/Releases/Article/1/a-release-made-for-a-test/"
PRESS = "https://times.example.org/20300101-an-article-made-for-a-test/"
TODAY = date(2026, 12, 1)

# About a month without a release, in the style of 2019.
RELEASE = """Combined Joint Task Force - Operation Inherent Resolve Monthly Civilian Casualty Report

| June 20, 2026

The Coalition conducted 36,101* strikes between August 2014 and the end of May 2026. During this period,
based on information available, CJTF-OIR assesses at least 1,501 civilians have been unintentionally
killed by Coalition actions since the beginning of Operation Inherent Resolve.

In the month of May, CJTF-OIR carried over 20 open reports from previous months and received four new
reports. CJTF-OIR completed 10 civilian-casualty allegation assessment reports. Out of the 10 completed
casualty allegation reports, three reports were determined to be credible and resulted in five
unintentional civilian deaths. CJTF-OIR assessed the remaining seven reports as non-credible. Fourteen
reports are still open, including two that had been previously closed but were reopened.
"""
FIGURES = {
    "carried_over": "20", "received": "4", "completed": "10", "credible": "3", "non_credible": "7", "reopened": "2",
    "open_at_end": "14", "killed": "5", "killed_total": "1501", "strikes_total": "36101",
    "totals_through": "2026-05-31",
}  # fmt: skip


@pytest.fixture
def text_file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("texts")

    def write(text, name="release.txt"):
        file = folder / name
        file.write_text(text, encoding="utf-8")
        return str(file)

    return write


@pytest.fixture
def drafted(copy, text_file):
    """Run `civcas draft` on a text, on a copy of the package."""

    def run(text, *options):
        kind = () if "--kind" in options else ("--kind", "official")
        return copy.run("draft", text_file(text), *kind, *options)

    return run


def row_of(copy, table, start):
    lines = copy.lines(table)
    return next(csv.DictReader([lines[0], lines[copy.line_of(table, start) - 1]]))


def test_a_new_release(package):
    proposal = draft(package, RELEASE, Request(URL, "official"), TODAY)
    assert list(proposal.rows) == ["releases", "evidence", "sources"]
    (release,) = proposal.rows["releases"]
    source = "coalition-example-a-release-made-for-a-test"
    assert {name: value for name, value in release.items() if value} == FIGURES | {
        "release_id": "monthly-2026-05",
        "release_type": "monthly",
        "published_on": "2026-06-20",
        "published_precision": "day",
        "period_start": "2026-05-01",
        "period_end": "2026-05-31",
        "source_id": source,
    }
    evidence = {row["field"]: row["value"] for row in proposal.rows["evidence"]}
    assert evidence == FIGURES | {"published_on": "2026-06-20"}
    assert {
        (row["table"], row["record_id"], row["source_id"], row["readings"]) for row in proposal.rows["evidence"]
    } == {("releases", "monthly-2026-05", source, "1")}
    assert proposal.rows["sources"] == [
        {
            "source_id": source,
            "organisation_id": "coalition",
            "published_on": "2026-06-20",
            "published_precision": "day",
            "kind": "official",
            "language": "en",
            "url": URL,
            "archive_url": "",
            "consulted_on": "2026-12-01",
        }
    ]
    assert {"duplicate", "injured", "injured_total", "reports_total"} <= set(proposal.not_found)
    assert (proposal.missing, proposal.existing, proposal.conflicting) == ([], [], {})


def test_the_words_are_shown(drafted):
    code, out, _ = drafted(RELEASE, "--url", URL)
    assert code in (0, 1)
    assert re.search(r"killed_total +1501\n +“[^”]*at least 1,501 civilians have been unintentionally killed", out)
    assert re.search(r"received +4\n +“[^”]*received four new reports", out)
    assert "not found: duplicate" in out
    assert (
        "period 2026-05-01 to 2026-05-31, the year inferred from the day of the release or of its totals: “In the month"
        in out
    )
    assert "With these rows the package has" in out
    assert "data/releases.csv\nrelease_id,release_type," in out


def test_without_the_option_nothing_is_written(copy, drafted):
    before = bytes_of(copy)
    drafted(RELEASE, "--url", URL)
    assert bytes_of(copy) == before


def test_rows_are_written_in_order(copy, drafted):
    before = bytes_of(copy)
    _, out, err = drafted(RELEASE, "--url", URL, "--write")
    assert "written: data/sources.csv, data/evidence.csv, data/releases.csv" in out
    assert err == ""
    assert row_of(copy, "releases", "monthly-2026-05,")["killed_total"] == "1501"
    assert copy.run("format", "--check")[:2] == (0, "")
    after = bytes_of(copy)
    for name, data in before.items():
        kept = set(split_lines(data.decode())) <= set(split_lines(after[name].decode()))
        assert kept or name == "control_totals.csv"
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"releases.csv", "evidence.csv", "sources.csv", "control_totals.csv"}


def test_figures_that_do_not_add_up_are_reported(drafted):
    code, out, _ = drafted(RELEASE.replace("Fourteen", "Fifteen"), "--url", URL)
    assert code == 1
    assert "releases/open-at-end-balance" in out
    assert "carried over 20 + received 4 - completed 10 = 14" in out


def test_the_same_text_is_not_written_twice(copy, drafted):
    drafted(RELEASE, "--url", URL, "--write")
    before = bytes_of(copy)
    code, _, err = drafted(RELEASE, "--url", URL, "--write")
    assert code == 2
    assert "releases already has monthly-2026-05" in err
    assert "civcas verify releases/monthly-2026-05" in err
    code, _, err = drafted(RELEASE, "--url", URL, "--evidence-only", "--write")
    assert code == 2
    assert "evidence already has coalition-example-a-release-made-for-a-test for monthly-2026-05" in err
    assert bytes_of(copy) == before


def test_empty_cells_of_a_record_are_filled_and_others_stay(copy, drafted):
    """A release known by its day only, and one figure of a newspaper that differs."""
    names = copy.lines("releases")[0].split(",")
    known = {"release_id": "monthly-2026-05", "release_type": "monthly", "killed": "6", "source_id": "x"}
    copy.write("releases", [*copy.lines("releases"), ",".join(known.get(name, "") for name in names)])
    _, out, _ = drafted(RELEASE, "--url", URL, "--write")
    assert re.search("killed_total +1501 +fills an empty cell of the record", out)
    assert re.search("killed +5 +CONTRADICTS the record, which has 6", out)
    row = row_of(copy, "releases", "monthly-2026-05,")
    assert {name: row[name] for name in FIGURES} == FIGURES | {"killed": "6"}
    stated = [line for line in copy.lines("evidence") if line.startswith("releases,monthly-2026-05,killed,")]
    assert [line.split(",")[4] for line in stated] == ["5"]


def test_all_tables_or_none(copy, drafted, monkeypatch):
    from civcas.package import writing

    before = bytes_of(copy)
    real, calls = writing._temporary, []

    def failing(target, data):
        calls.append(target.name)
        if len(calls) == 3:
            raise OSError(28, "No space left on device", str(target))
        return real(target, data)

    monkeypatch.setattr(writing, "_temporary", failing)
    code, _, err = drafted(RELEASE, "--url", URL, "--write")
    assert code == 2
    assert "data/releases.csv: no space left on device; nothing was written" in err
    assert calls == ["sources.csv", "evidence.csv", "releases.csv"]
    assert bytes_of(copy) == before


@pytest.mark.parametrize("written", [["sources"], ["sources", "evidence"]])
def test_what_a_killed_run_left_unwritten_the_same_command_writes(copy, drafted, written):
    before = {table: copy.path(table).read_bytes() for table in ("sources", "evidence", "releases")}
    drafted(RELEASE, "--url", URL, "--write")
    complete = {table: copy.path(table).read_bytes() for table in before}
    for table in before.keys() - written:
        copy.path(table).write_bytes(before[table])
    assert "\nwritten: " in drafted(RELEASE, "--url", URL, "--write")[1]
    assert {table: copy.path(table).read_bytes() for table in before} == complete


def test_an_article_on_a_release_gives_evidence_and_fills_empty_cells(copy, drafted):
    record = row_of(copy, "releases", "monthly-2019-04,")
    received = str(int(record["received"]) + 1)
    text = (
        f"In April, the coalition carried over {record['carried_over']} open reports and received {received} new"
        f" reports. It conducted {record['strikes_total']} strikes between August 2014 and the end of April 2019."
        " Five reports were determined to be duplicates."
    )
    code, out, _ = drafted(text, "--url", PRESS, "--kind", "news", "--published-on", "2019-06-01", "--write")
    assert re.search(f"received +{received} +CONTRADICTS the record, which has {record['received']}", out)
    assert code == 1
    assert "releases/sources-agree" in out
    assert record["duplicate"] == ""
    assert row_of(copy, "releases", "monthly-2019-04,") == record | {"duplicate": "5"}
    rows = [line for line in copy.lines("evidence") if "times-example-20300101-an-article" in line]
    assert [line.split(",")[2:5:2] for line in rows] == [
        ["carried_over", record["carried_over"]], ["duplicate", "5"], ["received", received],
        ["strikes_total", record["strikes_total"]], ["totals_through", "2019-04-30"],
    ]  # fmt: skip
    assert rows[2].endswith(",1,Disagrees: releases has 7.")
    assert ",example-times,2019-06-01,day,news,en,https://times.example.org/20300101" in "\n".join(
        copy.lines("sources")
    )


def test_a_source_that_is_there_is_used_again(package, copy):
    row = row_of(copy, "sources", "times-example-coalition-killed-1302-civilians,")
    address = row["url"].replace("https://", "http://www.").rstrip("/") + "#top"
    proposal = draft(package, RELEASE, Request(address, "news", released_on=date(2026, 6, 20)), TODAY)
    assert "sources" not in proposal.rows
    assert {line["source_id"] for line in proposal.rows["evidence"]} == {row["source_id"]}


def test_conflicting_values_are_left_out(package):
    text = RELEASE + "\nThe 3 figures: nine reports were determined to be credible."
    proposal = draft(package, text, Request(URL, "official"), TODAY)
    assert proposal.rows["releases"][0]["credible"] == ""
    assert [item.value for item in proposal.conflicting["credible"]] == ["9", "3"]
    assert "credible" not in {row["field"] for row in proposal.rows["evidence"]}


def test_several_months_are_refused(package):
    text = RELEASE + "\nIn the month of April, CJTF-OIR received two new reports."
    with pytest.raises(UnusableInput, match="several months"):
        draft(package, text, Request(URL, "official"), TODAY)


def test_several_months_are_refused_without_their_year(package):
    text = "In May, the Coalition received two new reports. In April, it completed the assessment of four reports."
    with pytest.raises(UnusableInput, match="several months"):
        draft(package, text, Request(PRESS, "news", release_id="monthly-2026-05"), TODAY)
    with pytest.raises(UnusableInput, match="the text is about month 04, but --release-id says monthly-2026-05"):
        draft(package, text.replace("May", "April"), Request(PRESS, "news", release_id="monthly-2026-05"), TODAY)


def test_totals_up_to_another_month_are_left_out(package):
    text = RELEASE.replace("the end of May 2026", "the end of April 2026")
    proposal = draft(package, text, Request(URL, "official"), TODAY)
    (release,) = proposal.rows["releases"]
    assert (release["strikes_total"], release["totals_through"], release["killed_total"]) == ("", "", "1501")
    assert any("because they run to 2026-04-30: strikes_total" in remark for remark in proposal.remarks)


def test_annual_reports_are_refused(package):
    with pytest.raises(
        UnusableInput, match="annual-2026: draft reads no annual reports, because their figures are worldwide"
    ):
        draft(package, RELEASE, Request(URL, "official", release_id="annual-2026"), TODAY)


def test_the_release_id_must_agree_with_the_text(package):
    with pytest.raises(UnusableInput, match="the text is about 2026-05, but --release-id says monthly-2026-06"):
        draft(package, RELEASE, Request(URL, "official", release_id="monthly-2026-06"), TODAY)
    text = "The coalition said that 14 reports are still open."
    with pytest.raises(UnusableInput, match="give --release-id"):
        draft(package, text, Request(PRESS, "news"), TODAY)
    proposal = draft(package, text, Request(PRESS, "news", release_id="monthly-2026-06"), TODAY)
    assert proposal.rows["releases"][0]["open_at_end"] == "14"
    assert proposal.missing == ["publication date; give --released-on (for an official page, --published-on)"]


@pytest.mark.parametrize(
    ("kind", "head", "day"),
    [
        ("official", "| June 20, 2026", "2026-06-20"),
        ("republication", "| June 21, 2026", ""),
        ("republication", "Release # 20260620-01", "2026-06-20"),
        ("news", "Release # 20260620-01", ""),
        ("news", "June 21, 2026", ""),
    ],
)
def test_the_day_of_a_copy_is_not_the_day_of_the_release(package, kind, head, day):
    proposal = draft(package, RELEASE.replace("| June 20, 2026", head), Request(PRESS, kind), TODAY)
    assert proposal.rows["releases"][0]["published_on"] == day
    assert bool(proposal.missing) == (day == "")


def test_an_ad_hoc_statement(package):
    text = """Press Release | Feb. 5, 2026

U.S. Central Command announced the results of two assessments. The preponderance of the evidence indicates that two U.S.
strikes in Iraq and Syria, between Aug. 2 and Nov. 17, 2025, likely resulted in the deaths of nine civilians."""
    (release,) = draft(package, text, Request(URL, "official"), TODAY).rows["releases"]
    assert (release["release_id"], release["release_type"]) == ("ad-hoc-2026-02-05", "ad_hoc")
    assert (release["killed"], release["period_start"], release["period_end"]) == ("9", "2025-08-02", "2025-11-17")


def test_the_publisher_is_found_by_host_or_named(copy, drafted):
    nowhere = "https://nowhere.example/a-page"
    _, out, _ = drafted(RELEASE, "--url", nowhere)
    assert "to be completed by hand in data/organisations.csv: the new publisher nowhere-example" in out
    assert "\nnowhere-example,nowhere.example,,other,,https://nowhere.example\n" in out
    code, _, err = drafted(RELEASE, "--url", nowhere, "--organisation", "no-such")
    assert code == 2
    assert "no such organisation_id" in err
    _, out, _ = drafted(RELEASE, "--url", nowhere, "--organisation", "coalition", "--write")
    assert "written: " in out
    assert row_of(copy, "sources", "nowhere-example-a-page,")["organisation_id"] == "coalition"


def test_nothing_found_ends_with_1(drafted):
    code, out, _ = drafted("The weather in Iraq was fine for 12 days.", "--url", URL)
    assert code == 1
    assert (
        "nothing found. `civcas draft` reads English and searches for: reports of civilian casualties carried over"
        in out
    )


@pytest.mark.parametrize(
    "options",
    [
        ["--kind", "official", "--url", "inherentresolve.mil"],
        ["--kind", "official", "--url", URL, "--published-on", "June 3"],
        ["--kind", "official"],
        ["--url", URL],
    ],
)
def test_usage_errors(copy, text_file, options):
    with pytest.raises(SystemExit) as stop:
        copy.run("draft", text_file(RELEASE), *options)
    assert stop.value.code == 2


@pytest.mark.parametrize(
    ("options", "table", "field"),
    [
        (["--kind", "blog", "--url", URL], "sources", "kind"),
        (["--kind", "official", "--url", URL + " x"], "sources", "url"),
        (["--kind", "official", "--url", URL, "--language", "English"], "sources", "language"),
        (["--kind", "official", "--url", URL, "--release-id", "2019-04"], "releases", "release_id"),
    ],
)
def test_values_that_a_schema_does_not_allow(copy, package, text_file, options, table, field):
    code, out, err = copy.run("draft", text_file(RELEASE), *options)
    assert (code, out) == (2, "")
    constraints = package.schemas[table].field(field).constraints
    expected = "one of " + ", ".join(constraints["enum"]) if "enum" in constraints else constraints["pattern"]
    assert err.startswith(f"civcas: --{field.replace('_', '-')} ")
    assert expected in err


def test_an_empty_language_is_refused(copy, text_file):
    code, out, err = copy.run("draft", text_file(RELEASE), "--kind", "official", "--url", URL, "--language", "")
    assert (code, out) == (2, "")
    assert err.startswith("civcas: an empty value after --language. ")


def test_a_value_that_only_the_schema_allows(copy, text_file):
    schema = copy.root / "schemas" / "sources.json"
    body = json.loads(schema.read_text(encoding="utf-8"))
    kind = next(field for field in body["fields"] if field["name"] == "kind")
    kind["constraints"]["enum"].append("blog")
    kind["categories"].append({"value": "blog", "label": "A page of one author."})
    schema.write_text(json.dumps(body), encoding="utf-8")
    code, out, _ = copy.run("draft", text_file(RELEASE), "--kind", "blog", "--url", PRESS)
    assert code != 2
    assert ",blog,en," in out


def test_missing_file_and_broken_package(copy, drafted):
    code, _, err = copy.run("draft", "none.txt", "--url", URL, "--kind", "official")
    assert (code, err) == (2, "civcas: none.txt: no such file or directory\n")
    copy.replace("sources", 2, ",", ",,")
    code, _, err = drafted(RELEASE, "--url", URL)
    assert (code, err) == (2, "civcas: data/sources.csv: does not parse; `civcas check` says why\n")


# --- strike reports ----------------------------------------------------------------------------------------------

DEFENSE = "https://dod.example.org/News/Article/1/a-strike-report-made-for-a-test"


def test_a_new_strike_report(package):
    text = STRIKE_REPORTS["2018, a week"][1].replace("designated parts", "parts")
    proposal = draft(package, text, Request(DEFENSE, "official", published_on=date(2026, 1, 3)), TODAY)
    assert [(row["strike_id"], row["strikes"], row["engagements"]) for row in proposal.rows["strikes"]] == [
        ("2026-01-03-sy-ash-shaddadi", "1", "4"),
        ("2026-01-03-sy-abu-kamal", "8", ""),
        ("2026-01-03-sy-dayr-az-zawr", "1", ""),
        ("2026-01-03-iq-rutbah", "2", "4"),
    ]
    totals = {
        row["total_id"]: (row["strikes"], row["engagements"], row["itemised"]) for row in proposal.rows["strike_totals"]
    }
    assert totals == {
        "2026-01-03-both-all": ("12", "19", "some"),
        "2026-01-03-syria-all-day-2025-12-31": ("0", "", "all"),
        "2026-01-03-syria-all-day-2025-12-30": ("1", "4", "all"),
        "2026-01-03-syria-all-day-2025-12-29": ("9", "11", "all"),
        "2026-01-03-iraq-all": ("2", "4", "all"),
    }
    assert {row["source_id"] for row in proposal.rows["strikes"]} == {"dod-example-a-strike-report-made-for-a-test"}
    assert {row["table"] for row in proposal.rows["evidence"]} == {"strike_totals"}


def test_a_strike_report_is_written(copy, drafted):
    code, out, _ = drafted(
        STRIKE_REPORTS["2018, a week"][1], "--url", DEFENSE, "--published-on", "2026-01-03", "--write"
    )
    assert (code, "written: " in out) == (0, True)
    assert row_of(copy, "strikes", "2026-01-03-iq-rutbah,")["place_as_reported"] == "Rutbah"
    assert copy.run("check")[0] == 0
    code, _, err = drafted(
        STRIKE_REPORTS["2018, a week"][1], "--url", DEFENSE, "--published-on", "2026-01-03", "--write"
    )
    assert code == 2
    assert "strikes already has 2026-01-03-iq-rutbah from this source" in err


def test_existing_strikes_get_evidence(package):
    kamal = record_of(package, "strikes", "2017-04-05-sy-abu-kamal")
    raqqa = record_of(package, "strikes", "2017-04-05-sy-raqqa")
    total = record_of(package, "strike_totals", "2017-04-05-syria-all")
    one_more, one_less = int(raqqa["strikes"]) + 1, int(total["strikes"]) - 1
    text = f"""SOUTHWEST ASIA, April 5, 2017 — Coalition military forces continued to attack ISIS yesterday.

In Syria, coalition military forces conducted {one_less} strikes consisting of {total["engagements"]} engagements
against ISIS targets:

Near Abu Kamal, {kamal["strikes"]} strikes destroyed a truck.

Near Raqqa, {one_more} strikes destroyed a truck."""
    proposal = draft(package, text, Request(DEFENSE, "official"), TODAY)
    assert {(row["record_id"], row["field"], row["value"], row["notes"]) for row in proposal.rows["evidence"]} == {
        ("2017-04-05-sy-abu-kamal", "strikes", kamal["strikes"], ""),
        ("2017-04-05-sy-raqqa", "strikes", str(one_more), f"Disagrees: strikes has {raqqa['strikes']}."),
        ("2017-04-05-syria-all", "strikes", str(one_less), f"Disagrees: strike_totals has {total['strikes']}."),
        ("2017-04-05-syria-all", "engagements", total["engagements"], ""),
    }
    assert not {"strikes", "strike_totals"} & set(proposal.rows)


def test_unknown_places_are_left_out(package):
    text = """SOUTHWEST ASIA, May 15, 2026 — Coalition military forces continued to attack ISIS yesterday.

In Syria, coalition military forces conducted three strikes against ISIS targets:

Near Abu Kamal, two strikes destroyed a truck.

Near Nowheretown, one strike destroyed a truck."""
    proposal = draft(package, text, Request(DEFENSE, "official"), TODAY)
    assert [row["place_id"] for row in proposal.rows["strikes"]] == ["abu-kamal"]
    assert "place_names has no Nowheretown in Syria" in proposal.remarks[0]
    assert proposal.rows["strike_totals"][0]["itemised"] == "some"


# --- parts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("In the month of December, CJTF-OIR received two new reports.", date(2019, 1, 31), [date(2018, 12, 1)]),
        ("In the month of December, CJTF-OIR received two new reports.", date(2018, 12, 30), [date(2017, 12, 1)]),
        ("In the month of December, CJTF-OIR received two new reports.", None, []),
        ("In the month of May 2019, CJTF-OIR received two new reports.", None, [date(2019, 5, 1)]),
    ],
)
def test_the_year_of_a_month(text, day, expected):
    assert report_months(read_casualty_report(text), day) == expected


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        (
            "https://www.inherentresolve.mil/Article/1971680/monthly-civilian-casualty/",
            "inherentresolve-monthly-civilian-casualty",
        ),
        ("https://news.example.co.uk/?p=31772", "news-example-co-uk-31772"),
        ("https://example.org", "example"),
        ("https://example.org/%D8%A7%D9%84/a%20b.html", "example-a-b-html"),
    ],
)
def test_ids_of_sources(url, slug):
    assert source_slug(url) == slug


@given(st.lists(PIECES, max_size=12).map(" ".join), st.sampled_from(["official", "news"]))
@settings(max_examples=60)
def test_any_text_is_drafted_or_refused(package, text, kind):
    request = Request(URL, kind, published_on=date(2026, 6, 20), release_id="monthly-2026-05")
    try:
        proposal = draft(package, "The Coalition. " + text, request, TODAY)
    except (NothingFound, UnusableInput):
        return
    spelt = {str(value_of(match.group())) for match in NUMERAL.finditer(text)}
    spelt |= {"0"} if re.search(r"\b(?:no|none|zero)\b", text, re.IGNORECASE) else set()
    assert {figure.value for figure in proposal.figures if figure.value.isdigit()} <= spelt


def test_the_example_in_the_documentation(drafted):
    blocks = re.findall(
        r"^```(?:text)?\n(.*?)^```$", (ROOT / "docs" / "drafting.md").read_text(), re.MULTILINE | re.DOTALL
    )
    text, *answers, listed = blocks
    code, out, _ = drafted(text, "--url", URL)
    assert code in (0, 1)
    for answer in answers:
        assert answer in out
    assert [item.problem for item in read_incident_list(listed).items] == ["", ""]
