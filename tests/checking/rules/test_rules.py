"""Every rule passes good data and catches bad, with the arithmetic in its words."""

from __future__ import annotations

import pytest

from civcas.checking.rule import all_rules
from civcas.package.tables import KEY, LINE
from tests.checking.rules import (
    airpower,
    allegations,
    assessments,
    control_totals,
    estimate_dates,
    estimates,
    evidence,
    geography,
    incidents,
    known_issues,
    places,
    releases,
    sources,
    strike_targets,
    strike_totals,
    strikes,
    weapon_employments,
)
from tests.checking.rules.judging import Case, applies, expectation, frame, judge, package

MODULES = (
    airpower,
    allegations,
    assessments,
    control_totals,
    estimate_dates,
    estimates,
    evidence,
    geography,
    incidents,
    known_issues,
    places,
    releases,
    sources,
    strike_targets,
    strike_totals,
    strikes,
    weapon_employments,
)
CASES: list[Case] = [case for module in MODULES for case in module.CASES]


def test_every_rule_has_a_case():
    assert {case.rule for case in CASES} == set(all_rules())


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.id)
def test_every_rule_says_what_it_asks_and_why(rule):
    assert rule.summary.endswith(".")
    assert len(rule.why) > 20


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_passes_good(case):
    assert judge(case.rule, case.good) == []
    assert applies(case.rule, case.good)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_catches_bad(case):
    assert [(row.key, row.field, row.found, row.expected) for row in case.found] == case.expect


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_names_the_line_and_the_key_of_one_record(case):
    records = frame(all_rules()[case.rule].table, case.bad.get(all_rules()[case.rule].table, []))
    lines = set(records.select(LINE, KEY).rows())
    assert {(violation.line, violation.key) for violation in case.found} <= lines


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_cells_that_take_part_are_fields_of_their_tables(case):
    schemas, found = package().schemas, case.found
    own = {violation.field for violation in found} | set(expectation(case.rule, case.bad).cells)
    assert own <= set(schemas[all_rules()[case.rule].table].names)
    for cell in (cell for violation in found for cell in violation.related):
        assert cell.field in schemas[cell.table].names
        assert cell.line - 2 in range(len(case.bad.get(cell.table, [])))


@pytest.mark.parametrize("case", [case for case in CASES if case.cells is not None], ids=lambda case: case.rule)
def test_names_the_cells_that_take_part(case):
    assert set(expectation(case.rule, case.bad).cells) == case.cells


@pytest.mark.parametrize("case", [case for case in CASES if case.previous is not None], ids=lambda case: case.rule)
def test_names_the_earlier_records_that_take_part(case):
    assert [violation.previous for violation in case.found] == case.previous


@pytest.mark.parametrize("case", [case for case in CASES if case.missing is not None], ids=lambda case: case.rule)
def test_names_the_records_that_are_missing(case):
    assert [violation.missing for violation in case.found] == case.missing


@pytest.mark.parametrize("case", [case for case in CASES if case.see is not None], ids=lambda case: case.rule)
def test_names_the_records_that_a_violation_rests_on(case):
    assert [(cell.line, cell.field, cell.words) for violation in case.found for cell in violation.related] == case.see


# Rules that miss something and wait for no other table: the first is about references themselves, and to the others a
# date whose precision can not be read is a day.
_OF_REFERENCES = {
    "evidence/record-exists",
    "evidence/source-not-older",
    "incidents/before-release",
    "releases/source-not-older-than-release",
}


def misses_something(case):
    """Whether the rule breaks if the cells of one field of another table can't be read."""
    others = [name for name in case.good if name != all_rules()[case.rule].table]
    return any(
        judge(case.rule, case.good | {name: [row | {field: None} for row in case.good[name]]})
        for name in others
        for field in sorted({field for row in case.good[name] for field in row})
    )


def test_rules_that_miss_something_in_another_table_wait_until_it_can_be_read():
    waiting = {rule.id for rule in all_rules().values() if rule.needs_valid_tables}
    assert {case.rule for case in CASES if misses_something(case)} - _OF_REFERENCES == waiting
