"""What changed since a revision: in a real git repository, by record and field."""

from __future__ import annotations

import json
import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civcas.changes.diff import compare_table
from civcas.package.tables import KEY, LINE, Table, parse_table
from tests.conftest import git


@pytest.fixture
def repository(copy):
    """A copy of the package with one commit of it."""
    git(copy.root, "init", "--quiet")
    git(copy.root, "add", ".")
    git(copy.root, "commit", "--quiet", "-m", "as it was")
    return copy


def changes(copy, *options):
    code, out, _ = copy.run("diff", "HEAD", "--format", "json", *options)
    assert code == 0
    return json.loads(out)


def test_nothing_changed(repository):
    assert repository.run("diff", "HEAD")[:2] == (0, "No changes since HEAD.\n")


def test_a_changed_cell_is_listed_with_its_line_and_both_values(repository):
    line = repository.line_of("releases", "monthly-2019-06,")
    repository.replace("releases", line, ",1313,", ",1331,")
    report = changes(repository)
    (table,) = report["tables"]
    assert (table["records_changed"], table["cells_changed"], table["records_added"]) == (1, 1, 0)
    assert table["changed"] == [
        {"line": line, "key": "monthly-2019-06", "field": "killed_total", "old": "1313", "new": "1331"}
    ]
    (total,) = [total for total in report["headlines"] if total["before"] != total["after"]]
    assert (total["before"], total["after"], total["record"]) == (1313, 1331, "monthly-2019-06")
    text = repository.run("diff", "HEAD")[1]
    assert f"~ data/releases.csv:{line} monthly-2019-06 / killed_total: 1313 -> 1331" in text
    assert "1,313 [monthly-2019-06] -> 1,331 [monthly-2019-06] (+18)" in text
    assert (
        f"| {line} | monthly-2019-06 | killed_total | 1313 | 1331 |"
        in repository.run("diff", "HEAD", "--format", "markdown")[1]
    )


def test_added_and_removed_records(repository):
    lines = repository.lines("releases")
    taken = lines.pop(repository.line_of("releases", "ad-hoc-") - 1)
    repository.write("releases", [*lines, taken.replace("ad-hoc-", "zz-hoc-", 1)])
    (table,) = changes(repository)["tables"]
    assert (table["records_added"], table["records_removed"], table["cells_changed"]) == (1, 1, 0)
    assert table["removed"][0]["key"] == taken.split(",", maxsplit=1)[0]
    assert table["added"][0]["line"] == len(lines) + 1
    assert "Headline figures:\n  unchanged" in repository.run("diff", "HEAD")[1]


def test_order_and_quoting_are_no_change(repository):
    header, *rows = repository.lines("airpower")
    repository.write("airpower", [header, *[row.replace(",month,", ',"month",') for row in reversed(rows)]])
    assert changes(repository)["tables"] == []


def test_a_field_that_is_new(repository):
    schema = json.loads((repository.root / "schemas" / "airpower.json").read_text())
    schema["fields"].append(schema["fields"][-1] | {"name": "remarks"})
    (repository.root / "schemas" / "airpower.json").write_text(json.dumps(schema))
    header, *rows = repository.lines("airpower")
    repository.write("airpower", [f"{header},remarks", *[f"{row}," for row in rows]])
    (table,) = changes(repository)["tables"]
    assert (table["new_fields"], table["cells_changed"]) == (["remarks"], 0)


def test_what_is_cut_is_counted(repository):
    lines = repository.lines("evidence")
    repository.write("evidence", [re.sub(",1,$", ",3,", line) for line in lines])
    changed = sum(line.endswith(",1,") for line in lines)
    assert changed > 100
    for form, cell in (("text", "readings: 1 -> 3"), ("markdown", "| readings | 1 | 3 |")):
        out = repository.run("diff", "HEAD", "--format", form)[1]
        assert out.count(cell) == 20
        assert f"Not listed: {changed - 20:,} changed cells" in out
        assert f"{changed:,} changed" in out
    assert repository.run("diff", "HEAD", "--most", "0")[1].count("readings: 1 -> 3") == 0
    (table,) = changes(repository, "--most", "3")["tables"]
    assert (len(table["changed"]), table["cells_changed"]) == (3, changed)
    assert len(changes(repository)["tables"][0]["changed"]) == changed


