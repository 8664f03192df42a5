"""The rows to propose for a strike report: strikes by place, totals, and evidence for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from civcas.package.ids import unique
from civcas.package.tables import Table
from civcas.texts.draft.proposal import Figure, Proposal, Row, blank, evidence_row, iso
from civcas.texts.strike_reports import StrikeReport, Strikes

STRIKES_BY = "coalition"  # whose count the totals of strike reports are


# --- strikes -----------------------------------------------------------------------------------------------------
CODES = {"Iraq": "iq", "Syria": "sy"}


@dataclass(frozen=True)
class Entry:
    """A line of a strike report as a record: the wished `name` for its key, the cells by which it is the `same` record
    as another, its `own` figures and the `rest` of the row."""

    table: Table
    name: str
    same: Row
    own: Row
    rest: Row
    words: str


def of_strikes(tables: Mapping[str, Table], report: StrikeReport, reported_on: date | None, source: Row) -> Proposal:
    """The rows for a strike report: its places, and its totals."""
    names = tables["place_names"].text.to_dicts()
    known = {(row["place_as_reported"], row["country"]): row["place_id"] for row in names}
    placed = [item for item in report.places if (item.place, item.country) in known]
    entries = [
        place_entry(tables["strikes"], item, known[item.place, item.country], reported_on)
        for item in placed
        if reported_on or item.first
    ]
    entries += [
        total_entry(tables["strike_totals"], item, report.totals, placed, reported_on)
        for item in report.totals
        if reported_on or item.first
    ]
    rows, figures, existing = settled(entries, tables, source)
    return Proposal(
        rows=rows,
        figures=figures,
        remarks=[
            *[f"left out, since {item.doubt}: “{item.words}”" for item in report.doubtful],
            *[unknown_place(item) for item in report.places if item not in placed],
        ],
        lacking=[]
        if reported_on
        else ["the day of the report: give --released-on (for an official page, --published-on)"],
        existing=existing,
    )


def unknown_place(item: Strikes) -> str:
    return (
        f"left out, since place_names has no {item.place} in {item.country}: add the spelling (and the place, if it is"
        f" new), then draft again: “{item.words}”"
    )


def place_entry(table: Table, item: Strikes, place: str, reported_on: date | None) -> Entry:
    day = {"reported_on": iso(reported_on), "first_day": iso(item.first), "last_day": iso(item.last)}
    short = re.sub(r"-(?:iraq|syria)$", "", place)
    return Entry(
        table,
        name=f"{day['reported_on'] or day['first_day']}-{CODES[item.country]}-{short}",
        same=day | {"country": item.country, "place_id": place},
        own=counts(item),
        rest={"place_as_reported": item.place, "notes": "Late-reported strike of an earlier day." if item.late else ""},
        words=item.words,
    )


def total_entry(
    table: Table, item: Strikes, totals: list[Strikes], placed: list[Strikes], reported_on: date | None
) -> Entry:
    several = len({other.first for other in totals if other.country == item.country}) > 1
    single = item.first is not None and item.first == item.last
    name = f"{item.country.lower()}-all"
    if not reported_on:
        name = f"day-{iso(item.first)}-{name}"
    else:
        name = f"{iso(reported_on)}-{name}" + (f"-day-{iso(item.first)}" if single and several else "")
    precision = "day" if item.first else ""
    return Entry(
        table,
        name=name,
        same={
            "reported_on": iso(reported_on),
            "period_start": iso(item.first),
            "period_end": iso(item.last),
            "country": item.country,
            "nation": "all",
            "organisation_id": STRIKES_BY,
        },
        own=counts(item),
        rest={
            "start_precision": precision,
            "end_precision": precision,
            "qualifier": "exact",
            "itemised": itemised(item, placed),
        },
        words=item.words,
    )


def counts(item: Strikes) -> Row:
    return {"strikes": str(item.strikes), "engagements": "" if item.engagements is None else str(item.engagements)}


def itemised(total: Strikes, placed: list[Strikes]) -> str:
    """Whether the places proposed for a total's country and days make up all of it, some, or none."""
    listed = sum(
        item.strikes
        for item in placed
        if total.country in ("both", item.country) and not item.late and within(item, total)
    )
    return "all" if listed >= total.strikes else "some" if listed else "none"


def within(item: Strikes, total: Strikes) -> bool:
    if not item.first or not total.first or not total.last:
        return item.first == total.first
    return total.first <= item.first <= total.last


def settled(
    entries: list[Entry], tables: Mapping[str, Table], source: Row
) -> tuple[dict[str, list[Row]], list[Figure], list[str]]:
    """New rows for the entries, evidence for those that the package has from another source, and those it has from
    this one."""
    rows: dict[str, list[Row]] = {"strikes": [], "strike_totals": [], "evidence": []}
    figures: list[Figure] = []
    existing: list[str] = []
    for entry in entries:
        table, name = entry.table, entry.table.schema.name
        key = table.schema.primary_key[0]
        records = table.text.to_dicts()
        standing = next((row for row in records if is_same(row, entry)), {})
        taken = {row[key] for row in [*records, *rows[name]]}
        record = standing.get(key) or unique(entry.name, taken)
        found = [
            Figure(name, record, cell, value, entry.words, (standing[cell] or "") if standing else None)
            for cell, value in entry.own.items()
            if value
        ]
        figures += found
        if not standing:
            row = entry.same | entry.own | entry.rest | {key: record, "source_id": source["source_id"]}
            rows[name].append(blank(table.schema) | row)
            if name == "strike_totals":  # every total has evidence, also from its own source
                rows["evidence"] += [evidence_row(tables, figure, source) for figure in found]
        elif standing["source_id"] == source["source_id"]:
            existing.append(f"{name} already has {record} from this source")
        else:
            rows["evidence"] += [evidence_row(tables, figure, source) for figure in found]
    return rows, figures, existing


def is_same(row: Mapping[str, str | None], entry: Entry) -> bool:
    """Whether a row of the package is the record that the entry is about; an entry without days is of any days."""
    known = {cell: value for cell, value in entry.same.items() if value or cell == "reported_on"}
    return all((row[cell] or "") == value for cell, value in known.items())
