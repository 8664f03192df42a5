"""The day of the release or strike report that a text is, or is about."""

from __future__ import annotations

from datetime import date

from civcas.texts.draft.proposal import Request
from civcas.texts.publication_dates import page_dates, release_dates
from civcas.texts.statements import Statement

NO_RELEASE_DATE = "publication date; give --released-on (for an official page, --published-on)"


def printed_dates(text: str, request: Request) -> list[Statement]:
    """The days that a text prints for the release.

    On an official page any date line gives it, on a copy only the release's own words, on a page about it nothing.
    """
    if request.is_official:
        return page_dates(text)
    return release_dates(text) if request.is_release else []


def release_date(printed: list[Statement], request: Request) -> date | None:
    """The day of the release: what the user says, else the one day that the text prints."""
    if request.released_on:
        return request.released_on
    if request.is_official and request.published_on:
        return request.published_on
    days = {item.value for item in printed}
    return date.fromisoformat(days.pop()) if len(days) == 1 else None
