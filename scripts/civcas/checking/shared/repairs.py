"""Finds the cell that explains why the records of a part don't add up to its control totals.

Of one changed record, the difference of the weighted totals is its weight times the difference of the checksums. So its
weight is known, which finds the record. Its checksum before the change is known, too; a value that a cell may have had
is the right one if the record has this checksum with it.
"""

from __future__ import annotations

import datetime
import string
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl

from civcas.checking.expectations import Frame
from civcas.checking.shared.records import collected, record_by_record
from civcas.package.tables import KEY, LINE

COMMA = ","
FIRST_DAY = datetime.date(2014, 1, 1)  # from which days are counted
WEIGHTS = 1 << 20
MODULUS = 999_999_999_989  # a prime; so sums of weighted checksums stay below 2^63

# Free text has no control total, so that a note can be reworded at any time.
_FREE_TEXT = "notes"
_LETTERS = string.ascii_letters + string.digits + " -_'./:"

Difference = dict[str, Any]


@dataclass(frozen=True)
class Repair:
    """The record that explains a difference. If its wrong cell is known: the field, and what it is and was.

    If the record belonged to another part before, `moved_from` names that part.
    """

    line: int
    field: str = ""
    wrong: str = ""
    right: str = ""
    moved_from: str | None = None


def checksum(words: str) -> int:
    """The CRC-32 of a text in UTF-8."""
    return zlib.crc32(words.encode())


def checksums(words: pl.Expr) -> pl.Expr:
    """The CRC-32 of each of these texts in UTF-8."""

    def of_all(texts: pl.Series) -> pl.Series:
        return pl.Series(texts.name, list(map(zlib.crc32, texts.to_list())), pl.Int64)

    return words.cast(pl.Binary).map_batches(of_all, return_dtype=pl.Int64, is_elementwise=True)


def counted_fields(kinds: Mapping[str, pl.DataType]) -> dict[str, pl.DataType]:
    """The fields that have a control total, with their types, of all the columns of a table."""
    return {field: kind for field, kind in kinds.items() if field not in (LINE, KEY, _FREE_TEXT)}


def cells_as_text(counted: Iterable[str]) -> list[pl.Expr]:
    """The counted fields, as text; an empty cell is ''."""
    return [pl.col(name).cast(pl.String).fill_null("") for name in counted]


def repairs_of(table: Frame, counted: Frame, differences: Sequence[Difference]) -> dict[str, Repair]:
    """The repairs of parts, by part, for each difference that one record explains.

    `counted` has for each record of the table its LINE, part, weight and codes. A difference has for each total
    more_…: what the records have more than was counted.
    """
    if not differences:
        return {}
    search = _Search(table)
    records = collected(counted.filter(nw.col("part").is_in([each["part"] for each in differences])))
    found = {each["part"]: repair for each in differences if (repair := _changed(each, records, search))}
    lost = {each["part"]: each for each in differences if each["more_records"] == -1}
    for each in differences:
        if each["more_records"] == 1:
            repair = _added(each, records, list(lost.values()), search)
            if repair:
                found[each["part"]] = repair
                lost.pop(repair.moved_from or "", None)
    return found


def _changed(difference: Difference, records: pl.DataFrame, search: _Search) -> Repair | None:
    """The record of a part that was changed, if one change explains the difference."""
    more = difference["more_codes"]
    if difference["more_records"] or not more:
        return None
    weighs = (pl.col("weight") * more - difference["more_weighted"]) % MODULUS == 0
    lines = records.filter(pl.col("part") == difference["part"], weighs).select(LINE, "codes").rows()
    repairs = [repair for line, code in lines for repair in search.cells(line, code - more, difference)]
    if len(repairs) == 1:
        return repairs[0]
    return Repair(lines[0][0]) if len(lines) == 1 else None


def _added(difference: Difference, records: pl.DataFrame, lost: list[Difference], search: _Search) -> Repair | None:
    """The record that a part has too many and, if another part lacks it, the cell that moved it here."""
    same_code = pl.col("codes") == difference["more_codes"]
    same_weight = (pl.col("weighted") - difference["more_weighted"]) % MODULUS == 0
    lines = records.filter(pl.col("part") == difference["part"], same_code, same_weight)[LINE].sort()
    if lines.is_empty():
        return None
    for other in lost:
        both = {name: value + other[name] for name, value in difference.items() if name.startswith("more_")}
        for repair in search.cells(lines[0], -other["more_codes"], both):
            return Repair(repair.line, repair.field, repair.wrong, repair.right, other["part"])
    return Repair(lines[-1])


class _Search:
    """Looks for the cell of a record of `table` that another value puts right."""

    def __init__(self, table: Frame) -> None:
        self._kinds = counted_fields(collected(table.head(0)).schema)
        self._texts = record_by_record(table, lambda frame: frame.select(LINE, *cells_as_text(self._kinds)))
        self._values: dict[str, list[str]] = {}

    def cells(self, line: int, wanted: int, difference: Difference) -> list[Repair]:
        """The cells of which another value gives the record on this line the checksum `wanted`."""
        _, *cells = collected(self._texts.filter(nw.col(LINE) == line)).row(0)
        return [
            Repair(line, field, cells[number], other)
            for number, (field, kind) in enumerate(self._kinds.items())
            for other in dict.fromkeys(self._candidates(field, kind, cells[number], difference))
            if checksum(COMMA.join([*cells[:number], other, *cells[number + 1 :]])) == wanted
        ]

    def _candidates(self, field: str, kind: pl.DataType, cell: str, difference: Difference) -> Iterable[str]:
        """The values that a cell may have had before a change with this difference."""
        if difference["more_filled"] > 0:
            return [""]
        if kind == pl.Int64:
            return [str(int(cell or 0) - difference["more_figures"])]
        if kind == pl.Date:
            days = (datetime.date.fromisoformat(cell) - FIRST_DAY).days if cell else 0
            return _days(days - difference["more_days"])
        return [*self._values_of(field), *_edits(cell)]

    def _values_of(self, field: str) -> list[str]:
        if field not in self._values:
            self._values[field] = collected(self._texts.select(field).unique())[field].sort().to_list()
        return self._values[field]


def _days(number: int) -> Iterator[str]:
    """The day with this number as text, if there is one."""
    try:
        yield (FIRST_DAY + datetime.timedelta(days=number)).isoformat()
    except OverflowError:
        return


def _edits(text: str) -> Iterator[str]:
    """The texts that differ from `text` in one letter, or in the order of two."""
    for at in range(len(text) + 1):
        head, tail = text[:at], text[at:]
        yield from (head + letter + tail for letter in _LETTERS)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in _LETTERS)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
