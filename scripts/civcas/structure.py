"""Compiles a Table Schema to a pandera schema of its typed cells, with checks on the whole frame beside it.

Those checks are claims: that each cell's text is clean and can be read as its type, and that keys are unique and lead
somewhere. Content rules are asked in the same way.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial, reduce
from operator import or_
from typing import Any

import narwhals as nw
import pandera.polars as pa
import polars as pl

from civcas.claims import Claim, text
from civcas.package import KEY, LINE, POLARS_TYPES, Table, cast
from civcas.schema import Field, TableSchema

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

# Every structural rule: what it asks, and how to mend a violation.
CATALOGUE = {
    "structure/descriptor": (
        "datapackage.json and the Table Schemas are valid Data Package metadata.",
        "see the Data Package standard",
    ),
    "structure/file": (
        "Each resource's file can be read, and each CSV in data/ is a resource.",
        "add the file, or mend `path` in datapackage.json",
    ),
    "structure/empty-file": ("A table's file is not empty.", "restore the file from another revision"),
    "structure/encoding": ("A table's file is UTF-8.", "save the file as UTF-8"),
    "structure/quotes": ("Quotes come in pairs and each record stands on one line.", "close the quote"),
    "structure/header": (
        "The header names the schema's fields in their order.",
        "take over the header from another revision",
    ),
    "structure/blank-row": ("No line is empty.", "delete the line"),
    "structure/missing-cell": ("Each record has a cell for each field.", "write the missing commas"),
    "structure/extra-cell": ("No record has more cells than there are fields.", "quote the cell that holds a comma"),
    "structure/canonical": (
        "The file is in canonical form: UTF-8 without BOM, LF, quotes only where needed, a last line end.",
        "run `civcas format`",
    ),
    "structure/order": ("Records are sorted by primary key.", "run `civcas format`"),
    "structure/spaces": ("A cell has no stray space, tab or invisible character.", "run `civcas format`"),
    "structure/type": ("A cell can be read as its field's type.", "write the value in the form that the schema gives"),
    "structure/required": ("A required field is filled.", "fill the cell, or leave the record out"),
    "structure/enum": (
        "A cell holds one of the allowed values.",
        "use one of the values listed in docs/data-dictionary.md",
    ),
    "structure/pattern": ("A cell has the form that its field's pattern asks for.", "write the value in that form"),
    "structure/minimum": ("A number or date is not below the field's minimum.", "correct the value"),
    "structure/maximum": ("A number or date is not above the field's maximum.", "correct the value"),
    "structure/primary-key": (
        "No two records have the same primary key.",
        "merge the records, or give one another key",
    ),
    "structure/unique-key": (
        "No two records share a value that must be unique.",
        "merge the records, or correct the value",
    ),
    "structure/foreign-key": (
        "A reference names a record that exists.",
        "correct the reference, or add the record it names",
    ),
}


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


def suggestion(kind: str, value: str) -> str:
    """How a value that can't be read as its type might have been meant, or ''."""
    if kind in ("integer", "number") and re.fullmatch(r"-?\d{1,3}([,. ' \u00a0\u202f]\d{3})+", value):
        return f"write {re.sub(r'[^0-9-]', '', value)}, without separators"
    if kind == "date" and (parts := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", value)):
        first, second, year = (int(part) for part in parts.groups())
        dates = {iso(year, second, first), iso(year, first, second)} - {""}
        return "write " + " or ".join(sorted(dates)) if dates else ""
    return ""


def iso(year: int, month: int, day: int) -> str:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""


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


def out_of_order(table: Table) -> tuple[int, str, str] | None:
    """The first line that holds another record than it would if sorted by primary key: line, found, expected."""
    key = list(table.schema.primary_key)
    have = table.text.select(key)
    want = have.sort(key)
    if have.equals(want):
        return None
    differs = [(have[name] != want[name]).fill_null(value=True) for name in key]
    at = reduce(or_, differs).arg_max() or 0
    return int(table.text[LINE][at]), table.typed[KEY][at], "/".join(str(cell) for cell in want.row(at))
