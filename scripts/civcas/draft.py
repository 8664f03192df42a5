"""Proposes rows for the package from what was read of a text: releases or strikes, the evidence for them, the source.

A figure is proposed only where the text states it once or always the same; nothing is added up or filled in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import unquote, urlsplit

import polars as pl

from civcas.atomic import write_all
from civcas.calendar_words import day_of, latest_before, month_end
from civcas.check import check
from civcas.findings import Finding, UnusableInput, reason
from civcas.formatting import as_csv, formatted
from civcas.identifiers import slug, unique
from civcas.package import Package, Table, read_tables
from civcas.reading import Reading, Statement, publication, read, release_days
from civcas.schema import TableSchema
from civcas.strike_reports import StrikeReport, Strikes, read_strikes

Row = dict[str, str]
STRIKES_BY = "coalition"  # whose count the totals of strike reports are


@dataclass(frozen=True)
class Request:
    """What the caller knows of a text. `released_on`: the day of the release or strike report itself, where the page
    is of another day."""

    url: str
    kind: str
    language: str = "en"
    organisation: str = ""
    published_on: date | None = None
    released_on: date | None = None
    release_id: str | None = None
    evidence_only: bool = False


@dataclass(frozen=True)
class Figure:
    """A value that a row is proposed for, the words it was read from, and, where the record exists, its own value."""

    table: str
    record: str
    field: str
    value: str
    words: str
    standing: str | None = None

    @property
    def contradicts(self) -> bool:
        """Whether the record has another value."""
        return bool(self.standing) and self.standing != self.value


@dataclass(frozen=True)
class Proposal:
    """Rows to add, by table, and what a reader must know of them.

    `figures` say where each value was read, `missing` what the text does not state, `competing` what it states
    in several ways and is therefore left out, `unsure` what is no plain figure. `lacking` says what must be told
    before the rows are complete, `existing` which of them the package has already.
    """

    rows: dict[str, list[Row]] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    competing: dict[str, list[Statement]] = field(default_factory=dict)
    unsure: list[Statement] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    existing: list[str] = field(default_factory=list)

    @property
    def fills(self) -> list[Figure]:
        """The figures whose cell a record of the package leaves empty."""
        return [figure for figure in self.figures if figure.standing == ""]


class NothingFound(Exception):
    """The text states nothing that could be proposed; the message says what was looked for."""


def draft(package: Package, text: str, request: Request, today: date) -> Proposal:
    """The rows to propose for a text. Raises NothingFound, or UnusableInput where text and request do not agree."""
    tables = read_tables(package)
    source, lacking = source_of(tables, request, today)
    days = days_of(text, request)
    reported_on = request.released_on or (request.published_on if request.kind == "official" else None)
    if reported_on is None and len({item.value for item in days}) == 1:
        reported_on = date.fromisoformat(days[0].value)
    reading = read(text)
    if any(item.field != "month" for item in reading.statements):
        found = of_release(tables, reading, days, reported_on, source, request)
    else:
        report = read_strikes(text, reported_on)
        if not report.places and not report.totals:
            raise NothingFound(looked_for(reading, report))
        found = of_strikes(tables, report, reported_on, source)
    known = source["source_id"] in set(tables["sources"].text["source_id"])
    if request.kind == "official" and reported_on and not known:
        source |= {"published_on": reported_on.isoformat(), "published_precision": "day"}
    rows = {"sources": [] if known else [source]} | found.rows
    return replace(
        found,
        rows={name: rows[name] for name in package.schemas if rows.get(name)},
        unsure=reading.unsure,
        lacking=lacking + found.lacking,
        existing=found.existing + existing_evidence(tables["evidence"], found.rows.get("evidence", [])),
    )


def days_of(text: str, request: Request) -> list[Statement]:
    """The days that the text gives for the release: on an official page any date line, on a copy those of the release's
    own words, on a page about it none."""
    if request.kind == "official":
        return publication(text)
    return release_days(text) if is_the_release(request) else []


def looked_for(reading: Reading, report: StrikeReport) -> str:
    lines = [
        "nothing found. Looked for, in English: reports of civilian casualties carried over, received, completed, found"
        " credible, non-credible or duplicate, open, reopened; civilians killed and injured; totals of civilians"
        " killed, strikes, engagements and reports since 2014; strikes near places and totals of strike reports"
    ]
    lines += [f"no plain figure: {item.field} {item.value} in “{item.words}”" for item in reading.unsure]
    lines += [f"left out, since {item.doubt}: “{item.words}”" for item in report.doubtful[:10]]
    return "\n".join(lines)


# --- the source --------------------------------------------------------------------------------------------------


def source_of(tables: Mapping[str, Table], request: Request, today: date) -> tuple[Row, list[str]]:
    """The row of the source, as it stands or as proposed, and what must be told to complete it."""
    sources = tables["sources"].text.to_dicts()
    for row in sources:
        if page_of(request.url) in (page_of(row["url"] or ""), page_of(row["archive_url"] or "")):
            return {name: row[name] or "" for name in tables["sources"].schema.names}, []
    day = request.published_on
    row = blank(tables["sources"].schema) | {
        "source_id": unique(slug_of(request.url), {row["source_id"] for row in sources}),
        "organisation_id": organisation_of(tables, request),
        "published_on": iso(day),
        "published_precision": "day" if day else "",
        "kind": request.kind,
        "language": request.language,
        "url": request.url,
        "consulted_on": today.isoformat(),
    }
    host = urlsplit(request.url).hostname
    lacking = (
        [] if row["organisation_id"] else [f"who publishes {host}: give --organisation (see data/organisations.csv)"]
    )
    return row, lacking


def organisation_of(tables: Mapping[str, Table], request: Request) -> str:
    """The organisation as named, else the one whose home page or whose other sources are on the same host."""
    organisations = tables["organisations"].text.to_dicts()
    if request.organisation:
        if request.organisation not in {row["organisation_id"] for row in organisations}:
            raise UnusableInput(
                f"--organisation {request.organisation}: no such organisation_id in data/organisations.csv"
            )
        return request.organisation
    host = host_of(request.url)
    at_home = {row["organisation_id"] for row in organisations if host_of(row["homepage"] or "") == host}
    published = {
        row["organisation_id"] for row in tables["sources"].text.to_dicts() if host_of(row["url"] or "") == host
    }
    found = at_home if len(at_home) == 1 else published
    return found.pop() if len(found) == 1 else ""


def page_of(url: str) -> str:
    """An address without what does not tell pages apart: http or https, www, a slash at the end, a fragment."""
    parts = urlsplit(url)
    return f"{host_of(url)}{parts.path.rstrip('/')}?{parts.query}"


def host_of(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def slug_of(url: str) -> str:
    """An id for a source from its host and the last part of its path, cut at a hyphen to some sixty characters."""
    parts = urlsplit(url)
    host = re.sub(r"\.(?:com|org|net|mil)$", "", host_of(url))
    names = [
        name for name in re.split(r"[/?&=]", unquote(parts.path + "?" + parts.query)) if re.search(r"[A-Za-z0-9]", name)
    ]
    last = max(names[-2:], key=len) if names else ""
    name = slug(f"{host} {last}")
    return name if len(name) <= 62 else name[:62].rpartition("-")[0].strip("-") or name[:62]


def blank(schema: TableSchema) -> Row:
    return dict.fromkeys(schema.names, "")


# --- releases ----------------------------------------------------------------------------------------------------


# The totals that a release gives up to a day.
COUNTED_THROUGH = ("strikes_total", "engagements_total", "reports_total", "credible_total", "totals_through")


def of_release(
    tables: Mapping[str, Table],
    reading: Reading,
    days: list[Statement],
    released_on: date | None,
    source: Row,
    request: Request,
) -> Proposal:
    """The rows for a text on a release of casualty assessments."""
    schema = tables["releases"].schema
    periods = months(reading, released_on or request.published_on)
    record = release_of(reading, periods, released_on, request)
    own = {name: reading.value(name) for name in [*schema.figures, "totals_through", "period_start", "period_end"]}
    remarks = []
    through = own["totals_through"]
    if through and record.startswith("monthly") and through[:7] != record.removeprefix("monthly-"):
        own |= dict.fromkeys(COUNTED_THROUGH, "")
        remarks.append(f"left out, since they run to {through}: {', '.join(COUNTED_THROUGH)}")
    words = {item.field: item.words for item in reversed(reading.statements)}
    standing = next((row for row in tables["releases"].text.to_dicts() if row["release_id"] == record), None)
    printed = {item.value: item.words for item in days}
    if iso(released_on) in printed:
        own["published_on"], words["published_on"] = iso(released_on), printed[iso(released_on)]
    figures = [
        Figure("releases", record, name, own[name], words[name], (standing[name] or "") if standing else None)
        for name in schema.names
        if own.get(name)
    ]
    evidence = [evidence_row(tables, figure, source) for figure in figures]
    rows: dict[str, list[Row]] = {"evidence": evidence}
    existing, lacking = [], []
    if standing is None:
        period = periods[0] if record.startswith("monthly") and periods else None
        rows["releases"] = [new_release(schema, record, own, period, released_on, source)]
        if not released_on:
            lacking.append("the day of the release: give --released-on (for an official page, --published-on)")
        if record.startswith("monthly"):
            remarks.append(words_of_period(period, reading))
    elif request.kind == "official" and not request.evidence_only and all(figure.standing for figure in figures):
        existing.append(
            f"releases already has {record}: `civcas verify releases/{record} FILE` compares the text with it;"
            " --evidence-only proposes the text as a further source of it"
        )
    return Proposal(
        rows=rows,
        figures=figures,
        missing=[name for name in schema.figures if not reading.of(name)],
        competing=competing(reading),
        remarks=remarks,
        lacking=lacking,
        existing=existing,
    )


def is_the_release(request: Request) -> bool:
    """Whether the page is the release, or a copy of it, so that the date in its head is the release's."""
    return request.kind in ("official", "republication", "archive")


