"""Single faults, one at a time, and what `civcas check` finds of them.

    python tests/faults/inject.py --seed 1 --each 3            # every kind of fault three times in every field
    python tests/faults/inject.py --sample 100 --frictionless  # what `frictionless validate` finds of the same faults

Each fault changes one cell, or deletes or repeats one record. The tables printed say, by table and by group of kinds,
how many faults were found, how many of the found were reported at the faulty line (or name it among the lines to
see), and how many gave one finding. With `--frictionless`, the last column says how many of all of them
`frictionless validate` found. `--escapes` lists what was not found.
"""

from __future__ import annotations

import argparse
import atexit
import csv
import datetime
import io
import json
import multiprocessing
import random
import re
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from civcas.checking.check import check
from civcas.package.schema import Field
from civcas.package.tables import Package, read_bytes, read_package

ROOT = Path(__file__).resolve().parents[2]
# What nothing in the package can contradict: prose, names and addresses.
FREE = {"notes", "explanation", "name", "abbreviation", "homepage", "url", "archive_url", "title"}


@dataclass(frozen=True)
class Fault:
    """One change: its kind and the group that the kind belongs to, where it is, and the cells of the record after it.

    `line` counts the file's lines from 1; `cells` is None for a deleted record. A repeated record is added after it.
    """

    table: str
    group: str
    kind: str
    line: int
    field: str
    key: str
    cells: tuple[str, ...] | None
    repeated: bool = False


@dataclass(frozen=True)
class Outcome:
    fault: Fault
    found: bool
    right_line: bool
    findings: int
    best: str
    frictionless: bool | None = None


Change = Callable[[str, random.Random], str | None]


def _digit(value: str, chance: random.Random) -> str | None:
    digits = [match.start() for match in re.finditer("[0-9]", value)]
    if not digits:
        return None
    at = chance.choice(digits)
    other = chance.choice([digit for digit in "0123456789" if digit != value[at]])
    return (value[:at] + other + value[at + 1 :]).lstrip("0") or "0"


def _swap(value: str, chance: random.Random) -> str | None:
    places = [at for at in range(len(value) - 1) if value[at] != value[at + 1] and value[at : at + 2].isdigit()]
    if not places:
        return None
    at = chance.choice(places)
    swapped = value[:at] + value[at + 1] + value[at] + value[at + 2 :]
    return None if swapped.startswith("0") else swapped


def _shifted(days: int) -> Change:
    def change(value: str, chance: random.Random) -> str | None:
        try:
            day = datetime.date.fromisoformat(value) + datetime.timedelta(chance.choice((-1, 1)) * days)
        except ValueError:
            return None
        return day.isoformat()

    return change


FIGURES: dict[str, Change] = {
    "digit": _digit,
    "swap": _swap,
    "x10": lambda value, _: f"{value}0" if value not in ("", "0") else None,
    "emptied": lambda value, _: "" if value else None,
    "filled": lambda value, chance: None if value else str(chance.randrange(1, 400)),
}
DATES: dict[str, Change] = {"day": _shifted(1), "month": _shifted(30), "year": _shifted(365)}


def _typo(value: str, chance: random.Random) -> str | None:
    letters = [match.start() for match in re.finditer("[a-z0-9]", value)]
    if not letters:
        return None
    at = chance.choice(letters)
    pool = "0123456789" if value[at].isdigit() else "abcdefghijklmnopqrstuvwxyz"
    return value[:at] + chance.choice([letter for letter in pool if letter != value[at]]) + value[at + 1 :]


