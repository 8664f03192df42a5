"""Checks that keys are unique, and that references lead to a record."""

from __future__ import annotations

from collections.abc import Callable

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, text
from civcas.package.schema import ForeignKey, TableSchema
from civcas.package.tables import LINE

Expect = Callable[[Frame], Expectation]
PRIMARY_KEY = "structure/primary-key"


def unique_keys(schema: TableSchema) -> dict[str, Expect]:
    """The primary key and every unique key, each by a name that starts with its structural rule."""
    singles = tuple((field.name,) for field in schema.fields if field.constraints.get("unique"))
    keys: dict[str, Expect] = {PRIMARY_KEY: lambda frame: _unique(frame, schema.primary_key)}
    for key in dict.fromkeys(schema.unique_keys + singles):
        keys["structure/unique-key " + ",".join(key)] = lambda frame, key=key: _unique(frame, key)  # type: ignore[misc]
    return keys


def foreign_keys(schema: TableSchema, table: Callable[[str], Frame]) -> dict[str, Expect]:
    """Every foreign key, by a name that starts with its structural rule; `table` gives the table it refers to."""
    return {
        "structure/foreign-key " + ",".join(key.fields): lambda frame, key=key: _refers(frame, key, table(key.table))  # type: ignore[misc]
        for key in schema.foreign_keys
    }


def _unique(frame: Frame, key: tuple[str, ...]) -> Expectation:
    """No earlier line has the same key."""
    filled = frame.filter(*[~nw.col(name).is_null() for name in key])
    first = nw.col(LINE).min().over(*key)
    return Expectation(
        filled.with_columns(first.alias("@first")),
        holds=nw.col(LINE) == nw.col("@first"),
        found=_shown(key),
        expected=text("a value that no other record has; line ", nw.col("@first"), " has it too"),
        field=key[0],
        cells=key,
    )


def _refers(frame: Frame, key: ForeignKey, target: Frame) -> Expectation:
    """The fields, where all are filled, name a record of the target table."""
    known = target.select(*[nw.col(there).alias(here) for here, there in zip(key.fields, key.reference, strict=True)])
    known = known.unique().with_columns(nw.lit(True).alias("@known"))
    filled = frame.filter(*[~nw.col(name).is_null() for name in key.fields])
    return Expectation(
        filled.join(known, on=list(key.fields), how="left"),
        holds=~nw.col("@known").is_null(),
        found=_shown(key.fields),
        expected=nw.lit(f"a record of {key.table} ({', '.join(key.reference)})"),
        field=key.fields[0],
        cells=key.fields,
        missing=(nw.lit(key.table), nw.concat_str(*[nw.col(name) for name in key.fields], separator="/")),
    )


def _shown(fields: tuple[str, ...]) -> nw.Expr:
    parts: list[str | nw.Expr] = []
    for name in fields:
        parts += [", ", nw.col(name)] if parts else [nw.col(name)]
    return text(*parts)
