"""Combines references to a missing record into one finding, however many records refer to it."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from civcas.checking.findings import Finding
from civcas.package.tables import HeldTable
from civcas.wording import count

# How alike two keys are from which on one is taken for a slip of the other (difflib's ratio).
_ALIKE = 0.8
_FEW = 6  # so many keys are named that another one may be a slip of
# From so many missing records of one table on, they are one finding.
_MANY = 10


@dataclass(frozen=True)
class MissingRecord:
    """A record that others refer to: its finding, and the table and line of the record that its key may have become."""

    finding: Finding
    line: tuple[str, int] | None = None


def missing_records(
    references: list[tuple[tuple[str, str], Finding]],
    tables: Mapping[str, HeldTable],
    suspects: Container[tuple[str, int | None]] = frozenset(),
    lost_from: Container[str] = frozenset(),
) -> dict[tuple[str, str], MissingRecord]:
    """One finding for each record, by table and key, that is referred to and not there.

    `suspects` are records, by table and line, about which there are other findings. `lost_from` are the tables that
    have fewer records than their control totals count.
    """
    findings: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for missing, finding in references:
        findings[missing].append(finding)
    by_table: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for missing in findings:
        by_table[missing[0]].append(missing)
    unused = _Unused(tables, suspects)
    records: dict[tuple[str, str], MissingRecord] = {}
    for table, keys in by_table.items():
        if len(keys) >= _MANY:
            records |= dict.fromkeys(keys, _many(table, keys, findings))
        else:
            lost = table in lost_from
            records |= {key: _missing(key, findings[key], unused, tables, lost=lost) for key in keys}
    return records


def _many(table: str, keys: list[tuple[str, str]], findings: dict[tuple[str, str], list[Finding]]) -> MissingRecord:
    """One finding for many missing records of one table: something happened to the whole of it."""
    group = [finding for key in keys for finding in findings[key]]
    first = min(group, key=lambda finding: finding.place)
    found = f"{first.found} ({count(len(group), 'reference')} to {count(len(keys), 'record')} of {table} like this)"
    fix = f"Look whether the keys of {table} were changed, or its records deleted. {first.hint}"
    return MissingRecord(replace(first, found=found, hint=fix, cells=len(group)))


class _Unused:
    """The keys of each table that no record refers to, worked out when they are needed."""

    def __init__(self, tables: Mapping[str, HeldTable], suspects: Container[tuple[str, int | None]]) -> None:
        self._tables = tables
        self._suspects = suspects
        self._keys: dict[str, set[str]] = {}

    def of(self, name: str) -> set[str]:
        if name not in self._keys:
            used: set[str] = set()
            for table in self._tables.values():
                for key in table.schema.foreign_keys:
                    if key.table == name:
                        used |= {"/".join(cells) for cells in table.filled(*key.fields)}
            if "evidence" in self._tables:
                named = self._tables["evidence"].filled("table", "record_id")
                used |= {record for table_named, record in named if table_named == name}
            self._keys[name] = {key for _, key in self._tables[name].lines_and_keys()} - used
        return self._keys[name]

    def suspected(self, name: str) -> set[str]:
        """Those of the keys whose records have other findings."""
        return {key for line, key in self._tables[name].lines_and_keys() if (name, line) in self._suspects} & self.of(
            name
        )


def _missing(
    missing: tuple[str, str], group: list[Finding], unused: _Unused, tables: Mapping[str, HeldTable], *, lost: bool
) -> MissingRecord:
    name, key = missing
    first = min(group, key=lambda finding: finding.place)
    if name not in tables:
        return MissingRecord(first)
    path = tables[name].resource.path
    see = tuple(f"{finding.file}:{finding.line}" for finding in group) if len(group) > 1 else ()
    if lost:
        hint = f"Restore the record in {path}, which has fewer records than control_totals counts."
        return MissingRecord(replace(first, hint=hint, see=see, cells=len(group)))
    near = _near(key, unused.suspected(name)) or _near(key, unused.of(name))
    if near and (len(group) > 1 or near in unused.suspected(name)):
        return _mistyped(missing, near, group, tables[name])
    if len(group) == 1:
        *most, last = _nearest(key, [other for _, other in tables[name].lines_and_keys()]) or [""]
        alike = f"{', '.join(most)} or {last}" if most else last
        return MissingRecord(replace(first, hint=f"Did you mean {alike}? {first.hint}") if alike else first)
    hint = f"{count(len(group), 'record')} refer to it. Restore the record in {path}, or correct them."
    return MissingRecord(replace(first, hint=hint, see=see, cells=len(group)))


def _mistyped(missing: tuple[str, str], near: str, group: list[Finding], table: HeldTable) -> MissingRecord:
    """The record whose key was probably changed: nothing refers to its key, and that is much like the missing one."""
    name, key = missing
    line = table.line_of(near) or 0
    references = count(len(group), "reference")
    finding = Finding(
        rule=group[0].rule,
        file=table.resource.path,
        line=line,
        field=table.schema.primary_key[0],
        key=near,
        found=near,
        expected=f"{key}, as {references} to it {'has' if len(group) == 1 else 'have'} it",
        hint=f"Write {key} here, or correct the references.",
        see=tuple(f"{item.file}:{item.line}" for item in group),
        table=name,
        cells=len(group),
    )
    return MissingRecord(finding, (name, line))


def _nearest(key: str, keys: Iterable[str]) -> list[str]:
    """The keys that are most like this one, in order; none if there are many."""
    close = difflib.get_close_matches(key, [other for other in keys if abs(len(other) - len(key)) <= 3], 9, _ALIKE)
    ratios = [difflib.SequenceMatcher(None, other, key).ratio() for other in close]
    best = [other for other, ratio in zip(close, ratios, strict=True) if ratio == max(ratios)]
    return sorted(best) if len(best) <= _FEW else []


def _near(key: str, keys: Iterable[str]) -> str:
    """The key that is most like this one, or ''."""
    close = difflib.get_close_matches(key, [other for other in keys if abs(len(other) - len(key)) <= 3], cutoff=_ALIKE)
    return close[0] if close else ""
