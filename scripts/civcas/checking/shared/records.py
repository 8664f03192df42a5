"""Asks of frames what Narwhals can't express for every engine: work on each record by itself, and first records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import narwhals as nw
import polars as pl
from narwhals import col

from civcas.checking.expectations import Frame


def record_by_record(records: Frame, work: Callable[[pl.LazyFrame], pl.LazyFrame]) -> Frame:
    """What `work` makes of the records. It must treat each by itself, since an engine may hand it any part of them."""
    if records.implementation.is_pyspark():
        from civcas.checking.engines.spark_frames import in_batches

        work = partial(in_batches, work=work)
    made: Frame = nw.from_native(work(records.to_native()))
    return made


def with_columns(records: Frame, **columns: pl.Expr) -> Frame:
    """The records with columns that are made from the record's own cells."""
    return record_by_record(records, lambda frame: frame.with_columns(**columns))


def beside(records: Frame, frame: pl.DataFrame) -> Frame:
    """A frame that the program has itself, so that it can be joined with the records."""
    if records.implementation.is_pyspark():
        from civcas.checking.engines.spark_frames import of_polars

        made: Frame = nw.from_native(of_polars(records.to_native().sparkSession, frame))
        return made
    return nw.from_native(frame.lazy())


def collected(records: Frame) -> pl.DataFrame:
    """The records in memory. Only of few."""
    frame: pl.DataFrame = records.collect(backend="polars").to_native()
    return frame


def nth_record(records: Frame, order: Sequence[str], number: int) -> tuple[str, ...]:
    """The record with this number, from 0, in this order."""
    if records.implementation.is_pyspark():
        native = records.to_native().orderBy(*[f"`{name}`" for name in order]).offset(number).limit(1)
        return tuple(native.collect()[0])
    (row,) = records.to_native().sort(order).slice(number, 1).collect().rows()
    return tuple(row)


def with_first(records: Frame, group: Sequence[str], order: Sequence[str], **columns: str) -> Frame:
    """The records with columns that have another one's value in the first record of each group."""
    numbered = _numbered(records, group, order)
    first = {name: nw.when(col(_PLACE) == 1).then(col(of)).max().over(*group) for name, of in columns.items()}
    return numbered.with_columns(**first).drop(_PLACE)


def first_records(records: Frame, group: Sequence[str], order: Sequence[str]) -> Frame:
    """The first record of each group."""
    return _numbered(records, group, order).filter(col(_PLACE) == 1).drop(_PLACE)


_PLACE = "@place"


def _numbered(records: Frame, group: Sequence[str], order: Sequence[str]) -> Frame:
    counted = records.with_columns(nw.lit(1).alias(_PLACE))
    return counted.with_columns(col(_PLACE).cum_sum().over(*group, order_by=order))
