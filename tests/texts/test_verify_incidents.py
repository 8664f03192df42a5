"""Comparing incidents and assessments with the items of lists. All texts are made up."""

from __future__ import annotations

import pytest

from civcas.texts.verify import verify

HEAD = "Aug. 21, 2017, near Raqqa, Syria, via Amnesty International report."


def of(package, record, item, heading="CREDIBLE REPORTS"):
    other = "9. Oct. 9, 2018, near Kobani, Syria, via Airwars report. Regrettably, three civilians were killed."
    return verify(package, record, f"May 31, 2019\n\n{heading}\n\n1. {item}\n\n{other}\n", "list.txt")


def outcomes(outcome):
    return {field.field: field.outcome for field in outcome.fields}


def test_an_incident_that_an_item_states(package):
    outcome = of(package, "incidents/2017-08-21-raqqa", f"{HEAD} Three civilians were unintentionally killed. (1322)")
    assert outcomes(outcome) == {
        "first_day": "stated",
        "last_day": "stated",
        "country": "stated",
        "place_id": "stated",
        "status": "stated",
        "killed": "stated",
        "allegation_source": "stated",
        "coalition_ref": "stated",
        "airwars_code": "not mentioned",
    }
    assert not outcome.contradicted
    assert outcome.fields[0].stated[0][1].startswith("1. Aug. 21, 2017, near Raqqa")


def test_an_incident_that_an_item_contradicts(package):
    item = (
        "Aug. 20, 2017, near Kobani, Syria, via self-report. Regrettably, four civilians were unintentionally killed"
        " and two were injured. 1322/CS951"
    )
    outcome = of(package, "incidents/2017-08-21-raqqa", item)
    assert outcome.contradicted
    assert {name for name, value in outcomes(outcome).items() if value == "contradicted"} == {
        "first_day", "last_day", "place_id", "killed", "allegation_source",
    }  # fmt: skip
    assert outcomes(outcome)["injured"] == "not in the record"
    assert outcomes(outcome)["airwars_code"] == "stated"


def test_a_status_that_an_item_contradicts(package):
    item = f"{HEAD} No Coalition strikes were conducted."
    outcome = of(package, "incidents/2017-08-21-raqqa", item, heading="NON-CREDIBLE REPORTS")
    assert outcomes(outcome)["status"] == "contradicted"
    assert outcomes(outcome)["killed"] == "the number stands in the text"


def test_a_coarser_grid_reference_is_no_contradiction(package):
    item = "June 3-4, 2017, near Raqqa, Syria, via Airwars report. Two civilians were killed. 1310 37SEV0185078550"
    outcome = of(package, "incidents/2017-06-03-raqqa", item)
    assert outcomes(outcome)["mgrs"] == "stated"
    assert not outcome.contradicted


def test_an_item_on_another_day_is_shown_but_not_used(package):
    outcome = of(package, "incidents/2017-08-21-raqqa", "Aug. 19, 2017, near Raqqa, Syria. Four civilians were killed.")
    assert not outcome.contradicted
    assert set(outcomes(outcome).values()) <= {"not mentioned", "the number stands in the text"}
    assert [(item.reason, item.words[:21]) for item in outcome.unused] == [
        ("it is of the same place, but of another day", "item 1, “Aug. 19, 201")
    ]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("At least four civilians were killed.", "its figures are not exact (killed 4)"),
        ("One civilian was killed in each of two strikes.", "what it says of harm is in words that are not known"),
    ],
)
def test_an_item_that_is_not_clear_contradicts_nothing(package, words, reason):
    outcome = of(package, "incidents/2017-08-21-raqqa", f"{HEAD} {words}")
    assert not outcome.contradicted
    assert outcome.unused[0].reason.startswith(reason)


def test_an_assessment_that_an_item_states(package):
    item = f"{HEAD} Three civilians were unintentionally killed when they entered the target area."
    outcome = of(package, "assessments/cs951-1", item)
    assert outcomes(outcome) == {
        "stated_on": "stated",
        "status": "stated",
        "reason": "contradicted",
        "killed_min": "stated",
        "killed_max": "stated",
    }


def test_an_assessment_without_an_incident_is_found_by_its_code(package):
    item = "June 4, 2017, near Nowhere, Syria, via Airwars report. Three civilians were killed. 1999/CS802"
    outcome = of(package, "assessments/cs802-1", item)
    assert outcomes(outcome)["status"] == "contradicted"
    assert outcomes(outcome)["killed_min"] == "not in the record"


def test_the_command(copy, tmp_path):
    file = tmp_path / "list.txt"
    file.write_text(f"CREDIBLE REPORTS\n\n1. {HEAD} Regrettably, four civilians were killed.\n", encoding="utf-8")
    code, out, _ = copy.run("verify", "incidents/2017-08-21-raqqa", str(file))
    assert code == 1
    assert "killed            3            contradicted" in out
    assert "      4: “1. Aug. 21, 2017, near Raqqa, Syria" in out
