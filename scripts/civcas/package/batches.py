"""Frames that may be larger than the memory, some rows at a time."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

_ROWS = 100_000


def batches(rows: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """All rows in their order. Only those of one batch are read and held at a time.

    `rows` should keep every row of what it scans: behind a filter, each batch would read all before it again.
    Polars' own collect_batches() reads ahead of a slow reader without a limit, if the machine is busy.
    """
    height: int = rows.select(pl.len()).collect().item()
    for start in range(0, height, _ROWS):
        yield rows.slice(start, _ROWS).collect()
