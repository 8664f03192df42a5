"""Proposes rows for the package from what was read of a text: releases or strikes, the evidence for them, the source.

A figure is proposed only where the text states it once or always the same; nothing is added up or filled in.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from civcas.package.tables import Package, read_tables
from civcas.texts.casualty_reports import Reading, Statement, publication, read, release_days
from civcas.texts.draft.proposal import NothingFound, Proposal, Request, existing_evidence
from civcas.texts.draft.release import is_the_release, of_release
from civcas.texts.draft.source import source_of
from civcas.texts.draft.strikes import of_strikes
from civcas.texts.strike_reports import StrikeReport, read_strikes


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
