"""A slip of one digit anywhere in the figures of releases, estimates and incidents is found, and reported once."""

from __future__ import annotations

import json
import random

import narwhals as nw
import polars as pl
import pytest

from civcas.checking.rule import all_rules
from civcas.package.tables import KEY, LINE, read_tables


def slipped(value):
    """The number with its last digit changed."""
    return None if value is None else value - value % 10 + (value + 1 + value % 3) % 10


def violations(package, rule, frames):
    asked = all_rules()[rule]
    tables = {name: nw.from_native(frames[name].lazy()) for name in asked.tables(package.schemas)}
    rows = asked.expectation(tables, package.schemas).violations(frames[asked.table][LINE].to_list())
    return {(row.key, row.field, row.found or "an empty cell", row.expected) for row in rows}


def changed_and_found(package, table):
    """Change every figure of a table at once: the cells that were changed, and those that rules on evidence name.

    Findings that known issues document are left out, since they were there before the change.
    """
    tables = {name: table.typed for name, table in read_tables(package).items()}
    figures = package.schemas[table].figures
    frame = tables[table]
    changed = frame.with_columns(
        pl.Series(name, [slipped(value) for value in frame[name]], dtype=pl.Int64) for name in figures
    )
    cells = {(row[KEY], name) for row in changed.iter_rows(named=True) for name in figures if row[name] is not None}
    frames = tables | {table: changed}
    found = violations(package, f"{table}/sourced", frames) | violations(package, f"{table}/sources-agree", frames)
    documented = {
        (row["record_id"], row["field"], row["found"], row["expected"])
        for row in tables["known_issues"].iter_rows(named=True)
        if row["table"] == table
    }
    return cells, {(key, field) for key, field, *_ in found - documented}


@pytest.mark.parametrize("table", ["releases", "estimates", "incidents"])
def test_every_figure_changed_at_once_is_found_at_every_cell(package, table):
    cells, found = changed_and_found(package, table)
    assert cells
    assert found == cells


def test_slip_in_releases_is_one_finding_at_its_cell(copy, package):
    choose = random.Random(2014)
    figures = package.schemas["releases"].figures
    names = package.schemas["releases"].names
    filled = [
        (row[LINE], name, row[name])
        for row in read_tables(package)["releases"].typed.iter_rows(named=True)
        for name in figures
        if row[name] is not None
    ]
    original = copy.lines("releases")
    for line, name, value in choose.sample(filled, 12):
        before = original[line - 1].split(",")
        at = names.index(name)
        cells = [*before[:at], str(slipped(value)), *before[at + 1 :]]
        copy.write("releases", [*original[: line - 1], ",".join(cells), *original[line:]])
        code, out, _ = copy.run("check", "--format", "json")
        (finding,) = [found for found in json.loads(out)["findings"] if found["severity"] == "error"]
        assert code == 1
        assert (finding["file"], finding["line"], finding["field"]) == ("data/releases.csv", line, name)
        assert finding["position"] == len(",".join(before[:at])) + 2


def test_slip_that_breaks_a_rule_of_another_table_is_reported_once(copy):
    line = copy.line_of("releases", "monthly-2019-04,")
    copy.replace("releases", line, ",111,5,,1302,", ",111,0,,1302,")
    _, out, _ = copy.run("check", "--format", "json")
    (finding,) = [found for found in json.loads(out)["findings"] if found["severity"] == "error"]
    assert (finding["rule"], finding["line"], finding["field"]) == ("releases/sourced", line, "killed")
    assert "incidents/killed-within-release" in finding["also"]
