"""Tables that Spark reads: the lines of their files, the typed cells, and what is wrong with the cells."""

from __future__ import annotations

import pickle
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pyarrow as pa
from narwhals import col
from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from civcas.checking.causes import FindingWithCells
from civcas.checking.cells import cell_findings
from civcas.checking.counted import SHOWN, first_of
from civcas.checking.days import Days
from civcas.checking.doubts import MOST
from civcas.checking.engines.spark_frames import arrow_schema, spark_schema
from civcas.checking.expectations import Frame
from civcas.checking.findings import Finding
from civcas.checking.form import order_finding
from civcas.checking.shared.records import collected
from civcas.package.files import require_file
from civcas.package.schema import TableSchema
from civcas.package.tables import KEY, LINE, POLARS_TYPES, Record, Resource, Table, cells_of, read_canonical

_RAW, _FOUND, _PART, _NUMBER = "@raw", "@found", "@part", "@number"
_IN_PART = (1 << 33) - 1  # monotonically_increasing_id() has the row of a part in its lower 33 bits
_NOT_CANONICAL = pickle.dumps(None)


@dataclass(frozen=True)
class SparkTable:
    """A table whose file is in canonical form. `raw` has its lines: LINE and the bytes of each."""

    resource: Resource
    raw: DataFrame
    frame: Frame
    height: int
    found: list[FindingWithCells]

    @property
    def schema(self) -> TableSchema:
        return self.resource.schema

    def record_at(self, line: int) -> Record:
        row = dict(zip(self.schema.names, (cell or None for cell in cells_of(self.lines([line])[line])), strict=True))
        return Record("/".join(row[name] or "" for name in self.schema.primary_key), row)

    def line_of(self, key: str) -> int | None:
        line: int | None = collected(self.frame.filter(col(KEY) == key).select(col(LINE).min()))[LINE][0]
        return line

    def lines_and_keys(self) -> list[tuple[int, str]]:
        return collected(self.frame.select(LINE, KEY)).sort(LINE).rows()

    def records(self) -> list[dict[str, Any]]:
        cells = [col(name).cast(nw.String).fill_null("") for name in self.schema.names]
        return collected(self.frame.select(LINE, *cells)).sort(LINE).to_dicts()

    def filled(self, *fields: str) -> set[tuple[str, ...]]:
        cells = self.frame.select(*[col(name).cast(nw.String) for name in fields])
        return set(collected(cells.drop_nulls().unique()).rows())

    def lines(self, numbers: Collection[int]) -> dict[int, str]:
        rows = self.raw.where(f.col(LINE).isin(list(numbers))).collect() if numbers else []
        return {row[LINE]: bytes(row[_RAW]).decode() for row in rows}


def read_table(session: SparkSession, root: Path, resource: Resource, days: Days) -> SparkTable | None:
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
    return SparkTable(resource, raw, nw.from_native(parts.drop(_FOUND)), height, _counted(found))


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
        lines, raw = batch.column(LINE).to_pylist(), batch.column(_RAW).to_pylist()
        data = b"\n".join([header, *raw, b""])
        text = read_canonical(resource.schema.names, data)
        if text is None:
            return pl.DataFrame({LINE: lines[:1], _FOUND: [_NOT_CANONICAL]}).match_to_schema(
                schema, missing_columns="insert"
            )
        text = text.with_columns(pl.Series(LINE, lines, pl.Int64))
        table = Table(resource, text, data, is_canonical=True)
        found = cell_findings(table, days)
        pickled = [pickle.dumps(found) if found else None, *[None] * (text.height - 1)]
        return table.typed.with_columns(pl.Series(_FOUND, pickled, pl.Binary))

    return parse


def _counted(found: list[FindingWithCells]) -> list[FindingWithCells]:
    """The findings; of more of one rule and field than can be told one by one, the first with how many there are."""
    groups: dict[tuple[str, str], list[FindingWithCells]] = defaultdict(list)
    for item in found:
        groups[item.finding.rule, item.finding.field].append(item)
    return [item for group in groups.values() for item in (group if len(group) <= MOST else [_first_of(group)])]


def _first_of(group: list[FindingWithCells]) -> FindingWithCells:
    first, *others = sorted(group, key=lambda item: item.finding.place)
    lines = [item.finding.line or 0 for item in others[:SHOWN]]
    return FindingWithCells(first_of(first.finding, len(group), lines), first.cells)


def out_of_order(table: SparkTable) -> Iterator[Finding]:
    """The first record that is not where its primary key belongs: at most one finding."""
    fields = table.schema.primary_key
    names = [f"@{number}" for number, _ in enumerate(fields)]
    cells = [col(field).cast(nw.String).fill_null("").alias(name) for field, name in zip(fields, names, strict=True)]
    keys = table.frame.select(LINE, *cells)
    before = keys.select((col(LINE) + 1).alias(LINE), *[col(name).alias(f"{name} before") for name in names])
    pairs = keys.join(before, on=LINE, how="inner")
    at = collected(pairs.filter(_is_less(names)).select(col(LINE).min()))[LINE][0]
    if at is None:
        return
    near = dict(
        collected(keys.filter(col(LINE).is_in([at - 2, at]))).sort(LINE).select(LINE, pl.concat_list(names)).rows()
    )
    # Either of the two is out of place: the earlier one, if the rest is in order without it.
    if at == 3 or near[at] >= near[at - 2]:
        at -= 1
    (record,) = collected(keys.filter(col(LINE) == at).select(*names)).rows()
    native: DataFrame = keys.to_native()
    ordered = native.orderBy(*[f"`{name}`" for name in names]).offset(at - 2).limit(1).collect()
    yield order_finding(table, at, "/".join(record), "/".join(ordered[0][name] for name in names))


def _is_less(names: list[str]) -> nw.Expr:
    """Whether the cells of a key are before those of the record before."""
    *first, last = names
    less = col(last) < col(f"{last} before")
    for name in reversed(first):
        less = (col(name) < col(f"{name} before")) | ((col(name) == col(f"{name} before")) & less)
    return less
