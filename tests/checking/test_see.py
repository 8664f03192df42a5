"""A finding names the lines of the other records that it rests on, in every format of the report."""

from __future__ import annotations

import json

import pytest

from civcas.checking.findings import Finding
from civcas.checking.report import seen_of


@pytest.fixture
def slip(copy):
    """The copy with a figure of a release changed, and what the line of its evidence should be called."""
    copy.replace("releases", copy.line_of("releases", "monthly-2019-04,"), ",1302,", ",1203,")
    line = copy.line_of("evidence", "releases,monthly-2019-04,killed_total,")
    source = copy.lines("evidence")[line - 1].split(",")[3]
    return copy, f"data/evidence.csv:{line} (1302, source {source})"


def test_the_evidence_is_named_beside_the_figure(slip):
    copy, place = slip
    code, out, _ = copy.run("check", "--format", "json")
    (finding,) = [finding for finding in json.loads(out)["findings"] if finding["severity"] == "error"]
    assert code == 1
    assert (finding["rule"], finding["found"], finding["expected"]) == (
        "releases/sourced",
        "1203",
        "1302, as evidence has it",
    )
    assert finding["see"][0] == place


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("text", "  see:      {}"),
        ("github", "; see {}, data/"),
        ("markdown", "| 1302, as evidence has it; see {}, data/"),
    ],
)
def test_every_format_names_it(slip, form, words):
    copy, place = slip
    _, out, _ = copy.run("check", "--format", form)
    assert words.format(place) in out


def test_of_many_records_the_first_six_are_named():
    finding = Finding("releases/sourced", "data/releases.csv", see=tuple(f"data/evidence.csv:{n}" for n in range(9)))
    assert seen_of(finding) == [*finding.see[:6], "and 3 more"]


def test_finding_that_rests_on_one_record_alone_names_no_other(copy):
    copy.replace("incidents", copy.line_of("incidents", "2015-03-13-hatra"), ",35.5729,42.73395,", ",35.5729,48.73395,")
    _, out, _ = copy.run("check")
    assert "incidents/point-in-country" in out
    assert "  see:" not in out
