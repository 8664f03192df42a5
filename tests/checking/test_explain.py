"""Why a file does not parse: one finding for each line at fault."""

from __future__ import annotations

import pytest

from civcas.checking.parse_errors import explain
from civcas.package.tables import LONGEST_LINE, DoesNotParse, Resource, parse_table
from tests.checking.made import schema

RESOURCE = Resource("made", "data/made.csv", "Made", schema("made", {"id": {}, "note": {}, "n": {}}, ["id"]))


def explained(data):
    with pytest.raises(DoesNotParse):
        parse_table(RESOURCE, data)
    found = explain(RESOURCE, data)
    assert {(item.file, item.table, bool(item.hint)) for item in found} == {("data/made.csv", "made", True)}
    return [(item.rule.removeprefix("structure/"), item.line, item.found, item.expected) for item in found]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", [("empty-file", 1, "nothing", "id,note,n")]),
        (b" \n\n", [("empty-file", 1, "nothing", "id,note,n")]),
        (b"id,note,n\na,caf\xe9,1\n", [("encoding", 2, "byte 0xe9 in 'a,caf\xe9,1\\n'", "UTF-8")]),
        (b"\xff\n", [("encoding", 1, "byte 0xff in '\xff\\n'", "UTF-8")]),
        (b"id,note,n\ra,b,1\r", [("line-end", 1, "a carriage return (CR) without a line feed", "LF")]),
        (b"id,note,n\r\na,b,1\r\nc\r,d,1\r\n", [("line-end", 3, "a carriage return (CR) without a line feed", "LF")]),
        (b"id,note,n\na,b,1\n\nc,d,1\n", [("blank-row", 3, "an empty line", "a record")]),
        (b"id,note,n\na,b,1\n,,\n", [("blank-row", 3, "a line of commas only", "a record")]),
        (b"id,note,n\na,b\n", [("missing-cell", 2, "2 cells", "3 cells")]),
        (
            b"id,note,n\na,b,1,\nb,c,1,2,3\n",
            [("extra-cell", 2, "4 cells", "3 cells"), ("extra-cell", 3, "5 cells", "3 cells")],
        ),
        (
            b'id,note,n\na,"b,1\nc,d\n',
            [("quotes", 2, 'a,"b,1', "quotes in pairs, and each record on one line")],
        ),
    ],
)  # fmt: skip
def test_each_line_at_fault(data, expected):
    assert explained(data) == expected


def test_positions_count_characters():
    (finding,) = explain(RESOURCE, "id,note,n\né,".encode() + b"\xe9,1\n")
    assert (finding.line, finding.position) == (2, 3)
    (finding,) = explain(RESOURCE, b'id,note,n\nab,"c,1\n')
    assert (finding.line, finding.position) == (2, 4)


def test_a_line_that_is_too_long_does_not_hide_the_next():
    long = "x" * (LONGEST_LINE + 1)
    found = explained(f"id,note,n\n{long}\na,b\n".encode())
    assert [item[:2] for item in found] == [("too-long", 2), ("missing-cell", 3)]
    assert found[0][2:] == (f"a line of {LONGEST_LINE + 1:,} characters", f"no more than {LONGEST_LINE:,} characters")


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        ("id;note;n", "The cells are separated by semicolons; save the file with commas between them."),
        ("id\tnote\tn", "The cells are separated by tabs; save the file with commas between them."),
        ("ID, Note,n", "Write the names in lower case, without spaces."),
        ("id,note,n,,", "Delete 2 empty columns at the end."),
        ("id,note,n,", "Delete 1 empty column at the end."),
        ("a,b,1", "There is no header."),
        ("id,note", "Missing: n."),
        ("id,note,n,more", "Unknown: more."),
        ("id,notes,n", "Missing: note. Unknown: notes."),
        ("id,id,n", "Missing: note. Twice: id."),
        ("note,id,n", "The columns are in another order: note, id. Move them back together with their cells."),
        ('id,"note,n', "There is no header."),
    ],
)
def test_how_a_header_differs(header, hint):
    (finding,) = explain(RESOURCE, f"{header}\na,b,1\n".encode())
    assert (finding.rule, finding.line, finding.found) == ("structure/header", 1, header)
    assert finding.expected == "id,note,n"
    copy = "Copy the header from an earlier revision if nothing else changed; else restore the file."
    assert finding.hint == (hint if "Move them back" in hint else f"{hint} {copy}")


CONFLICT = "<<<<<<< ours\na,b,1\n=======\na,c,1\n>>>>>>> theirs\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"id,note,n\n{CONFLICT}", [(2, "a merge conflict on lines 2 to 6")]),
        (
            f"id,note,n\n{CONFLICT}b,c,1\n{CONFLICT}",
            [(2, "a merge conflict on lines 2 to 6"), (8, "a merge conflict on lines 8 to 12")],
        ),
        ("id,note,n\na,b,1\n>>>>>>> theirs\n", [(3, "a merge conflict on lines 1 to 3")]),
        ("id,note,n\n<<<<<<< ours\na,b,1\n", [(2, "<<<<<<< ours")]),
    ],
)  # fmt: skip
def test_conflicts_of_a_merge(text, expected):
    found = explained(text.encode())
    assert [(line, said) for _, line, said, _ in found] == expected
    assert {rule for rule, *_ in found} == {"merge-conflict"}
