"""Files changed at random: no traceback, nothing misread, and what a check passes can be built.

The scripts in tests/faults do the same at any length.
"""

from __future__ import annotations

import contextlib
import copy as copying
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civcas.errors import UnusableInput
from civcas.package.tables import read_package
from tests.conftest import ROOT, exhaustive, put_package
from tests.faults.damaged import VALUES, change_member, outcomes, places, run
from tests.faults.quotes import edits_read

PACKAGE = read_package(ROOT)


def at(content, place):
    for name in place:
        content = content[name]
    return content


FILES = {
    file: json.loads((ROOT / file).read_text())
    for file in ("datapackage.json", *(item["schema"] for item in PACKAGE.descriptor["resources"]))
}
PLACES = [(file, place) for file, content in FILES.items() for place in places(content)]
# Texts that occur in the files change their meaning most often without making them invalid.
TEXTS = sorted(
    {value for file, place in PLACES if isinstance(value := at(FILES[file], place), str) and len(value) < 40}
)


@pytest.mark.parametrize("resource", PACKAGE.resources, ids=lambda resource: resource.name)
def test_quotes_commas_and_line_ends(package, resource):
    assert 0 < edits_read(package, resource, 100, seed=2) < 100


@pytest.mark.parametrize(("count", "seed"), [(6, 2), *exhaustive((40, 3))])
def test_damaged_files(tmp_path, count, seed):
    found = outcomes(tmp_path, count, seed=seed)
    assert sum(times for (command, _), times in found.items() if command == "check") == count
    assert {code for _, code in found} <= {0, 1, 2}


CHANGES = st.lists(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(["drop", *VALUES, *TEXTS])), min_size=1, max_size=2
)


@settings(max_examples=8)
@given(changes=CHANGES)
def test_what_a_check_passes_can_be_built(changes):
    require_that_it_can_be_built_if_a_check_passes_it(changes)


@pytest.mark.exhaustive
@settings(max_examples=200)
@given(changes=CHANGES)
def test_what_a_check_passes_can_be_built_whatever_was_changed(changes):
    require_that_it_can_be_built_if_a_check_passes_it(changes)


def require_that_it_can_be_built_if_a_check_passes_it(changes):
    contents = copying.deepcopy(FILES)
    for (file, place), value in changes:
        with contextlib.suppress(LookupError, TypeError):  # the first change may have taken this place away
            change_member(contents[file], place, copying.deepcopy(value))
    with tempfile.TemporaryDirectory() as folder:
        root = put_package(Path(folder) / "package", ROOT / "tests" / "package" / "data")
        for file, content in contents.items():
            (root / file).write_text(json.dumps(content, indent=2))
        try:
            if read_package(root, with_faults=True).faults:
                return
        except UnusableInput:
            return
        if run(root, ("check",), str(changes)) == 0:
            assert run(root, ("build",), str(changes)) == 0
