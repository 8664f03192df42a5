"""The register: it documents exactly what it says, and nothing that is gone."""

from __future__ import annotations

import json


def errors(copy):
    code, out, _ = copy.run("check", "--format", "json")
    found = [finding for finding in json.loads(out)["findings"] if finding["severity"] == "error"]
    assert code == (1 if found else 0)
    return found


def issue_line(copy, *parts):
    lines = copy.lines("known_issues")
    return next(number for number, line in enumerate(lines, 1) if all(part in line for part in parts))


def test_the_real_data_are_clean_and_their_contradictions_documented(copy):
    code, out, _ = copy.run("check", "--format", "json")
    report = json.loads(out)
    assert code == 0
    assert report["errors"] == 0
    assert report["documented"] == len(copy.lines("known_issues")) - 1
    assert report["skipped_rules"] == []


def test_deleted_issue_lets_its_contradiction_speak(copy):
    line = issue_line(copy, "releases/killed-total-rises-by-killed", "monthly-2018-05")
    lines = copy.lines("known_issues")
    copy.write("known_issues", lines[: line - 1] + lines[line:])
    found = [finding for finding in errors(copy) if finding["rule"] != "sources/used"]
    assert [(finding["rule"], finding["key"]) for finding in found] == [
        ("releases/killed-total-rises-by-killed", "monthly-2018-05")
    ]
    assert found[0]["expected"] == "892 a month before + killed 62 = 954"


def added(copy, **change):
    """Add an issue that is like the one on May 2018 but for the change; its line and the errors."""
    import csv
    import io

    line = issue_line(copy, "releases/killed-total-rises-by-killed", "monthly-2018-05")
    header, row = (next(csv.reader([copy.lines("known_issues")[number - 1]])) for number in (1, line))
    new = dict(zip(header, row, strict=True)) | {"issue_id": "zz-added"} | change
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(new.values())
    lines = [*copy.lines("known_issues"), text.getvalue()]
    copy.write("known_issues", lines)
    return len(lines), errors(copy)


def test_issue_that_nothing_violates_is_stale(copy):
    line, (finding,) = added(copy, rule="releases/completed-sum", record_id="monthly-2019-04", field="completed")
    assert (finding["rule"], finding["file"], finding["line"]) == ("known_issues/stale", "data/known_issues.csv", line)
    assert finding["found"] == "releases/completed-sum holds for monthly-2019-04"
    assert "delete the issue" in finding["hint"]


def test_issue_registered_twice_is_stale(copy):
    _, (finding,) = added(copy)
    assert finding["rule"] == "known_issues/stale"


def test_issue_of_a_rule_that_is_none(copy):
    line, (finding,) = added(copy, rule="releases/completed-summ")
    assert (finding["rule"], finding["line"], finding["field"]) == ("known_issues/rule-exists", line, "rule")
    assert finding["hint"] == "did you mean releases/completed-sum?"


def test_issue_of_a_record_that_is_none(copy):
    _, (finding,) = added(copy, record_id="monthly-2018-15")
    assert (finding["rule"], finding["field"]) == ("known_issues/record-exists", "record_id")


def test_further_change_to_a_documented_record_is_an_error(copy):
    line = issue_line(copy, "releases/killed-total-rises-by-killed", "monthly-2018-05")
    copy.replace("known_issues", line, ",939,", ",938,")
    (finding,) = errors(copy)
    assert (finding["rule"], finding["key"]) == ("releases/killed-total-rises-by-killed", "monthly-2018-05")
    assert "documents other figures (found 938" in finding["hint"]


def test_broken_table_does_not_make_its_issues_stale(copy):
    copy.path("releases").write_bytes(b"")
    assert {finding["rule"] for finding in errors(copy)} == {"structure/empty-file"}
