"""A table's file that is missing or does not parse: one clear finding, no traceback."""

from __future__ import annotations

import io
import json

import pytest

from tests.conftest import Copy, combined


def findings(copy, code=1):
    found, out, _ = copy.run("check", "--format", "json")
    assert found == code
    return [finding for finding in json.loads(out)["findings"] if finding["severity"] == "error"]


def only(copy):
    (finding,) = findings(copy)
    return finding


def test_missing_file(copy):
    copy.path("releases").unlink()
    finding = only(copy)
    assert (finding["rule"], finding["file"]) == ("structure/file", "data/releases.csv")
    assert "no such file" in finding["found"]


def test_nothing_can_be_read(copy):
    for file in (copy.root / "data").glob("*.csv"):
        file.unlink()
    code, out, err = copy.run("check")
    assert code == 2
    assert out == ""
    assert "data/releases.csv: no such file" in err


def test_not_utf8(copy):
    path = copy.path("releases")
    path.write_bytes(path.read_bytes().replace(b"monthly", b"m\xe9nthly", 1))
    finding = only(copy)
    assert finding["rule"] == "structure/encoding"
    assert finding["line"] == copy_line(path, b"m\xe9nthly")
    assert finding["position"] == 2 + path.read_bytes().splitlines()[finding["line"] - 1].index(b"m\xe9nthly")


def copy_line(path, start):
    return next(number for number, line in enumerate(path.read_bytes().splitlines(), 1) if start in line)


def test_empty_file(copy):
    copy.path("releases").write_bytes(b"")
    assert only(copy)["rule"] == "structure/empty-file"


def test_no_header(copy):
    copy.write("releases", copy.lines("releases")[1:])
    finding = only(copy)
    assert (finding["rule"], finding["line"]) == ("structure/header", 1)
    assert finding["hint"].startswith("There is no header.")


def test_header_with_a_misspelt_field(copy):
    copy.replace("releases", 1, "killed_total", "total_killed")
    assert only(copy)["hint"].startswith("Missing: killed_total. Unknown: total_killed.")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [(",34502,", ",34502,,", "structure/extra-cell"), (",34502,", "", "structure/missing-cell")],
)
def test_ragged_row(copy, old, new, rule):
    width = copy.lines("releases")[0].count(",") + 1
    line = copy.line_of("releases", "monthly-2019-04")
    copy.replace("releases", line, old, new)
    finding = only(copy)
    assert (finding["rule"], finding["line"], finding["expected"]) == (rule, line, f"{width} cells")


def test_unquoted_number_with_a_separator(copy):
    width = copy.lines("releases")[0].count(",") + 1
    line = copy.line_of("releases", "monthly-2019-04")
    copy.replace("releases", line, ",1302,", ",1,302,")
    finding = only(copy)
    assert (finding["rule"], finding["line"], finding["found"]) == ("structure/extra-cell", line, f"{width + 1} cells")
    assert "1302, not 1,302" in finding["hint"]


def test_blank_line(copy):
    lines = copy.lines("releases")
    copy.write("releases", [*lines[:5], "", *lines[5:]])
    finding = only(copy)
    assert (finding["rule"], finding["line"]) == ("structure/blank-row", 6)


@pytest.mark.parametrize("lost", ['"', '"monthly'])
def test_lost_quote_swallows_nothing(copy, lost):
    line = copy.line_of("releases", "monthly-2019-04")
    copy.replace("releases", line, "monthly", lost)
    finding = only(copy)
    assert (finding["rule"], finding["line"]) == ("structure/quotes", line)


def test_two_lost_quotes_that_pair_up_over_lines(copy):
    first, second = copy.line_of("releases", "monthly-2019-04"), copy.line_of("releases", "monthly-2019-06")
    copy.replace("releases", first, "monthly", '"monthly')
    copy.replace("releases", second, "monthly-2019-06", 'monthly-2019-06"')
    finding = only(copy)
    assert (finding["rule"], finding["line"]) == ("structure/quotes", first)


def test_every_other_table_is_still_checked(copy):
    copy.path("releases").write_bytes(b"")
    line = copy.line_of("estimates", "airwars-2014-08-08-to-2018-11-30-both-killed")
    copy.replace("estimates", line, ",Coalition,", ",Coalition ,")
    assert {finding["file"] for finding in findings(copy)} == {"data/releases.csv", "data/estimates.csv"}


