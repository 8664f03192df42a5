"""A finding names the lines of the other records that it rests on, in every format of the report."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def slip(copy):
    """The copy with one figure of the evidence changed, and what its line should be called."""
    line = copy.line_of("evidence", "releases,monthly-2019-04,killed_total,")
    source = copy.lines("evidence")[line - 1].split(",")[3]
    copy.replace("evidence", line, ",1302,", ",1203,")
    return copy, f"data/evidence.csv:{line} (1203, source {source})"


def test_slip_in_the_evidence_is_named_beside_the_figure(slip):
    copy, place = slip
    code, out, _ = copy.run("check", "--format", "json")
    (finding,) = [finding for finding in json.loads(out)["findings"] if finding["severity"] == "error"]
    assert code == 1
    assert (finding["rule"], finding["found"], finding["expected"]) == ("releases/sources-agree", "1302", "1203")
    assert finding["see"] == [place]


@pytest.mark.parametrize(
    ("form", "words"), [("text", "  see:      {}\n"), ("github", "; see {}"), ("markdown", "| 1203; see {} |")]
)
def test_every_format_names_it(slip, form, words):
    copy, place = slip
    _, out, _ = copy.run("check", "--format", form)
    assert words.format(place) in out


def test_of_many_records_the_first_six_are_named(copy):
    line = copy.line_of("releases", "monthly-2019-04,")
    copy.replace("releases", line, ",1302,", ",1303,")
    first = copy.line_of("evidence", "releases,monthly-2019-04,killed_total,")
    stated = sum(row.startswith("releases,monthly-2019-04,killed_total,") for row in copy.lines("evidence"))
    _, out, _ = copy.run("check")
    seen = [row.split()[1] for row in out.splitlines() if row.startswith("  see:")]
    assert seen == [f"data/evidence.csv:{first + number}" for number in range(6)] + ["and"]
    assert f"  see:      and {stated - 6} more\n" in out


def test_finding_that_rests_on_one_record_alone_names_no_other(copy):
    copy.replace("incidents", 2, ",36.176908,36.668356,", ",36.668356,36.176908,")
    _, out, _ = copy.run("check")
    assert "incidents/point-in-country" in out
    assert "  see:" not in out
