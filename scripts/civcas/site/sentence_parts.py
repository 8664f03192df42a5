"""What the sentences of several tables have in common: places, organisations, periods, figures, joining."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import Any

from civcas.months import month_end
from civcas.site.words import day_in_words, month_in_words

Record = Mapping[str, Any]

_COUNTRIES = {"both": "Iraq and Syria"}

# How the name of a place ends that stands for a whole country.
UNNAMED = "(place not named)"


def one(connection: sqlite3.Connection, sql: str, *values: Any) -> str | None:
    row = connection.execute(sql, values).fetchone()
    return str(row[0]) if row and row[0] is not None else None


def organisation(connection: sqlite3.Connection, record: Record) -> str:
    key = record["organisation_id"]
    return one(connection, "SELECT name FROM organisations WHERE organisation_id = ?", key) or str(key)


def country(record: Record) -> str:
    country: str = record["country"]
    return _COUNTRIES.get(country, country)


def with_article(name: str) -> str:
    """The Netherlands, but Australia."""
    return f"the {name}" if name.startswith(("Coalition", "United", "Netherlands")) else name


def where(connection: sqlite3.Connection, record: Record) -> str:
    """The place as the source spells it, with the usual name if that is another, and the country."""
    reported, country = record["place_as_reported"] or "", record["country"] or ""
    name = one(connection, "SELECT name FROM places WHERE place_id = ?", record.get("place_id"))
    if name and name.endswith(UNNAMED):
        return name
    places = reported if name is None or name.casefold() in reported.casefold() else f"{reported} ({name})"
    return places if places.endswith(country) else joined_by_comma(places, country)


# A known issue is a dispute unless it says that something is missing: a second reading of a figure, a figure that no
# source states, or a whole release.
_DISPUTED = """
SELECT field FROM known_issues
WHERE "table" = ? AND record_id = ? AND field IS NOT NULL
  AND rule NOT LIKE '%/sourced' AND rule NOT LIKE '%/months-follow'
  AND (found IS NOT 'an empty cell' OR rule LIKE '%/sources-agree')
"""


def disputed(connection: sqlite3.Connection, table: str, key: str) -> set[str]:
    """The fields of a record that other figures or sources contradict."""
    return {row[0] for row in connection.execute(_DISPUTED, (table, key))}


def joined_by_comma(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def saying(opening: str, *parts: str) -> str:
    """A sentence of what a record is and, after a colon, what it says."""
    said = joined(*parts)
    return f"{opening}: {said}." if said else f"{opening}."


def harm(killed: str, injured: str) -> str:
    """105 killed and 9 injured, as far as known."""
    parts = [f"{killed} killed" if killed else "", f"{injured} injured" if injured else ""]
    return " and ".join(part for part in parts if part)


def figure(record: Record, field: str) -> str:
    return "" if record[field] is None else f"{record[field]:,}"


def on(day: str, precision: str | None) -> str:
    """On a day, in a month or year."""
    return f"{'on' if (precision or 'day') == 'day' else 'in'} {day_in_words(day, precision)}"


BOUNDS = {"at_least": "at least", "more_than": "more than", "approximately": "about", "up_to": "up to"}


def period(record: Record) -> str:
    """From 8 August 2014 to March 2022, on one day, or in one month or year: as far as known."""
    first, last = record["period_start"], record["period_end"]
    begins = first and day_in_words(first, record["start_precision"])
    ends = last and day_in_words(last, record["end_precision"])
    if begins and ends:
        return _whole(first, last) or (begins if begins == ends else f"{begins} to {ends}")
    return f"from {begins}" if begins else f"to {ends}" if ends else "period not stated"


def _whole(first: str, last: str) -> str:
    """The month or year that begins and ends on these days; empty if they are another period."""
    if first.endswith("-01-01") and last == f"{first[:4]}-12-31":
        return first[:4]
    whole = first.endswith("-01") and last == month_end(date.fromisoformat(first)).isoformat()
    return month_in_words(first) if whole else ""
