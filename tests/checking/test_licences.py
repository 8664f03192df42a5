"""A licence in the descriptor that LICENSE-DATA does not state is a finding."""

from __future__ import annotations

import json

import pytest

OTHERS = [
    ("name", "CC-BY-SA-4.0"),
    ("name", "CC-BY-4"),
    ("name", "CC0-1.0"),
    ("title", "Creative Commons Attribution-ShareAlike 4.0 International"),
    ("path", "https://creativecommons.org/licenses/by-nc/4.0/"),
    ("path", "https://creativecommons.org/licenses/by"),
]


def with_licence(copy, **members):
    file = copy.root / "datapackage.json"
    about = json.loads(file.read_text())
    about["licenses"][0] |= members
    file.write_text(json.dumps(about, indent=2))


@pytest.mark.parametrize(("member", "value"), OTHERS)
def test_another_licence_than_that_of_the_data_is_found(copy, member, value):
    with_licence(copy, **{member: value})
    code, out, _ = copy.run("check")
    assert code == 1
    lines = (copy.root / "datapackage.json").read_text().splitlines()
    line = next(number for number, text in enumerate(lines, 1) if json.dumps(value) in text)
    assert out.startswith(f"datapackage.json:{line} structure/licence\n  in:       #/licenses/0/{member}\n"), out
    assert f"found:    {json.dumps(value)}\n  expected: the licence that LICENSE-DATA states" in out


@pytest.mark.parametrize(
    ("member", "value"), [("path", "http://creativecommons.org/licenses/by/4.0"), ("name", "cc by 4.0")]
)
def test_the_same_licence_may_be_written_in_another_way(copy, member, value):
    with_licence(copy, **{member: value})
    assert copy.run("check")[0] == 0


def test_another_text_of_the_licence_is_found(copy):
    (copy.root / "LICENSE-DATA").write_text("CC0 1.0 Universal\n")
    code, out, _ = copy.run("check")
    assert code == 1
    assert out.count("structure/licence") == 3
