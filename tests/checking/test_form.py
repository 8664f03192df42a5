"""The canonical form of a file: which line and cell the finding names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civcas.checking.form import form_findings, order_findings
from civcas.package.tables import Resource, parse_table
from tests.checking.made import schema, table

MADE = schema("made", {"id": {}, "note": {}}, ["id"])
TWO = schema("two", {"id": {}, "part": {}, "note": {}}, ["id", "part"])


def form(data):
    return list(form_findings(parse_table(Resource("made", "data/made.csv", "Made", MADE), data)))


def said(finding):
    return finding.line, finding.field, finding.key, finding.found, finding.expected


@pytest.mark.parametrize(
    ("data", "rule", "expected"),
    [
        (b"\xef\xbb\xbfid,note\na,b\n", "canonical", (1, "", "", "a byte order mark", "no byte order mark")),
        (b"id,note\r\na,b\r\n", "canonical", (1, "", "", "a Windows line end (CRLF)", "LF")),
        (b"id,note\na,b\r\nc,d\n", "canonical", (2, "", "", "a Windows line end (CRLF)", "LF")),
        (b"id,note\na,b\nc,d\r\n", "canonical", (3, "", "", "a Windows line end (CRLF)", "LF")),
        (b"id,note\na,b", "canonical", (2, "", "", "no line end after the last record", "a line end")),
        (b'id,note\na,"b"\n', "canonical", (2, "note", "a", '"b"', "b")),
        (b'id,note\n"a",b\n', "canonical", (2, "id", "a", '"a"', "a")),
        (b'id,note\na,""\n', "canonical", (2, "note", "a", '""', "an empty cell")),
        (b'"id",note\na,b\n', "canonical", (1, "id", "", '"id"', "id")),
        (b'id,note\na,5" shell\n', "quotes", (2, "note", "a", '5" shell', '"5"" shell"')),
        (b'id,note\na,b\nb,"c"\nc,"d"\n', "canonical", (3, "note", "b", '"c"', "c")),
    ],
)
def test_first_difference_from_the_canonical_form(data, rule, expected):
    (finding,) = form(data)
    assert finding.rule == f"structure/{rule}"
    assert said(finding) == expected
    assert (finding.file, finding.table, bool(finding.hint)) == ("data/made.csv", "made", True)


@pytest.mark.parametrize("data", [b"id,note\n", b"id,note\na,b\n", b'id,note\na,"b, c"\n', b'id,note\na,"5"" shell"\n'])
def test_a_canonical_file_has_no_finding(data):
    assert form(data) == []


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["", "1", "2"])), max_size=6), st.randoms())
def test_order_is_that_of_the_whole_key(rows, chance):
    ordered = [[*row, str(number)] for number, row in enumerate(sorted(rows))]
    assert list(order_findings(table(TWO, ordered))) == []
    shuffled = list(ordered)
    chance.shuffle(shuffled)
    found = list(order_findings(table(TWO, shuffled)))
    assert bool(found) == ([row[:2] for row in shuffled] != [row[:2] for row in ordered])


@pytest.mark.parametrize(
    ("ids", "line", "record", "before"),
    [
        ("bac", 2, "b", "a"),
        ("acb", 3, "c", "b"),
        ("abdc", 4, "d", "c"),
        ("bcda", 5, "a", "d"),
        ("bcad", 4, "a", "c"),
        ("abcab", 5, "a", "b"),
        ("aacb", 4, "c", "b"),
        ("acad", 3, "c", "a"),
    ],
)
def test_the_record_out_of_place_is_named(ids, line, record, before):
    (finding,) = order_findings(table(MADE, [[name, ""] for name in ids]))
    assert finding.rule == "structure/order"
    assert said(finding) == (line, "id", record, record, f"{before} on this line")


def test_a_record_out_of_place_is_named_by_all_of_its_key():
    (finding,) = order_findings(table(TWO, [["a", "2", ""], ["a", "", ""], ["b", "1", ""]]))
    assert said(finding) == (2, "id", "a/2", "a/2", "a/ on this line")
