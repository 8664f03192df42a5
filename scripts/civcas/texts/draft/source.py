"""The row to propose for the page that a text comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import unquote, urlsplit

from slugify import slugify

from civcas.errors import UnusableInput
from civcas.package.ids import unique
from civcas.package.tables import Table
from civcas.texts.draft.proposal import Request, TextRow, empty_row, iso, rows_of
from civcas.texts.draft.publisher import draft_publisher, host_of, parts_of
from civcas.texts.table_names import SOURCES

_LONGEST_ID = 62


@dataclass(frozen=True)
class Source:
    """The row of a source, existing or proposed, and what is missing to complete it.

    `publisher` is the row of its organisation if that is new, too.
    """

    row: TextRow
    is_new: bool
    missing: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    publisher: TextRow | None = None


def draft_source(tables: Mapping[str, Table], request: Request, released_on: date | None, today: date) -> Source:
    """The source that the package has for this address, or a new one. Raises UnusableInput."""
    if known := source_with_address(tables, request.url):
        _require_same(known, request)
        return Source(known, is_new=False)
    sources, publisher = rows_of(tables[SOURCES]), draft_publisher(tables, request)
    day = (released_on if request.is_official else None) or request.published_on
    row = empty_row(tables[SOURCES].schema) | {
        "source_id": unique(source_slug(request.url), {row["source_id"] for row in sources}),
        "organisation_id": publisher.key,
        "published_on": iso(day),
        "published_precision": "day" if day else "",
        "kind": request.kind,
        "language": request.language or "en",
        "url": request.url,
        "consulted_on": iso(today),
    }
    return Source(row, is_new=True, missing=publisher.missing, remarks=publisher.remarks, publisher=publisher.row)


def _require_same(known: TextRow, request: Request) -> None:
    """Raise UnusableInput if an option says something else of a source than the package does."""
    given = {"kind": request.kind, "language": request.language, "organisation_id": request.organisation}
    for name, value in given.items():
        if value and value != known[name]:
            option = "--" + name.removesuffix("_id")
            raise UnusableInput(
                f"{option} {value}: {SOURCES} has {known['source_id']} with this address, and {name} {known[name]}."
                f" Correct the option, or the row"
            )


def source_with_address(tables: Mapping[str, Table], url: str) -> TextRow | None:
    """The source that the package has for an address, or for a copy of it in an archive."""
    page = _page(url)
    return next(
        (row for row in rows_of(tables[SOURCES]) if page in (_page(row["url"]), _page(row["archive_url"]))), None
    )


def _page(url: str) -> str:
    """An address without what makes no difference: http or https, www, a slash at the end, a fragment."""
    parts = parts_of(url)
    return f"{host_of(url)}{parts.path.rstrip('/')}?{parts.query}"


def source_slug(url: str) -> str:
    """An id for a source, from its host and the last part of its path, cut at a hyphen."""
    parts = urlsplit(url)
    host = re.sub(r"\.(?:com|org|net|mil)$", "", host_of(url))
    names = re.split(r"[/?&=]", unquote(parts.path + "?" + parts.query))
    names = [name for name in names if re.search(r"[A-Za-z0-9]", name)]
    last = max(names[-2:], key=len) if names else ""
    name = slugify(f"{host} {last}")
    if len(name) <= _LONGEST_ID:
        return name
    return name[:_LONGEST_ID].rpartition("-")[0].strip("-") or name[:_LONGEST_ID]
