"""pandera schemas: the columns of a Table Schema, and conditions on the whole frame, each a pandera check.

The check itself evaluates its condition on the frame that it is given, so a schema validates any frame with the
table's fields: those of the package's own tables, and those of a user (`civcas.pandera_schema`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import narwhals as nw
import pandera.polars as pa
import polars as pl

from civcas.checking.days import Days, days_of
from civcas.checking.expectations import Expectation, Frame
from civcas.checking.keys import foreign_keys, unique_keys
from civcas.checking.rule import Rule, all_rules
from civcas.checking.structural_rules import structural_rule
from civcas.errors import UnusableInput
from civcas.package.faults import is_url
from civcas.package.schema import Field, TableSchema
from civcas.package.tables import LINE, POLARS_TYPES, Package, find_root, numbered, read_package, read_table

# What polars and narwhals raise for a field that is not there, or is of another type.
_NOT_EVALUATED = (pl.exceptions.PolarsError, nw.exceptions.NarwhalsError, KeyError, TypeError, UnusableInput)


@dataclass(frozen=True)
class Condition:
    """Something to expect of a table's whole frame: a stable name, what it asks, and the expectation of a frame."""

    name: str
    asks: str
    expect: Callable[[Frame], Expectation]


@dataclass(frozen=True)
class Constraint:
    """Something to expect of one cell: the structural rule, its pandera check, and the expected value in words."""

    rule: str
    check: pa.Check
    expected: str


@dataclass(frozen=True)
class Compiled:
    """A pandera schema; for each field the constraints behind its checks, in order; and the conditions' names.

    `expectations` holds what each condition expected of the frame that was validated last, `failed` why a condition
    could not be evaluated: a field that it reads is not there, or of another type.
    """

    schema: pa.DataFrameSchema
    constraints: dict[str, list[Constraint]]
    names: list[str]
    expectations: dict[str, Expectation] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


def pandera_schema(table: str, package: str | Path | None = None) -> pa.DataFrameSchema:
    """A pandera schema that validates a polars frame with the fields of `table`.

    It has the table's columns with their types, constraints and keys, and every rule that reads this table alone. With
    `package`, the folder of a data package, it has the foreign keys and the rules over several tables too; the other
    tables are read from there. Without it, the Table Schema is that of the nearest package, upwards from the
    current folder. Dates are pl.Date, whole numbers pl.Int64, numbers pl.Float64. Raises UnusableInput.
    """
    source = read_package(Path(package) if package else find_root(Path.cwd()))
    schema, others = source.schemas[table], _Others(source)
    expected = unique_keys(schema) | (foreign_keys(schema, others.frame) if package else {})
    conditions = [Condition(name, structural_rule(name).asks, expect) for name, expect in expected.items()]
    conditions += [
        Condition(rule.id, rule.summary, partial(others.expectation, rule))
        for rule in all_rules().values()
        if rule.table == table and (package or len(rule.tables(source.schemas)) == 1)
    ]
    days = days_of(source.descriptor)
    return compiled(schema, conditions, days, collect_failures=False).schema


