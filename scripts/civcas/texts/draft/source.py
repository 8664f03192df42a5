"""The row to propose for the page that a text comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import unquote, urlsplit

from civcas.errors import UnusableInput
from civcas.package.ids import slug, unique
from civcas.package.tables import Table
from civcas.texts.draft.proposal import Request, Row, blank, iso


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
