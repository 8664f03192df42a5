"""Control totals in a whole check: that a difference is reported once, and where."""

from __future__ import annotations

import json

from civcas.checking.causes import FindingWithCells, fold
from civcas.checking.findings import Finding

DIFFERS = Finding("strikes/matches-control-totals", "s.csv", 7, key="a", see=("s.csv:7 (x)", "s.csv:8"))
SLIP = Finding("strikes/key-names-day", "s.csv", 8, key="b", also=("strikes/listed-once",))


def folded(*findings):
    return fold([FindingWithCells(finding, frozenset()) for finding in findings], {})


def test_a_difference_follows_from_another_error_at_one_of_its_records():
    (one,) = folded(DIFFERS, SLIP)
    assert one.rule == SLIP.rule
    assert one.also == ("strikes/listed-once", DIFFERS.rule)


def test_a_difference_follows_from_another_error_at_its_own_record():
    (one,) = folded(Finding(DIFFERS.rule, "s.csv", 7), Finding("strikes/key-names-day", "s.csv", 7))
    assert one.also == (DIFFERS.rule,)


def test_a_difference_stays_without_an_error_at_one_of_its_records():
    found = [
        Finding("strikes/key-names-day", "s.csv", 9, key="b"),
        Finding("strikes/key-names-day", "t.csv", 8),
        DIFFERS,
    ]
    assert sorted(folded(*found), key=str) == sorted(found, key=str)


def test_many_differences_are_counted():
    (one,) = folded(*[Finding(DIFFERS.rule, "s.csv", line, "strike_id", found="x") for line in range(10)])
    assert one.cells == 10


def errors(copy):
    code, out, _ = copy.run("check", "--format", "json")
    found = [item for item in json.loads(out)["findings"] if item["severity"] == "error"]
    assert code == (1 if found else 0)
    return found


def test_a_wrong_source_is_named_with_the_right_one(copy):
    line = copy.line_of("strikes", "2017-04-05-sy-raqqa,")
    right, wrong = "coalition-example-strikes-2017-04-05", "airwars-example-incidents"
    copy.replace("strikes", line, right, wrong)
    found = next(item for item in errors(copy) if item["rule"] == "strikes/matches-control-totals")
    assert (found["line"], found["field"], found["found"]) == (line, "source_id", wrong)
    assert found["expected"].startswith(f"{right}, by the codes in control_totals, line ")


def test_a_lost_record_is_reported(copy):
    lines = copy.lines("airpower")
    line = copy.line_of("airpower", "2018-11-month,")
    copy.write("airpower", lines[: line - 1] + lines[line:])
    rules = {rule for item in errors(copy) for rule in (item["rule"], *item["also"])}
    assert "airpower/matches-control-totals" in rules
