"""The known issues: each documents exactly what it says, and is an error when that is gone."""

from __future__ import annotations

import csv
import io
import json

from slugify import slugify

RULE, RECORD = "releases/killed-total-rises-by-killed", "monthly-2019-05"


def errors(copy):
    code, out, _ = copy.run("check", "--format", "json")
    found = [finding for finding in json.loads(out)["findings"] if finding["severity"] == "error"]
    assert code == (1 if found else 0)
    return found


def issue_line(copy, *parts):
    lines = copy.lines("known_issues")
    return next(number for number, line in enumerate(lines, 1) if all(part in line for part in parts))


def test_documented_contradictions_are_no_errors(copy):
    code, out, _ = copy.run("check", "--format", "json")
    report = json.loads(out)
    assert code == 0
    assert report["errors"] == 0
    assert report["documented"] == len(copy.lines("known_issues")) - 1
    assert report["skipped_rules"] == []


def test_without_its_issue_a_contradiction_is_an_error(copy):
    line = issue_line(copy, RULE, RECORD)
    lines = copy.lines("known_issues")
    copy.write("known_issues", lines[: line - 1] + lines[line:])
    (finding,) = errors(copy)
    assert (finding["rule"], finding["key"]) == (RULE, RECORD)
    assert finding["expected"] == "1302 a month before + killed 4 = 1306"


def added(copy, **change):
    """Add an issue that is like the one on May 2019 but for the change; its line and the errors."""
    line = issue_line(copy, RULE, RECORD)
    header, row = (next(csv.reader([copy.lines("known_issues")[number - 1]])) for number in (1, line))
    new = dict(zip(header, row, strict=True)) | change
    new["issue_id"] = slugify(f"{new['record_id']} {new['field']} {new['rule'].split('/')[1]} 2")
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(new.values())
    first, *rows = [*copy.lines("known_issues"), text.getvalue()]
    lines = [first, *sorted(rows)]
    copy.write("known_issues", lines)
    return lines.index(text.getvalue()) + 1, errors(copy)


def test_issue_that_nothing_violates_is_stale(copy):
    place = {"rule": "releases/completed-sum", "record_id": "monthly-2019-04", "field": "completed"}
    line, (finding,) = added(copy, **place, source_id="", status="inferred")
    assert (finding["rule"], finding["file"], finding["line"]) == ("known_issues/stale", "data/known_issues.csv", line)
    assert finding["found"] == "releases/completed-sum holds for monthly-2019-04 now"
    assert "Delete the issue only if" in finding["hint"]


def test_issue_registered_twice_is_stale(copy):
    _, (finding,) = added(copy)
    assert finding["rule"] == "known_issues/stale"


def test_issue_of_a_rule_that_does_not_exist(copy):
    line, (finding,) = added(copy, rule="releases/completed-summ")
    assert (finding["rule"], finding["line"], finding["field"]) == ("known_issues/rule-exists", line, "rule")
    assert finding["hint"] == "Did you mean releases/completed-sum?"


def test_issue_of_a_record_that_does_not_exist(copy):
    _, (finding,) = added(copy, record_id="monthly-2019-15")
    assert (finding["rule"], finding["field"]) == ("known_issues/record-exists", "record_id")


def test_further_change_to_a_documented_record_is_an_error(copy):
    line = issue_line(copy, RULE, RECORD)
    copy.replace("known_issues", line, ",1309,", ",1308,")
    (finding,) = errors(copy)
    assert (finding["rule"], finding["key"]) == (RULE, RECORD)
    assert "documents other figures (found 1308" in finding["hint"]


def test_broken_table_does_not_make_its_issues_stale(copy):
    copy.path("releases").write_bytes(b"")
    assert {finding["rule"] for finding in errors(copy)} == {"structure/empty-file"}
