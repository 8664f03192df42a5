"""Tables that Spark reads: the lines of their files, the typed cells, and what is wrong with the cells."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Collection, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pyarrow as pa
from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from civcas.checking.days import Days
from civcas.checking.engines.framed import FramedTable, checked_part, counted
from civcas.checking.engines.spark_frames import arrow_schema, spark_schema
from civcas.package.files import require_file
from civcas.package.tables import KEY, LINE, POLARS_TYPES, Resource

_RAW, _FOUND, _PART, _NUMBER = "@raw", "@found", "@part", "@number"
_IN_PART = (1 << 33) - 1  # monotonically_increasing_id() has the row of a part in its lower 33 bits
_NOT_CANONICAL = pickle.dumps(None)


def read_table(session: SparkSession, root: Path, resource: Resource, days: Days) -> FramedTable | None:
    """The table, read by Spark; None if its file is not in canonical form. Raises UnusableInput if there is no file."""
    require_file(root, resource.path)
    address = (root / resource.path).absolute().as_uri()
    header = ",".join(resource.schema.names).encode()
    if not _begins_and_ends(session, address, header + b"\n"):
        return None
    raw = _numbered(session.read.text(address, lineSep="\n"))
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
        return {row[LINE]: bytes(row[_RAW]).decode() for row in rows}

    return FramedTable(resource, nw.from_native(parts.drop(_FOUND)), height, counted(found), lines)


def _begins_and_ends(session: SparkSession, address: str, header: bytes) -> bool:
    """Whether a file begins with this header and ends with a line's end, which Spark's reader does not tell."""
    jvm: Any = session._jvm
    path = jvm.org.apache.hadoop.fs.Path(address)
    files = path.getFileSystem(session._jsc.hadoopConfiguration())
    size = files.getFileStatus(path).getLen()
    stream = files.open(path)
    try:
        start = bytes(stream.read() for _ in range(len(header))) if size >= len(header) else b""
        stream.seek(max(size - 1, 0))
        return start == header and stream.read() == ord("\n")
    finally:
        stream.close()


def _numbered(text: DataFrame) -> DataFrame:
    """The lines of one file, which Spark reads in parts, with their numbers."""
    parts = text.select(
        f.col("value").cast("binary").alias(_RAW),
        f.spark_partition_id().alias(_PART),
        f.monotonically_increasing_id().bitwiseAND(f.lit(_IN_PART)).alias(_NUMBER),
    )
    counts = sorted((row[_PART], row["count"]) for row in parts.groupBy(_PART).count().collect())
    before = dict(zip([part for part, _ in counts], accumulate((n for _, n in counts), initial=1), strict=False))
    pairs = [f.lit(each) for pair in before.items() for each in pair]
    first = f.element_at(f.create_map(*pairs), f.col(_PART)) if pairs else f.lit(1)
    return parts.select((f.col(_NUMBER) + first).cast("bigint").alias(LINE), _RAW)


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
        part = checked_part(resource, days, b"\n".join([header, *batch.column(_RAW).to_pylist(), b""]), lines)
        if part is None:
            nothing = pl.DataFrame({LINE: lines[:1], _FOUND: [_NOT_CANONICAL]})
            return nothing.match_to_schema(schema, missing_columns="insert")
        typed, found = part
        pickled = [pickle.dumps(found) if found else None, *[None] * (typed.height - 1)]
        return typed.with_columns(pl.Series(_FOUND, pickled, pl.Binary))

    return parse
