"""pandera schemas: the columns of a Table Schema, and conditions on the whole frame, each a pandera check.

A check evaluates its condition on the frame that it is given, so a schema validates any frame with the table's fields:
those of the package's own tables, and those of a user (`civcas.pandera_schema`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from civcas.checking.days import Days, days_of
from civcas.checking.expectations import Expectation, Frame
from civcas.checking.keys import foreign_keys, unique_keys
from civcas.checking.rule import Rule
from civcas.checking.rule_files import rules_not_run, rules_of
from civcas.checking.structural_rules import structural_rule
from civcas.errors import UnusableInput
from civcas.package.formats import IS_OF_FORMAT
from civcas.package.schema import Field, TableSchema
from civcas.package.tables import LINE, POLARS_TYPES, Package, find_root, numbered, read_package, read_table

if TYPE_CHECKING:  # loaded where it is needed, which takes a second if pandas is installed, too
    import pandera.polars as pa


@dataclass(frozen=True)
class Condition:
    """Something to expect of a table's whole frame: a stable name, what it asks, and the expectation of a frame."""

    name: str
    asks: str
    expect: Callable[[Frame], Expectation]


@dataclass(frozen=True)
class Constraint:
    """Something to expect of one cell that is not empty: the structural rule, whether it holds, the value in words."""

    rule: str
    holds: pl.Expr
    expected: str

    @property
    def check(self) -> pa.Check:
        import pandera.polars as pa

        return pa.Check(
            lambda data: data.lazyframe.select(self.holds), name=self.rule, error=f"expected {self.expected}"
        )


def pandera_schema(table: str, package: str | Path | None = None, *, run_rules: bool = False) -> pa.DataFrameSchema:
    """A pandera schema that validates a polars frame with the fields of `table`.

    It has the table's columns with their types, constraints and keys, and every rule that reads this table alone. With
    `package`, the folder of a data package, it has the foreign keys and the rules over several tables too; the other
    tables are read from there. Without it, the Table Schema is that of the nearest package, upwards from the
    current folder. Dates are pl.Date, whole numbers pl.Int64, numbers pl.Float64.

    `run_rules`: run the rules in the package's own folder rules/, which is code of whoever made it. Raises
    UnusableInput, also if there are such rules and `run_rules` is not set.
    """
    source = replace(read_package(Path(package) if package else find_root(Path.cwd())), runs_rules=run_rules)
    if left := rules_not_run(source):
        name, place = next(iter(left.items()))
        raise UnusableInput(f"{place}: {name} is code of the package, which run_rules=True runs")
    schema, others = source.schemas[table], _Others(source)
    expected = unique_keys(schema) | (foreign_keys(schema, others.frame) if package else {})
    conditions = [Condition(name, structural_rule(name).asks, expect) for name, expect in expected.items()]
    conditions += [
        Condition(rule.id, rule.summary, partial(others.expectation, rule))
        for rule in rules_of(source).values()
        if rule.table == table and (package or len(rule.tables(source.schemas)) == 1)
    ]
    days = days_of(source.descriptor)
    return compiled(schema, {field.name: constraints_of(field, days) for field in schema.fields}, conditions)


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
    schema: TableSchema, constraints: Mapping[str, list[Constraint]], conditions: list[Condition]
) -> pa.DataFrameSchema:
    """The pandera schema of a table's typed frame, with columns for these fields and with conditions on all of it."""
    import pandera.polars as pa

    columns = {
        name: pa.Column(
            POLARS_TYPES[schema.field(name).type],
            nullable=not schema.field(name).required,
            checks=[constraint.check for constraint in of_field],
        )
        for name, of_field in constraints.items()
    }
    checks = [_check(condition, schema.primary_key) for condition in conditions]
    return pa.DataFrameSchema(columns, checks=checks, name=schema.name)


def _check(condition: Condition, key: tuple[str, ...]) -> pa.Check:
    """The condition as a pandera check: true of each row whose record meets what the condition expects, or of all."""
    import pandera.polars as pa

    def holds(data: pa.PolarsData) -> pl.LazyFrame | bool:
        frame = numbered(data.lazyframe, key)
        broken = condition.expect(nw.from_native(frame)).broken_lines().collect().to_native()[LINE]
        return broken.is_empty() or frame.select(~pl.col(LINE).is_in(broken.implode()))

    return pa.Check(holds, name=condition.name, error=condition.asks)


def constraints_of(field: Field, days: Days) -> list[Constraint]:
    """The constraints of a field's cells; an empty cell is pandera's own business (`nullable`)."""
    given: Mapping[str, Any] = field.constraints
    cell = pl.col(field.name)
    constraints = []
    if field.type == "date":
        constraints += [
            Constraint("structure/too-early", cell >= days.first, days.first_words),
            Constraint("structure/too-late", cell <= days.last, days.last_words),
        ]
    if "enum" in given:
        values = [_typed(value, field.type) for value in given["enum"]]
        expected = "one of " + ", ".join(map(str, values))
        constraints.append(Constraint("structure/enum", cell.is_in(values), expected))
    if "pattern" in given:
        pattern = f"^(?:{given['pattern']})$"
        constraints.append(Constraint("structure/pattern", cell.str.contains(pattern), f"the form {given['pattern']}"))
    if field.format in IS_OF_FORMAT:
        holds = cell.map_elements(IS_OF_FORMAT[field.format], return_dtype=pl.Boolean)
        constraints.append(Constraint("structure/format", holds, _FORMATS[field.format]))
    for name, (rule, compare, words) in _LIMITS.items():
        if name in given:
            limit = _typed(given[name], field.type)
            measured = cell.str.len_chars() if rule == "structure/length" else cell
            constraints.append(Constraint(rule, compare(measured, limit), words.format(limit)))
    return constraints


_FORMATS = {
    "uri": "an address such as https://example.org/",
    "email": "an e-mail address such as name@example.org",
    "uuid": "a UUID such as 6ba7b810-9dad-11d1-80b4-00c04fd430c8",
}
# The limits of a value or of its length: the structural rule, how they compare, and what is expected.
_LIMITS: dict[str, tuple[str, Callable[[pl.Expr, Any], pl.Expr], str]] = {
    "minimum": ("structure/minimum", pl.Expr.ge, "at least {}"),
    "exclusiveMinimum": ("structure/minimum", pl.Expr.gt, "more than {}"),
    "maximum": ("structure/maximum", pl.Expr.le, "at most {}"),
    "exclusiveMaximum": ("structure/maximum", pl.Expr.lt, "less than {}"),
    "minLength": ("structure/length", pl.Expr.ge, "at least {} characters"),
    "maxLength": ("structure/length", pl.Expr.le, "at most {} characters"),
}


def _typed(value: Any, kind: str) -> Any:
    """A value of a constraint in the type of its field; the length of a text stays a number."""
    return datetime.date.fromisoformat(value) if kind == "date" else value
