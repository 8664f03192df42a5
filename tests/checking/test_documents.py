"""Documents that are lost, empty or half merged are findings, since they are published with the data."""

from __future__ import annotations

import pytest


def findings(copy):
    code, out, _ = copy.run("check")
    return code, [line for line in out.splitlines() if line.endswith("structure/document")], out


PAPERS = ["CHANGELOG.md", "CITATION.cff", "LICENSE", "LICENSE-DATA", "README.md"]


@pytest.mark.parametrize("text", [None, b"", b"\n \n", b"\xff\xfe"])
def test_every_paper_is_there_and_has_a_text(copy, text):
    for name in PAPERS:
        file = copy.root / name
        file.unlink() if text is None else file.write_bytes(text)
    code, found, out = findings(copy)
    assert (code, found) == (1, [f"{name} structure/document" for name in PAPERS]), out


def test_a_page_of_docs_that_others_link_to_is_there(copy):
    (copy.root / "docs" / "methodology.md").unlink()
    code, found, out = findings(copy)
    assert code == 1
    lines = [number for number, line in enumerate(_lines(copy, "README.md"), 1) if "docs/methodology.md" in line]
    assert found[: len(lines)] != []
    assert {f"README.md:{number} structure/document" for number in lines} <= set(found)
    assert "a link to docs/methodology.md, which is not there" in out


def test_links_to_other_places_are_not_looked_at(copy):
    with (copy.root / "README.md").open("a") as file:
        file.write(
            "\n[a](https://example.org/docs/nothing.md) [b](CONTRIBUTING.md) [c](docs/rules.md#sums) [d](x/y.md)\n"
        )
    assert findings(copy)[:2] == (0, [])


def test_a_merge_that_was_not_finished_is_named_with_its_line(copy):
    file = copy.root / "docs" / "coverage.md"
    lines = _lines(copy, "docs/coverage.md")
    file.write_text("\n".join([*lines[:4], "<<<<<<< HEAD", "a", "=======", "b", ">>>>>>> other", *lines[4:], ""]))
    code, found, out = findings(copy)
    assert (code, found) == (1, ["docs/coverage.md:5 structure/document"])
    assert "a merge conflict that was not resolved: <<<<<<< HEAD" in out


def _lines(copy, name):
    return (copy.root / name).read_text(encoding="utf-8").splitlines()
