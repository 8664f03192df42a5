"""Drafting lists of incidents: which rows are proposed, how they fit the package, and what writing does."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from civcas.errors import UnusableInput
from civcas.texts.draft.drafting import draft
from civcas.texts.draft.proposal import NothingFound, Request
from tests.texts.test_draft import RELEASE, TODAY, bytes_of

# The made release of December 2018 counts 2 credible and 5 non-credible reports and 3 killed; no incident names it.
URL = "https://coalition.example.org/monthly-2018-12"
DAY = date(2019, 1, 31)
SOURCE = "coalition-example-monthly-2018-12"
LIST = """CREDIBLE REPORTS

1. Oct. 3, 2018, near Abu Kamal, Syria, via self-report. During a strike on a tunnel, one civilian was unintentionally
killed and two were injured. 1600 37SFU764124

2. Oct. 9, 2018, near Kobani, Syria, via Airwars report. Regrettably, two civilians were unintentionally killed.

NON-CREDIBLE REPORTS

3. Nov. 4-5, 2018, near Mosul, Iraq, via social media report. No Coalition strikes were conducted in the area.
"""


HARM = "Regrettably, three civilians were unintentionally killed."


def drafted(package, text, url=URL, day=DAY, kind="official", **options):
    return draft(package, text, Request(url, kind, published_on=day, **options), TODAY)


def credible(head, words=HARM):
    return f"CREDIBLE REPORTS\n\n1. {head} {words}\n"


def non_credible(head, words="No Coalition strikes were conducted in the area."):
    return f"NON-CREDIBLE REPORTS\n\n1. {head} {words}\n"


def filled(row):
    return {name: value for name, value in row.items() if value}


@pytest.fixture
def run(copy, tmp_path):
    """Run `civcas draft` on a text, on a copy of the package."""

    def on(text, *options, url=URL, day=DAY):
        file = tmp_path / "list.txt"
        file.write_text(text, encoding="utf-8")
        return copy.run("draft", str(file), "--kind", "official", "--url", url, "--published-on", str(day), *options)

    return on


def rows_in(copy, table, start):
    lines = copy.lines(table)
    return [row for row in csv.DictReader(lines) if next(iter(row.values())).startswith(start)]


# --- new incidents -------------------------------------------------------------------------------------------------
def test_new_incidents(package):
    proposal = drafted(package, LIST)
    first, second, third = proposal.rows["incidents"]
    assert filled(first) == {
        "incident_id": "2018-10-03-abu-kamal",
        "first_day": "2018-10-03",
        "last_day": "2018-10-03",
        "country": "Syria",
        "place_id": "abu-kamal",
        "place_as_reported": "Abu Kamal",
        "status": "credible",
        "status_basis": "release_seen",
        "killed": "1",
        "injured": "2",
        "allegation_source": "self_report",
        "release_id": "monthly-2018-12",
        "coalition_ref": "1600",
        "mgrs": "37SFU764124",
        "source_id": SOURCE,
    }
    assert (second["incident_id"], second["killed"], second["injured"]) == ("2018-10-09-kobani", "2", "")
    assert (third["incident_id"], third["last_day"], third["status"]) == (
        "2018-11-04-mosul",
        "2018-11-05",
        "non_credible",
    )
    assert [filled(row) for row in proposal.rows["assessments"]][::2] == [
        {
            "assessment_id": "2018-10-03-abu-kamal-1",
            "incident_id": "2018-10-03-abu-kamal",
            "stated_on": "2019-01-31",
            "stated_by": "Coalition",
            "status": "credible",
            "killed_min": "1",
            "killed_max": "1",
            "injured_min": "2",
            "injured_max": "2",
            "source_id": SOURCE,
        },
        {
            "assessment_id": "2018-11-04-mosul-1",
            "incident_id": "2018-11-04-mosul",
            "stated_on": "2019-01-31",
            "stated_by": "Coalition",
            "status": "non_credible",
            "reason": "no_coalition_strikes",
            "source_id": SOURCE,
        },
    ]
    assert [(row["record_id"], row["field"], row["value"]) for row in proposal.rows["evidence"]] == [
        ("2018-10-03-abu-kamal", "killed", "1"),
        ("2018-10-03-abu-kamal", "injured", "2"),
        ("2018-10-09-kobani", "killed", "2"),
        ("2018-11-04-mosul", "incident_id", "2018-11-04-mosul"),
    ]
    assert proposal.missing == []


def test_what_is_written_passes_the_check(copy, run):
    before = bytes_of(copy)
    code, out, _ = run(LIST)
    assert (code, bytes_of(copy)) == (0, before)
    assert "With these rows the package has no new finding" in out
    code, out, err = run(LIST, "--write")
    assert (code, err) == (0, "")
    assert "written: data/evidence.csv, data/assessments.csv, data/incidents.csv, data/control_totals.csv" in out
    assert copy.run("check")[0] == 0
    assert copy.run("format", "--check")[0] == 0


def test_the_same_list_is_not_written_twice(copy, run):
    run(LIST, "--write")
    before = bytes_of(copy)
    code, out, err = run(LIST, "--write")
    assert bytes_of(copy) == before
    assert code == 2
    assert "nothing was written. the package has all of the list of monthly-2018-12" in err
    for key in ("2018-10-03-abu-kamal", "2018-10-09-kobani", "2018-11-04-mosul"):
        assert f"nothing to add to {key}: item" in out


@pytest.mark.parametrize("written", [["evidence"], ["evidence", "assessments"]])
def test_what_a_killed_run_left_unwritten_the_same_command_writes(copy, run, written):
    before = {table: copy.path(table).read_bytes() for table in ("evidence", "assessments", "incidents")}
    run(LIST, "--write")
    complete = {table: copy.path(table).read_bytes() for table in before}
    for table in before.keys() - written:
        copy.path(table).write_bytes(before[table])
    assert "\nwritten: " in run(LIST, "--write")[1]
    assert {table: copy.path(table).read_bytes() for table in before} == complete


def test_all_tables_or_none(copy, run, monkeypatch):
    from civcas.package import writing

    before = bytes_of(copy)
    real = writing._temporary

    def failing(target, data):
        if target.name == "incidents.csv":
            raise OSError(28, "No space left on device", str(target))
        return real(target, data)

    monkeypatch.setattr(writing, "_temporary", failing)
    code, _, err = run(LIST, "--write")
    assert code == 2
    assert "nothing was written" in err
    assert bytes_of(copy) == before


def test_items_that_are_left_out_are_named(package):
    text = LIST + (
        "\n4. On or about Nov. 6, 2018, near Mosul, Iraq, via Airwars. No Coalition strikes were conducted.\n"
        "\n5. Nov. 7, 2018, near Nowhere, Iraq, via Airwars. No Coalition strikes were conducted.\n"
        "\n\u2022 Nov. 8, 2018, near Mosul and Tal Afar, Iraq, via Airwars. No Coalition strikes were conducted.\n"
    )
    proposal = drafted(package, text)
    assert len(proposal.rows["incidents"]) == 3
    left_out = [remark for remark in proposal.remarks if remark.startswith("left out because")]
    assert len(left_out) == 3
    assert left_out[0].startswith("left out because its day is in doubt: item 4, “On or about Nov. 6, 2018")
    assert left_out[1].startswith("left out because place_names has no Nowhere in Iraq; add the spelling")
    assert left_out[2].startswith("left out because it seems to name several places: “Nov. 8, 2018, near Mosul")


def test_a_list_without_a_clear_item_ends_with_1(copy, run):
    before = bytes_of(copy)
    code, out, _ = run(credible("In early March 2017, near Mosul, Iraq, via Airwars report."), "--write")
    assert code == 1
    assert "nothing to propose for the list of incidents" in out
    assert "left out because its day is in doubt: item 1, “In early March 2017" in out
    assert bytes_of(copy) == before


def test_lists_of_monitors_are_theirs(package):
    with pytest.raises(NothingFound):
        drafted(package, LIST, kind="report", url="https://airwars.example.org/a-list")


def test_two_items_of_one_day_and_place_are_left_out(package):
    twice = "2. Oct. 3, 2018, near Abu Kamal, Syria, via Airwars report. Regrettably, one civilian was killed.\n"
    with pytest.raises(NothingFound, match=r"(?s)the list has several items of the same incident.*item 1,.*item 2,"):
        drafted(package, credible("Oct. 3, 2018, near Abu Kamal, Syria, via self-report.") + "\n" + twice)


# --- places --------------------------------------------------------------------------------------------------------
def test_a_spelling_like_one_of_the_package_is_added(copy, run):
    code, out, _ = run(credible("Oct. 3, 2018, near Abu-kamal, Syria, via self-report."), "--write")
    assert code == 0
    assert "data/place_names.csv" in out
    assert rows_in(copy, "place_names", "Abu-kamal")[0]["place_id"] == "abu-kamal"
    assert rows_in(copy, "incidents", "2018-10-03")[0]["place_as_reported"] == "Abu-kamal"
    assert copy.run("check")[0] == 0


@pytest.mark.parametrize(
    ("words", "place_id", "spelling"),
    [
        ("Abu Kamal village", "abu-kamal", "Abu Kamal"),
        ("Abu Kamal, Deir ez-Zor", "abu-kamal", "Abu Kamal"),
        ("al-Mansour neighborhood, Raqqa", "raqqa", "Raqqa"),
    ],
)
def test_parts_and_surroundings_of_places(package, words, place_id, spelling):
    (row,) = drafted(package, credible(f"Oct. 3, 2018, near {words}, Syria, via self-report.")).rows["incidents"]
    assert (row["place_id"], row["place_as_reported"]) == (place_id, spelling)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Kobani, Raqqa", "it names two places, kobani and raqqa"),
        ("al-Mansour, Raqqa", "place_names has no al-Mansour, Raqqa in Syria"),
        ("Mosul", "place_names has no Mosul in Syria"),
        ("the road between Kobani and Raqqa", "it"),
    ],
)
def test_places_that_are_not_known(package, words, why):
    with pytest.raises(NothingFound, match=f"left out because {why}"):
        drafted(package, credible(f"Oct. 3, 2018, near {words}, Syria, via self-report."))


# --- incidents of the package --------------------------------------------------------------------------------------
AGAIN = "https://times.example.org/the-list-again"


def of_april(package, head, words, kind="republication"):
    """A list of the made release of April 2019 on another page."""
    text = credible(head, words)
    return draft(package, text, Request(AGAIN, kind, released_on=date(2019, 5, 31)), TODAY)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("Aug. 21, 2017, near Raqqa, Syria, via Amnesty International report.", ""),
        ("Aug. 21, 2017, near Nowhere, Syria, via Amnesty International report.", "1322"),
        ("Aug. 21, 2017, near Nowhere, Syria, via Amnesty International report.", "1322/CS951"),
        ("Aug. 20, 2017, near Raqqa, Syria, via Amnesty International report.", "1322/CS951"),
    ],
)
def test_an_incident_is_not_doubled(package, head, words):
    number = f"({words})" if words.isdigit() else words
    proposal = of_april(package, head, f"Regrettably, three civilians were unintentionally killed. {number}")
    assert set(proposal.rows) == {"evidence", "sources"}
    (evidence,) = proposal.rows["evidence"]
    assert (evidence["record_id"], evidence["field"], evidence["value"]) == ("2017-08-21-raqqa", "killed", "3")
    said = [remark for remark in proposal.remarks if "2017-08-20 in the list" in remark]
    assert bool(said) == head.startswith("Aug. 20")


def test_an_incident_is_known_by_its_grid_reference(package):
    words = "Regrettably, two civilians were unintentionally killed. 37SEV0185078550"
    proposal = of_april(package, "June 3, 2017, near Nowhere, Syria, via Airwars report.", words)
    assert [row["record_id"] for row in proposal.rows["evidence"]] == ["2017-06-03-raqqa"]
    assert any("last_day of 2017-06-03-raqqa is 2017-06-04 in the package" in remark for remark in proposal.remarks)


def test_empty_cells_are_filled(package):
    words = "Regrettably, three civilians were unintentionally killed and two were injured. 37SDV982782"
    proposal = of_april(package, "Aug. 21, 2017, near Raqqa, Syria, via Amnesty International report.", words)
    assert {(figure.field, figure.value) for figure in proposal.fills} == {("injured", "2"), ("mgrs", "37SDV982782")}


def test_figures_that_disagree(package):
    words = "Regrettably, five civilians were unintentionally killed."
    proposal = of_april(package, "Aug. 21, 2017, near Raqqa, Syria, via Amnesty International report.", words)
    assert [(figure.field, figure.existing_value) for figure in proposal.figures if figure.contradicts] == [
        ("killed", "3")
    ]
    assert [row["notes"] for row in proposal.rows["evidence"]] == ["Disagrees: incidents has 3."]
    assert "assessments" not in proposal.rows


def test_other_figures_of_another_release(package):
    """Day and place alone do not say that it is the incident of April 2019, of which the figure is 3."""
    words = "Regrettably, five civilians were unintentionally killed."
    text = credible("Aug. 21, 2017, near Raqqa, Syria, via Airwars report.", words)
    request = Request(AGAIN, "republication", released_on=date(2019, 6, 27))
    with pytest.raises(NothingFound, match="with other figures and of monthly-2019-04"):
        draft(package, text, request, TODAY)


def test_a_status_that_disagrees(package):
    text = non_credible("Aug. 21, 2017, near Raqqa, Syria, via Amnesty International report.")
    with pytest.raises(
        NothingFound, match="incidents has 2017-08-21-raqqa as credible, the list has it as non_credible"
    ):
        draft(package, text, Request(AGAIN, "republication", released_on=date(2019, 5, 31)), TODAY)


def test_an_earlier_statement_is_added(package):
    """The incident was assessed on 2019-05-31; the list is of December 2018."""
    head = "Aug. 21, 2017, near Raqqa, Syria, via Amnesty International report."
    proposal = drafted(package, non_credible(head, "No Coalition strikes were conducted. 1322/CS951"))
    (assessment,) = proposal.rows["assessments"]
    assert (assessment["assessment_id"], assessment["allegation_id"]) == ("cs951-2", "airwars-cs951")
    assert (assessment["status"], assessment["stated_on"]) == ("non_credible", "2019-01-31")
    assert [row["field"] for row in proposal.rows["evidence"]] == ["incident_id"]
    assert proposal.fills == []


def test_a_statement_of_the_release_is_there_already(package):
    proposal = of_april(
        package, "June 3-4, 2017, near Ar Raqqah, Syria, via Airwars report.", "Regrettably, two civilians were killed."
    )
    assert "assessments" not in proposal.rows


@pytest.mark.parametrize(
    ("head", "words", "why"),
    [
        ("June 4, 2017, near Raqqa, Syria, via Airwars report.", "", "its days overlap with those of 2017-06-03-raqqa"),
        ("Nov. 20, 2018, near Kobani, Syria, via Airwars report.", "1322/CS951",
         "its number or code is that of 2017-08-21-raqqa, which is of another day and place"),
        ("Aug. 21, 2017, near Raqqa, Syria, via Airwars report.", "1310/CS951",
         "its numbers and codes are those of several incidents: 2017-06-03-raqqa, 2017-08-21-raqqa"),
    ],
)  # fmt: skip
def test_incidents_that_may_be_others(package, head, words, why):
    with pytest.raises(NothingFound, match=f"left out because {why}"):
        drafted(package, credible(head, f"Regrettably, three civilians were unintentionally killed. {words}"))


def test_a_near_day_with_the_same_figures_is_pointed_out(package):
    proposal = drafted(package, credible("Aug. 20, 2017, near Raqqa, Syria, via Airwars report."))
    assert any("check that it is not 2017-08-21-raqqa" in remark for remark in proposal.remarks)


def test_a_record_of_airwars_gets_its_incident(copy, run):
    """The package has Airwars' record CS1201, and no incident of it."""
    code, out, _ = run(
        credible("Jan. 9, 2018, near Raqqa, Syria, via Airwars report.", f"{HARM} 1601/CS1201"), "--write"
    )
    assert code == 0, out
    (incident,) = rows_in(copy, "incidents", "2018-01-09-raqqa")
    (allegation,) = rows_in(copy, "allegations", "airwars-cs1201")
    (assessment,) = rows_in(copy, "assessments", "cs1201-1")
    assert (incident["airwars_code"], incident["coalition_ref"]) == ("CS1201", "1601/CS1201")
    assert allegation["incident_id"] == assessment["incident_id"] == "2018-01-09-raqqa"
    assert copy.run("check")[0] == 0