class _Others:
    """The other tables of a package, read when a rule needs them."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._frames: dict[str, Frame] = {}

    def frame(self, name: str) -> Frame:
        if name not in self._frames:
            self._frames[name] = nw.from_native(read_table(self._package, name).typed.lazy())
        return self._frames[name]

    def expectation(self, rule: Rule, frame: Frame) -> Expectation:
        """What the rule expects of a frame of its table."""
        names = rule.tables(self._package.schemas)
        frames = {name: frame if name == rule.table else self.frame(name) for name in names}
        return rule.expectation(frames, self._package.schemas)


def compiled(
    schema: TableSchema, conditions: list[Condition], days: Days | None = None, *, collect_failures: bool = True
) -> Compiled:
    """The pandera schema of a table's typed frame, with conditions on the whole frame.

    With `days`, which its dates may be, it has the columns of the table, too.
    A condition that can't be evaluated goes into `failed`, or raises if `collect_failures` is false.
    """
    constraints = {field.name: constraints_of(field, days) for field in schema.fields} if days else {}
    columns = {
        field.name: pa.Column(
            POLARS_TYPES[field.type],
            nullable=not field.required,
            checks=[constraint.check for constraint in constraints[field.name]],
        )
        for field in schema.fields
        if days
    }
    result = Compiled(pa.DataFrameSchema(), constraints, [condition.name for condition in conditions])
    checks = [_check(condition, schema.primary_key, result if collect_failures else None) for condition in conditions]
    return replace(result, schema=pa.DataFrameSchema(columns, checks=checks, name=schema.name))


def _check(condition: Condition, key: tuple[str, ...], result: Compiled | None) -> pa.Check:
    """The condition as a pandera check: true of each row whose record meets what the condition expects, or of all.

    `result` takes the expectation, and the reason if it can't be evaluated; without it, the check raises.
    """

    def holds(data: pa.PolarsData) -> pl.LazyFrame | bool:
        frame = numbered(data.lazyframe, key)
        try:
            expectation = condition.expect(nw.from_native(frame))
            broken = expectation.broken_lines().collect()[LINE]
        except _NOT_EVALUATED as error:
            if result is None:
                raise
            result.failed[condition.name] = str(error).splitlines()[0]
            return True
        if result is not None:
            result.expectations[condition.name] = expectation
        return broken.is_empty() or frame.select(~pl.col(LINE).is_in(broken.implode()))

    return pa.Check(holds, name=condition.name, error=condition.asks)


def constraints_of(field: Field, days: Days) -> list[Constraint]:
    """The constraints of a field's cells; an empty cell is pandera's own business (`nullable`)."""
    given: Mapping[str, Any] = field.constraints
    constraints = []
    if field.type == "date":
        constraints += [
            Constraint("structure/too-early", pa.Check.ge(days.first), days.first_words),
            Constraint("structure/too-late", pa.Check.le(days.last), days.last_words),
        ]
    if "enum" in given:
        values = [_typed(value, field.type) for value in given["enum"]]
        expected = "one of " + ", ".join(map(str, values))
        constraints.append(Constraint("structure/enum", pa.Check.isin(values), expected))
    if "pattern" in given:
        pattern = f"^(?:{given['pattern']})$"
        constraints.append(
            Constraint("structure/pattern", pa.Check.str_matches(pattern), f"the form {given['pattern']}")
        )
    if field.format == "uri":
        constraints.append(
            Constraint("structure/format", pa.Check(_are_urls), "an address such as https://example.org/")
        )
    for name, (rule, check, words) in _LIMITS.items():
        if name in given:
            limit = _typed(given[name], field.type)
            constraints.append(Constraint(rule, check(limit), words.format(limit)))
    return constraints


def _are_urls(data: pa.PolarsData) -> pl.LazyFrame:
    return data.lazyframe.select(pl.col(data.key).map_elements(is_url, return_dtype=pl.Boolean))


# The limits of a value or of its length: the structural rule, the pandera check, and what it expects.
_LIMITS: dict[str, tuple[str, Callable[[Any], pa.Check], str]] = {
    "minimum": ("structure/minimum", pa.Check.ge, "at least {}"),
    "exclusiveMinimum": ("structure/minimum", pa.Check.gt, "more than {}"),
    "maximum": ("structure/maximum", pa.Check.le, "at most {}"),
    "exclusiveMaximum": ("structure/maximum", pa.Check.lt, "less than {}"),
    "minLength": ("structure/length", lambda least: _length(pl.Expr.ge, least), "at least {} characters"),
    "maxLength": ("structure/length", lambda most: _length(pl.Expr.le, most), "at most {} characters"),
}


def _length(compare: Callable[[pl.Expr, int], pl.Expr], limit: int) -> pa.Check:
    return pa.Check(lambda data: data.lazyframe.select(compare(pl.col(data.key).str.len_chars(), limit)))


def _typed(value: Any, kind: str) -> Any:
    """A value of a constraint in the type of its field; the length of a text stays a number."""
    return datetime.date.fromisoformat(value) if kind == "date" else value
