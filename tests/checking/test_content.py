"""What an expectation says of its rows, and how pandera's answer becomes findings with cells."""

from __future__ import annotations

import narwhals as nw
import polars as pl
import pytest

from civcas.checking.content import ask, failures, rule_conditions, rule_results
from civcas.checking.expectations import Expectation, Related, text
from civcas.checking.pandera_schemas import Condition, compiled
from civcas.checking.rule import Rule
from tests.checking.made import schema, table

NUMBER = {"type": "integer"}
MADE = schema("made", {"id": {}, "n": NUMBER, "m": NUMBER}, ["id"])
TABLE = table(MADE, [["a", "1", "2"], ["b", "2", "2"], ["c", "3", "2"], ["d", "", "2"], ["e", "5", ""]])
OTHERS = table(
    schema("others", {"key": {}, "id": {}, "said": {}}, ["key"]),
    [["1", "c", "three"], ["2", "c", "drei"], ["3", "a", "one"], ["4", "e", ""]],
)
FRAMES = {item.schema.name: nw.from_native(item.typed.lazy()) for item in (TABLE, OTHERS)}
PATHS = {"made": "data/made.csv", "others": "data/others.csv"}


def at_most_two(made, **more):
    return Expectation(made, holds=nw.col("n") <= 2, expected=text("at most ", nw.col("m")), field="n", **more)


def a_rule(expect, name="made/at-most-two"):
    parameters = ("made",)
    return Rule(
        name,
        parameters,
        "n is at most 2.",
        "",
        "",
        "",
        "Fix RECORD.",
        expect,
        False,
        True,
        None,
        False,
        "rules/made.py:1",
    )


def checked(*expects):
    rules = [a_rule(expect, f"made/rule-{number}") for number, expect in enumerate(expects, 1)]
    conditions = rule_conditions(rules, FRAMES, {"made": MADE, "others": OTHERS.schema})
    return rule_results(TABLE, rules, ask(MADE, conditions, TABLE.typed), PATHS)


def test_a_row_that_does_not_hold_is_a_finding_and_an_empty_one_is_not():
    found = checked(at_most_two).found
    assert [(item.finding.line, item.finding.key, item.finding.found, item.finding.expected) for item in found] == [
        (4, "c", "3", "at most 2"),
        (6, "e", "5", "at most empty"),
    ]
    first = found[0]
    assert (first.finding.rule, first.finding.file, first.finding.table, first.finding.field) == (
        "made/rule-1", "data/made.csv", "made", "n",
    )  # fmt: skip
    assert first.finding.hint == "Fix c. If the source really says so: `civcas document made/rule-1 c`"
    assert (first.cells, first.previous, first.missing) == ({("made", 4, "n")}, None, None)


def test_each_rule_has_its_own_findings():
    def never(made):
        return Expectation(made, holds=nw.col("@line") > 0, expected=nw.lit(""), field="n")

    def small(made):
        return Expectation(made, holds=nw.col("n") > 1, expected=nw.lit("more"), field="n")

    results = checked(at_most_two, never, small)
    assert [(item.finding.rule, item.finding.line) for item in results.found] == [
        ("made/rule-1", 4), ("made/rule-1", 6), ("made/rule-3", 2),
    ]  # fmt: skip
    assert list(results.expectations) == ["made/rule-1", "made/rule-2", "made/rule-3"]
    assert results.failed == {}


def test_further_cells_and_the_earlier_record_take_part():
    def rises(made):
        earlier = {"previous_line": nw.col("@line").shift(1).over(order_by="id")}
        return at_most_two(made.with_columns(**earlier), cells=("m",))

    item = checked(rises).found[0]
    assert item.previous == 3
    assert item.cells == {("made", 4, "n"), ("made", 4, "m"), ("made", 3, "n"), ("made", 3, "m")}


def test_related_records_take_part_and_are_named():
    def related(field, words=None):
        rows = FRAMES["others"] if field else FRAMES["others"].with_columns(field=nw.lit("said"))
        return lambda made: at_most_two(made, related=(Related("others", rows, ("id",), field, words),))

    first, last = checked(related("said")).found
    assert first.finding.see == ("data/others.csv:2", "data/others.csv:3")
    assert first.cells == {("made", 4, "n"), ("others", 2, "said"), ("others", 3, "said")}
    assert last.finding.see == ("data/others.csv:5",)
    first, last = checked(related("", text(nw.col("said"), "!"))).found
    assert first.finding.see == ("data/others.csv:2 (three!)", "data/others.csv:3 (drei!)")
    assert first.cells == {("made", 4, "n"), ("others", 2, "said"), ("others", 3, "said")}
    assert last.finding.see == ("data/others.csv:5 (empty!)",)


