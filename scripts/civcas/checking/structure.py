"""Compiles a Table Schema to a pandera schema of its typed cells, with checks on the whole frame beside it.

Those checks are claims: that each cell's text is clean and can be read as its type, and that keys are unique and lead
somewhere. Content rules are asked in the same way.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import narwhals as nw
import pandera.polars as pa
import polars as pl

from civcas.checking.expectations import Claim, text
from civcas.package.schema import Field, TableSchema
from civcas.package.tables import KEY, LINE, POLARS_TYPES, Table, cast

CANONICAL = {
    "string": r"^",
    "integer": r"^(0|-?[1-9][0-9]{0,17})$",
    "number": r"^(0|-?(0|[1-9][0-9]*)(\.[0-9]+)?)$",
    "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
}


EXPECTED = {
    "integer": "a whole number in digits",
    "number": "a number with a decimal point",
    "date": "a date as YYYY-MM-DD",
}


SPACES = r"^ | $|  |[^\S ]|[\u200b\ufeff]"


@dataclass(frozen=True)
class Constraint:
    """One thing asked of a typed cell: the structural rule, its pandera check, and what is expected in words."""

    rule: str
    check: pa.Check
    expected: str


@dataclass(frozen=True)
class Compiled:
    """A pandera schema and, for each field, the constraints behind its checks in their order."""

    schema: pa.DataFrameSchema
    constraints: dict[str, list[Constraint]]


def compile_schema(schema: TableSchema, checks: Iterable[pa.Check] = ()) -> Compiled:
    """The pandera schema for the table's typed frame, with further checks on the whole frame."""
    constraints = {field.name: constraints_of(field) for field in schema.fields}
    columns = {
        field.name: pa.Column(
            POLARS_TYPES[field.type],
            nullable=not field.required,
            checks=[constraint.check for constraint in constraints[field.name]],
        )
        for field in schema.fields
    }
    return Compiled(pa.DataFrameSchema(columns, checks=list(checks), name=schema.name), constraints)


def text_claims(table: Table) -> dict[str, Claim]:
    """That the cells are clean and can be read as their types, by the structural rule and the type."""
    claims = {"structure/spaces": cell_claim(table, table.schema.names, is_clean, "no stray space")}
    for kind, expected in EXPECTED.items():
        names = [field.name for field in table.schema.fields if field.type == kind]
        if names:
            claims[f"structure/type {kind}"] = cell_claim(table, names, partial(reads_as, kind=kind), expected)
    return claims


def is_clean(cell: pl.Expr) -> pl.Expr:
    return ~cell.str.contains(SPACES)


def reads_as(cell: pl.Expr, kind: str) -> pl.Expr:
    return cell.str.contains(CANONICAL[kind]) & cast(cell, kind).is_not_null()


def cell_claim(table: Table, names: list[str], holds: Callable[[pl.Expr], pl.Expr], expected: str) -> Claim:
    """That something holds of every filled cell of the named fields."""
    cells = {name: pl.col(name) for name in names}
    fails = [cell.is_not_null() & ~holds(cell) for cell in cells.values()]
    # Told cell by cell, but only of the few rows in which any cell fails.
    suspects = table.text.with_columns(table.typed[KEY].alias("record_key")).filter(pl.any_horizontal(fails))
    told = [
        suspects.select(
            LINE,
            pl.col("record_key").alias(KEY),
            pl.lit(name).alias("field"),
            cell.alias("cell"),
            (cell.is_null() | holds(cell)).alias("holds"),
        )
        for name, cell in cells.items()
    ]
    return Claim(
        nw.from_native(pl.concat(told).lazy()), holds=nw.col("holds"), found=nw.col("cell"), expected=nw.lit(expected)
    )


def constraints_of(field: Field) -> list[Constraint]:
    """The constraints in the order of the schema; a blank cell is pandera's own business (`nullable`)."""
    found = field.constraints
    constraints = []
    if "enum" in found:
        constraints.append(
            Constraint("structure/enum", pa.Check.isin(found["enum"]), "one of " + ", ".join(map(str, found["enum"])))
        )
    if "pattern" in found:
        pattern = "^(?:" + found["pattern"] + ")$"
        constraints.append(
            Constraint("structure/pattern", pa.Check.str_matches(pattern), f"the form {found['pattern']}")
        )
    if "minimum" in found:
        least = bound(found["minimum"], field.type)
        constraints.append(Constraint("structure/minimum", pa.Check.ge(least), f"at least {least}"))
    if "maximum" in found:
        most = bound(found["maximum"], field.type)
        constraints.append(Constraint("structure/maximum", pa.Check.le(most), f"at most {most}"))
    return constraints


def bound(value: Any, kind: str) -> Any:
    return datetime.date.fromisoformat(str(value)) if kind == "date" else value


def key_claims(table: Table, tables: dict[str, nw.LazyFrame[Any]]) -> dict[str, Claim]:
    """The claims of a table's keys, each under a name that starts with its structural rule."""
    schema = table.schema
    claims = {"structure/primary-key": unique(tables[schema.name], schema.primary_key)}
    singles = tuple((field.name,) for field in schema.fields if field.constraints.get("unique"))
    for key in dict.fromkeys(schema.unique_keys + singles):
        claims["structure/unique-key " + ",".join(key)] = unique(tables[schema.name], key)
    for foreign in schema.foreign_keys:
        if foreign.table in tables:
            name = "structure/foreign-key " + ",".join(foreign.fields)
            claims[name] = refers(
                tables[schema.name], foreign.fields, tables[foreign.table], foreign.reference, foreign.table
            )
    return claims


def unique(frame: nw.LazyFrame[Any], key: tuple[str, ...]) -> Claim:
    """No earlier line has the same key."""
    filled = frame.filter(*[~nw.col(name).is_null() for name in key])
    first = nw.col(LINE).min().over(*key)
    return Claim(
        filled.with_columns(first_line=first),
        holds=nw.col(LINE) == nw.col("first_line"),
        found=shown(key),
        expected=text("a value that no other record has; line ", nw.col("first_line"), " has it too"),
        field=key[0],
        cells=key,
    )


def refers(
    frame: nw.LazyFrame[Any],
    fields: tuple[str, ...],
    target: nw.LazyFrame[Any],
    reference: tuple[str, ...],
    target_name: str,
) -> Claim:
    """The fields, where all are filled, name a record of the target table."""
    known = target.select(*[nw.col(there).alias(here) for here, there in zip(fields, reference, strict=True)])
    known = known.unique().with_columns(known=nw.lit(True))
    filled = frame.filter(*[~nw.col(name).is_null() for name in fields])
    return Claim(
        filled.join(known, on=list(fields), how="left"),
        holds=~nw.col("known").is_null(),
        found=shown(fields),
        expected=nw.lit(f"a record of {target_name} ({', '.join(reference)})"),
        field=fields[0],
        cells=fields,
    )


def shown(fields: tuple[str, ...]) -> nw.Expr:
    parts: list[str | nw.Expr] = []
    for name in fields:
        parts += [", ", nw.col(name)] if parts else [nw.col(name)]
    return text(*parts)