def competing(reading: Reading) -> dict[str, list[Statement]]:
    """The fields of which a text states several values, with one statement of each value."""
    fields = dict.fromkeys(item.field for item in reading.statements if item.field != "month")
    several = [name for name in fields if len(reading.values(name)) > 1]
    return {name: list({item.value: item for item in reversed(reading.of(name))}.values()) for name in several}


def months(reading: Reading, day: date | None) -> list[date]:
    """The months (their first days) whose reports the text tells of; the year may follow from the day of the text."""
    through = [date.fromisoformat(value) for value in reading.values("totals_through")]
    found = []
    for value in reading.values("month"):
        year, month = value.rsplit("-", 1)
        near = [total.year for total in through if total.month == int(month)]
        if year or near:
            found.append(day_of(int(year or near[0]), int(month), 1))
        else:
            found.append(latest_before(int(month), day) if day else None)
    return list(dict.fromkeys(first for first in found if first))


def release_of(reading: Reading, periods: list[date], released_on: date | None, request: Request) -> str:
    """The id of the release that the text is about. Raises UnusableInput where it can't be told."""
    named = sorted({value[-2:] for value in reading.values("month")})
    if len(named) > 1 or len(periods) > 1:
        raise UnusableInput(
            f"the text tells of the reports of several months ({', '.join(reading.values('month'))}): cut it to one"
        )
    through = reading.value("totals_through")
    told = f"{periods[0]:%Y-%m}" if periods else "" if named else through[:7]
    if request.release_id:
        about = told if periods else f"-{named[0]}" if named else ""
        if request.release_id.startswith("annual-"):
            raise UnusableInput(
                f"{request.release_id}: annual reports are worldwide; draft reads none of their figures"
            )
        if request.release_id.startswith("monthly-") and not request.release_id.endswith(about):
            month = about if told else f"month {named[0]}"
            raise UnusableInput(f"the text is about {month}, but --release-id says {request.release_id}")
        return request.release_id
    if told:
        return f"monthly-{told}"
    if released_on and reading.of("killed") and not reading.of("month") and is_the_release(request):
        return f"ad-hoc-{released_on.isoformat()}"
    raise UnusableInput("which release the text is about can't be told from it: give --release-id or --published-on")


