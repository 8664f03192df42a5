"""Single faults in the small package: most are found, and most of those as one finding.

A short form of `make faults`, which does the same to the project's own tables.
"""

from __future__ import annotations

import random

import pytest

from tests.faults.inject import Injector, outcome

EACH_TABLE = 2


@pytest.fixture(scope="module")
def outcomes(package):
    injector, chance = Injector(package), random.Random(2014)
    faults = [
        fault
        for table in injector.rows
        for fault in chance.sample(list(injector.faults(seed=1, each=1, tables=[table])), EACH_TABLE)
    ]
    return [outcome(package.root, fault) for fault in faults]


def share(items, number):
    return sum(items) / number


def test_every_table_has_faults(outcomes, package):
    assert {item.fault.table for item in outcomes} == set(package.schemas)


def test_most_single_faults_are_found(outcomes):
    assert share([item.found for item in outcomes], len(outcomes)) >= 0.85


def test_findings_name_the_line_and_most_faults_are_one_finding(outcomes):
    found = [item for item in outcomes if item.found]
    assert share([item.right_line for item in found], len(found)) >= 0.85
    assert share([item.findings == 1 for item in found], len(found)) >= 0.55
