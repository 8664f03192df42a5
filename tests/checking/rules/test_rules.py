"""Every rule passes good data and catches bad, with the arithmetic in its words."""

from __future__ import annotations

import pytest

from civcas.checking.rule import all_rules
from tests.checking.rules import (
    airpower,
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
    strike_totals,
    strikes,
)
from tests.checking.rules.judging import Case, applies, judge

MODULES = (
    airpower,
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
    strike_totals,
    strikes,
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
    assert judge(case.rule, case.bad) == case.expect