def words_of_period(period: date | None, reading: Reading) -> str:
    """Where the days of a month were read; the text may name the month without its year."""
    if not period:
        return "the month or its year is not told by the text: period_start and period_end are left empty"
    said = reading.of("month")[0]
    year = "" if said.value.startswith(str(period.year)) else ", the year from the day of the release or of its totals"
    return f"period {period} to {month_end(period)}{year}: “{said.words}”"


def new_release(
    schema: TableSchema, record: str, own: Row, period: date | None, released_on: date | None, source: Row
) -> Row:
    kind = record.split("-", maxsplit=1)[0]
    row = blank(schema) | {name: value for name, value in own.items() if value}
    row |= {
        "release_id": record,
        "release_type": "ad_hoc" if kind == "ad" else kind,
        "published_on": iso(released_on),
        "published_precision": "day" if released_on else "",
        "source_id": source["source_id"],
    }
    if period:
        row |= {"period_start": period.isoformat(), "period_end": month_end(period).isoformat()}
    return row


def evidence_row(tables: Mapping[str, Table], figure: Figure, source: Row) -> Row:
    note = f"Disagrees: {figure.table} has {figure.standing}." if figure.contradicts else ""
    return blank(tables["evidence"].schema) | {
        "table": figure.table,
        "record_id": figure.record,
        "field": figure.field,
        "source_id": source["source_id"],
        "value": figure.value,
        "readings": "1",
        "notes": note,
    }


