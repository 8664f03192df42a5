"""What a reviewer has to read, because no rule compares it with anything: texts, and which sources back the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from civcas.changes.table_diff import FIELD, OLD_KEY, TableDiff
from civcas.package.schema import TableSchema
from civcas.package.tables import KEY

_EVIDENCE, _SOURCE = "evidence", "source_id"


@dataclass(frozen=True)
class ChangedText:
    """How many cells of a field with free text were added, removed or changed."""

    table: str
    field: str
    cells: int


@dataclass(frozen=True)
class ChangedEvidence:
    """How many records of evidence from one source were added, removed or changed."""

    source: str
    added: int
    removed: int
    changed: int


def changed_texts(diff: TableDiff, schema: TableSchema) -> Iterator[ChangedText]:
    """The fields of a table that hold words of the contributors, if any of their cells changed."""
    for name in _free_texts(schema):
        cells = sum(frame[name].count() for frame in (diff.added, diff.removed) if name in frame.columns)
        cells += diff.changed.filter(pl.col(FIELD) == name).height
        if cells:
            yield ChangedText(diff.name, name, cells)


def _free_texts(schema: TableSchema) -> list[str]:
    """The fields whose texts neither the schema nor another table restricts; the values of evidence have rules."""
    keys = {name for key in schema.foreign_keys for name in key.fields} | {*schema.primary_key}
    checked = keys | ({"value"} if schema.name == _EVIDENCE else set())
    return [
        field.name
        for field in schema.fields
        if field.type == "string" and field.name not in checked and not {"enum", "pattern"} & {*field.constraints}
    ]


def changed_evidence(diff: TableDiff, schema: TableSchema) -> list[ChangedEvidence]:
    """The changes of the table of evidence, by source. None for other tables."""
    if diff.name != _EVIDENCE or _SOURCE not in schema.primary_key:
        return []
    at = schema.primary_key.index(_SOURCE)
    added, removed = [diff.added[KEY], diff.renamed[KEY]], [diff.removed[KEY], diff.renamed[OLD_KEY]]
    changed = [diff.changed[KEY].unique()]
    counts = [Counter(key.split("/")[at] for key in pl.concat(keys)) for keys in (added, removed, changed)]
    return [ChangedEvidence(source, *[count[source] for count in counts]) for source in sorted(set().union(*counts))]
