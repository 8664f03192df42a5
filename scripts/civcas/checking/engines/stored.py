"""Large tables: their files are read part by part, and their typed cells are kept in files that Polars streams."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import narwhals as nw
import polars as pl

from civcas.checking.causes import FindingWithCells
from civcas.checking.days import Days
from civcas.checking.engines.framed import FramedTable, checked_part, counted
from civcas.errors import UnusableInput
from civcas.package.batches import batches
from civcas.package.files import changed_at, opened
from civcas.package.tables import KEY, LINE, Resource, split_lines

_PART = 16 << 20  # bytes of a file that are read at a time


class NotCanonical(Exception):
    """A part of a file is not in canonical form: the header with the part, and the line before its first."""

    def __init__(self, data: bytes, before: int) -> None:
        super().__init__()
        self.data, self.before = data, before


@dataclass(frozen=True)
class StoredTable(FramedTable):
    """A table in files. `read_content` gives the bytes of its own file, part by part."""

    read_content: Callable[[], Iterator[bytes]]

    def lazy(self) -> pl.LazyFrame:
        frame: pl.LazyFrame = self.frame.to_native()
        return frame

    def content(self) -> Iterator[bytes]:
        return self.read_content()


def store_table(root: Path, resource: Resource, days: Days, folder: Path) -> StoredTable:
    """Read a table, check its cells, and keep it in this folder. Raises NotCanonical, UnusableInput or OSError."""
    read = changed_at(root, resource.path)
    starts: list[tuple[int, int]] = []  # of each part, its first line and where that begins in the file
    found: list[FindingWithCells] = []
    line, start = 1, 0
    for number, data in enumerate(_parts(root, resource)):
        header = b"" if number == 0 else ",".join(resource.schema.names).encode() + b"\n"
        first = line + (number == 0)
        part = checked_part(resource, days, header + data, first)
        if part is None:
            raise NotCanonical(header + data, first - 2)
        typed, of_part = part
        found += of_part
        (folder / f"{resource.name}-{number:06}.parquet").write_bytes(_parquet(typed))
        starts.append((line, start))
        line, start = line + data.count(b"\n"), start + len(data)
    frame = pl.scan_parquet(folder / f"{resource.name}-*.parquet", glob=True)

    def require_unchanged() -> None:
        if changed_at(root, resource.path) != read:
            raise UnusableInput(f"{resource.path}: changed while it was checked. Run the command again")

    def lines(numbers: Collection[int]) -> dict[int, str]:
        require_unchanged()
        return _lines(root, resource, starts, set(numbers))

    def content() -> Iterator[bytes]:
        yield from _parts(root, resource)
        require_unchanged()

    return StoredTable(resource, nw.from_native(frame), line - 2, counted(found), lines, content)


def _parquet(frame: pl.DataFrame) -> bytes:
    """The frame as Parquet. Polars would report a full disk as a fault of the file's form."""
    file = io.BytesIO()
    frame.write_parquet(file, compression="lz4")
    return file.getvalue()


def is_in_order(table: FramedTable) -> bool:
    """Whether each record has a greater key than the one before it."""
    fields = [pl.col(name).cast(pl.String).fill_null("") for name in table.schema.primary_key]
    native: pl.LazyFrame = table.frame.to_native()
    keys = native.select(LINE, pl.concat_str(fields, separator="\0").alias(KEY))
    last = ""
    for batch in batches(keys):
        cells = batch[KEY]
        if cells[0] <= last or not (cells[1:] > cells[:-1]).all():
            return False
        last = cells[-1]
    return True


def _parts(root: Path, resource: Resource) -> Iterator[bytes]:
    """The file in parts that end with a line's end, but for the last if the file does not."""
    with opened(root, resource.path) as file:
        rest = b""
        while part := file.read(_PART):
            whole, end, rest_of_part = (rest + part).rpartition(b"\n")
            rest = rest_of_part
            if end:
                yield whole + end
        if rest:
            yield rest


def _lines(root: Path, resource: Resource, starts: list[tuple[int, int]], numbers: set[int]) -> dict[int, str]:
    """The lines of the file with these numbers, without their ends; only the parts that have one are read."""
    found: dict[int, str] = {}
    ends = [*starts[1:], (max(numbers) + 1, 0)]
    with opened(root, resource.path) as file:
        for (first, start), (after, end) in zip(starts, ends, strict=True):
            wanted = {number for number in numbers if first <= number < after}
            if wanted:
                file.seek(start)
                texts = split_lines(file.read(end - start if end else -1).decode())
                found |= {number: texts[number - first] for number in wanted}
    return found