class Injector:
    """Makes faults in the tables of a package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.rows: dict[str, list[list[str]]] = {}
        for resource in package.resources:
            text = read_bytes(package, resource).decode()
            self.rows[resource.name] = list(csv.reader(io.StringIO(text, newline="")))

    def faults(self, seed: int, each: int, tables: list[str]) -> Iterator[Fault]:
        """`each` faults of every kind in every field of the tables."""
        for table in tables:
            for field in self.package.schemas[table].fields:
                for group, kind, change in self.kinds(table, field):
                    chance = random.Random(
                        f"{seed} {table} {field.name} {kind}"
                    )  # one field's faults never move another's
                    yield from self._cells(table, field, (group, kind, change), each, chance)
            for kind in ("deleted", "repeated"):
                chance = random.Random(f"{seed} {table} {kind}")
                yield from self._records(table, kind, 3 * each, chance)

    def kinds(self, table: str, field: Field) -> Iterator[tuple[str, str, Change]]:
        schema = self.package.schemas[table]
        references = {name for key in schema.foreign_keys for name in key.fields}
        if field.name in schema.primary_key and field.name not in references:
            yield "keys", "typo", _typo
        elif field.name in FREE:
            return
        elif field.name in references or field.name == "record_id":
            yield "references", "another", self._another(table, field)
        elif field.type == "date":
            yield from (("dates", kind, change) for kind, change in DATES.items())
        elif field.type == "integer":
            yield from (("figures", kind, change) for kind, change in FIGURES.items())
        elif field.type == "number" or field.name == "mgrs":
            yield "places", "digit", _digit
        elif "enum" in field.constraints:
            yield "enums", "another", self._another(table, field)
        elif field.name in ("value", "found", "expected"):
            yield "figures", "digit", _digit
        else:
            yield "codes", "typo", _typo

    def _another(self, table: str, field: Field) -> Change:
        """Another value of the same field: of its enum, or one that another record has."""
        at = self.package.schemas[table].names.index(field.name)
        values = field.constraints.get("enum") or sorted({row[at] for row in self.rows[table][1:]} - {""})

        def change(value: str, chance: random.Random) -> str | None:
            others = [str(other) for other in values if str(other) != value]
            return chance.choice(others) if value and others else None

        return change

    def _cells(
        self, table: str, field: Field, kind: tuple[str, str, Change], each: int, chance: random.Random
    ) -> Iterator[Fault]:
        at, made = self.package.schemas[table].names.index(field.name), 0
        for _ in range(60 * each):
            line = chance.randrange(2, len(self.rows[table]) + 1)
            row = self.rows[table][line - 1]
            new = kind[2](row[at], chance)
            if new is None or new == row[at]:
                continue
            cells = (*row[:at], new, *row[at + 1 :])
            yield Fault(table, kind[0], kind[1], line, field.name, self._key(table, row), cells)
            made += 1
            if made == each:
                return

    def _records(self, table: str, kind: str, each: int, chance: random.Random) -> Iterator[Fault]:
        """Records deleted, or entered once more under another key."""
        schema = self.package.schemas[table]
        for _ in range(each):
            line = chance.randrange(2, len(self.rows[table]) + 1)
            row = self.rows[table][line - 1]
            key = self._key(table, row)
            if kind == "deleted":
                yield Fault(table, "rows", kind, line, "", key, None)
            else:
                at = schema.names.index(schema.primary_key[-1])
                yield Fault(
                    table, "rows", kind, line, "", key, (*row[:at], f"{row[at]}-2", *row[at + 1 :]), repeated=True
                )

    def _key(self, table: str, row: list[str]) -> str:
        schema = self.package.schemas[table]
        return "/".join(row[schema.names.index(name)] for name in schema.primary_key)

    def data(self, fault: Fault) -> bytes:
        """The file of the table with the fault, its records in order."""
        rows = list(self.rows[fault.table])
        if fault.cells is None:
            del rows[fault.line - 1]
        elif fault.repeated:
            rows.insert(fault.line, list(fault.cells))
        else:
            rows[fault.line - 1] = list(fault.cells)
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(rows)
        return text.getvalue().encode()


@cache
def _injector(root: Path) -> Injector:
    return Injector(read_package(root))


def outcome(root: Path, fault: Fault) -> Outcome:
    """What the check finds of a fault."""
    injector = _injector(root)
    path = injector.package.resource(fault.table).path
    errors = check(injector.package, {fault.table: injector.data(fault)}).errors
    lines = {f"{path}:{fault.line + fault.repeated}", f"{path}:{fault.line}"}
    right = [
        error
        for error in errors
        if f"{error.file}:{error.line}" in lines
        or any(place.split(" ", 1)[0] in lines for place in error.see)
        or fault.key in (error.key, error.found)
        or fault.key in error.expected
    ]
    best = (right or errors or [None])[0]
    return Outcome(
        fault, bool(errors), bool(right), len(errors), f"{best.rule} {best.file}:{best.line}" if best else ""
    )


@cache
def _copy(root: Path) -> Path:
    """A copy of a package's descriptor, schemas and tables, to put a fault into."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in ("data", "schemas"):
        shutil.copytree(root / name, folder / name)
    shutil.copy(root / "datapackage.json", folder)
    return folder