def test_a_package_in_a_folder_of_the_repository(copy):
    git(copy.root.parent, "init", "--quiet")
    git(copy.root.parent, "add", copy.root.name)
    git(copy.root.parent, "commit", "--quiet", "-m", "as it was")
    copy.replace("releases", copy.line_of("releases", "monthly-2019-06,"), ",1313,", ",1314,")
    assert changes(copy)["tables"][0]["cells_changed"] == 1


def test_a_file_that_does_not_parse_is_named_and_the_others_compared(repository):
    repository.path("airpower").write_text("nothing\n")
    repository.replace("releases", repository.line_of("releases", "monthly-2019-06,"), ",1313,", ",1314,")
    code, out, _ = repository.run("diff", "HEAD")
    assert code == 1
    assert "data/airpower.csv does not parse, so it was not compared" in out
    assert "1313 -> 1314" in out
    assert "Headline figures:\n  not compared, because a file does not parse" in out


@pytest.mark.parametrize(
    ("revision", "message"), [("nope", "nope: no such revision"), ("--output=x", "--output=x: no such revision")]
)
def test_no_such_revision(repository, revision, message):
    code, out, err = repository.run("diff", "--", revision)
    assert (code, out) == (2, "")
    assert message in err
    assert not (repository.root / "x").exists()


def test_no_repository(copy, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(copy.root.parent))
    code, _, err = copy.run("diff", "HEAD")
    assert code == 2
    assert "not in a git checkout" in err


def test_no_git(repository, monkeypatch):
    monkeypatch.setenv("PATH", "")
    code, _, err = repository.run("diff", "HEAD")
    assert (code, err) == (2, "civcas: git is not installed. `civcas diff` needs it to read the earlier revision\n")


def test_a_revision_without_a_package(repository):
    git(repository.root, "rm", "--quiet", "--cached", "datapackage.json")
    git(repository.root, "commit", "--quiet", "-m", "no descriptor")
    code, _, err = repository.run("diff", "HEAD")
    assert code == 2
    assert err == "civcas: revision HEAD: datapackage.json: no such file\n"


# --- any two tables ----------------------------------------------------------------------------------------------

cells = st.sampled_from(["", "news", "other", "a b"])
tables = st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(cells, cells), max_size=8)


@given(tables, tables)
def test_removing_adding_and_changing_leads_from_old_to_new(package, old, new):
    def table(rows):
        lines = ["organisation_id,name,abbreviation,kind,country,homepage"]
        lines += [f"{key},{name},,{kind},," for key, (name, kind) in rows.items()]
        return parse_table(package.resource("organisations"), ("\n".join(lines) + "\n").encode())

    changes = compare_table(table(old), table(new))
    result = {key: list(row) for key, row in old.items() if key not in changes.removed[KEY].to_list()}
    for row in changes.added.to_dicts():
        result[row[KEY]] = [row["name"] or "", row["kind"] or ""]
    for row in changes.changed.to_dicts():
        at = ["name", "kind"].index(row["field"])
        assert result[row[KEY]][at] == (row["old"] or "")
        result[row[KEY]][at] = row["new"] or ""
    assert result == {key: list(row) for key, row in new.items()}
    assert changes.records == len({row[KEY] for row in changes.changed.to_dicts()})


def test_duplicate_keys_do_not_multiply(package):
    names = package.schemas["organisations"].names
    row = dict.fromkeys(names, None) | {"organisation_id": "twice", "name": "one"}
    frame = pl.DataFrame([row] * 3000, schema=dict.fromkeys(names, pl.String)).with_row_index(LINE, 2)
    old = Table(package.resource("organisations"), frame, b"")
    new = Table(package.resource("organisations"), frame.head(2999).with_columns(name=pl.lit("two")), b"")
    changes = compare_table(old, new)
    assert (changes.records, changes.removed.height, changes.added.height) == (2999, 1, 0)
