"""Work on Apache Spark's frames, part by part, with the same code that one machine runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import narwhals as nw
import polars as pl
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession

Work = Callable[[pl.LazyFrame], pl.LazyFrame]
# The types of columns: Polars', Spark's, Arrow's.
_TYPES: dict[type[pl.DataType], tuple[str, pa.DataType]] = {
    pl.String: ("string", pa.string()),
    pl.Int64: ("bigint", pa.int64()),
    pl.Int32: ("int", pa.int32()),
    pl.Float64: ("double", pa.float64()),
    pl.Date: ("date", pa.date32()),
    pl.Boolean: ("boolean", pa.bool_()),
    pl.Binary: ("binary", pa.binary()),
}


def in_batches(frame: DataFrame, work: Work) -> DataFrame:
    """What `work` makes of the rows, some thousands at a time, wherever they are."""
    kinds = nw.from_native(frame).collect_schema().to_polars()
    schema = work(pl.LazyFrame(schema=kinds)).collect_schema()
    arrow = arrow_schema(schema)

    def worked(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            rows = pl.DataFrame(pl.from_arrow(batch), schema_overrides=kinds)
            yield from work(rows.lazy()).collect().to_arrow().cast(arrow).to_batches()

    return frame.mapInArrow(worked, spark_schema(schema))


def of_polars(session: SparkSession, frame: pl.DataFrame) -> DataFrame:
    return session.createDataFrame(frame.to_arrow().cast(arrow_schema(frame.schema)))


def spark_schema(schema: pl.Schema) -> str:
    """The columns as Spark's DDL."""
    return ", ".join(f"`{name}` {_TYPES[type(kind)][0]}" for name, kind in schema.items())


def arrow_schema(schema: pl.Schema) -> pa.Schema:
    return pa.schema([(name, _TYPES[type(kind)][1]) for name, kind in schema.items()])
