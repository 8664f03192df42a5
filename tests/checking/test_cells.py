"""Cells, keys and the canonical form: each slip is one finding at its cell, with a hint that says how to correct it."""

from __future__ import annotations

import json

import pytest

from tests.conftest import exhaustive


def errors(copy):
    code, out, _ = copy.run("check", "--format", "json")
    assert code == 1
    return [finding for finding in json.loads(out)["findings"] if finding["severity"] == "error"]


def only(copy):
    (finding,) = errors(copy)
    return finding


@pytest.mark.parametrize(
    ("old", "new", "rule", "field", "hint"),
    [
        (",1302,", ',"1,302",', "structure/type", "killed_total", "Write 1302, without separators."),
        (",1302,", ",1302 dead,", "structure/type", "killed_total", "form that the schema gives"),
        (",1302,", ",-1302,", "structure/minimum", "killed_total", "Correct the value."),
        (",1302,", ", 1302,", "structure/spaces", "killed_total", "civcas format"),
        *exhaustive(
            (",1302,", ",01302,", "structure/type", "killed_total", "Write 1302."),
            (",1302,", ",1302\u2009,", "structure/spaces", "killed_total", "civcas format"),
            (",1302,", ",\u000b1302,", "structure/spaces", "killed_total", "civcas format"),
            (",2019-05-31,", ",04/05/2019,", "structure/type", "published_on", "Write 2019-04-05 or 2019-05-04."),
        ),
        (",2019-05-31,", ",31/05/2019,", "structure/type", "published_on", "Write 2019-05-31."),
        (",2019-05-31,", ",2019-02-30,", "structure/type", "published_on", "There is no such day."),
        (",2019-05-31,", ",1019-05-31,", "structure/too-early", "published_on", "Correct the date."),
        (",2019-05-31,", ",9019-05-31,", "structure/too-late", "published_on", "Correct the date."),
        (",monthly,", ",weekly,", "structure/enum", "release_type", "docs/data-dictionary.md"),
        (",monthly,", ",,", "structure/required", "release_type", "Fill the cell"),
    ],
)
def test_slip_in_a_cell(copy, old, new, rule, field, hint):
    line = copy.line_of("releases", "monthly-2019-04,")
    copy.replace("releases", line, old, new)
    finding = only(copy)
    assert (finding["rule"], finding["line"], finding["field"]) == (rule, line, field)
    assert hint in finding["hint"]
    cell = new.strip(",").strip() or ","
    assert copy.lines("releases")[line - 1][finding["position"] - 1 :].lstrip().startswith(cell)


def test_reference_that_leads_nowhere(copy):
    line = copy.line_of("releases", "monthly-2019-04,")
    copy.replace("releases", line, "coalition-example-monthly-2019-04", "nobody")
    finding = only(copy)
    assert (finding["rule"], finding["line"], finding["field"]) == ("structure/foreign-key", line, "source_id")
    assert finding["found"] == "nobody"
    assert finding["expected"] == "a record of sources (source_id)"


def test_record_twice(copy):
    line = copy.line_of("estimates", "airwars-2017-")
    lines = copy.lines("estimates")
    copy.write("estimates", [*lines[:line], lines[line - 1], *lines[line:]])
    finding = only(copy)
    assert (finding["rule"], finding["line"]) == ("structure/primary-key", line + 1)
    assert f"line {line} has it too" in finding["expected"]


def test_address_twice(copy):
    header, first, second = (line.split(",") for line in copy.lines("sources")[:3])
    url = header.index("url")
    copy.replace("sources", 3, second[url], first[url])
    finding = only(copy)
    assert (finding["rule"], finding["line"], finding["field"]) == ("structure/unique-key", 3, "url")


def test_records_out_of_order(copy):
    lines = copy.lines("releases")
    copy.write("releases", [lines[0], lines[2], lines[1], *lines[3:]])
    finding = only(copy)
    assert (finding["rule"], finding["line"]) == ("structure/order", 2)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda data: b"\xef\xbb\xbf" + data, "a byte order mark"),
        (lambda data: data.replace(b"\n", b"\r\n"), "a Windows line end (CRLF)"),
        (lambda data: data.rstrip(b"\n"), "no line end after the last record"),
    ],
)
def test_bytes_that_are_not_canonical(copy, change, found):
    path = copy.path("organisations")
    path.write_bytes(change(path.read_bytes()))
    finding = only(copy)
    assert (finding["rule"], finding["found"]) == ("structure/canonical", found)


def test_needless_quotes(copy):
    line = copy.line_of("releases", "monthly-2019-04,")
    copy.replace("releases", line, "monthly-2019-04,", '"monthly-2019-04",')
    finding = only(copy)
    assert (finding["rule"], finding["line"]) == ("structure/canonical", line)


def test_two_slips_are_two_findings_in_one_run(copy):
    line = copy.line_of("releases", "monthly-2019-04,")
    copy.replace("releases", line, ",2019-05-31,", ",31/05/2019,")
    copy.replace("releases", line, ",1302,", ",1302x,")
    assert [finding["field"] for finding in errors(copy)] == ["killed_total", "published_on"]


def test_schema_that_is_not_one(copy):
    path = copy.root / "schemas" / "releases.json"
    path.write_text(path.read_text().replace('"type": "integer"', '"type": "whole"', 1))
    code, _, err = copy.run("check")
    assert code == 2
    assert "releases.json" in err
    assert "whole" in err


@pytest.mark.parametrize(
    "address", ["http://[bad/x", *exhaustive("http://x/a", "http://exa mple.org", "http://example..org/", "http://-")]
)
def test_an_address_without_a_host_is_a_finding(copy, address):
    line = copy.line_of("sources", "hrw-example-raqqa-in-2017,")
    copy.replace("sources", line, "https://hrw.example.org/raqqa-in-2017", address)
    finding = only(copy)
    assert (finding["rule"], finding["line"], finding["field"]) == ("structure/pattern", line, "url")
