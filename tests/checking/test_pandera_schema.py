"""The pandera schema of a table, as a Python program gets it."""

from __future__ import annotations

import pandera.errors
import polars as pl
import pytest

import civcas
from civcas.checking.rule import all_rules
from civcas.package.tables import KEY, LINE, read_table


@pytest.fixture
def sources(package):
    return read_table(package, "sources").typed.drop(LINE, KEY)


def with_cell(frame, field, value):
    """The frame with another value in the first record that has a date."""
    cells = frame[field].to_list()
    cells[frame["published_on"].is_not_null().arg_max()] = value
    return frame.with_columns(pl.Series(field, cells, dtype=frame[field].dtype))


def names_of(schema):
    return {check.name for check in schema.checks}


def test_without_a_package_it_has_the_keys_and_the_rules_of_the_table_alone(package, monkeypatch):
    monkeypatch.chdir(package.root)
    alone = {name for name, rule in all_rules().items() if rule.tables(package.schemas) == ("sources",)}
    assert alone
    assert names_of(civcas.pandera_schema("sources")) == {"structure/primary-key", "structure/unique-key url"} | alone


def test_with_a_package_it_has_foreign_keys_and_all_rules_of_the_table(package):
    rules = {name for name in all_rules() if name.startswith("sources/")}
    keys = {"structure/primary-key", "structure/unique-key url", "structure/foreign-key organisation_id"}
    assert names_of(civcas.pandera_schema("sources", package.root)) == keys | rules


def test_it_passes_the_table_of_the_package(package, sources, monkeypatch):
    monkeypatch.chdir(package.root)
    assert civcas.pandera_schema("sources", package.root).validate(sources, lazy=True).equals(sources)
    assert civcas.pandera_schema("sources").validate(sources, lazy=True).equals(sources)


@pytest.mark.parametrize(
    ("field", "value", "alone"),
    [("kind", "rumour", True), ("published_precision", None, True), ("organisation_id", "no-such", False)],
)
def test_it_refuses_a_frame_that_breaks_a_constraint_a_rule_or_a_key(
    package, sources, field, value, alone, monkeypatch
):
    monkeypatch.chdir(package.root)
    broken = with_cell(sources, field, value)
    schemas = [civcas.pandera_schema("sources", package.root)] + [civcas.pandera_schema("sources")] * alone
    for schema in schemas:
        with pytest.raises(pandera.errors.SchemaErrors):
            schema.validate(broken, lazy=True)
