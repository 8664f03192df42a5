"""Quotes, commas and line ends put into a table at random: what is read is what Python's strict csv module reads.

    python tests/faults/quotes.py --count 4000 --seed 1

Prints for each table how many edits were read, and how many were refused. Stops at the first that is misread.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
from pathlib import Path

from civcas.checking.parse_errors import explain
from civcas.package.tables import LINE, DoesNotParse, Package, Resource, parse_table, read_bytes, read_package

ROOT = Path(__file__).resolve().parents[2]
_MARKS = ['"', '""', ",", "\n", "\r\n", "\r", '",', ',"', '"\n', ' "']
# So many lines of a table are edited: enough for quotes that pair up over lines.
_LINES = 12


class Misread(AssertionError):
    """A table was read as other cells than it holds."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    package = read_package(ROOT)
    for resource in package.resources:
        read = edits_read(package, resource, arguments.count, arguments.seed)
        print(f"{resource.name}: {read} of {arguments.count} edits were read, {arguments.count - read} refused")


def edits_read(package: Package, resource: Resource, count: int, seed: int) -> int:
    """How many of `count` edits of a table can still be read. Raises Misread."""
    chance = random.Random(f"{resource.name} {seed}")
    text = read_bytes(package, resource).decode()
    header, *lines = text.splitlines(keepends=True)
    return sum(_is_read(resource, _edited(header, lines, chance)) for _ in range(count))


def _edited(header: str, lines: list[str], chance: random.Random) -> bytes:
    start = chance.randrange(max(1, len(lines) - _LINES))
    text = header + "".join(lines[start : start + _LINES])
    for _ in range(chance.choice([1, 1, 2, 3])):
        at = chance.randrange(len(text))
        length = chance.choice([0, 0, 1])
        text = text[:at] + chance.choice([*_MARKS, ""]) + text[at + length :]
    return text.encode()


def _is_read(resource: Resource, data: bytes) -> bool:
    try:
        table = parse_table(resource, data)
    except DoesNotParse:
        if not explain(resource, data):
            raise Misread(f"{resource.path}: refused without a finding: {data!r}") from None
        return False
    found = [[cell or "" for cell in row] for row in table.text.drop(LINE).rows()]
    if found != _cells(data):
        raise Misread(f"{resource.path}: read as other cells: {data!r}")
    return True


def _cells(data: bytes) -> list[list[str]] | None:
    """The records as Python's csv module reads them, without the header; None if it refuses the file."""
    try:
        return list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))[1:]
    except csv.Error:
        return None


if __name__ == "__main__":
    main()
