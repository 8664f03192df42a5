"""Adds to the proposal for a release what its list of incidents states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from civcas.errors import UnusableInput
from civcas.package.tables import Table
from civcas.texts.draft.evidence import with_existing
from civcas.texts.draft.incidents import ListedRelease, draft_incidents
from civcas.texts.draft.proposal import NothingFound, Proposal, Request, TextRow, iso, rows_of
from civcas.texts.draft.release_date import NO_RELEASE_DATE
from civcas.texts.incident_lists import IncidentList, read_incident_list
from civcas.texts.table_names import EVIDENCE, RELEASES

# Kinds of pages with lists of their own, which are not the Coalition's.
_OWN_LISTS = ("report", "dataset")


def list_of(text: str, request: Request, released_on: date | None) -> IncidentList:
    """The list of incidents of a text; empty if the page is a monitor's."""
    if request.kind in _OWN_LISTS:
        return IncidentList([], text)
    return read_incident_list(text, released_on or request.published_on)


def with_incidents(
    tables: Mapping[str, Table],
    found: Proposal,
    listed: IncidentList,
    request: Request,
    released_on: date | None,
    source: TextRow,
) -> Proposal:
    """What was found of a release, and the rows for its list. Raises UnusableInput."""
    release_id, remarks = _release_of(tables, found, request, released_on)
    added = draft_incidents(tables, listed, ListedRelease(release_id, released_on, source))
    is_new = bool(added.rows or added.fills)
    if is_new:
        found = _without_known(tables, found, request)
    is_known = bool(added.figures) and not is_new and not found.figures
    existing = [f"the package has all of the list of {release_id or 'this release'}"] if is_known else []
    return replace(
        found,
        rows={name: [*found.rows.get(name, []), *added.rows.get(name, [])] for name in {**found.rows, **added.rows}},
        figures=[*found.figures, *added.figures],
        remarks=[*found.remarks, *remarks, *added.remarks],
        missing=found.missing if found.figures or released_on else [NO_RELEASE_DATE],
        existing=[*found.existing, *existing],
    )


def require_something(found: Proposal) -> None:
    """Raise NothingFound if a proposal has nothing but remarks, as on items of a list that were left out."""
    if not found.figures and not any(found.rows.values()) and not found.half_filled and not found.existing:
        raise NothingFound("\n".join(["nothing to propose for the list of incidents", *found.remarks]), found.unused)


def _without_known(tables: Mapping[str, Table], found: Proposal, request: Request) -> Proposal:
    """What was found of a release, without what the package has: that must not keep its list from being written."""
    evidence, rows = tables[EVIDENCE], found.rows.get(EVIDENCE, [])
    if found.existing and not request.evidence_only:
        kept: list[TextRow] = []
    else:
        kept = [row for row in rows if not with_existing(evidence, [row], is_more=False).existing]
    remarks = [*found.remarks, *[f"already there: {item}" for item in found.existing]]
    return replace(found, rows=found.rows | {EVIDENCE: kept}, existing=[], remarks=remarks)


def _release_of(
    tables: Mapping[str, Table], found: Proposal, request: Request, released_on: date | None
) -> tuple[str, list[str]]:
    """The key of the release that a list belongs to, and what to say if it is not known. Raises UnusableInput."""
    if found.figures:
        return found.figures[0].record, []
    rows = rows_of(tables[RELEASES])
    if request.release_id:
        if request.release_id not in {row["release_id"] for row in rows}:
            raise UnusableInput(
                f"--release-id {request.release_id}: {RELEASES} has no such release, and the text states no figures"
                " of one"
            )
        return request.release_id, []
    of_day = [row["release_id"] for row in rows if released_on and row["published_on"] == iso(released_on)]
    if len(of_day) == 1:
        return of_day[0], []
    return "", [
        f"release_id stays empty because {RELEASES} has {'several releases' if of_day else 'no release'} of that day;"
        " give --release-id"
    ]
