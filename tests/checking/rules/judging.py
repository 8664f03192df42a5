"""Small tables for the rules, and a rule's verdict on them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from civcas.checking import expectations
from civcas.checking.expectations import Expectation
from civcas.checking.rule import all_rules
from civcas.package.tables import KEY, LINE, POLARS_TYPES, Package, read_package

Rows = list[dict[str, Any]]
Violation = tuple[str, str, str, str]  # key, field, found, expected


@cache
def package() -> Package:
    return read_package(Path(__file__).parents[3])


def frame(table: str, rows: Rows) -> pl.DataFrame:
    """Rows given by the fields that matter as a typed frame of the table, with line and key."""
    schema = package().schemas[table]
    unknown = {name for row in rows for name in row} - set(schema.names)
    assert not unknown, f"{table} has no field {unknown}"
    typed = {name: POLARS_TYPES[schema.field(name).type] for name in schema.names}
    data = {name: [plain(row.get(name), schema.field(name).type) for row in rows] for name in schema.names}
    whole = pl.DataFrame(data, schema=typed)
    key = pl.concat_str([pl.col(name).fill_null("") for name in schema.primary_key], separator="/")
    return whole.with_columns(key.alias(KEY)).with_row_index(LINE, offset=2)


def plain(value: Any, kind: str) -> Any:
    return datetime.date.fromisoformat(value) if kind == "date" and isinstance(value, str) else value


def judge(rule: str, tables: dict[str, Rows]) -> list[Violation]:
    """What the rule says of the tables; those that it reads and that are not given are empty."""
    return [(row.key, row.field, row.found, row.expected) for row in violations(rule, tables)]


def violations(rule: str, tables: dict[str, Rows]) -> list[expectations.Violation]:
    """Every violation of the rule in the tables."""
    lines = range(2, 2 + len(tables.get(rule.split("/", maxsplit=1)[0], [])))
    return expectation(rule, tables).violations(lines)


def applies(rule: str, tables: dict[str, Rows]) -> bool:
    """Whether the rule says yes of at least one row, rather than nothing."""
    expected = expectation(rule, tables)
    return bool(expected.rows.select(expected.holds.alias("holds")).collect()["holds"].any())


def expectation(rule: str, tables: dict[str, Rows]) -> Expectation:
    """What the rule expects of the tables; those that it reads and that are not given are empty."""
    schemas = package().schemas
    names = all_rules()[rule].tables(schemas)
    frames = {name: nw.from_native(frame(name, tables.get(name, [])).lazy()) for name in names}
    return all_rules()[rule].expectation(frames, schemas)


@dataclass
class Case:
    """Tables that the rule holds for, tables that it does not hold for, and the violations that it must report there.

    `cells` are the further fields that take part in the violations, `previous` the lines of the earlier records that
    do, `see` the related cells of all of them, each by line, field and words, and `missing` the records, by table and
    key, that they refer to and that are not there; all of these only where the case is about them.
    """

    rule: str
    good: dict[str, Rows]
    bad: dict[str, Rows]
    expect: list[Violation] = field(default_factory=list)
    cells: set[str] | None = None
    previous: list[int | None] | None = None
    see: list[tuple[int, str, str]] | None = None
    missing: list[tuple[str, str]] | None = None

    @cached_property
    def found(self) -> list[expectations.Violation]:
        """Every violation of the rule in the bad tables."""
        return violations(self.rule, self.bad)