def test_a_record_that_relates_to_several_rows_is_named_for_each():
    rows = nw.from_native(pl.LazyFrame({"@line": [9, 8, 9], "key": ["x", "y", "y"], "part": ["1", "1", "1"]}))
    made = nw.from_native(
        pl.LazyFrame({"@line": [2, 3], "@key": ["a", "b"], "key": ["x", "y"], "part": ["1", "2"], "n": [0, 0]})
    )
    expected = Expectation(
        made,
        holds=nw.col("n") > 0,
        expected=nw.lit(""),
        field="n",
        related=(Related("others", rows, ("key", "part"), "f"),),
    )
    first, second = expected.violations([2, 3])
    assert [tuple(cell) for cell in first.related] == [("others", 9, "f", "")]
    assert second.related == ()


def test_records_of_two_tables_may_take_part():
    own = FRAMES["made"].with_columns(first=nw.lit("c"))
    others = Related("others", FRAMES["others"], ("id",), "said")
    first, last = checked(
        lambda made: at_most_two(made, related=(others, Related("made", own, ("n", "m"), "m", nw.col("first"))))
    ).found
    assert first.finding.see == ("data/others.csv:2", "data/others.csv:3", "data/made.csv:4 (c)")
    assert first.cells == {("made", 4, "n"), ("others", 2, "said"), ("others", 3, "said"), ("made", 4, "m")}
    assert last.finding.see == ("data/others.csv:5", "data/made.csv:6 (c)")


def test_a_run_of_lines_may_take_part():
    def spanning(*related):
        return [item.span for item in checked(lambda made: at_most_two(made, related=related)).found]

    ends = Related("others", FRAMES["others"], ("id",), "said", ends_of_span=True)
    own = Related("made", FRAMES["made"].with_columns(first=nw.lit("c")), ("n", "m"), "m")
    assert spanning(ends) == [("others", 2, 3), ("others", 5, 5)]
    assert spanning(own, ends) == [("others", 2, 3), ("others", 5, 5)]
    assert spanning(own) == [None, None]
    none = Related("others", FRAMES["others"].filter(nw.col("id") == "a"), ("id",), "said", ends_of_span=True)
    assert spanning(none) == [None, None]


def test_a_rule_may_name_field_and_found_row_by_row():
    def long(made):
        rows = made.unpivot(["m", "n"], index=["@line", "@key"], variable_name="field", value_name="value")
        return Expectation(rows, holds=nw.col("value") < 2, found=nw.col("value"), expected=nw.lit("less"))

    found = checked(long).found
    assert [(item.finding.line, item.finding.field, item.finding.found) for item in found] == [
        (2, "m", "2"), (3, "m", "2"), (3, "n", "2"), (4, "m", "2"), (4, "n", "3"), (5, "m", "2"), (6, "n", "5"),
    ]  # fmt: skip


def test_an_empty_cell_is_named_as_one():
    def filled(made):
        return Expectation(made, holds=~nw.col("n").is_null(), expected=nw.lit("a number"), field="n")

    (item,) = checked(filled).found
    assert (item.finding.key, item.finding.found) == ("d", "an empty cell")


def test_a_record_that_is_not_there_is_named():
    def there(made):
        return at_most_two(made, missing=(nw.lit("others"), nw.col("@key")))

    assert [item.missing for item in checked(there).found] == [("others", "c"), ("others", "e")]


def test_participants_are_all_rows_of_a_record_whether_they_hold_or_not():
    expected = at_most_two(FRAMES["made"])
    assert [(row.line, row.found) for row in expected.participants("b")] == [(3, "2")]
    assert expected.participants("z") == []
    assert [row.key for row in expected.violations([2, 3, 4])] == ["c"]


def test_a_rule_that_reads_a_field_that_is_not_there_is_named_with_the_reason():
    def lost(made):
        return Expectation(made, holds=nw.col("lost") > 1, expected=nw.lit(""), field="n")

    results = checked(lost, at_most_two)
    assert list(results.failed) == ["made/rule-1"]
    assert "lost" in results.failed["made/rule-1"]
    assert "\n" not in results.failed["made/rule-1"]
    assert list(results.expectations) == ["made/rule-2"]
    assert {item.finding.rule for item in results.found} == {"made/rule-2"}


def test_a_fault_of_the_program_is_not_taken_for_one_of_the_data():
    def fails(_):
        raise ZeroDivisionError

    schema = compiled(MADE, {}, [Condition("made/rule", "n is small.", fails)])
    with pytest.raises(RuntimeError, match=r"made: n is small\."):
        failures(schema, TABLE.typed)


def test_a_schema_for_others_raises_what_it_can_not_evaluate():
    def lost(made):
        return Expectation(made, holds=nw.col("lost") > 1, expected=nw.lit(""), field="n")

    schema = compiled(MADE, {}, [Condition("made/rule", "n is small.", lost)])
    with pytest.raises(Exception, match="lost"):
        failures(schema, TABLE.typed)


def test_text_shows_an_empty_cell_as_empty():
    frame = nw.from_native(pl.DataFrame({"a": [1, None]}))
    assert frame.select(said=text("a = ", nw.col("a"), "."))["said"].to_list() == ["a = 1.", "a = empty."]
