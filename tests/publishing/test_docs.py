"""The generated documentation: it follows the data, and bad pages or empty tables end with a clear message."""

from __future__ import annotations

import pytest

from civcas.publishing import citation
from civcas.publishing.docs import BEGIN, END
from tests.checking.damage import EVIDENCE, edit
from tests.publishing.test_build import digests


def test_a_new_row_of_evidence_leaves_the_readme_as_it_is(copy):
    assert copy.run("docs")[0] == 0
    readme, coverage = ((copy.root / name).read_bytes() for name in ("README.md", "docs/coverage.md"))
    lines = copy.lines("evidence")
    record = next(line for line in lines if line.startswith("releases,"))
    copy.write("evidence", [*lines, record.replace("releases,", "releases,another-", 1)])
    lines = copy.lines("releases")
    copy.write("releases", [*lines, lines[1].replace("ad-hoc-", "another-", 1)])
    assert copy.run("docs")[0] == 0
    assert (copy.root / "README.md").read_bytes() == readme
    assert (copy.root / "docs" / "coverage.md").read_bytes() != coverage


def test_empty_tables_are_no_error(copy, package):
    for name in package.schemas:
        copy.write(name, copy.lines(name)[:1])
    code, out, err = copy.run("docs")
    assert (code, err) == (0, "")
    assert "README.md: updated" in out
    assert copy.run("docs", "--check")[:2] == (0, "")
    assert "| [data/releases.csv](data/releases.csv) |  | " in (copy.root / "README.md").read_text()


@pytest.mark.parametrize("empty", ["releases", "strikes", "strike_totals", "airpower", "evidence", "organisations"])
def test_one_empty_table_is_no_error(copy, empty):
    copy.write(empty, copy.lines(empty)[:1])
    assert copy.run("docs")[0] == 0


README = f"before\n{BEGIN}\nold\n{END}\nafter\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (README.encode() + b"\xff", f"README.md: not UTF-8 at byte {len(README) + 1}"),
        ((README + README).encode(), f"README.md: {BEGIN} is there 2 times; expected one"),
        (f"{README}{END}\n".encode(), f"README.md: {END} is there 2 times; expected one"),
        (b"no marks\n", f"README.md: {BEGIN} is there 0 times; expected one"),
        (f"{END}\n{BEGIN}\n".encode(), f"README.md: {END} comes before {BEGIN}"),
        (None, "README.md: no such file or directory"),
    ],
)
def test_a_page_that_can_not_be_used_is_named_and_nothing_is_changed(copy, content, message):
    file = copy.root / "README.md"
    file.unlink() if content is None else file.write_bytes(content)
    before = digests(copy.root)
    code, out, err = copy.run("docs")
    assert (code, out) == (2, "")
    assert message in err
    assert "nothing was changed" in err.lower()
    assert digests(copy.root) == before


def test_what_is_around_the_marks_stays(copy):
    (copy.root / "README.md").write_text(f"{README}{citation.BEGIN}\nold\n{citation.END}\nlast\n")
    assert copy.run("docs")[0] == 0
    text = (copy.root / "README.md").read_text()
    assert text.startswith(f"before\n{BEGIN}\n| file |")
    assert f"\n{END}\nafter\n{citation.BEGIN}\n> " in text
    assert text.endswith(f"\n{citation.END}\nlast\n")
    assert "old" not in text


def test_a_page_that_can_not_be_written(copy):
    (copy.root / "docs" / "rules.md").unlink()
    (copy.root / "docs" / "rules.md").mkdir()
    code, _, err = copy.run("docs")
    assert code == 2
    assert "docs/rules.md: is a directory; nothing was written" in err


def test_a_field_may_have_any_name_and_its_limits_are_told(copy):
    """The pages count the figures of a table with a field called value, and tell each limit of a field."""
    limits = {"exclusiveMinimum": -1, "exclusiveMaximum": 9, "maximum": 8}
    described = {"title": "Value", "description": "Value", "type": "integer", "unit": "sorties", "constraints": limits}
    edit(copy.root, "schemas/airpower.json", lambda schema, _: schema["fields"].append({"name": "value", **described}))
    header, *rows = copy.lines("airpower")
    copy.write("airpower", [header + ",value", *[row + ",7" for row in rows]])
    assert copy.run("docs")[0] == 0
    page = (copy.root / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert "| `value` | integer, exclusiveMinimum -1, maximum 8, exclusiveMaximum 9 | sorties |" in page


def test_evidence_about_a_table_without_figures_is_no_error(copy):
    def allow(_, fields):
        fields["table"]["constraints"]["enum"].append("place_names")
        fields["table"]["categories"].append({"value": "place_names", "label": "Names"})

    edit(copy.root, EVIDENCE, allow)
    assert copy.run("docs")[0] == 0


@pytest.mark.parametrize("field", ["value", "table"])
def test_a_field_of_another_type_is_said(copy, field):
    before = digests(copy.root)
    edit(copy.root, EVIDENCE, lambda _, fields: fields[field].update(type="integer", constraints={}, example=1))
    if field == "table":
        edit(copy.root, EVIDENCE, lambda _, fields: fields["table"].pop("categories"))
    code, _, err = copy.run("docs")
    assert (code, err.startswith("civcas: docs/coverage.md can't be counted: ")) == (2, True), err
    after = digests(copy.root)
    assert {name for name in after if after[name] != before.get(name)} == {EVIDENCE}
