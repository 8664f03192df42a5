"""Control totals in a whole check: that a difference is reported once, and where."""

from __future__ import annotations

import json

from civcas.checking.causes import fold_control_totals
from civcas.checking.findings import Finding

DIFFERS = Finding("strikes/matches-control-totals", "s.csv", 7, key="a", see=("s.csv:7 (x)", "s.csv:8"))
SLIP = Finding("strikes/key-names-day", "s.csv", 8, key="b", also=("strikes/listed-once",))


def test_a_difference_follows_from_another_error_at_one_of_its_records():
    (folded,) = fold_control_totals([SLIP, DIFFERS])
    assert folded.rule == SLIP.rule
    assert folded.also == ("strikes/listed-once", DIFFERS.rule)


def test_a_difference_follows_from_another_error_at_its_own_record():
    at_record = Finding("strikes/key-names-day", "s.csv", 7)
    (folded,) = fold_control_totals([Finding(DIFFERS.rule, "s.csv", 7), at_record])
    assert folded.also == (DIFFERS.rule,)


def test_a_difference_stays_without_an_error_at_one_of_its_records():
    elsewhere = Finding("strikes/key-names-day", "s.csv", 9)
    other_file = Finding("strikes/key-names-day", "t.csv", 8)
    documented = Finding("strikes/key-names-day", "s.csv", 8, issue="known")
    found = [elsewhere, other_file, documented, DIFFERS]
    assert fold_control_totals(found) == found


def test_a_documented_difference_stays():
    found = [SLIP, Finding(DIFFERS.rule, "s.csv", 8, issue="known")]
    assert fold_control_totals(found) == found


def errors(copy):
    code, out, _ = copy.run("check", "--format", "json")
    found = [item for item in json.loads(out)["findings"] if item["severity"] == "error"]
    assert code == (1 if found else 0)
    return found


def test_a_wrong_source_is_named_with_the_right_one(copy):
    line = copy.line_of("strikes", "2017-08-25-iq-tal-afar,")
    right = "defense-gov-officials-provide-details-of-latest-strikes-2"
    copy.replace("strikes", line, right, "github-all-csv")
    (found,) = errors(copy)
    assert (found["rule"], found["line"], found["field"]) == ("strikes/matches-control-totals", line, "source_id")
    assert found["found"] == "github-all-csv"
    assert found["expected"].startswith(f"{right}, by the codes in control_totals, line ")


def test_a_lost_record_is_reported(copy):
    lines = copy.lines("airpower")
    line = copy.line_of("airpower", "2014-08-month,")
    copy.write("airpower", lines[: line - 1] + lines[line:])
    rules = [item["rule"] for item in errors(copy)]
    assert "airpower/matches-control-totals" in rules
