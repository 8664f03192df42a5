"""Constraints and formats of a schema: each holds at its limit and not beyond, in every engine, as for Frictionless."""

from __future__ import annotations

from contextlib import closing

import frictionless
import pytest

from civcas.checking.engines.local import Local
from tests.checking.limits import ALLOWED, BEYOND, REFUSED, cell_faults, expected_faults, put_limits
from tests.checking.test_stored import InSmallParts


def found_by_frictionless(root):
    report = frictionless.Package(str(root / "datapackage.json")).validate()
    assert not report.errors
    places = report.tasks[0].flatten(["rowNumber", "fieldName"])
    assert all(field for _, field in places)
    return set(map(tuple, places))


@pytest.mark.parametrize("engine", [Local, InSmallParts])
def test_a_cell_at_the_limit_is_allowed_and_one_beyond_it_is_not(tmp_path, engine):
    cells = [*REFUSED, *ALLOWED, *BEYOND]
    root = put_limits(tmp_path / "limits", cells)
    with closing(engine()) as each:
        assert cell_faults(root, each) == expected_faults(cells)


def test_frictionless_refuses_and_allows_the_same_cells(tmp_path):
    root = put_limits(tmp_path / "limits", [*REFUSED, *ALLOWED, *BEYOND])
    assert found_by_frictionless(root) == {(line, field) for _, line, field in expected_faults(REFUSED)}
