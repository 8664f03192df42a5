"""Control totals in a whole check: that a difference is reported once, and where."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import narwhals as nw
import polars as pl
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from civcas.checking.causes import FindingWithCells, fold
from civcas.checking.findings import Finding
from civcas.checking.shared.control_totals import PARTS, control_totals_match
from civcas.package.tables import KEY, LINE, read_table

DIFFERS = Finding(
    "strikes/matches-control-totals", "s.csv", 7, key="a", table="strikes", see=("s.csv:7 (x)", "s.csv:8")
)
SLIP = Finding("strikes/key-names-day", "s.csv", 8, key="b", table="strikes", also=("strikes/listed-once",))


def folded(*findings):
    """The findings folded; the records that a difference names take part in it."""
    return fold([FindingWithCells(finding, frozenset(map(cell, finding.see))) for finding in findings], {})


def cell(place):
    return "strikes", int(place.split(" ")[0].split(":")[1]), "strike_id"


def test_a_difference_follows_from_another_error_at_one_of_its_records():
    (one,) = folded(DIFFERS, SLIP)
    assert one.rule == SLIP.rule
    assert one.also == ("strikes/listed-once", DIFFERS.rule)


def test_a_difference_follows_from_another_error_at_its_own_record():
    (one,) = folded(DIFFERS, replace(SLIP, line=7))
    assert one.also == ("strikes/listed-once", DIFFERS.rule)


def test_a_difference_stays_without_an_error_at_one_of_its_records():
    found = [
        replace(SLIP, line=9),
        replace(SLIP, file="t.csv", table="places"),
        DIFFERS,
    ]
    assert sorted(folded(*found), key=str) == sorted(found, key=str)


def test_many_differences_are_counted():
    (one,) = folded(*[Finding(DIFFERS.rule, "s.csv", line, "strike_id", found="x") for line in range(10)])
    assert one.cells == 10


def test_differences_of_many_parts_are_counted():
    (one,) = folded(*[replace(DIFFERS, line=line, found="x", see=(f"s.csv:{line}",)) for line in range(10, 20)])
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
    assert found["expected"].startswith(f"{right}, by control_totals, line ")


def test_a_lost_record_is_reported(copy):
    lines = copy.lines("airpower")
    line = copy.line_of("airpower", "2018-11-month,")
    copy.write("airpower", lines[: line - 1] + lines[line:])
    (found,) = errors(copy)
    assert (found["rule"], found["found"]) == ("evidence/record-exists", "2018-11-month")
    assert found["hint"].startswith("Restore the record in data/airpower.csv, which has fewer records")
    assert "airpower/matches-control-totals" in found["also"]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_one_changed_figure_or_day_is_named_with_what_it_was(package, data):
    name = data.draw(st.sampled_from(sorted(PARTS)))
    table, totals = read_table(package, name).typed, read_table(package, "control_totals").typed
    kinds = {field: kind for field, kind in table.schema.items() if field not in (LINE, KEY)}
    field = data.draw(st.sampled_from([field for field, kind in kinds.items() if kind in (pl.Int64, pl.Date)] or [""]))
    assume(field)
    row = data.draw(st.integers(0, table.height - 1))
    values = st.dates(date(2014, 1, 1), date(2030, 1, 1)) if kinds[field] == pl.Date else st.integers(0, 10**6)
    was, new = table[field][row], data.draw(st.none() | values)
    assume(new != was and PARTS[name].meta.root_names().count(field) == 0)
    column = table[field].to_list()
    column[row] = new
    changed = table.with_columns(pl.Series(field, column, dtype=kinds[field]))
    expectation = control_totals_match(name, *[nw.from_native(frame.lazy()) for frame in (changed, totals)])
    (violation,) = expectation.violations(range(2, table.height + 2))
    assert (violation.line, violation.field, violation.found) == (row + 2, field, "" if new is None else str(new))
    assert violation.expected.startswith(f"{'an empty cell' if was is None else was}, by control_totals, line ")
