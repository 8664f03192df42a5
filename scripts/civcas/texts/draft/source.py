"""The row to propose for the page that a text comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import SplitResult, unquote, urlsplit

from slugify import slugify

from civcas.errors import UnusableInput
from civcas.package.ids import unique
from civcas.package.tables import Table
from civcas.texts.draft.proposal import Request, TextRow, empty_row, iso, rows_of
from civcas.texts.table_names import ORGANISATIONS, SOURCES

_LONGEST_ID = 62


@dataclass(frozen=True)
class Source:
    """The row of a source, existing or proposed, and what is missing to complete it."""

    row: TextRow
    is_new: bool
    missing: list[str] = field(default_factory=list)


def draft_source(tables: Mapping[str, Table], request: Request, released_on: date | None, today: date) -> Source:
    """The source that the package has for this address, or a new one. Raises UnusableInput."""
    if known := source_with_address(tables, request.url):
        return Source(known, is_new=False)
    sources = rows_of(tables[SOURCES])
    day = (released_on if request.is_official else None) or request.published_on
    row = empty_row(tables[SOURCES].schema) | {
        "source_id": unique(source_slug(request.url), {row["source_id"] for row in sources}),
        "organisation_id": _organisation(tables, request),
        "published_on": iso(day),
        "published_precision": "day" if day else "",
        "kind": request.kind,
        "language": request.language,
        "url": request.url,
        "consulted_on": iso(today),
    }
    return Source(row, is_new=True, missing=[] if row["organisation_id"] else [_missing_publisher(tables, request)])


def source_with_address(tables: Mapping[str, Table], url: str) -> TextRow | None:
    """The source that the package has for an address, or for a copy of it in an archive."""
    page = _page(url)
    return next(
        (row for row in rows_of(tables[SOURCES]) if page in (_page(row["url"]), _page(row["archive_url"]))), None
    )


def _missing_publisher(tables: Mapping[str, Table], request: Request) -> str:
    host, file = urlsplit(request.url).hostname, tables[ORGANISATIONS].resource.path
    return f"publisher of {host}; give --organisation with an organisation_id of {file}"


def _organisation(tables: Mapping[str, Table], request: Request) -> str:
    """The publisher that the user names, else the one on the same host; empty if there is none or several."""
    if request.organisation:
        _require_organisation(tables[ORGANISATIONS], request.organisation)
        return request.organisation
    host = _host(request.url)
    with_homepage = {row["organisation_id"] for row in rows_of(tables[ORGANISATIONS]) if _host(row["homepage"]) == host}
    with_sources = {row["organisation_id"] for row in rows_of(tables[SOURCES]) if _host(row["url"]) == host}
    found = with_homepage if len(with_homepage) == 1 else with_sources
    return found.pop() if len(found) == 1 else ""


def _require_organisation(organisations: Table, name: str) -> None:
    if name not in set(organisations.text["organisation_id"]):
        raise UnusableInput(f"--organisation {name}: no such organisation_id in {organisations.resource.path}")


def _page(url: str) -> str:
    """An address without what makes no difference: http or https, www, a slash at the end, a fragment."""
    parts = _parts(url)
    return f"{_host(url)}{parts.path.rstrip('/')}?{parts.query}"


def _host(url: str) -> str:
    return (_parts(url).hostname or "").removeprefix("www.")


def _parts(url: str) -> SplitResult:
    """The parts of an address; all empty if a table holds one that is none, which `civcas check` reports."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def source_slug(url: str) -> str:
    """An id for a source, from its host and the last part of its path, cut at a hyphen."""
    parts = urlsplit(url)
    host = re.sub(r"\.(?:com|org|net|mil)$", "", _host(url))
    names = re.split(r"[/?&=]", unquote(parts.path + "?" + parts.query))
    names = [name for name in names if re.search(r"[A-Za-z0-9]", name)]
    last = max(names[-2:], key=len) if names else ""
    name = slugify(f"{host} {last}")
    if len(name) <= _LONGEST_ID:
        return name
    return name[:_LONGEST_ID].rpartition("-")[0].strip("-") or name[:_LONGEST_ID]
