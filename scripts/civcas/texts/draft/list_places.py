"""Finds the places that items of a list name, by the spellings that the package has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from civcas.package.tables import Table
from civcas.texts.draft.proposal import rows_of
from civcas.texts.table_names import PLACE_NAMES, PLACES

_SETTLEMENT = re.compile(r"\s+(?:village|town|city)$", re.IGNORECASE)
_PART_OF_TOWN = re.compile(
    r"\b(?:neighbou?rhood|quarter|street|road|area|roundabout|square|mosque|hospital|school|market|bridge|residence"
    r"|building|hotel|university|station)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\band\b|\bor\b|\bbetween\b|[/&;]", re.IGNORECASE)


@dataclass(frozen=True)
class FoundPlace:
    """The place that a list means, and its spelling there. `is_new_spelling`: the package has only one like it."""

    place_id: str
    spelling: str
    is_new_spelling: bool = False


class Places:
    """The places of a package, by their spellings.

    Spellings that differ only in case, accents, spaces or punctuation mean one place, as a rule of the package says.
    """

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._exact: dict[tuple[str, str], str] = {}
        self._like: dict[tuple[str, str], set[str]] = {}
        for row in rows_of(tables[PLACE_NAMES]):
            self._exact[row["country"], row["place_as_reported"]] = row["place_id"]
            self._like.setdefault((row["country"], _letters(row["place_as_reported"])), set()).add(row["place_id"])
        self._places = {row["place_id"]: row for row in rows_of(tables[PLACES])}

    def find(self, place: str, country: str) -> FoundPlace | str:
        """The place, or why it is not known."""
        whole = self._settlement(place, country)
        parts = [part.strip() for part in place.split(",")]
        if whole:
            return whole
        if _SEVERAL.search(place):
            return "it seems to name several places"
        if len(parts) > 1:
            finest, town = self._settlement(parts[0], country), self._settlement(parts[-1], country)
            if finest and town and not self._lies_in(finest.place_id, town.place_id, parts[-1], country):
                return f"it names two places, {finest.place_id} and {town.place_id}"
            if finest:
                return finest
            if town and _PART_OF_TOWN.search(parts[0]):
                return town
        return (
            f"{PLACE_NAMES} has no {place} in {country}; add the spelling (and the place, if it is new), then draft"
            " again"
        )

    def _settlement(self, spelling: str, country: str) -> FoundPlace | None:
        return self._spelled(spelling, country) or self._spelled(_SETTLEMENT.sub("", spelling), country)

    def _spelled(self, spelling: str, country: str) -> FoundPlace | None:
        if (country, spelling) in self._exact:
            return FoundPlace(self._exact[country, spelling], spelling)
        like = self._like.get((country, _letters(spelling)), set())
        return FoundPlace(next(iter(like)), spelling, is_new_spelling=True) if len(like) == 1 else None

    def _lies_in(self, finest: str, town: str, name: str, country: str) -> bool:
        """Whether the second of two names only says in which town, district or governorate the first place lies."""
        place = self._places.get(finest)
        if finest == town or not place:
            return finest == town
        around = [place["governorate"], place["district"]]
        seats = [self._spelled(each, country) for each in around if each]
        return _letters(name) in map(_letters, around) or any(seat and seat.place_id == town for seat in seats)


def _letters(spelling: str) -> str:
    plain = unicodedata.normalize("NFKD", spelling)
    return "".join(letter for letter in plain if letter.isalnum()).lower()
