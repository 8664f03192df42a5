"""A violation names every cell of its record that may be the cause: without any other, it is still there."""

from __future__ import annotations

import pytest

from civcas.checking.rule import all_rules
from tests.checking.rules.judging import expectation, package, violations
from tests.checking.rules.test_rules import CASES

_MONTHS = {"period_start", "release_type"}
_TOTAL = {"country", "itemised", "nation", "period_end", "period_start", "qualifier", "reported_on"}
# Fields that say which records a rule compares. Without them the record is compared with no other.
_COUNTED = ("killed", "injured", "children_killed", "women_killed", "men_killed")
SCOPES = {
    "airpower/statements-agree": {"as_of", "granularity", "period"},
    "airpower/counts-never-fall": {"granularity", "period"},
    "airpower/months-within-year": {"granularity", "period"},
    "allegations/assessed-has-its-incident": {"organisation_id"},
    "allegations/code-says-country": {"organisation_id"},
    "allegations/incident-has-the-code": {"organisation_id"},
    "allegations/minimum-not-above-maximum": {f"{what}_max" for what in _COUNTED},
    "allegations/minimum-with-maximum": {f"{what}_{end}" for what in _COUNTED for end in ("min", "max")},
    "assessments/minimum-not-above-maximum": {"injured_max", "killed_max"},
    "estimates/key-names-period": {"organisation_id"},
    "estimates/key-names-country": {"organisation_id"},
    "estimates/cumulative-never-falls": {
        "attributed_to", "country", "measure", "method", "organisation_id", "period_end", "period_start",
    },
    "incidents/killed-within-release": {"status"},
    "incidents/injured-within-release": {"status"},
    "places/district-in-one-governorate": {"country"},
    "releases/carried-over-from-previous": _MONTHS,
    "releases/totals-never-fall": {"published_on", "release_type"},
    "releases/killed-total-rises-by-killed": _MONTHS,
    "releases/injured-total-rises-by-injured": _MONTHS,
    "releases/credible-total-rises-by-credible": _MONTHS,
    "releases/reports-total-rises-by-received": _MONTHS,
    "releases/months-follow": {"release_type"},
    "releases/totals-through-period-end": {"release_type"},
    "releases/strikes-within-rise": _MONTHS,
    "sources/date-as-in-address": {"published_precision"},
    "strike_totals/places-of-report-add-up": _TOTAL,
    "strike_totals/places-of-period-add-up": _TOTAL,
    "strike_totals/overlaps-are-named": {"country", "nation", "start_precision", "end_precision"},
    "strike_totals/countries-add-up": _TOTAL | {"organisation_id", "source_id"},
}  # fmt: skip
NAMING = [case for case in CASES if not case.rule.endswith("/matches-control-totals")]  # these name whole records


@pytest.mark.parametrize("case", NAMING, ids=lambda case: case.rule)
def test_every_cell_that_may_be_the_cause_is_named(case):
    table = all_rules()[case.rule].table
    rows = case.bad.get(table, [])
    named = {*expectation(case.rule, case.bad).cells, *package().schemas[table].primary_key}
    for violation in case.found[:2]:
        others = {name for name, value in rows[violation.line - 2].items() if value is not None}
        for name in sorted(others - named - {violation.field} - SCOPES.get(case.rule, set())):
            emptied = [row | {name: None} if line == violation.line else row for line, row in enumerate(rows, 2)]
            left = violations(case.rule, case.bad | {table: emptied})
            assert (violation.line, violation.field) in {(one.line, one.field) for one in left}, name
