"""A table against its schema: made-up schemas and tables, compared with a plain reading of the standard."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civcas.checking.causes import FindingWithCells
from civcas.checking.cells import without_invalid_values
from civcas.checking.findings import Finding
from tests.checking.made import ANY_DAY, findings, items, places, schema, table

FORMS = {
    "string": ".*",
    "integer": "0|-?[1-9][0-9]*",
    "number": r"0|-?([1-9][0-9]*(\.[0-9]+)?|0\.[0-9]*[1-9][0-9]*)",
    "date": "[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}",
}
CELLS = {
    "string": ["", "a", "b", "ab", "xab", "abx", "c", "aab"],
    "integer": ["", "-2", "-1", "0", "1", "2", "10", "-0", "01", "1.0", "x"],
    "number": ["", "-2.5", "-1", "0", "0.5", "1", "2.5", "-0", "01.5", "1,5", "0.0", ".5"],
    "date": ["", "2019-12-31", "2020-01-01", "2020-01-02", "2020-02-30", "20-01-01", "0999-01-01"],
}
BOUNDS = {"integer": [-1, 0, 1, 2], "number": [-1, 0.5, 2.5], "date": ["2020-01-01", "2020-01-02"]}


@pytest.mark.parametrize(
    ("cell", "rule", "hint", "kind"),
    [
        ("1,302", "structure/type", "Write 1302, without separators.", "numbers with separators"),
        ("x", "structure/type", "Write the value in the form that the schema gives", ""),
        ("1 ", "structure/spaces", "", ""),
    ],
)
def test_a_cell_that_can_not_be_read_comes_with_a_guess_at_what_was_meant(cell, rule, hint, kind):
    (finding,) = findings(table(schema("made", {"id": {}, "n": {"type": "integer"}}, ["id"]), [["a", cell]]))
    assert (finding.rule, finding.found, finding.kind) == (rule, cell, kind)
    assert finding.hint.startswith(hint)
    assert finding.hint


@pytest.mark.parametrize("kind", ["integer", "number"])
@given(cell=st.from_regex(r"-?[0-9]{1,18}(\.[0-9]{1,18})?", fullmatch=True))
@settings(max_examples=150)
def test_a_number_that_is_no_fault_is_the_same_number_in_64_bits(kind, cell):
    """As JSON and workbooks hold all numbers, and databases those with decimals."""
    made = table(schema("made", {"id": {}, "n": {"type": kind}}, ["id"]), [["a", cell]])
    if not places(made):
        assert Decimal(repr(float(cell))) == Decimal(cell)


@pytest.mark.parametrize(
    ("kind", "cell", "is_held"),
    [
        ("number", "35.951780", True),
        ("number", "-123456789.123456", True),
        ("number", "123456789012345", True),
        ("number", "0.000000000000001", True),
        ("number", "35.95178123456789", False),
        ("number", "0.1234567890123456", False),
        ("number", "1" + "0" * 400, False),
        ("number", "1e999", False),
        ("integer", "8999999999999999", True),
        ("integer", "-8999999999999999", True),
        ("integer", "9000000000000000", False),
        ("integer", "-10000000000000000", False),
    ],
)
def test_a_number_that_not_all_formats_can_hold_is_a_fault(kind, cell, is_held):
    found = findings(table(schema("made", {"id": {}, "n": {"type": kind}}, ["id"]), [["a", cell]]))
    assert [finding.rule for finding in found] == ([] if is_held else ["structure/type"])
    most = {"number": "at most 15 digits", "integer": "below 9,000,000,000,000,000"}
    assert all(most[kind] in finding.expected for finding in found)


@st.composite
def fields(draw):
    """One field: its type, and constraints that fit it."""
    kind = draw(st.sampled_from(list(CELLS)))
    given: dict = {"type": kind}
    if draw(st.booleans()):
        given["required"] = True
    if kind == "string":
        given |= draw(st.sampled_from([{}, {"pattern": "a|ab"}, {"pattern": "a+b"}, {"enum": ["a", "ab"]}]))
    else:
        given |= {name: draw(st.sampled_from(BOUNDS[kind])) for name in ("minimum", "maximum") if draw(st.booleans())}
        if kind == "integer" and draw(st.booleans()):
            given = {"type": kind, "enum": [1, 2]}
    return given


@st.composite
def tables(draw):
    """A schema of three fields, the first its key, and rows for it."""
    described = {"id": {}} | {name: draw(fields()) for name in ("line", "key", "value")}
    rows = [
        [
            str(number),
            *(draw(st.sampled_from(CELLS[given["type"]])) for name, given in described.items() if name != "id"),
        ]
        for number in range(1, draw(st.integers(1, 4)) + 1)
    ]
    return described, rows


def readable(cell, kind):
    if not re.fullmatch(FORMS[kind], cell):
        return False
    if kind != "date":
        return True
    try:
        return bool(datetime.date.fromisoformat(cell))
    except ValueError:
        return False


def value(cell, kind):
    return cell if kind in ("string", "date") else float(cell)


def wrong(cell, given):
    """The first rule that a cell breaks, as the standard has it, or None."""
    kind = given["type"]
    if not cell:
        return "required" if given.get("required") else None
    if not readable(cell, kind):
        return "type"
    checks = {
        "enum": lambda: value(cell, kind) in [value(str(item), kind) for item in given["enum"]],
        "pattern": lambda: re.fullmatch(given["pattern"], cell),
        "minimum": lambda: value(cell, kind) >= value(str(given["minimum"]), kind),
        "maximum": lambda: value(cell, kind) <= value(str(given["maximum"]), kind),
    }
    return next((name for name, holds in checks.items() if name in given and not holds()), None)


@settings(max_examples=150)
@given(tables())
def test_each_cell_is_judged_as_the_standard_has_it(made):
    described, rows = made
    expected = sorted(
        (f"structure/{broken}", line, name)
        for line, row in enumerate(rows, 2)
        for name, cell in zip(described, row, strict=True)
        if name != "id" and (broken := wrong(cell, described[name]))
    )
    assert places(table(schema("made", described, ["id"]), rows)) == expected


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("abc"), *[st.sampled_from(["", "a", "b"])] * 2), min_size=1, max_size=6))
def test_keys_are_unique_as_a_whole(rows):
    rows = sorted(rows)
    seen: dict[tuple[str, ...], int] = {}
    expected = []
    for line, row in enumerate(rows, 2):
        for rule, at in (("primary-key", (0,)), ("unique-key", (1, 2))):
            key = (rule, *(row[number] for number in at))
            if all(key) and seen.setdefault(key, line) != line:
                expected.append((f"structure/{rule}", line, "xyz"[at[0]]))
    made = schema("made", {"x": {}, "y": {}, "z": {}}, ["x"], uniqueKeys=[["y", "z"]])
    assert places(table(made, [[*row] for row in rows])) == sorted(expected)


def test_the_fields_of_the_primary_key_are_required():
    made = schema("made", {"x": {}, "y": {}, "z": {}}, ["x", "y"])
    assert places(table(made, [["a", "", ""]])) == [("structure/required", 2, "y")]


def test_later_of_two_equal_keys_names_the_earlier():
    made = schema("made", {"x": {}, "y": {"unique": True}}, ["x"])
    (finding,) = findings(table(made, [["a", "1"], ["b", "2"], ["c", "1"]]))
    assert (finding.rule, finding.line, finding.key, finding.found) == ("structure/unique-key", 4, "c", "1")
    assert finding.expected == "a value that no other record has; line 2 has it too"


def test_all_fields_of_a_key_take_part_and_the_first_shows_it():
    made = schema("made", {"x": {}, "y": {}, "n": {}}, ["x", "y"])
    (item,) = items(table(made, [["a", "1", ""], ["a", "1", ""]]))
    assert item.cells == {("made", 3, "x"), ("made", 3, "y")}
    assert (item.finding.field, item.finding.found) == ("x", "a, 1")


COUNTRIES = schema("names", {"name": {}, "country": {}}, ["name", "country"])
KNOWN = [["Mosul", "Iraq"], ["Raqqa", "Syria"]]
REFERS = schema(
    "strikes",
    {"id": {}, "place": {}, "land": {}},
    ["id"],
    foreignKeys=[
        {"fields": ["place", "land"], "reference": {"resource": "names", "fields": ["name", "country"]}},
    ],
)


@given(st.sampled_from(["", "Mosul", "Raqqa", "Hatra"]), st.sampled_from(["", "Iraq", "Syria"]))
def test_reference_of_two_fields_holds_only_for_both(place, land):
    found = findings(table(REFERS, [["1", place, land]]), table(COUNTRIES, KNOWN))
    there = not place or not land or [place, land] in KNOWN
    assert [(item.rule, item.field, item.found) for item in found] == (
        [] if there else [("structure/foreign-key", "place", f"{place}, {land}")]
    )


def test_missing_record_is_named_with_the_fields_that_take_part():
    (item,) = items(table(REFERS, [["1", "Mosul", "Syria"]]), table(COUNTRIES, KNOWN))
    assert item.missing == ("names", "Mosul/Syria")
    assert item.cells == {("strikes", 2, "place"), ("strikes", 2, "land")}
    assert item.finding.expected == "a record of names (name, country)"


def test_a_reference_to_a_table_that_is_not_there_is_not_judged():
    assert findings(table(REFERS, [["1", "Mosul", "Syria"]])) == []


INTERNAL = (
    "line", "key", "field", "found", "expected", "holds", "index", "column", "check", "value", "values", "name",
    "table", "literal", "len", "count",
    "known", "words", "missing", "previous", "variable", "row_nr", "cell", "first", "typed",
    "failure_case", "schema_context", "check_number", "rule", "data", "text", "previous_line",
)  # fmt: skip


@pytest.mark.parametrize("name", INTERNAL)
def test_a_field_may_have_the_name_of_anything_inside(name):
    """The same findings whatever the fields are called."""
    described = {"id": {}, name: {"type": "integer", "minimum": 2, "unique": True}, "other": {"enum": ["a"]}}
    reference = {"fields": ["other"], "reference": {"resource": "there", "fields": [name]}}
    made = schema("made", described, ["id"], foreignKeys=[reference])
    there = schema("there", {name: {}}, [name])
    rows = [["1", "1", "a"], ["2", "x", "b"], ["3", "3", "a"], ["4", "3", ""], ["4", "", ""]]
    assert places(table(made, rows), table(there, [["a"]])) == [
        ("structure/enum", 3, "other"),
        ("structure/foreign-key", 3, "other"),
        ("structure/minimum", 2, name),
        ("structure/primary-key", 6, "id"),
        ("structure/type", 3, name),
        ("structure/unique-key", 5, name),
    ]


@pytest.mark.parametrize("name", INTERNAL)
def test_a_key_may_have_the_name_of_anything_inside(name):
    made = schema("made", {name: {}, "killed": {"type": "integer"}}, [name])
    found = findings(table(made, [["a", "x"], ["a", "1"]]))
    assert sorted((item.rule, item.line, item.key, item.found) for item in found) == [
        ("structure/primary-key", 3, "a", "a"),
        ("structure/type", 2, "a", "x"),
    ]


def test_a_cell_with_two_faults_is_one_finding():
    made = schema("made", {"id": {}, "n": {"type": "integer", "required": True, "minimum": 5}}, ["id"])
    assert places(table(made, [["1", " 7"], ["2", "N/A"], ["3", "3"]])) == [
        ("structure/minimum", 4, "n"),
        ("structure/spaces", 2, "n"),
        ("structure/type", 3, "n"),
    ]


def test_a_value_that_the_schema_lists_is_not_taken_for_a_placeholder():
    made = schema("made", {"id": {}, "harm": {"enum": ["none", "some"]}, "note": {}}, ["id"])
    assert places(table(made, [["1", "none", "none"]])) == [("structure/placeholder", 2, "note")]


def test_placeholders_and_formulas_are_faults_of_texts_alone():
    made = schema("made", {"id": {}, "n": {"type": "integer"}, "s": {}}, ["id"])
    assert places(table(made, [["1", "-", "-"], ["2", "=1", "=1"]])) == [
        ("structure/formula", 3, "s"),
        ("structure/placeholder", 2, "s"),
        ("structure/type", 2, "n"),
        ("structure/type", 3, "n"),
    ]


def test_findings_say_what_was_found_and_what_was_expected():
    described = {
        "id": {},
        "e": {"enum": ["a", "b"]},
        "p": {"pattern": "[a-z]+"},
        "n": {"type": "number", "minimum": 0.5, "maximum": 2},
        "d": {"type": "date", "required": True, "minimum": "2020-01-01"},
    }
    rows = [["1", "c", "A", "0.25", ""], ["2", "a", "b", "3", "2019-12-31"], ["3", "a", "b", "x", "y"]]
    said = {
        (item.rule.split("/")[1], item.found, item.expected, item.key)
        for item in findings(table(schema("made", described, ["id"]), rows))
    }
    assert said == {
        ("enum", "c", "one of a, b", "1"),
        ("pattern", "A", "the form [a-z]+", "1"),
        ("minimum", "0.25", "at least 0.5", "1"),
        ("required", "an empty cell", "a date", "1"),
        ("maximum", "3", "at most 2", "2"),
        ("minimum", "2019-12-31", "at least 2020-01-01", "2"),
        ("type", "x", "a number with a decimal point, of at most 15 digits", "3"),
        ("type", "y", "a date as YYYY-MM-DD", "3"),
    }


def test_rules_do_not_see_a_value_that_the_schema_forbids():
    described = {"id": {}, "n": {"type": "integer", "minimum": 2}, "e": {"enum": ["a"]}, "r": {"required": True}}
    made = table(schema("made", described, ["id"]), [["1", "1", "a", "x"], ["2", "2", "b", ""], ["2", "3", "a", "x"]])
    found = items(made)
    assert len(found) == 4
    assert left_of(made, found).select("n", "e", "r", "id").rows() == [
        (None, "a", "x", "1"),
        (2, None, None, "2"),
        (3, "a", "x", "2"),
    ]
    others = schema("other", described, ["id"])
    assert left_of(table(others, [["1", "1", "a", "x"]]), found)["n"].to_list() == [1]
    assert without_invalid_values(made.schema, [], ANY_DAY) is None


def left_of(made, found):
    """The typed cells of a table without those that are found to be invalid."""
    work = without_invalid_values(made.schema, found, ANY_DAY)
    return work(made.typed.lazy()).collect() if work else made.typed


ABOUT_VALUES = ("enum", "pattern", "format", "length", "minimum", "maximum", "too-early", "too-late")


@pytest.mark.parametrize("rule", [*ABOUT_VALUES, "required", "foreign-key", "spaces"])
def test_only_values_that_the_schema_forbids_are_left_out(rule):
    made = table(schema("made", {"id": {}, "e": {}}, ["id"]), [["1", "x"], ["2", "x"]])
    finding = Finding(f"structure/{rule}", "data/made.csv", 2, "e", table="made")
    left = left_of(made, [FindingWithCells(finding, frozenset())])
    assert left["e"].to_list() == [None if rule in ABOUT_VALUES else "x", "x"]
