"""The project's own tables. These tests state relations, never today's counts or records, so that they pass with new
data as long as the data are right."""

from __future__ import annotations

import contextlib
import json
import random
import re
import sqlite3
from pathlib import Path

import polars as pl
import pytest

from civcas.package.canonical import formatted
from civcas.package.tables import KEY, LINE, read_package, read_tables
from tests.checking.test_figures import changed_and_found

TESTS = Path(__file__).parent


def test_check_finds_nothing_but_what_known_issues_document(real_copy):
    code, out, _ = real_copy.run("check", "--format", "json")
    report = json.loads(out)
    assert (code, report["errors"]) == (0, 0)
    assert report["documented"] == len(real_copy.lines("known_issues")) - 1
    assert report["skipped_rules"] == []
    assert report["records"] == {name: table.text.height for name, table in tables_of(real_copy).items()}


@pytest.mark.parametrize("table", ["releases", "estimates", "incidents"])
def test_every_figure_changed_at_once_is_found_at_every_cell(real, table):
    cells, found = changed_and_found(real, table)
    assert cells
    assert found == cells


def test_the_database_holds_every_record_as_the_tables_do(real_copy):
    assert real_copy.run("build")[0] == 0
    with contextlib.closing(sqlite3.connect(real_copy.root / "dist" / "oir-civcas.db")) as database:
        for name, table in tables_of(real_copy).items():
            dates = [pl.col(field.name).cast(pl.String) for field in table.schema.fields if field.type == "date"]
            expected = table.typed.drop(LINE, KEY).with_columns(dates).rows()
            assert database.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall() == expected, name


def test_the_generated_pages_can_be_written(real_copy):
    assert real_copy.run("docs")[0] == 0
    assert real_copy.run("docs", "--check")[:2] == (0, "")


# --- new data ----------------------------------------------------------------------------------------------------


def test_more_sources_that_agree_leave_everything_in_order(real_copy):
    """Evidence for ten figures from sources that were noted for other figures of the same release only."""
    tables = tables_of(real_copy)
    rows = random.Random(2014).sample(agreeing(tables["evidence"].text, tables["releases"].text), 10)
    real_copy.path("evidence").write_bytes(formatted(tables["evidence"], rows))
    assert len(real_copy.lines("evidence")) == 1 + tables["evidence"].text.height + len(rows)
    code, out, _ = real_copy.run("check")
    assert code == 0, out
    assert real_copy.run("format", "--check")[:2] == (0, "")
    assert real_copy.run("build")[0] == 0


def agreeing(evidence, releases):
    """Rows of evidence that could be added: a figure of a release, its value, and a source of another figure of it."""
    rows = evidence.filter(table="releases").select("record_id", "field", "source_id", "value").rows()
    noted = {(record, field, source) for record, field, source, _ in rows}
    values = {row["release_id"]: row for row in releases.iter_rows(named=True)}
    sources = {record: {source for other, _, source, _ in rows if other == record} for record in values}
    stated = {(record, field) for record, field, _, value in rows if value == values[record].get(field) != record}
    return [
        {
            "table": "releases",
            "record_id": record,
            "field": field,
            "source_id": source,
            "value": values[record][field],
            "readings": "1",
        }
        for record, field in sorted(stated)
        for source in sorted(sources[record])
        if (record, field, source) not in noted
    ]


def test_no_other_test_reads_the_project_s_own_tables():
    """So that new data can turn no other test red."""
    own = re.compile(r'^def \w+\([^)]*\breal(_\w+)?\b|ROOT / "data"', re.MULTILINE)
    reading = {
        file.relative_to(TESTS).as_posix()
        for file in TESTS.rglob("*.py")
        if own.search(file.read_text(encoding="utf-8"))
    }
    assert reading == {"conftest.py", "test_real_data.py"}


def tables_of(copy):
    return read_tables(read_package(copy.root))
