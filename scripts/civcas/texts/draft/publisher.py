"""The organisation that published a page: one that the package has, or a new row with what the address tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from slugify import slugify

from civcas.errors import UnusableInput
from civcas.package.ids import unique
from civcas.package.tables import Table
from civcas.texts.draft.proposal import Request, TextRow, empty_row, rows_of
from civcas.texts.table_names import ORGANISATIONS, SOURCES

# The kind of organisation that publishes a kind of page, or has a host with such an end. All others are `other`.
_KIND_OF_PAGE = {"news": "news", "archive": "archive"}
_KIND_OF_HOST = {".mil": "military", ".gov": "government", ".int": "intergovernmental"}


@dataclass(frozen=True)
class Publisher:
    """The key of an organisation, empty if it is `missing`. `row` is its row if it is new, and `remarks` say so."""

    key: str
    row: TextRow | None = None
    missing: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def draft_publisher(tables: Mapping[str, Table], request: Request) -> Publisher:
    """The publisher that the user names, else the one on the same host, else a new one. Raises UnusableInput."""
    organisations = tables[ORGANISATIONS]
    if request.organisation:
        if request.organisation not in set(organisations.text["organisation_id"]):
            path = organisations.resource.path
            raise UnusableInput(f"--organisation {request.organisation}: no such organisation_id in {path}")
        return Publisher(request.organisation)
    host = host_of(request.url)
    with_homepage = {row["organisation_id"] for row in rows_of(organisations) if host_of(row["homepage"]) == host}
    with_sources = {row["organisation_id"] for row in rows_of(tables[SOURCES]) if host_of(row["url"]) == host}
    found = with_homepage if len(with_homepage) == 1 else with_sources or with_homepage
    if len(found) > 1:
        several = ", ".join(sorted(found))
        return Publisher("", missing=[f"publisher of {host}, which may be {several}; give --organisation"])
    return Publisher(found.pop()) if found else _new_publisher(organisations, request, host)


def _new_publisher(organisations: Table, request: Request, host: str) -> Publisher:
    """A row with what the address tells of a publisher. Its name is the host, until somebody completes the row."""
    rows = rows_of(organisations)
    key = unique(slugify(host), {row["organisation_id"] for row in rows})
    of_host = next((kind for end, kind in _KIND_OF_HOST.items() if host.endswith(end)), "other")
    parts = urlsplit(request.url)
    row = empty_row(organisations.schema) | {
        "organisation_id": key,
        "name": unique(host, {row["name"] for row in rows}),
        "kind": _KIND_OF_PAGE.get(request.kind, of_host),
        "homepage": f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}",
    }
    remark = (
        f"to be completed by hand in {organisations.resource.path}: the new publisher {key}, of which only the host is"
        f" known. Correct its name and kind ({row['kind']}), and fill in abbreviation and country. If the package has"
        " this publisher under another host, give --organisation instead"
    )
    return Publisher(key, row, remarks=[remark])


def host_of(url: str) -> str:
    """The host of an address, without www."""
    return (parts_of(url).hostname or "").removeprefix("www.")


def parts_of(url: str) -> SplitResult:
    """The parts of an address; all empty if a table holds one that is none, which `civcas check` reports."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")
