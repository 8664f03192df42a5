"""The rows to propose for a strike report: strikes by place, totals, and evidence for both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from civcas.package.ids import unique
from civcas.package.tables import Table
from civcas.texts.draft.evidence import evidence_row
from civcas.texts.draft.keys import strike_key, total_key
from civcas.texts.draft.proposal import Figure, Proposal, TextRow, empty_row, iso, rows_of
from civcas.texts.draft.release_date import NO_RELEASE_DATE
from civcas.texts.strike_reports import BOTH, COUNTRIES, StrikeLine, StrikeReport
from civcas.texts.table_names import EVIDENCE, PLACE_NAMES, STRIKE_TOTALS, STRIKES

_COUNTED_BY = "coalition"  # the organisation whose count the totals of strike reports are


@dataclass(frozen=True)
class _Entry:
    """A line of a strike report as a record.

    `key` is its key unless that is in use, `identity` the cells that an existing record of the same strikes has too,
    `figures` what the line counts, and `other_cells` the rest of the row.
    """

    table: str
    key: str
    identity: TextRow
    figures: TextRow
    other_cells: TextRow
    words: str


def draft_strikes(
    tables: Mapping[str, Table], report: StrikeReport, reported_on: date | None, source: TextRow
) -> Proposal:
    """The rows for the places and the totals of a strike report."""
    place_ids = {(row["place_as_reported"], row["country"]): row["place_id"] for row in rows_of(tables[PLACE_NAMES])}
    known = [line for line in report.places if (line.place, line.country) in place_ids]
    entries = [
        _place_entry(line, place_ids[line.place, line.country], reported_on) for line in _dated(known, reported_on)
    ]
    unread = [*report.unclear, *[line for line in report.places if line not in known]]
    entries += [
        _total_entry(line, report.totals, _itemised(line, known, unread), reported_on)
        for line in _dated(report.totals, reported_on)
    ]
    rows, figures, existing = _propose(entries, tables, source)
    return Proposal(
        rows=rows,
        figures=figures,
        remarks=[
            *[f"left out because {line.problem}: “{line.words}”" for line in report.unclear],
            *[_unknown_place(line) for line in report.places if line not in known],
            *[
                f"left out because the days are not known: “{line.words}”"
                for line in [*known, *report.totals]
                if not reported_on and not line.first
            ],
        ],
        missing=([] if reported_on else [NO_RELEASE_DATE])
        + [
            f"itemised of {row['total_id']} (all, some or none), because its places were not read: add it by hand"
            for row in rows[STRIKE_TOTALS]
            if not row["itemised"]
        ],
        existing=existing,
    )


def _dated(lines: list[StrikeLine], reported_on: date | None) -> list[StrikeLine]:
    return [line for line in lines if reported_on or line.first]


def _unknown_place(line: StrikeLine) -> str:
    return (
        f"left out because {PLACE_NAMES} has no {line.place} in {line.country}; add the spelling (and the place,"
        f" if it is new), then draft again: “{line.words}”"
    )


# --- entries -----------------------------------------------------------------------------------------------------
def _place_entry(line: StrikeLine, place_id: str, reported_on: date | None) -> _Entry:
    days = {"reported_on": iso(reported_on), "first_day": iso(line.first), "last_day": iso(line.last)}
    note = "Late-reported strike of an earlier day." if line.late else ""
    return _Entry(
        STRIKES,
        key=strike_key(reported_on or line.first, line.country, place_id),
        identity=days | {"country": line.country, "place_id": place_id},
        figures=_counts(line),
        other_cells={"place_as_reported": line.place, "notes": note},
        words=line.words,
    )


def _total_entry(line: StrikeLine, totals: list[StrikeLine], itemised: str, reported_on: date | None) -> _Entry:
    has_several_days = len({other.first for other in totals if other.country == line.country}) > 1
    is_one_day = line.first is not None and line.first == line.last
    precision = "day" if line.first else ""
    return _Entry(
        STRIKE_TOTALS,
        key=total_key(reported_on, line.first, line.country, one_day_of_several=is_one_day and has_several_days),
        identity={
            "reported_on": iso(reported_on),
            "period_start": iso(line.first),
            "period_end": iso(line.last),
            "country": line.country,
            "nation": "all",
            "organisation_id": _COUNTED_BY,
        },
        figures=_counts(line),
        other_cells={
            "start_precision": precision,
            "end_precision": precision,
            "qualifier": "exact",
            "itemised": itemised,
        },
        words=line.words,
    )


def _counts(line: StrikeLine) -> TextRow:
    return {"strikes": str(line.strikes), "engagements": "" if line.engagements is None else str(line.engagements)}


_NAMES_PLACES = re.compile(r"\bnear\s+(?:the\s+)?[A-Z]")


def _itemised(total: StrikeLine, places: list[StrikeLine], unread: list[StrikeLine]) -> str:
    """Whether the proposed places of a total's country and days make up all of it, some of it, or nothing.

    Empty if that is not known: places were named but not read, or those read have more strikes than the total.
    """
    listed = sum(line.strikes for line in places if not line.late and _is_part_of(line, total))
    if listed == total.strikes:
        return "all"
    if listed:
        return "some" if listed < total.strikes else ""
    not_read = any(line.place and not line.late and _may_be_part_of(line, total) for line in unread)
    return "" if not_read or _NAMES_PLACES.search(total.words) else "none"


def _may_be_part_of(line: StrikeLine, total: StrikeLine) -> bool:
    return line.country not in COUNTRIES or total.country in (BOTH, line.country)


def _is_part_of(line: StrikeLine, total: StrikeLine) -> bool:
    if total.country not in (BOTH, line.country):
        return False
    if not line.first or not total.first or not total.last:
        return line.first == total.first
    return total.first <= line.first <= total.last


# --- rows --------------------------------------------------------------------------------------------------------
def _propose(
    entries: list[_Entry], tables: Mapping[str, Table], source: TextRow
) -> tuple[dict[str, list[TextRow]], list[Figure], list[str]]:
    """New rows and their figures, evidence for records from another source, and the records already there from this
    source."""
    known = {name: rows_of(tables[name]) for name in (STRIKES, STRIKE_TOTALS)}
    rows: dict[str, list[TextRow]] = {STRIKES: [], STRIKE_TOTALS: [], EVIDENCE: []}
    figures: list[Figure] = []
    existing: list[str] = []
    for entry in entries:
        schema = tables[entry.table].schema
        key_field = schema.primary_key[0]
        record = next((row for row in known[entry.table] if _is_same(row, entry)), None)
        if not record and (twin := _under_another_day(known[entry.table], entry, source)):
            existing.append(
                f"already recorded: {entry.table} has {twin[key_field]}, of the same source, place and days, reported"
                f" on {twin['reported_on'] or 'no day'}"
            )
            continue
        taken = {row[key_field] for row in [*known[entry.table], *rows[entry.table]]}
        key = record[key_field] if record else unique(entry.key, taken)
        found = _figures(entry, key, record)
        figures += found
        if not record:
            cells = entry.identity | entry.figures | entry.other_cells
            row = empty_row(schema) | cells | {key_field: key, "source_id": source["source_id"]}
            rows[entry.table].append(row)
            if entry.table == STRIKE_TOTALS:  # every total has evidence, also from its own source
                rows[EVIDENCE] += [evidence_row(tables[EVIDENCE], figure, source) for figure in found]
        elif record["source_id"] == source["source_id"]:
            existing.append(f"{entry.table} already has {key} from this source")
        else:
            rows[EVIDENCE] += [evidence_row(tables[EVIDENCE], figure, source) for figure in found]
    return rows, figures, existing


def _figures(entry: _Entry, key: str, record: TextRow | None) -> list[Figure]:
    return [
        Figure(entry.table, key, field, value, entry.words, record[field] if record else None)
        for field, value in entry.figures.items()
        if value
    ]


def _is_same(row: TextRow, entry: _Entry) -> bool:
    """Whether a row is the record that an entry is about; an entry without days fits any days."""
    cells = {name: value for name, value in entry.identity.items() if value or name == "reported_on"}
    return all(row[name] == value for name, value in cells.items())


def _under_another_day(rows: list[TextRow], entry: _Entry, source: TextRow) -> TextRow | None:
    """The record of the same source, place and days that is said to be reported on another day."""
    if not any(entry.identity.get(name) for name in ("first_day", "period_start")):
        return None
    same = {name: value for name, value in entry.identity.items() if name != "reported_on"}
    same["source_id"] = source["source_id"]
    return next((row for row in rows if all(row[name] == value for name, value in same.items())), None)
