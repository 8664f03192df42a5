"""Tables that Spark reads: the lines of their files, the typed cells, and what is wrong with the cells."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Collection, Iterator

import narwhals as nw
import polars as pl
import pyarrow as pa
from pyspark import StorageLevel
from pyspark.sql import functions as f

from civcas.checking.days import Days
from civcas.checking.engines.framed import FramedTable, checked_part, counted
from civcas.checking.engines.spark_files import RAW, File
from civcas.checking.engines.spark_frames import arrow_schema, spark_schema
from civcas.package.tables import KEY, LINE, POLARS_TYPES, Resource

_FOUND = "@found"
_NOT_CANONICAL = pickle.dumps(None)


def read_table(file: File, resource: Resource, days: Days) -> FramedTable | None:
    """The table, read by Spark; None if its file is not in canonical form."""
    if not file.begins_and_ends_well():
        return None
    raw = file.lines()
    kinds = {field.name: POLARS_TYPES[field.type] for field in resource.schema.fields}
    schema = pl.Schema({LINE: pl.Int64(), KEY: pl.String(), **kinds, _FOUND: pl.Binary()})
    parts = raw.where(f.col(LINE) > 1).mapInArrow(_parser(resource, days, schema), spark_schema(schema))
    parts = parts.persist(StorageLevel.MEMORY_AND_DISK)
    height = parts.count()
    pickled = [bytes(row[_FOUND]) for row in parts.where(f.col(_FOUND).isNotNull()).select(_FOUND).collect()]
    if _NOT_CANONICAL in pickled:
        parts.unpersist()
        return None
    found = [item for part in pickled for item in pickle.loads(part)]  # noqa: S301  # our own, from Spark's workers

    def lines(numbers: Collection[int]) -> dict[int, str]:
        rows = raw.where(f.col(LINE).isin(list(numbers))).collect()
        return {row[LINE]: bytes(row[RAW]).decode() for row in rows}

    return FramedTable(resource, nw.from_native(parts.drop(_FOUND)), height, counted(found), lines)


def _parser(
    resource: Resource, days: Days, schema: pl.Schema
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What makes typed records of lines, and checks their cells; the findings of a batch are in its first row."""
    header = ",".join(resource.schema.names).encode()
    arrow = arrow_schema(schema)

    def parse(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            if batch.num_rows:
                yield from _parsed(batch).to_arrow().cast(arrow).to_batches()

    def _parsed(batch: pa.RecordBatch) -> pl.DataFrame:
        lines = batch.column(LINE).to_pylist()
        part = checked_part(resource, days, b"\n".join([header, *batch.column(RAW).to_pylist(), b""]), lines)
        if part is None:
            nothing = pl.DataFrame({LINE: lines[:1], _FOUND: [_NOT_CANONICAL]})
            return nothing.match_to_schema(schema, missing_columns="insert")
        typed, found = part
        pickled = [pickle.dumps(found) if found else None, *[None] * (typed.height - 1)]
        return typed.with_columns(pl.Series(_FOUND, pickled, pl.Binary))

    return parse
