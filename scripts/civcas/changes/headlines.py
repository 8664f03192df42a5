"""The headline figures, which the home page shows and `civcas diff` compares.

The descriptor defines them, in `civcas.headlines` (docs/recorders.md says how).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from civcas.months import PRECISION
from civcas.package.own import said
from civcas.package.tables import KEY, LocalTable

# What polars raises for an older revision, in which a field was missing or had another type.
OTHER_FIELDS = (
    pl.exceptions.ColumnNotFoundError,
    pl.exceptions.InvalidOperationError,
    pl.exceptions.SchemaError,
)


@dataclass(frozen=True)
class Headline:
    """A figure in words. `high` is set for a range only; all but the first three are empty if no record states it.

    `record` is the key of the record in `table` that states the figure in its `field` (a range begins there), and
    `day` the day up to which it counts. Sums and counts over a whole table have none of these.
    """

    name: str
    label: str
    table: str
    low: int | float | None = None
    high: int | float | None = None
    record: str = ""
    field: str = ""
    day: str | None = None


def headlines(tables: Mapping[str, LocalTable], descriptor: Mapping[str, Any]) -> list[Headline]:
    """All headlines of a descriptor, in its order. A missing table or field counts as empty."""
    frames = {name: table.lazy() for name, table in tables.items()}
    return [_headline(frames, definition) for definition in said(descriptor).get("headlines", [])]


def stated(found: list[Headline]) -> list[Headline]:
    """The headlines that a single record states. The home page shows these."""
    return [headline for headline in found if headline.record]


def _headline(frames: dict[str, pl.LazyFrame], definition: Mapping[str, Any]) -> Headline:
    try:
        rows = _chosen(frames.get(definition["table"], pl.LazyFrame()), definition)
        found = _VALUES[definition["figure"]](rows, definition)
    except OTHER_FIELDS:
        found = {}
    return Headline(definition["name"], definition["label"], definition["table"], **found)


def _chosen(frame: pl.LazyFrame, definition: Mapping[str, Any]) -> pl.LazyFrame:
    """The rows that a headline is about."""
    return frame.filter(
        *[pl.col(name).is_in(values) for name, values in definition.get("where", {}).items()],
        *[~pl.col(name).is_in(values) for name, values in definition.get("without", {}).items()],
        *[pl.col(name).is_not_null() for name in definition.get("filled", [])],
        *[pl.col(name).is_null() for name in definition.get("empty", [])],
    )


# --- the kinds of figures ----------------------------------------------------------------------------------------
def _count(frame: pl.LazyFrame, _: Mapping[str, Any]) -> dict[str, Any]:
    return {"low": frame.select(pl.len()).collect().item()}


def _sum(frame: pl.LazyFrame, definition: Mapping[str, Any]) -> dict[str, Any]:
    return {"low": frame.select(pl.col(definition["field"]).sum()).collect().item()}


def _last(frame: pl.LazyFrame, definition: Mapping[str, Any]) -> dict[str, Any]:
    """What the last of the records states, in an order of fields; a field with a minus counts the other way round."""
    field, up_to = definition["field"], definition.get("up_to")
    rows = frame.filter(pl.col(field).is_not_null())
    order = [name.removeprefix("-") for name in definition.get("order", [])] or [KEY]
    turned = [name.startswith("-") for name in definition.get("order", [])] or [False]
    last = rows.sort(order, descending=turned).tail(1).with_columns(_day(definition))
    columns = [pl.col(field).alias("low"), (pl.col(up_to) if up_to else pl.lit(None)).alias("high")]
    columns += [pl.col(KEY).alias("record"), pl.lit(field).alias("field")]
    return next(last.select(*columns, "@day").rename({"@day": "day"}).collect().iter_rows(named=True), {})


def _day(definition: Mapping[str, Any]) -> pl.Expr:
    """The day up to which a record counts, as far as it is known; empty if the headline names no field for it."""
    fields, precision = definition.get("day", []), definition.get("day_precision")
    day = pl.coalesce(fields).cast(pl.String) if fields else pl.lit(None, pl.String)
    if precision:
        known = pl.col(precision).replace_strict(PRECISION, default=PRECISION["day"], return_dtype=pl.Int64)
        day = day.str.slice(0, known)
    return day.alias("@day")


_VALUES = {"count": _count, "sum": _sum, "last": _last}
