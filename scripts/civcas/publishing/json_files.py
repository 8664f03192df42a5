"""Writes JSON files of dist/."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl


def write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def json_lines(rows: pl.LazyFrame) -> Iterator[bytes]:
    """The rows in their order, each as JSON on a line of its own, many at a time."""
    for part in rows.collect_batches(maintain_order=True):
        yield part.write_ndjson().encode()