def existing_evidence(evidence: Table, rows: list[Row]) -> list[str]:
    key = list(evidence.schema.primary_key)
    have = set(evidence.text.select(key).iter_rows())
    again = [row for row in rows if tuple(row[name] for name in key) in have]
    if not again:
        return []
    fields = ", ".join(row["field"] for row in again)
    return [
        f"evidence already has {again[0]['source_id']} for {again[0]['record_id']} ({fields}): where this reading"
        " agrees, set `readings` of those rows to 2 by hand; where it does not, look at the text again"
    ]


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
        elif standing["source_id"] == source["source_id"]:
            existing.append(f"{name} already has {record} from this source")
        else:
            rows["evidence"] += [evidence_row(tables, figure, source) for figure in found]
    return rows, figures, existing


def is_same(row: Mapping[str, str | None], entry: Entry) -> bool:
    """Whether a row of the package is the record that the entry is about; an entry without days is of any days."""
    known = {cell: value for cell, value in entry.same.items() if value or cell == "reported_on"}
    return all((row[cell] or "") == value for cell, value in known.items())


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


# --- in words ----------------------------------------------------------------------------------------------------


def as_text(proposal: Proposal, schemas: Mapping[str, TableSchema]) -> str:
    """What was read and where, what was not, and the rows as CSV under the name of each table's file."""
    lines: list[str] = []
    for record in dict.fromkeys((figure.table, figure.record) for figure in proposal.figures):
        found = [figure for figure in proposal.figures if (figure.table, figure.record) == record]
        lines.append("/".join(record) + (" (new)" if found[0].standing is None else " (in the package)"))
        lines += [line_of(figure) for figure in found]
    for name, statements in proposal.competing.items():
        lines.append(f"left empty, since the text gives several values: {name}")
        lines += [f"  {item.value}: “{item.words}”" for item in statements]
    lines += [f"left out, as no plain figure: {item.field} {item.value}: “{item.words}”" for item in proposal.unsure]
    lines += proposal.remarks
    if proposal.missing:
        lines.append("not found: " + ", ".join(proposal.missing))
    lines += [f"still to be told: {item}" for item in proposal.lacking]
    lines += [f"already there: {item}" for item in proposal.existing]
    for table, rows in proposal.rows.items():
        lines += ["", f"data/{table}.csv", as_csv(schemas[table], rows).rstrip("\n")]
    return "\n".join(lines)


def line_of(figure: Figure) -> str:
    compared = ""
    if figure.contradicts:
        compared = f"  CONTRADICTS the record, which has {figure.standing}"
    elif figure.standing == "":
        compared = "  fills an empty cell of the record"
    return f"  {figure.field:<17} {figure.value:<11}{compared}".rstrip() + f"\n      “{figure.words}”"


# --- trying out and writing --------------------------------------------------------------------------------------


def with_proposal(package: Package, proposal: Proposal) -> dict[str, bytes]:
    """The files of the tables that get rows, or have empty cells filled, in canonical form, by the table's name."""
    tables = read_tables(package)
    names = [*proposal.rows, *[figure.table for figure in proposal.fills]]
    return {name: formatted(filled(tables[name], proposal.fills), proposal.rows.get(name, [])) for name in names}


def filled(table: Table, figures: list[Figure]) -> Table:
    key, text = table.schema.primary_key[0], table.text
    for figure in figures:
        if figure.table == table.schema.name:
            cell = pl.when(pl.col(key) == figure.record).then(pl.lit(figure.value)).otherwise(figure.field)
            text = text.with_columns(cell.alias(figure.field))
    return replace(table, text=text)


def tried(package: Package, files: Mapping[str, bytes]) -> list[Finding]:
    """What the package's rules say of it with these files that they do not say without."""

    def told(finding: Finding) -> tuple[str, ...]:
        return finding.rule, finding.file, finding.key, finding.field, finding.found, finding.expected

    before = {told(finding) for finding in check(package).errors}
    return [finding for finding in check(package, files).errors if told(finding) not in before]


def write(package: Package, files: Mapping[str, bytes]) -> None:
    """Put the tables' files in their places: all of them, or none. Raises UnusableInput."""
    try:
        write_all({package.root / package.resource(name).path: data for name, data in files.items()})
    except OSError as error:
        raise UnusableInput(f"{error.filename or package.root}: {reason(error)}; nothing was changed") from None