def found_by_frictionless(root: Path, fault: Fault) -> bool:
    """Whether `frictionless validate` finds a fault."""
    import frictionless

    injector, copy = _injector(root), _copy(root)
    path = copy / injector.package.resource(fault.table).path
    before = path.read_bytes()
    path.write_bytes(injector.data(fault))
    try:
        return not frictionless.Package(str(copy / "datapackage.json")).validate().valid
    finally:
        path.write_bytes(before)


def compared(root: Path, fault: Fault) -> Outcome:
    """What the check finds of a fault, and whether Frictionless finds it."""
    return replace(outcome(root, fault), frictionless=found_by_frictionless(root, fault))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=1)
    parser.add_argument("--sample", type=int, help="only so many of these faults")
    parser.add_argument("--package", type=Path, default=ROOT)
    parser.add_argument("--table", action="append", help="only this table")
    parser.add_argument("--frictionless", action="store_true", help="validate with Frictionless, too")
    parser.add_argument("--escapes", action="store_true", help="list the faults that were not found")
    parser.add_argument("--json", type=Path, help="write every outcome to this file, a line each")
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    injector = _injector(arguments.package)
    faults = list(injector.faults(arguments.seed, arguments.each, arguments.table or list(injector.rows)))
    if arguments.sample:
        faults = random.Random(arguments.seed).sample(faults, min(arguments.sample, len(faults)))
    measure = compared if arguments.frictionless else outcome
    # A fork would have the locks of polars' threads and not the threads.
    with ProcessPoolExecutor(arguments.processes, multiprocessing.get_context("spawn")) as executor:
        outcomes = list(executor.map(measure, [arguments.package] * len(faults), faults, chunksize=8))
    print(table_of(outcomes, lambda item: item.fault.table))
    print(table_of(outcomes, lambda item: f"{item.fault.group}: {item.fault.kind}"))
    if arguments.json:
        arguments.json.write_text("".join(json.dumps(asdict(item)) + "\n" for item in outcomes), encoding="utf-8")
    if arguments.escapes:
        for item in outcomes:
            if not item.found:
                print(f"{_name(item.fault)} line {item.fault.line} {item.fault.key}", file=sys.stderr)


def _name(fault: Fault) -> str:
    return f"{fault.table}.{fault.field or 'record'} {fault.kind}"


def table_of(outcomes: list[Outcome], by: Callable[[Outcome], str]) -> str:
    """Shares of the faults by some property of theirs, and of all, as a Markdown table."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for item in outcomes:
        groups[by(item)].append(item)
        groups["all"].append(item)
    more = outcomes[:1] and outcomes[0].frictionless is not None
    lines = ["| faults | number | found | right line | one finding |", "|---|---:|---:|---:|---:|"]
    if more:
        lines = [f"{lines[0]} Frictionless |", f"{lines[1]}---:|"]
    for name, items in sorted(groups.items(), key=lambda pair: (pair[0] == "all", pair[0])):
        found = [item for item in items if item.found]
        shares = [
            percent(len(found), len(items)),
            percent(sum(item.right_line for item in found), len(found)),
            percent(sum(item.findings == 1 for item in found), len(found)),
        ]
        if more:
            shares.append(percent(sum(bool(item.frictionless) for item in items), len(items)))
        lines.append(f"| {name} | {len(items)} | {' | '.join(shares)} |")
    return "\n".join(lines) + "\n"


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else ""


if __name__ == "__main__":
    main()
