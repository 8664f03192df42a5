"""The rows to propose for a strike report: strikes by place, totals, and evidence for both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from civcas.package.ids import unique
from civcas.package.tables import Table
from civcas.texts.draft.evidence import evidence_row
from civcas.texts.draft.keys import strike_key, total_key
from civcas.texts.draft.proposal import Figure, Proposal, TextRow, empty_row, iso, rows_of
from civcas.texts.draft.release_date import NO_RELEASE_DATE
from civcas.texts.strike_reports import BOTH, StrikeLine, StrikeReport
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
    entries += [_total_entry(line, report.totals, known, reported_on) for line in _dated(report.totals, reported_on)]
    rows, figures, existing = _propose(entries, tables, source)
    return Proposal(
        rows=rows,
        figures=figures,
        remarks=[
            *[f"left out because {line.problem}: “{line.words}”" for line in report.unclear],
            *[_unknown_place(line) for line in report.places if line not in known],
        ],
        missing=[] if reported_on else [NO_RELEASE_DATE],
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


def _total_entry(
    line: StrikeLine, totals: list[StrikeLine], places: list[StrikeLine], reported_on: date | None
) -> _Entry:
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
            "itemised": _itemised(line, places),
        },
        words=line.words,
    )


def _counts(line: StrikeLine) -> TextRow:
    return {"strikes": str(line.strikes), "engagements": "" if line.engagements is None else str(line.engagements)}


def _itemised(total: StrikeLine, places: list[StrikeLine]) -> str:
    """Whether the proposed places of a total's country and days make up all of it, some of it, or nothing."""
    listed = sum(line.strikes for line in places if not line.late and _is_part_of(line, total))
    if listed >= total.strikes:
        return "all"
    return "some" if listed else "none"


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
