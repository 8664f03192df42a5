"""The places that a search names, in any spelling: by the sound of their names."""

from __future__ import annotations

import re
import sqlite3
from difflib import get_close_matches

from civcas.site.searching.search import Search
from civcas.site.searching.terms import plain, tokens
from civcas.site.spellings import other_names

_LONGEST = 6  # words of a name
_LONG = 4  # letters of a name from which an h at its end may be left out
_SIMILAR = 0.72

_NAMES = """
SELECT name AS spelling, place_id, 0 AS rank FROM places
UNION ALL SELECT name_ar, place_id, 0 FROM places WHERE name_ar IS NOT NULL
UNION ALL SELECT place_as_reported, place_id, 1 FROM place_names
ORDER BY rank
"""
_NUMBERS = "SELECT place_id, geonames_id FROM places WHERE geonames_id IS NOT NULL"
_names: dict[str, dict[str, list[str]]] = {}


def places_named(search: Search) -> list[str]:
    """The places that the words name, by any spelling; the longest names first."""
    words = tokens(search.typed)
    known = _spellings(search.path, search.connection)
    found: list[str] = []
    used: set[int] = set()
    for length in range(min(len(words), _LONGEST), 0, -1):
        for start in range(len(words) - length + 1):
            taken = set(range(start, start + length))
            places = known.get(_sound("".join(words[start : start + length])), [])
            if places and not taken & used:
                found += [place for place in places[:3] if place not in found]
                used |= taken
    return found


def _spellings(path: str, connection: sqlite3.Connection) -> dict[str, list[str]]:
    """The places by the sound of their names; a name of their own before one that reports gave them."""
    if path not in _names:  # the database does not change, so they are read once
        by_sound: dict[str, list[str]] = {}
        named = [(row[0], row[1]) for row in connection.execute(_NAMES)]
        others = other_names()
        for place, number in connection.execute(_NUMBERS):
            named += [(name, place) for name in others.get(number, [])]
        for spelling, place in named:
            places = by_sound.setdefault(_sound("".join(tokens(spelling))), [])
            if place not in places:
                places.append(place)
        _names[path] = by_sound
    return _names[path]


# Letters that transliterations use for the same sound.
_SAME = [
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ei", "ai"),
    ("ay", "ai"),
    ("ey", "ai"),
    ("y", "i"),
    ("q", "k"),
    ("e", "a"),
]
_FORMS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي"})


def _sound(letters: str) -> str:
    """Letters without what transliterations of one name differ in: doubled letters, q for k, ou for u, the article."""
    text = plain(letters).translate(_FORMS)
    text = re.sub(r"^ال", "", text)
    if text.isascii():
        text = re.sub(r"^(al|el|ar|as|ash|at|an)(?=[a-z]{4})", "", text)
        for one, other in _SAME:
            text = text.replace(one, other)
        text = re.sub(r"(.)\1+", r"\1", text)
        text = re.sub(r"h$", "", text) if len(text) > _LONG else text
    return text


def names_like(connection: sqlite3.Connection, words: tuple[str, ...]) -> list[str]:
    """Names of places and organisations that are spelled nearly like the words."""
    letters = {_sound("".join(tokens(name))): name for (name,) in connection.execute(_CALLABLE) if name}
    near = get_close_matches(_sound("".join(words)), letters, n=5, cutoff=_SIMILAR)
    return [letters[name] for name in near]


_CALLABLE = """
SELECT place_as_reported FROM place_names UNION ALL SELECT name FROM organisations
UNION ALL SELECT abbreviation FROM organisations UNION ALL SELECT name FROM places
"""