def test_a_code_that_the_package_does_not_have(package):
    proposal = drafted(package, credible("Jan. 9, 2018, near Raqqa, Syria, via Airwars report.", f"{HARM} 1601/CS1999"))
    assert proposal.rows["incidents"][0]["airwars_code"] == ""
    assert any("airwars_code of 2018-01-09-raqqa stays empty because" in remark for remark in proposal.remarks)


# --- the release ---------------------------------------------------------------------------------------------------
def test_a_new_release_and_its_list(package):
    text = RELEASE + "\nCREDIBLE REPORTS\n\n" + LIST.partition("\n\n")[2]
    proposal = draft(package, text, Request("https://coalition.example.org/new", "official"), TODAY)
    assert [row["killed"] for row in proposal.rows["releases"]] == ["5"]
    assert {row["release_id"] for row in proposal.rows["incidents"]} == {"monthly-2026-05"}
    assert {row["stated_on"] for row in proposal.rows["assessments"]} == {"2026-06-20"}


def test_the_list_of_a_release_that_the_package_has(copy, run):
    text = "In the month of December, CJTF-OIR carried over 120 open reports and received 20 new reports.\n\n" + LIST
    code, out, err = run(text, "--write")
    assert (code, err) == (0, "")
    assert "already there: releases already has monthly-2018-12" in out
    assert [row["release_id"] for row in rows_in(copy, "incidents", "2018-10-03")] == ["monthly-2018-12"]


def test_a_release_that_is_not_known(package):
    proposal = drafted(package, LIST, day=date(2019, 2, 3))
    assert {row["release_id"] for row in proposal.rows["incidents"]} == {""}
    assert "release_id stays empty because releases has no release of that day; give --release-id" in proposal.remarks
    named = drafted(package, LIST, day=date(2019, 2, 3), release_id="monthly-2018-12")
    assert {row["release_id"] for row in named.rows["incidents"]} == {"monthly-2018-12"}
    with pytest.raises(UnusableInput, match="--release-id monthly-2018-10: releases has no such release"):
        drafted(package, LIST, release_id="monthly-2018-10")


def test_without_a_day_nothing_can_be_written(copy, tmp_path):
    file = tmp_path / "list.txt"
    file.write_text(LIST, encoding="utf-8")
    before = bytes_of(copy)
    code, _, err = copy.run("draft", str(file), "--kind", "official", "--url", URL, "--write")
    assert code == 2
    assert "missing: publication date; give --released-on" in err
    assert bytes_of(copy) == before
