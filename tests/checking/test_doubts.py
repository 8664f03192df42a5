"""Asking all conditions at once leaves out none that does not hold."""

from __future__ import annotations

import csv
import io
import json
from functools import partial

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civcas.checking import cells, doubts
from civcas.checking.content import failures, lines_of
from civcas.checking.days import days_of
from civcas.checking.doubts import doubtful_conditions, doubtful_fields
from civcas.checking.expectations import Expectation
from civcas.checking.pandera_schemas import Condition, compiled, constraints_of
from civcas.checking.rule import all_rules
from civcas.package.tables import LINE, read_tables
from tests.checking.made import schema, table
from tests.conftest import exhaustive

MADE = schema("made", {"id": {}, "n": {"type": "integer", "minimum": 1, "maximum": 3, "required": True}}, ["id"])


def above(limit):
    def expect(made):
        return Expectation(made, holds=nw.col("n") > limit, expected=nw.lit("more"), field="n")

    return Condition(f"made/above-{limit}", f"n is above {limit}.", expect)


def lost(name):
    def expect(made):
        return Expectation(made, holds=nw.col(name) > 0, expected=nw.lit("more"), field="n")

    return Condition(f"made/{name}", f"{name} is above 0.", expect)


def names(conditions):
    return [condition.name for condition in conditions]


@pytest.mark.parametrize("large", [True, False])
def test_what_does_not_hold_and_what_can_not_be_asked_are_told_apart(large):
    frame = table(MADE, [["a", "2"], ["b", "3"]]).typed
    found = doubtful_conditions([above(2), lost("lost"), above(1), lost("gone"), above(3)], frame, large=large)
    assert names(found.conditions) == ["made/above-2", "made/above-3"]
    assert list(found.failed) == ["made/lost", "made/gone"]
    assert "lost" in found.failed["made/lost"]
    assert "gone" in found.failed["made/gone"]
    assert set(found.expectations) == {"made/above-1", "made/above-2", "made/above-3"}


def test_nothing_to_ask_is_no_doubt():
    frame = table(MADE, [["a", "2"]]).typed
    assert doubtful_conditions([], frame) == doubts.Doubts({}, {}, [])
    assert doubtful_fields(MADE, {}, frame) == {}


@given(st.lists(st.none() | st.integers(-1, 5), min_size=1, max_size=4))
def test_a_field_is_in_doubt_if_a_cell_is_empty_or_out_of_its_limits(numbers):
    frame = table(MADE, [[str(row), "" if n is None else str(n)] for row, n in enumerate(numbers)]).typed
    constraints = {"n": constraints_of(MADE.field("n"), None)}
    wrong = any(n is None or not 1 <= n <= 3 for n in numbers)
    assert list(doubtful_fields(MADE, constraints, frame)) == ["n"] * wrong
    cases = failures(compiled(MADE, constraints, []), frame)
    assert len({case["index"] for case in cases}) == sum(n is None or not 1 <= n <= 3 for n in numbers)


@pytest.mark.parametrize("name", ["releases", "strikes", *exhaustive("incidents", "sources")])
def test_pandera_finds_no_more_if_it_is_asked_everything(package, name):
    tables, schemas = read_tables(package), package.schemas
    frames = {key: nw.from_native(of.typed.lazy()) for key, of in tables.items()}
    constraints = {field.name: constraints_of(field, days_of(package.descriptor)) for field in schemas[name].fields}
    rules = [rule for rule in all_rules().values() if rule.table == name]
    conditions = [Condition(rule.id, rule.summary, partial(_expected, rule, frames, schemas)) for rule in rules]
    for field in schemas[name].fields[::2]:
        frame = tables[name].typed.with_columns(_damaged(field).alias(field.name))
        found = doubtful_conditions(conditions, frame)
        assert not found.failed
        some = compiled(schemas[name], doubtful_fields(schemas[name], constraints, frame), found.conditions)
        everything = failures(compiled(schemas[name], constraints, conditions), frame)
        few = failures(some, frame)
        assert _of_columns(few) == _of_columns(everything)
        assert lines_of(few, found.conditions, frame) == lines_of(everything, conditions, frame)


def _expected(rule, frames, schemas, frame):
    return rule.expectation({**frames, rule.table: frame}, schemas)


def _damaged(field):
    """Every third cell empty, every other third with another value."""
    other = {"string": pl.lit("§"), "integer": pl.lit(-7), "number": pl.lit(-777.5), "date": pl.date(1999, 1, 1)}
    return pl.when(pl.col(LINE) % 3 == 0).then(pl.col(field.name)).when(pl.col(LINE) % 3 == 1).then(other[field.type])


def _of_columns(cases):
    return sorted(
        (case["column"], case["check_number"] or 0, case["index"])
        for case in cases
        if case["schema_context"] == "Column"
    )


@pytest.fixture
def few(monkeypatch):
    """As if five records that break a rule were too many to tell one by one."""
    for module in (doubts, cells):
        monkeypatch.setattr(module, "MOST", 5)


def findings(copy):
    return {
        (item["rule"], item["line"]): item for item in json.loads(copy.run("check", "--format", "json")[1])["findings"]
    }


def replaced(copy, table, change):
    """Change each record of a table, given as a mapping of its fields."""
    with copy.path(table).open(encoding="utf-8", newline="") as file:
        rows = [change(dict(row)) for row in csv.DictReader(file)]
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    copy.path(table).write_text(out.getvalue(), encoding="utf-8", newline="")
    return len(rows)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("change", "rule", "found"),
    [
        ({"country": "Oman"}, "structure/enum", "Oman"),
        ({"strikes": ""}, "structure/required", "an empty cell"),
        ({"strikes": "2.0"}, "structure/type", "2.0"),
        ({"place_id": "nowhere"}, "structure/foreign-key", "nowhere"),
        ({"last_day": "2019-12-31"}, "strikes/days-within-a-week", "2019-12-31"),
    ],
)
def test_of_too_many_records_that_break_a_rule_the_first_is_told_with_their_number(copy, change, rule, found):
    number = replaced(copy, "strikes", lambda row: row | change)
    told = [item for (name, _), item in findings(copy).items() if name == rule]
    assert len(told) == 1
    assert told[0]["file"] == "data/strikes.csv"
    assert told[0]["found"].startswith(f"{found} (the first of ") or rule == "structure/foreign-key"
    assert f"{number:,}" in told[0]["found"] or change.keys() & {"last_day", "place_id"}


@pytest.mark.usefixtures("few")
def test_too_many_records_of_a_documented_rule_leave_no_issue_stale(copy):
    replaced(copy, "strikes", lambda row: row | {"last_day": "2019-12-31", "first_day": "2019-12-31"})
    rules = {rule for rule, _ in findings(copy)}
    assert rules
    assert not {rule for rule in rules if rule.startswith("known_issues/")}
