"""Every command on a package of another subject: it does its work, or says in words that it can't."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from civcas.cli import main
from tests.conftest import git, put_roads

TYPES = [
    "boolean",
    "year",
    "yearmonth",
    "datetime",
    "time",
    "duration",
    "geopoint",
    "geojson",
    "list",
    "object",
    "array",
    "any",
]


@pytest.fixture
def roads(tmp_path, monkeypatch):
    """The package in a folder, which is the current one."""
    root = put_roads(tmp_path / "roads")
    monkeypatch.chdir(root)
    return root


def change(file, **members):
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | members), encoding="utf-8")


def table(root, name, old, new):
    file = root / "data" / f"{name}.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


# --- each command ------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("roads")
def test_it_is_clean_formatted_and_documented(capsys):
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "5 tables, 104 records, 1 rule: no finding, 1 documented by known issues\n"
    assert main(["format", "--check"]) == 0
    assert main(["docs", "--check"]) == 0


def test_its_rule_finds_a_wrong_month(roads, capsys):
    table(roads, "years", "2021,188", "2021,189")
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert "data/years.csv:2:6 years/months-add-up" in out
    assert "expected: 188, the sum of its months" in out
    assert "see:      data/months.csv:2" in out


def test_a_finding_is_documented(roads, capsys):
    table(roads, "years", "2021,188", "2021,189")
    why = ["--explanation", "One more in the yearbook.", "--status", "inferred", "--write"]
    assert main(["document", "years/months-add-up", "2021", *why]) == 0
    assert capsys.readouterr().out == "data/known_issues.csv: added 2021-killed-months-add-up\n"
    assert main(["check", "--quiet"]) == 0
    assert main(["document", "years/months-add-up", "2021", "--source", "yearbook-2021"]) == 2
    assert "the register of this package has no field source_id" in capsys.readouterr().err


def test_without_a_register_nothing_can_be_documented(roads, capsys):
    descriptor = json.loads((roads / "datapackage.json").read_text(encoding="utf-8"))
    resources = [item for item in descriptor["resources"] if item["name"] != "known_issues"]
    own = descriptor["civcas"] | {"searched": ["regions"]}
    change(roads / "datapackage.json", resources=resources, civcas=own)
    (roads / "data" / "known_issues.csv").unlink()
    assert main(["document", "years/months-add-up", "2022"]) == 2
    assert "no register of known issues" in capsys.readouterr().err
    assert main(["check"]) == 1  # what the register explained


def test_a_table_that_only_has_the_name_of_the_register_is_a_table(roads, capsys):
    schema = json.loads((roads / "schemas" / "regions.json").read_text(encoding="utf-8"))
    fields = [field | {"name": field["name"].replace("region_id", "known_id")} for field in schema["fields"]]
    change(roads / "schemas" / "known_issues.json", fields=fields, primaryKey=["known_id"])
    text = (roads / "data" / "regions.csv").read_text(encoding="utf-8")
    (roads / "data" / "known_issues.csv").write_text(text.replace("region_id", "known_id"), encoding="utf-8")
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert "known_issues" not in out
    assert "1 finding, 0 documented" in out


def test_it_is_built_with_its_rules_and_questions_in_the_zip(roads, capsys):
    assert main(["build", "--quiet"]) == 0
    built = roads / "dist"
    with closing(sqlite3.connect(built / "roads-example.db")) as database:
        assert database.execute("SELECT sum(killed) FROM months").fetchone() == (356,)
        assert database.execute("SELECT count(*) FROM months_fts WHERE months_fts MATCH 'crashes'").fetchone() == (1,)
        views = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert views == []  # the only question has a parameter, and there are no series
    assert not (built / "series.json").exists()
    assert json.loads((built / "geo" / "regions.geojson").read_text(encoding="utf-8"))["features"]
    capsys.readouterr()
    assert main(["check", str(built / "roads-example.zip"), "--run-rules"]) == 0
    assert "1 rule: no finding, 1 documented" in capsys.readouterr().out


def test_the_same_package_gives_the_same_bytes(roads):
    assert main(["build", "--quiet", "--out", "one"]) == 0
    assert main(["build", "--quiet", "--out", "two"]) == 0
    assert (roads / "one" / "SHA256SUMS").read_bytes() == (roads / "two" / "SHA256SUMS").read_bytes()


def test_what_changed_and_the_headlines_are_shown(roads, capsys):
    git(roads, "init", "--quiet")
    git(roads, "add", "--all")
    git(roads, "commit", "--quiet", "--message", "as it was")
    table(roads, "months", "north,2021-03,", "north,2021-03,1")
    assert main(["diff", "HEAD"]) == 0
    out = capsys.readouterr().out
    assert "months" in out
    assert "people killed in the months listed: 356 -> " in out


@pytest.mark.usefixtures("roads")
def test_its_own_rules_are_explained(capsys):
    assert main(["explain", "years/months-add-up"]) == 0
    assert "The months of all regions add up to the year's total." in capsys.readouterr().out


@pytest.mark.usefixtures("roads")
@pytest.mark.parametrize(
    "command",
    [
        ["totals"],
        ["verify", "years/2021", "README.md"],
        ["draft", "README.md", "--url", "https://example.org/", "--kind", "news"],
    ],
)
def test_a_command_for_other_tables_says_so(capsys, command):
    assert main(command) == 2
    assert f"`civcas {command[0]}` knows only the tables of packages that use oir-civcas" in capsys.readouterr().err


COUNT = {"name": "a", "label": "a", "table": "months", "figure": "count"}


# --- the member `civcas` -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("member", "value", "place", "found"),
    [
        ("searched", ["bridges"], "civcas/searched/0", '"bridges"'),
        ("tables", {"years": {"first": ["yera"]}}, "civcas/tables/years/first/0", '"yera"'),
        ("tables", {"yeras": {}}, "civcas/tables/yeras", '"yeras"'),
        (
            "headlines",
            [{"name": "a", "label": "a", "table": "x", "figure": "count"}],
            "civcas/headlines/0/table",
            '"x"',
        ),
        (
            "headlines",
            [{"name": "a", "label": "a", "table": "years", "figure": "sum", "field": "publication_id"}],
            "civcas/headlines/0/field",
            "publication_id of type string",
        ),
        (
            "headlines",
            [{"name": "a", "label": "a", "table": "years", "figure": "sum"}],
            "civcas/headlines/0",
            "no field for the figure sum",
        ),
        ("headlines", [COUNT | {"where": {"killed": ["3"]}}], "civcas/headlines/0/where/killed/0", '"3"'),
        ("headlines", [COUNT | {"without": {"killed": [3, True]}}], "civcas/headlines/0/without/killed/1", "true"),
        ("headlines", [COUNT | {"where": {"month": ["2021-01", 3]}}], "civcas/headlines/0/where/month/1", "3"),
        ("headline", [], "civcas/headline", "the member headline, which is not supported here"),
    ],
)
def test_a_name_that_is_not_there_is_a_finding_at_its_place(roads, capsys, member, value, place, found):
    own = json.loads((roads / "datapackage.json").read_text(encoding="utf-8"))["civcas"]
    change(roads / "datapackage.json", civcas=own | {member: value})
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert f"#/{place}" in out
    assert f"found:    {found}\n" in out


# --- questions ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("SELECT 1\n", "own.sql:1: expected the title of the question"),
        ("-- A title\n", "own.sql:1: expected SQL after the comments"),
        ("-- A title\n-- & nobody 1\nSELECT 1\n", "own.sql:2: expected & with one of reporter"),
        ("-- A title\n-- @bridges\nSELECT 1\n", "own.sql:2: expected @ and the name of a table"),
        ("-- A title\n-- :a (years.yera) a\nSELECT :a\n", "own.sql:2: there is no field years.yera"),
        ("-- A title\n-- :a (place) a\nSELECT :a\n", "own.sql:2: expected a kind of parameter such as day"),
        ("-- A title\nSELECT nobody FROM years\n", "own.sql: no such column: nobody. Nothing was built"),
        ("-- A title\nSELECT 1; SELECT 2\n", "own.sql: You can only execute one statement at a time. Nothing"),
        ("-- A title\nDELETE FROM years\n", "own.sql: no question; expected one SELECT. Nothing was built"),
        ("-- A title\nPRAGMA user_version\n", "own.sql: no question; expected one SELECT. Nothing was built"),
        ("-- A title\nSELEC 1\n", 'own.sql: near "SELEC": syntax error. Nothing was built'),
    ],
)
def test_a_question_that_can_not_be_asked_stops_the_build(roads, capsys, text, fault):
    (roads / "queries" / "own.sql").write_text(text, encoding="utf-8")
    assert main(["build", "--quiet"]) == 2
    assert f"queries/{fault}" in capsys.readouterr().err
    assert not (roads / "dist").exists()


def test_it_is_said_that_a_page_is_out_of_date(roads, capsys):
    page = roads / "docs" / "data-dictionary.md"
    page.write_text(page.read_text(encoding="utf-8") + "An old field.\n", encoding="utf-8")
    assert main(["build", "--quiet"]) == 0
    said = "civcas: docs/data-dictionary.md is out of date, and is published like this. `civcas docs` writes it\n"
    assert said in capsys.readouterr().err


def test_a_schema_that_changes_meanwhile_stops_the_build(roads, capsys):
    file = roads / "rules" / "years.py"
    rule = file.read_text(encoding="utf-8")
    (roads / "changed.json").write_text((roads / "schemas" / "years.json").read_text() + " ")
    changing = "__import__('shutil').copy('changed.json', 'schemas/years.json')\n    of_year = "
    file.write_text(rule.replace("of_year = ", changing, 1), encoding="utf-8")
    assert main(["build", "--quiet"]) == 2
    assert "schemas/years.json changed while it was built" in capsys.readouterr().err
    assert not (roads / "dist").exists()


# --- types that are not supported --------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", TYPES)
def test_a_type_that_is_not_supported_is_refused_with_its_place(roads, capsys, kind):
    schema = json.loads((roads / "schemas" / "months.json").read_text(encoding="utf-8"))
    schema["fields"][5]["type"] = kind
    change(roads / "schemas" / "months.json", fields=schema["fields"])
    for command in ("check", "build", "format"):
        assert main([command]) == 2
        expected = f'schemas/months.json#/fields/5/type: found "{kind}", expected one of string, integer, number, date'
        assert capsys.readouterr().err == f"civcas: {expected}\n"
