"""What changed since a revision: in a real git repository, by record and field."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civcas.changes.table_diff import OLD_KEY, compare_table
from civcas.package.tables import KEY, LINE, Table, parse_table
from tests.conftest import ROOT, Copy, git


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
    repository.write("releases", [*lines, f"zz-new,{lines[1].partition(',')[2]}"])
    (table,) = changes(repository)["tables"]
    assert (table["records_added"], table["records_removed"], table["cells_changed"]) == (1, 1, 0)
    assert table["removed"][0]["key"] == taken.split(",", maxsplit=1)[0]
    assert table["added"][0]["line"] == len(lines) + 1
    assert "Headline figures:\n  unchanged" in repository.run("diff", "HEAD")[1]


def test_order_and_quoting_are_no_change(repository):
    header, *rows = repository.lines("airpower")
    repository.write("airpower", [header, *[row.replace(",month,", ',"month",') for row in reversed(rows)]])
    assert changes(repository)["tables"] == []


def test_a_renamed_record(repository):
    """Whose evidence is renamed with it."""
    for table in ("releases", "evidence"):
        lines = [line.replace("monthly-2019-06,", "monthly-2019-07,") for line in repository.lines(table)]
        repository.write(table, lines)
    releases, evidence = sorted(changes(repository)["tables"], key=lambda table: table["table"] != "releases")
    line = repository.line_of("releases", "monthly-2019-07,")
    assert releases["renamed"] == [{"line": line, "key": "monthly-2019-07", "old_key": "monthly-2019-06"}]
    renamed = [line for line in repository.lines("evidence") if line.startswith("releases,monthly-2019-07,")]
    assert evidence["records_renamed"] == len(renamed) > 0
    for table in (releases, evidence):
        assert (table["records_added"], table["records_removed"], table["records_changed"]) == (0, 0, 0)
    assert f"> data/releases.csv:{line} monthly-2019-07: was monthly-2019-06" in repository.run("diff", "HEAD")[1]
    markdown = repository.run("diff", "HEAD", "--format", "markdown")[1]
    assert "| Renamed | was |\n|---|---|\n| monthly-2019-07 | monthly-2019-06 |" in markdown


# --- fields, tables and the descriptor ---


def edit_json(repository, name, edit):
    file = repository.root / name
    body = json.loads(file.read_text())
    edit(body)
    file.write_text(json.dumps(body))


def add_field(repository, cell):
    """Add a field, `remarks`, with the same cell in each record."""
    edit_json(
        repository,
        "schemas/airpower.json",
        lambda schema: schema["fields"].append(schema["fields"][-1] | {"name": "remarks"}),
    )
    header, *rows = repository.lines("airpower")
    repository.write("airpower", [f"{header},remarks", *[f"{row},{cell}" for row in rows]])


@pytest.mark.parametrize("cell", ["", "seen"])
def test_a_new_field_and_its_cells(repository, cell):
    add_field(repository, cell)
    (table,) = changes(repository)["tables"]
    records = len(repository.lines("airpower")) - 1
    assert table["new_fields"] == ["remarks"]
    assert table["cells_changed"] == (records if cell else 0)
    assert {(row["field"], row["old"], row["new"]) for row in table["changed"]} <= {("remarks", None, "seen")}


def test_a_field_that_is_gone_and_its_cells(repository):
    add_field(repository, "seen")
    git(repository.root, "commit", "--quiet", "--all", "-m", "a new field")
    git(repository.root, "checkout", "--quiet", "HEAD^", "--", "data", "schemas")
    (table,) = changes(repository)["tables"]
    assert table["lost_fields"] == ["remarks"]
    assert {(row["field"], row["old"], row["new"]) for row in table["changed"]} == {("remarks", "seen", None)}


def test_a_renamed_field(repository):
    name = repository.lines("releases")[0].split(",")[3]
    edit_json(repository, "schemas/releases.json", lambda schema: schema["fields"][3].update(name="other"))
    header, *rows = repository.lines("releases")
    repository.write("releases", [header.replace(f",{name},", ",other,"), *rows])
    (table,) = changes(repository)["tables"]
    assert (table["renamed_fields"], table["new_fields"], table["lost_fields"]) == ({"other": name}, [], [])
    assert (table["cells_changed"], table["records_added"]) == (0, 0)
    assert f"releases: renamed fields: other (was {name})" in repository.run("diff", "HEAD")[1]


def test_a_renamed_table(repository):
    def rename(descriptor):
        next(item for item in descriptor["resources"] if item["name"] == "airpower").update(name="sorties")
        first = descriptor["civcas"]["tables"]  # which names the table, too
        first["sorties"] = first.pop("airpower")

    edit_json(repository, "datapackage.json", rename)
    edit_json(repository, "schemas/airpower.json", lambda schema: schema.update(name="sorties"))
    repository.replace("airpower", 2, ",39577,", ",39578,")
    (table,) = changes(repository)["tables"]
    assert (table["table"], table["old_table"]) == ("sorties", "airpower")
    assert (table["records_added"], table["records_removed"], table["cells_changed"]) == (0, 0, 1)
    assert "sorties: was airpower, 1 changed (1 cell)" in repository.run("diff", "HEAD")[1]


def test_descriptor_schemas_and_licences_member_by_member(repository):
    edit_json(repository, "datapackage.json", lambda descriptor: descriptor["licenses"][0].update(title="None"))
    edit_json(repository, "schemas/releases.json", lambda schema: schema["fields"][0]["constraints"].pop("required"))
    edit_json(repository, "schemas/places.json", lambda schema: schema["fields"][0].update(title="Another"))
    edit_json(repository, "datapackage.json", lambda descriptor: descriptor["keywords"].reverse())
    licence = json.loads((ROOT / "datapackage.json").read_text())["licenses"][0]
    report = changes(repository)
    order, first, second, third = sorted(report["members"], key=lambda each: (each["file"], each["member"]))
    at = f"licenses[{licence['name']}].title"
    assert first == {"file": "datapackage.json", "member": at, "old": licence["title"], "new": "None"}
    assert order["member"] == "keywords (order)"
    assert (second["member"], second["new"]) == ("fields[place_id].title", "Another")
    assert (third["file"], third["member"]) == ("schemas/releases.json", "fields[release_id].constraints.required")
    assert (third["old"], third["new"]) == ("true", None)
    text = repository.run("diff", "HEAD")[1]
    assert f"  ~ datapackage.json {at}: {licence['title']} -> None" in text
    markdown = repository.run("diff", "HEAD", "--format", "markdown")[1]
    assert "| schemas/releases.json | fields\\[release_id\\].constraints.required | true | (empty) |" in markdown


def test_what_no_rule_judges_is_counted_for_the_reviewer(repository):
    lines = repository.lines("evidence")
    source = lines[1].split(",")[3]
    repository.write("evidence", [lines[0], *lines[2:]])
    repository.replace("organisations", 2, repository.lines("organisations")[1].split(",")[1], "Another Name")
    report = changes(repository)
    assert report["evidence"] == [{"source": source, "added": 0, "removed": 1, "changed": 0}]
    assert {"table": "organisations", "field": "name", "cells": 1} in report["texts"]
    for form in ("text", "markdown"):
        out = repository.run("diff", "HEAD", "--format", form)[1]
        assert "organisations.name: 1 cell\n" in out
        assert f"evidence from {source}: 1 removed\n" in out


def test_a_field_may_be_called_line_or_key(repository):
    edit_json(repository, "schemas/airpower.json", lambda schema: schema["fields"][-1].update(name="line"))
    header, *rows = repository.lines("airpower")
    last = rows[0].replace(rows[0].split(",", maxsplit=1)[0], "another-record", 1)
    repository.write("airpower", [header.rpartition(",")[0] + ",line", *rows, f"{last}x"])
    (table,) = changes(repository)["tables"]
    (added,) = table["added"]
    assert (added["line"], added["key"]) == (len(rows) + 2, "another-record")
    assert added["record"]["line"].endswith("x")


def test_json_is_valid_on_any_terminal(repository):
    repository.replace("organisations", 2, repository.lines("organisations")[1].split(",")[1], "Żółć 🌍")
    command = [sys.executable, "-m", "civcas", "diff", "HEAD", "--format", "json", "--package", str(repository.root)]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert json.loads(done.stdout.decode("ascii"))["tables"][0]["changed"][0]["new"] == "Żółć 🌍"


def test_characters_that_do_something_to_a_terminal_are_written_out(repository):
    repository.replace("organisations", 2, repository.lines("organisations")[1].split(",")[1], "red \x1b[31m")
    for form in ("text", "markdown"):
        out = repository.run("diff", "HEAD", "--format", form)[1]
        assert "\x1b" not in out
        assert "red \\x1b" in out.replace("\\\\", "\\")


# --- what can't be compared ---


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


def test_a_file_that_can_not_be_read_is_named_with_the_finding_and_the_others_are_compared(repository):
    repository.replace("airpower", 3, ",", ",,")
    repository.replace("releases", repository.line_of("releases", "monthly-2019-06,"), ",1313,", ",1314,")
    code, out, _ = repository.run("diff", "HEAD")
    assert code == 1
    assert "data/airpower.csv was not compared: line 3, structure/extra-cell: found " in out
    assert "1313 -> 1314" in out
    assert "Headline figures:\n  not compared, because a table was not compared" in out
    code, out, _ = repository.run("diff", "HEAD", "--format", "json")
    (problem,) = json.loads(out)["unreadable"]
    assert code == 1
    assert (problem["file"], problem["revision"], problem["line"]) == ("data/airpower.csv", None, 3)
    assert problem["rule"] == "structure/extra-cell"


def test_nothing_changed_in_the_tables_that_were_compared(repository):
    repository.path("airpower").unlink()
    git(repository.root, "commit", "--quiet", "--all", "-m", "one file is missing")
    git(repository.root, "checkout", "--quiet", "HEAD^", "--", "data")
    code, out, _ = repository.run("diff", "HEAD")
    assert (code, out.splitlines()) == (
        1,
        [
            "No record of the compared tables has changed since HEAD.",
            "data/airpower.csv at HEAD was not compared: no such file.",
        ],
    )


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
    assert (code, err) == (2, "civcas: git is not installed, so there is no earlier revision to compare with\n")


@pytest.mark.parametrize("paths", [["datapackage.json"], ["."]])
def test_everything_is_new_since_a_revision_without_a_package(repository, paths):
    git(repository.root, "rm", "--quiet", "-r", "--cached", *paths)
    git(repository.root, "commit", "--quiet", "-m", "no package", "--allow-empty")
    report = changes(repository)
    assert report["new_package"]
    assert {table["table"]: table["records_added"] for table in report["tables"]} == {
        file.stem: len(repository.lines(file.stem)) - 1 for file in (repository.root / "data").glob("*.csv")
    }
    code, out, _ = repository.run("diff", "HEAD")
    assert (code, out.partition(":")[0]) == (0, "HEAD has no package")


def test_a_package_that_is_new_in_a_folder(copy):
    git(copy.root.parent, "init", "--quiet")
    git(copy.root.parent, "commit", "--quiet", "-m", "nothing", "--allow-empty")
    assert changes(copy)["new_package"]


def test_a_revision_with_a_broken_descriptor(repository):
    whole = (repository.root / "datapackage.json").read_text()
    (repository.root / "datapackage.json").write_text("{")
    git(repository.root, "commit", "--quiet", "--all", "-m", "half a descriptor")
    (repository.root / "datapackage.json").write_text(whole)
    code, _, err = repository.run("diff", "HEAD")
    assert code == 2
    assert err.startswith("civcas: revision HEAD: datapackage.json:1:2: not JSON")


def test_a_shallow_clone(repository, tmp_path_factory, capsys):
    git(repository.root, "commit", "--quiet", "--allow-empty", "-m", "more")
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "--quiet", "--depth", "1", f"file://{repository.root}", ".")
    code, _, err = Copy(clone, capsys).run("diff", "HEAD^")
    assert code == 2
    assert err.startswith("civcas: HEAD^: no such revision. This is a shallow clone; `git fetch --unshallow` gets ")


def test_a_checkout_of_another_user(repository, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    code, _, err = repository.run("diff", "HEAD")
    assert code == 2
    assert "it belongs to another user. If you trust it, run `git config --global --add safe.directory " in err


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
    names = dict(changes.renamed.select(OLD_KEY, KEY).iter_rows())
    kept = {key: list(row) for key, row in old.items() if key not in changes.removed[KEY].to_list()}
    result = {names.get(key, key): row for key, row in kept.items()}
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
    frame = pl.DataFrame([row] * 3000, schema=dict.fromkeys(names, pl.String))
    frame = frame.with_row_index(LINE, 2).with_columns(pl.col(LINE).cast(pl.Int64))
    old = Table(package.resource("organisations"), frame, b"", is_canonical=False)
    new = Table(
        package.resource("organisations"), frame.head(2999).with_columns(name=pl.lit("two")), b"", is_canonical=False
    )
    changes = compare_table(old, new)
    assert (changes.records, changes.removed.height, changes.added.height) == (2999, 1, 0)
