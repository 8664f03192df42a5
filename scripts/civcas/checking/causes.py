"""Combines findings that have one cause, such as one wrong cell, into one finding.

Each finding comes with the cells that take part in it. What a wrong cell must be is worked out from them: a cell whose
form is wrong, or that no source states, is a cause by itself, and so is a record that has the key of another. Of other
findings, the cell that most of them share is the cause. What follows from a cause is named in its finding's `also`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from civcas.checking.counted import MANY_RECORDS, has_lost_records, of_one_kind, of_one_record, of_one_rule
from civcas.checking.findings import Finding
from civcas.checking.groups import CONTROL_TOTALS, CONTROL_TOTALS_TABLE, ORDER, Group, by_record, with_also
from civcas.checking.references import MissingRecord, missing_records
from civcas.checking.shared.evidence import NO_EVIDENCE
from civcas.package.tables import HeldTable
from civcas.wording import count

Cell = tuple[str, int | None, str]
Changed = frozenset[tuple[str, int | None]]
Rank = tuple[int, tuple[str, int, str]]
_DUPLICATE = "structure/primary-key"
# From so many records on that contradict one cell of another record, that cell is taken for the wrong one.
_MANY = 3


@dataclass(frozen=True)
class FindingWithCells:
    """A finding with the cells that take part in it, each as table, line and field.

    `previous` is the line of an earlier record that takes part; a record between the two may take part as well.
    `missing` is the record, as table and key, that the finding's record refers to and that is not there. `span` is a
    run of lines of another table, as table, first and last line, that takes part.
    """

    finding: Finding
    cells: frozenset[Cell]
    previous: int | None = None
    missing: tuple[str, str] | None = None
    span: tuple[str, int, int] | None = None

    @property
    def own(self) -> Cell:
        """The cell at which the finding is reported."""
        return self.finding.table, self.finding.line, self.finding.field


def is_about_form(finding: Finding) -> bool:
    """Whether a finding says that a cell can't be read, or has a value that its field can't have."""
    return finding.rule.startswith("structure/") and finding.rule not in _ABOUT_RECORDS


_ABOUT_RECORDS = {
    _DUPLICATE,
    "structure/unique-key",
    "structure/foreign-key",
    ORDER,
}


def fold(
    found: list[FindingWithCells], tables: Mapping[str, HeldTable], changed: Changed = frozenset()
) -> list[Finding]:
    """The findings, one for each cause. If several cells may be the cause, those in `changed` lines come first."""
    totals = [item for item in found if item.finding.rule.endswith(CONTROL_TOTALS)]
    others = [item for item in found if not item.finding.rule.endswith(CONTROL_TOTALS)]
    form = [item for item in others if is_about_form(item.finding)]
    rest = [item for item in others if not is_about_form(item.finding)]
    unreadable, rest = _without_those_at(form, rest)
    suspects = {item.own[:2] for item in rest if not item.missing}
    references = [(item.missing, item.finding) for item in rest if item.missing]
    lost_from = {item.finding.table for item in totals if has_lost_records(item.finding)}
    missing = missing_records(references, tables, suspects, lost_from)
    rest, replaced = _without_missing(rest, missing)
    # Each is at its own record, so none of them is left in the rest.
    duplicates, rest = _without_those_at([item for item in rest if item.finding.rule == _DUPLICATE], rest)
    rest = [_with_record_of_evidence(item, tables) for item in rest]
    totals = [_at_wrong_total(item, tables) for item in totals]
    bare = [item for item in rest if item.finding.expected == NO_EVIDENCE]
    lost_evidence = "evidence" in lost_from and len(bare) >= MANY_RECORDS  # the control totals say where
    if lost_evidence:
        rest = [item for item in rest if item not in bare]
    changes, rest = _at_changed_cells([item for item in totals if _is_certain(item)], rest, tables)
    first = [*of_one_record(of_one_kind(unreadable)), *duplicates]
    groups = [Group(finding, frozenset([(finding.table, finding.line)]), is_certain=True) for finding in first]
    groups += [
        Group(finding, frozenset([(finding.table, finding.line)]), is_certain=True, is_change=True)
        for finding in of_one_kind(changes)
    ]
    groups += replaced
    groups += _by_shared_cells(rest, tables, changed)
    parts = [_of_part(item) for item in totals if not _is_certain(item)]
    groups += [replace(part, lost_from="evidence") for part in parts] if lost_evidence else parts
    return of_one_rule(by_record(groups))


def _with_record_of_evidence(item: FindingWithCells, tables: Mapping[str, HeldTable]) -> FindingWithCells:
    """A finding about a row of `evidence`, with the cell that the row is evidence for."""
    table, line, _ = item.own
    if table != "evidence" or not line:
        return item
    row = tables[table].record_at(line).cells
    name, key, field = (row.get(each) or "" for each in ("table", "record_id", "field"))
    there = tables[name].line_of(key) if name in tables else None
    return replace(item, cells=item.cells | {(name, there, field)}) if there else item


# --- what follows from a cell that can't be read, or from a record that is there twice ---------------------------


def _without_those_at(
    causes: list[FindingWithCells], rest: list[FindingWithCells]
) -> tuple[list[Finding], list[FindingWithCells]]:
    """The causes, and the findings that are not at, or between, their records; the others go into their `also`."""
    lines: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, item in enumerate(causes):
        lines[item.finding.table].append((item.finding.line or 0, number))
    for numbered in lines.values():
        numbered.sort()
    cells = {cell: number for number, item in reversed(list(enumerate(causes))) for cell in item.cells}
    also: dict[int, list[str]] = defaultdict(list)
    left = []
    for item in rest:
        cause = _cause_at(item, lines[item.finding.table], cells)
        if cause is None:
            left.append(item)
        else:
            also[cause].append(item.finding.rule)
    return [with_also(item.finding, also[number]) for number, item in enumerate(causes)], left


def _cause_at(item: FindingWithCells, lines: list[tuple[int, int]], cells: dict[Cell, int]) -> int | None:
    here = item.finding.line or 0
    first, last = sorted((here, item.previous or here))
    at = bisect_left(lines, (first, 0))
    if at < len(lines) and lines[at][0] <= last:
        return lines[at][1]
    return next((cells[cell] for cell in item.cells if cell in cells), None)


# --- records that others refer to and that are not there ---------------------------------------------------------


def _without_missing(
    rest: list[FindingWithCells], missing: dict[tuple[str, str], MissingRecord]
) -> tuple[list[FindingWithCells], list[Group]]:
    """The findings without those that follow from a missing record, and one finding for each missing record.

    What rests on a reference to a missing record follows from it, too.
    """
    by_line: dict[tuple[str, int | None] | None, tuple[str, str]] = {
        record.line: key for key, record in missing.items()
    }
    by_cell = {item.own: item.missing for item in rest if item.missing in missing}
    also: dict[tuple[str, str], list[str]] = defaultdict(list)
    left = []
    for item in rest:
        at_references = (by_cell[cell] for cell in sorted(item.cells, key=str) if cell in by_cell)
        key = item.missing or by_line.get(item.own[:2]) or next(at_references, None)
        if key is None:
            left.append(item)
        else:
            also[key].append(item.finding.rule)
    rules: dict[MissingRecord, list[str]] = defaultdict(list)
    for key, record in missing.items():
        rules[record] += also[key]
    tables_of = {record: table for (table, _), record in missing.items()}
    return left, [
        Group(with_also(record.finding, names), frozenset(), lost_from="" if record.line else tables_of[record])
        for record, names in rules.items()
    ]


# --- cells that several findings share ---------------------------------------------------------------------------


def _by_shared_cells(
    items: list[FindingWithCells], tables: Mapping[str, HeldTable], changed: Changed
) -> Iterator[Group]:
    """A group of findings for each cell, beginning with the one that most findings share."""
    of_cell: dict[Cell, set[int]] = defaultdict(set)
    for number, item in enumerate(items):
        for cell in item.cells | {item.own}:
            of_cell[cell].add(number)
    rank = {number: _rank(item) for number, item in enumerate(items)}
    left = set(range(len(items)))
    for cell in _by_share(of_cell, items, rank, changed):
        numbers = of_cell[cell] & left
        left -= numbers
        explained = sorted((items[number] for number in numbers), key=_rank)
        finding = _of_cell(cell, explained, tables, was_changed=cell[:2] in changed)
        spans = tuple(item.span for item in explained if item.span)
        yield Group(finding, frozenset(each[:2] for item in explained for each in item.cells), spans)


def _rank(item: FindingWithCells) -> Rank:
    """The order in which findings speak for a cell: those that say what a source states first."""
    name = item.finding.rule.partition("/")[2]
    kinds = ("sourced", "sources-agree")
    order = kinds.index(name) if name in kinds else len(kinds) + item.finding.rule.startswith("known_issues/")
    return order + 2 * (item.finding.rule == ORDER), item.finding.place


def _by_share(
    of_cell: dict[Cell, set[int]],
    items: list[FindingWithCells],
    rank: dict[int, Rank],
    changed: Changed,
) -> Iterator[Cell]:
    """Cells in the order in which they explain most of the findings that are left.

    Of cells that explain as many, one in a changed line goes first, then one at which a finding is reported.
    """
    owned: dict[Cell, Rank] = {}
    for number, item in enumerate(items):
        owned[item.own] = min(owned.get(item.own, rank[number]), rank[number])
    shares = {cell: len(numbers) for cell, numbers in of_cell.items()}  # of the findings that are left
    left = set(range(len(items)))
    buckets: dict[int, list[Cell]] = defaultdict(list)
    for cell, share in shares.items():
        buckets[share].append(cell)

    def order(cell: Cell) -> tuple[object, ...]:
        return cell[:2] not in changed, cell not in owned, owned.get(cell), str(cell)

    for share in range(max(buckets, default=0), 0, -1):
        for cell in sorted(buckets[share], key=order):
            if shares[cell] < share:
                buckets[shares[cell]].append(cell)
                continue
            explained = of_cell[cell] & left
            left -= explained
            for number in explained:
                for other in items[number].cells | {items[number].own}:
                    shares[other] -= 1
            yield cell


def _of_cell(
    cell: Cell, items: list[FindingWithCells], tables: Mapping[str, HeldTable], *, was_changed: bool
) -> Finding:
    """One finding for all that rest on a cell: that of the cell itself, or a new one.

    It is a new one if many records contradict the cell, or if its line was changed.
    """
    own = next((item for item in items if item.own == cell and item.finding.rule != ORDER), None)
    first = own or items[0]
    others = [item.finding.rule for item in items]
    if own is None and (len(items) >= _MANY or was_changed) and cell[0] in tables and cell[1]:
        return with_also(_contradicted(cell, items, tables[cell[0]]), others)
    return with_also(first.finding, others)


def _contradicted(cell: Cell, items: list[FindingWithCells], table: HeldTable) -> Finding:
    """A finding at a cell that several records contradict."""
    _, line, field = cell
    record = table.record_at(line or 0)
    first = items[0].finding
    if first.rule.endswith(("/sourced", "/sources-agree")):
        expected = f"{first.found}, as {first.table} has it for {first.key} / {first.field}"
    else:
        who = "a record contradicts" if len(items) == 1 else f"{count(len(items), 'record')} contradict"
        example = f"the first has {first.found}, and {first.expected} was expected"
        expected = f"another value, since {who} it; {example}"
    return replace(
        first,
        file=table.resource.path,
        table=table.schema.name,
        line=line,
        field=field,
        key=record.key,
        found=record.cells.get(field) or "an empty cell",
        expected=expected,
        see=tuple(dict.fromkeys(f"{item.finding.file}:{item.finding.line}" for item in items)),
        cells=len(items),
    )


# --- control totals ----------------------------------------------------------------------------------------------


def _is_certain(total: FindingWithCells) -> bool:
    """Whether a control total shows which cell was changed, so that no other record is in doubt."""
    return not total.finding.see


def _at_wrong_total(item: FindingWithCells, tables: Mapping[str, HeldTable]) -> FindingWithCells:
    """The finding, at the control total itself if it is this that is wrong."""
    for name, line, field in item.cells:
        if name == CONTROL_TOTALS_TABLE and line:
            key, path = tables[name].record_at(line).key, tables[name].resource.path
            finding = replace(item.finding, file=path, table=name, line=line, field=field, key=key, see=())
            return FindingWithCells(finding, frozenset([(name, line, field)]))
    return item


def _at_changed_cells(
    totals: list[FindingWithCells], rest: list[FindingWithCells], tables: Mapping[str, HeldTable]
) -> tuple[list[Finding], list[FindingWithCells]]:
    """The findings of cells that a control total shows to have changed, and those that don't follow from them.

    What a source states says more of a cell than a control total, so a finding at the cell itself speaks for it. All
    that rests on its record follows from it.
    """
    at = {item.own: item for item in sorted(rest, key=_rank, reverse=True)}
    records = {total.own[:2]: number for number, total in enumerate(totals)}
    of_cause: dict[int, list[Finding]] = defaultdict(list)
    left = []
    for item in rest:
        cells = [item.own, *sorted(item.cells, key=str)]
        cause = next((records[cell[:2]] for cell in cells if cell[:2] in records), None)
        if cause is None:
            left.append(item)
        else:
            of_cause[cause].append(item.finding)
    of_record = {item.own[:2]: item for item in sorted(rest, key=_rank, reverse=True)}
    speakers = [
        at.get(total.own) or (of_record.get(total.own[:2]) if _is_about_record(total, tables) else None) or total
        for total in totals
    ]
    return [
        _changed_cell(speaker.finding, total.finding, of_cause[number])
        for number, (speaker, total) in enumerate(zip(speakers, totals, strict=True))
    ], left


def _is_about_record(total: FindingWithCells, tables: Mapping[str, HeldTable]) -> bool:
    """Whether a control total shows only that a record was changed, and not in which of its cells."""
    table, _, field = total.own
    return table in tables and field == tables[table].schema.primary_key[0] and "weighted" in total.finding.found


def _changed_cell(speaker: Finding, total: Finding, others: list[Finding]) -> Finding:
    """What is said of a changed cell; if a control total says it, with the places of what contradicts the cell."""
    if speaker is total:
        places = (
            f"{other.file}:{other.line}" for other in others if (other.file, other.line) != (total.file, total.line)
        )
        speaker = replace(total, see=tuple(dict.fromkeys(places)))
    return with_also(speaker, [total.rule, *(other.rule for other in others)])


def _of_part(total: FindingWithCells) -> Group:
    """The group of a control total that shows no single cell: all records of the part take part."""
    records = frozenset(cell[:2] for cell in total.cells)
    lost = has_lost_records(total.finding)
    return Group(replace(total.finding, hint=_LOST) if lost else total.finding, records, is_part=True)


_LOST = "Restore the records that were lost. If they were deleted on purpose, run `civcas totals --write`."