def resource(**given):
    return json.dumps({"resources": [{"name": "x", "path": "x", "title": "x", "schema": "x", **given}]})


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "[]",
        "[" * 100_000,
        '{"resources": [{"name": "x"}]}',
        resource(name=5),
        resource(name="../x"),
        resource(path=["data/releases.csv"]),
        resource(path="x\0"),
    ],
)
def test_descriptor_that_is_not_one(copy, broken):
    (copy.root / "datapackage.json").write_text(broken)
    code, out, err = copy.run("check")
    assert code == 2
    assert out == ""
    assert "datapackage.json" in err


@pytest.mark.parametrize(("member", "value"), [("version", None), ("created", None), ("$schema", 5)])
def test_descriptor_that_lacks_what_is_shown(copy, member, value):
    path = copy.root / "datapackage.json"
    descriptor = json.loads(path.read_text()) | {member: value}
    path.write_text(json.dumps({name: found for name, found in descriptor.items() if found is not None}))
    finding = only(copy)
    assert (finding["rule"], finding["file"]) == ("structure/descriptor", "datapackage.json")
    assert copy.run("build")[0] == 1


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("docs",), "datapackage.json: no resource is named"),
        (("document", "releases/completed-sum", "x"), "the package has no register of known issues"),
        (("verify", "monthly-2019-04", "-"), "datapackage.json: no resource is named"),
    ],
)
def test_a_package_without_a_table_that_a_command_needs(copy, monkeypatch, command, says):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"The Coalition")))
    descriptor = json.loads((copy.root / "datapackage.json").read_text())
    descriptor["resources"] = [item for item in descriptor["resources"] if item["name"] == "places"]
    descriptor["civcas"] = {"uses": ["oir-civcas"]}  # else it names tables that are not there
    (copy.root / "datapackage.json").write_text(json.dumps(descriptor))
    code, _, err = copy.run(*command)
    assert code == 2
    assert says in err


@pytest.mark.parametrize(
    "command", [("docs",), ("document", "releases/completed-sum", "x"), ("verify", "monthly-2019-04", "-")]
)
def test_every_command_says_which_table_does_not_parse(copy, monkeypatch, command):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"The Coalition. " * 30)))
    copy.path("known_issues").write_text("nothing\n")
    assert copy.run(*command)[::2] == (2, "civcas: data/known_issues.csv: does not parse; `civcas check` says why\n")


@pytest.mark.parametrize(
    ("table", "cell"),
    combined(
        ["strikes", "strike_totals", "sources", "releases", "evidence", "place_names"], ["", "zz zz", "9999-12-31"]
    ),
)
def test_a_row_of_nonsense_is_no_traceback(copy, monkeypatch, table, cell):
    header, _, *rows = copy.lines(table)
    copy.write(table, [header, ",".join([cell] * len(header.split(","))), *rows])
    assert copy.run("docs")[0] in {0, 2}
    for command in (
        ("draft", "-", "--url", "https://example.org/a", "--kind", "news"),
        ("verify", "monthly-2019-04", "-"),
    ):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"The Coalition: 111 reports are still open.")))
        assert copy.run(*command)[0] in {0, 2}


@pytest.mark.parametrize(
    ("place", "said"), [("datapackage.json", "datapackage.json: "), ("x" * 5000, ": file name too long")]
)
def test_a_package_that_is_not_a_folder(copy, place, said):
    code, _, err = Copy(copy.root / place, copy.capsys).run("check")
    assert code == 2
    assert said in err


def test_outside_a_package(tmp_path, monkeypatch, capsys):
    from civcas.cli import main

    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    assert "no datapackage.json" in capsys.readouterr().err


def test_file_that_no_resource_names(copy):
    (copy.root / "data" / "notes.csv").write_text("a\n")
    finding = only(copy)
    assert (finding["rule"], finding["file"]) == ("structure/file", "data/notes.csv")


@pytest.mark.parametrize(("mark", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_another_separator_is_named(copy, mark, name):
    copy.write("airpower", [line.replace(",", mark) for line in copy.lines("airpower")])
    code, out, _ = copy.run("check")
    assert code == 1
    assert f"The cells are separated by {name}; save the file with commas" in out
