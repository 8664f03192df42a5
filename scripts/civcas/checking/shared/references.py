"""Keys: records that others refer to, and numbers at the end of keys."""

from __future__ import annotations

import narwhals as nw
import polars as pl

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.shared.records import with_columns
from civcas.package.tables import KEY


def is_referred_to(records: Frame, referring: dict[str, Frame], fields: list[str], expected: str) -> Expectation:
    """Some row of the `referring` tables has the same values in `fields` as each record.

    A field may have a longer name there, such as governorate_source_id for source_id.
    """
    named = nw.concat([rows for table in referring.values() for rows in _references(table, fields)])
    return Expectation(
        records.join(named.unique().with_columns(known=nw.lit(1)), on=fields, how="left"),
        holds=~nw.col("known").is_null(),
        expected=nw.lit(expected),
        field=fields[0],
    )


def _references(table: Frame, fields: list[str]) -> list[Frame]:
    names = table.collect_schema().names()
    longer = [name for name in names if len(fields) == 1 and name.endswith(f"_{fields[0]}")]
    return [table.select(*fields), *[table.select(nw.col(name).alias(fields[0])) for name in longer]]


def numbered_without_holes(records: Frame, key: str, before: str, of: str) -> Expectation:
    """The numbers at the end of the keys run from 1 without holes, for each beginning of a key.

    `before` stands between the two; `of` says what the keys with one beginning belong to.
    """
    number = pl.col(key).str.extract(f"{before}([0-9]{{1,9}})$").cast(pl.Int64)
    parts = with_columns(records, number=number, begins=pl.col(key).str.replace(f"{before}[0-9]+$", ""))
    counted = parts.with_columns(rows=nw.len().over("begins"))
    return Expectation(
        counted,
        holds=nw.col("number") <= nw.col("rows"),
        found=nw.col(KEY),
        expected=text("a number up to ", nw.col("rows"), f", since there are so many rows {of}"),
        field=key,
    )
