"""The files that Spark reads tables from: CSV or Parquet, in any folder that it can read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import accumulate
from typing import Any

import polars as pl
import pyarrow as pa
from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f
from pyspark.sql.types import AtomicType, BinaryType

from civcas.checking.engines.spark_frames import arrow_schema, spark_schema
from civcas.checking.engines.spark_session import words_of
from civcas.errors import UnusableInput
from civcas.package.tables import LINE, Resource, canonical

RAW = "@raw"
_PART, _NUMBER, _FILE = "@part", "@number", "@file"
_IN_PART = (1 << 33) - 1  # monotonically_increasing_id() has the row of a part in its lower 33 bits
_LINES = pl.Schema({LINE: pl.Int64(), RAW: pl.Binary()})


class File:
    """The file of a table, which is in `folder`: as CSV with its own name, or as Parquet.

    Raises UnusableInput if there is none or both, or if Spark can't read the folder.
    """

    def __init__(self, session: SparkSession, folder: str, resource: Resource) -> None:
        self._session, self._schema = session, resource.schema
        csv = f"{folder.rstrip('/')}/{resource.path.rpartition('/')[2]}"
        parquet = f"{csv.removesuffix('.csv')}.parquet"
        found = [address for address in (csv, parquet) if self._exists(address)]
        if len(found) > 1:
            raise UnusableInput(f"both {csv} and {parquet} are there: leave one")
        if not found:
            raise UnusableInput(f"{csv}: neither it nor .parquet is there")
        (self._address,) = found
        self.is_parquet = self._address == parquet

    def lines(self) -> DataFrame:
        """LINE and the line itself, without its end. A Parquet file has those that it would have as canonical CSV."""
        with _reading(self._address):
            if self.is_parquet:
                return self._of_parquet()
            return _numbered(self._session.read.text(self._address, lineSep="\n"))

    def begins_and_ends_well(self) -> bool:
        """Whether it has the header and ends with a line feed, which Spark's reader of texts does not tell."""
        with _reading(self._address):
            if self.is_parquet:
                return bool(self._records.columns == list(self._schema.names))
            return self._begins_and_ends(",".join(self._schema.names).encode() + b"\n")

    def content(self) -> bytes:
        """All bytes of it, as CSV. Raises UnusableInput if it is too large for that."""
        with _reading(self._address):
            if self.is_parquet:
                header = ",".join(self._records.columns).encode()
                rows = self._of_parquet().orderBy(LINE).collect()
                return b"\n".join([header, *(bytes(row[RAW]) for row in rows), b""])
            (row,) = self._session.read.format("binaryFile").load(self._address).select("content").collect()
            return bytes(row.content)

    def _exists(self, address: str) -> bool:
        with _reading(address):
            path = self._path(address)
            return bool(self._files(path).exists(path))

    def _begins_and_ends(self, header: bytes) -> bool:
        path = self._path(self._address)
        files = self._files(path)
        size = files.getFileStatus(path).getLen()
        stream = files.open(path)
        try:
            start = bytes(stream.read() for _ in range(len(header))) if size >= len(header) else b""
            stream.seek(max(size - 1, 0))
            return start == header and stream.read() == ord("\n")
        finally:
            stream.close()

    @cached_property
    def _records(self) -> DataFrame:
        """What a Parquet file has. Spark looks into the file to know its columns."""
        return self._session.read.parquet(self._address)

    def _of_parquet(self) -> DataFrame:
        records = self._records
        for field in records.schema:
            if not isinstance(field.dataType, AtomicType) or isinstance(field.dataType, BinaryType):
                kind = field.dataType.simpleString()
                raise UnusableInput(f"{self._address}: the column {field.name} is of type {kind}, which no field has")
        numbered = records.select(
            "*", f.col("_metadata.file_path").alias(_FILE), f.col("_metadata.row_index").alias(_NUMBER)
        )
        counts = numbered.groupBy(_FILE).count().collect()
        before = _before(sorted((row[_FILE], row["count"]) for row in counts), 2)
        line = (f.col(_NUMBER) + _looked_up(before, _FILE)).cast("bigint").alias(LINE)
        numbers = {field.name for field in self._schema.fields if field.type == "number"}
        return numbered.select(line, *records.columns).mapInArrow(_Writer(numbers), spark_schema(_LINES))

    def _path(self, address: str) -> Any:
        return self._java.org.apache.hadoop.fs.Path(address)

    def _files(self, path: Any) -> Any:
        return path.getFileSystem(self._session._jsc.hadoopConfiguration())

    @property
    def _java(self) -> Any:
        return self._session._jvm


@contextmanager
def _reading(address: str) -> Iterator[None]:
    """Raises UnusableInput for what Spark or Java says of a file."""
    try:
        yield
    except (Py4JJavaError, PySparkException) as error:
        raise UnusableInput(f"{address}: Spark can't read it: {words_of(error)}") from None


def _numbered(text: DataFrame) -> DataFrame:
    """The lines of one file, which Spark reads in parts, with their numbers."""
    parts = text.select(
        f.col("value").cast("binary").alias(RAW),
        f.spark_partition_id().alias(_PART),
        f.monotonically_increasing_id().bitwiseAND(f.lit(_IN_PART)).alias(_NUMBER),
    )
    counts = sorted((row[_PART], row["count"]) for row in parts.groupBy(_PART).count().collect())
    first = _looked_up(_before(counts, 1), _PART)
    return parts.select((f.col(_NUMBER) + first).cast("bigint").alias(LINE), RAW)


def _before(counts: list[tuple[Any, int]], first: int) -> dict[Any, int]:
    """The number of the first line of each part."""
    numbers = accumulate((count for _, count in counts), initial=first)
    return dict(zip([part for part, _ in counts], numbers, strict=False))


def _looked_up(numbers: dict[Any, int], column: str) -> Any:
    pairs = [f.lit(each) for pair in numbers.items() for each in pair]
    return f.element_at(f.create_map(*pairs), f.col(column)) if pairs else f.lit(1)


class _Writer:
    """Writes records as lines of canonical CSV. A whole number in a field for numbers has no point."""

    def __init__(self, numbers: set[str]) -> None:
        self._numbers = numbers

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            if batch.num_rows:
                rows = pl.DataFrame(pl.from_arrow(batch))
                lines = pl.DataFrame({LINE: rows[LINE], RAW: self._lines(rows.drop(LINE))}, schema=_LINES)
                yield from lines.to_arrow().cast(arrow_schema(_LINES)).to_batches()

    def _lines(self, rows: pl.DataFrame) -> list[bytes]:
        text = rows.select(
            pl.col(name).cast(pl.String).str.strip_suffix(".0" if name in self._numbers else "").replace("", None)
            for name in rows.columns
        )
        lines = canonical(text).split(b"\n")[1:-1]
        if len(lines) == text.height:
            return lines
        # A cell has a line feed: each record by itself.
        return [canonical(text.slice(row, 1)).partition(b"\n")[2][:-1] for row in range(text.height)]
