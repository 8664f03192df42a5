"""Tables that are not in this process's memory: what is asked of them is asked of their frame."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl
from narwhals import col

from civcas.checking.causes import FindingWithCells
from civcas.checking.cells import cell_findings
from civcas.checking.counted import SHOWN, first_of
from civcas.checking.days import Days
from civcas.checking.doubts import MOST, NOT_EVALUATED, first_line
from civcas.checking.engines.engine import Answers
from civcas.checking.expectations import Expectation, Frame
from civcas.checking.findings import Finding
from civcas.checking.form import order_finding
from civcas.checking.pandera_schemas import Condition
from civcas.checking.shared.records import collected, nth_record
from civcas.package.schema import TableSchema
from civcas.package.tables import KEY, LINE, Record, Resource, Table, cells_of, read_canonical


@dataclass(frozen=True)
class FramedTable:
    """A table whose file is in canonical form, as a frame of its typed cells with LINE and KEY.

    `read_lines` gives the lines of its file with some numbers. `found` is what its cells by themselves break.
    """

    resource: Resource
    frame: Frame
    height: int
    found: list[FindingWithCells]
    read_lines: Callable[[Collection[int]], dict[int, str]]

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
        return self.read_lines(numbers) if numbers else {}


def checked_part(
    resource: Resource, days: Days, data: bytes, lines: int | list[int]
) -> tuple[pl.DataFrame, list[FindingWithCells]] | None:
    """The typed cells of a part of a file below its header, and what its cells by themselves break.

    `lines` are the numbers of its lines, or that of the first. None if the part is not in canonical form.
    """
    text = read_canonical(resource.schema.names, data)
    if text is None:
        return None
    numbers = pl.col(LINE) + (lines - 2) if isinstance(lines, int) else pl.Series(LINE, lines, pl.Int64)
    table = Table(resource, text.with_columns(numbers), data, is_canonical=True)
    return table.typed, cell_findings(table, days)


def ask_frame(
    frame: Frame, conditions: list[Condition], at_once: int, not_evaluated: tuple[type[Exception], ...] = NOT_EVALUATED
) -> Answers:
    """Ask the conditions of a frame, so many at a time. Errors that are `not_evaluated` say why one can't be asked."""
    expectations: dict[str, Expectation] = {}
    failed: dict[str, str] = {}
    lines: dict[str, list[int]] = {}

    def ask(condition: Condition) -> None:
        try:
            expectation = condition.expect(frame)
            lines[condition.name] = collected(expectation.broken_lines().head(MOST + 1))[LINE].to_list()
            expectations[condition.name] = expectation
        except not_evaluated as error:
            failed[condition.name] = first_line(error)

    with ThreadPoolExecutor(at_once) as executor:
        list(executor.map(ask, conditions))
    names = [condition.name for condition in conditions if lines.get(condition.name)]
    many = frozenset(name for name in names if len(lines[name]) > MOST)
    in_order = {item.name: expectations[item.name] for item in conditions if item.name in expectations}
    return Answers(in_order, failed, {name: set(lines[name]) for name in names if name not in many}, many)


def counted(found: list[FindingWithCells]) -> list[FindingWithCells]:
    """Findings on cells. Of more of one rule and field than can be told, the first with how many there are."""
    groups: dict[tuple[str, str], list[FindingWithCells]] = defaultdict(list)
    for item in found:
        groups[item.finding.rule, item.finding.field].append(item)
    return [item for group in groups.values() for item in (group if len(group) <= MOST else [_first_of(group)])]


def _first_of(group: list[FindingWithCells]) -> FindingWithCells:
    first, *others = sorted(group, key=lambda item: item.finding.place)
    lines = [item.finding.line or 0 for item in others[:SHOWN]]
    return FindingWithCells(first_of(first.finding, len(group), lines), first.cells)


def out_of_order(table: FramedTable) -> Iterator[Finding]:
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
    near = {line: cells for line, *cells in collected(keys.filter(col(LINE).is_in([at - 2, at]))).rows()}
    # Either of the two is out of place: the earlier one, if the rest is in order without it.
    if at == 3 or near[at] >= near[at - 2]:
        at -= 1
    (record,) = collected(keys.filter(col(LINE) == at).select(*names)).rows()
    there = nth_record(keys.select(*names), names, at - 2)
    yield order_finding(table, at, "/".join(record), "/".join(there))


def _is_less(names: list[str]) -> nw.Expr:
    """Whether the cells of a key are before those of the record before."""
    *first, last = names
    less = col(last) < col(f"{last} before")
    for name in reversed(first):
        less = (col(name) < col(f"{name} before")) | ((col(name) == col(f"{name} before")) & less)
    return less
