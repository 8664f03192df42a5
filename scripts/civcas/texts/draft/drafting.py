"""The order of a draft: read a text, and propose rows for what it states.

A figure is proposed only if the text states one value for it. Nothing is added up or filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from civcas.package.tables import Package, Table, read_tables
from civcas.texts.casualty_reports import read_casualty_report
from civcas.texts.draft.agreement import (
    remarks_on_days,
    require_month_before,
    require_printed_days,
    require_strikes_before,
    several_days,
)
from civcas.texts.draft.by_hand import with_values, with_what_was_given
from civcas.texts.draft.estimates import with_estimates
from civcas.texts.draft.evidence import with_existing, without_written
from civcas.texts.draft.proposal import NothingFound, Proposal, Request, TextRow
from civcas.texts.draft.release import ReleaseText, draft_release
from civcas.texts.draft.release_date import NO_RELEASE_DATE, printed_dates, release_date
from civcas.texts.draft.release_lists import list_of, require_something, with_incidents
from civcas.texts.draft.report import nothing_found
from civcas.texts.draft.source import Source, draft_source
from civcas.texts.draft.strikes import draft_strikes
from civcas.texts.statements import Reading
from civcas.texts.strike_reports import StrikeReport, read_strike_report
from civcas.texts.table_names import ESTIMATES, EVIDENCE, ORGANISATIONS, SOURCES


def draft(package: Package, text: str, request: Request, today: date) -> Proposal:
    """The rows to propose for a text. Raises NothingFound, or UnusableInput if text and request do not agree."""
    tables = read_tables(package)
    require_printed_days(text, request)
    printed = printed_dates(text, request)
    released_on = release_date(printed, request)
    source = draft_source(tables, request, released_on, today)
    listed = list_of(text, request, released_on)
    rest = listed.rest if listed.items else text
    given = with_values(read_casualty_report(rest), text, request, source.row["language"])
    reading = given.reading
    found, unused = Proposal(), reading.unused
    if any(item.field != "month" for item in reading.statements):
        release = ReleaseText(reading, printed, released_on, request)
        require_month_before(reading, release.months, request, released_on)
        found = with_what_was_given(draft_release(tables, release, source.row), given, request.values)
    elif not listed.items:
        report = read_strike_report(text, released_on)
        if not report.places and not report.totals:
            return _of_others_only(reading, report, tables, text, source)
        require_strikes_before(report, released_on)
        found = draft_strikes(tables, report, released_on, source.row)
        unused = []  # the remarks name the lines that were left out
    if listed.items:
        found = with_incidents(tables, found, listed, request, released_on, source.row)
    found = with_estimates(replace(found, unused=unused), tables, rest, source.row)
    if listed.items:
        require_something(found)
    complete = _complete(found, source, tables)
    return replace(
        complete,
        inexact=reading.inexact,
        remarks=remarks_on_days(printed, released_on) + complete.remarks,
        missing=[item + several_days(printed) if item == NO_RELEASE_DATE else item for item in complete.missing],
    )


def _of_others_only(
    reading: Reading, report: StrikeReport, tables: Mapping[str, Table], text: str, source: Source
) -> Proposal:
    """The proposal for a text that only gives the counts of others. Raises NothingFound if it does not either."""
    found = with_estimates(Proposal(unused=reading.unused), tables, text, source.row)
    if not found.rows[ESTIMATES] and not found.half_filled and not found.remarks:
        raise NothingFound(nothing_found(reading, report), reading.unused)
    return replace(_complete(found, source, tables), inexact=reading.inexact)


def _complete(found: Proposal, source: Source, tables: Mapping[str, Table]) -> Proposal:
    """The proposal with its source, and its rows in the order of the package's tables."""
    rows: dict[str, list[TextRow]] = dict(found.rows)
    is_needed = any(rows.values())
    rows[SOURCES] = [source.row] if source.is_new and is_needed else []
    rows[ORGANISATIONS] = [source.publisher] if source.publisher and is_needed else []
    written = without_written(tables[EVIDENCE], rows.get(EVIDENCE, []), found.figures)
    evidence = with_existing(tables[EVIDENCE], written, is_more=any(rows[name] for name in rows if name != EVIDENCE))
    rows[EVIDENCE] = evidence.rows
    return replace(
        found,
        rows={name: rows[name] for name in tables if rows.get(name)},
        remarks=found.remarks + evidence.remarks + (source.remarks if is_needed else []),
        missing=source.missing + found.missing,
        existing=found.existing + evidence.existing,
    )
