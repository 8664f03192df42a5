"""The first lines of the home page: the Coalition's total, Airwars' count beside it, and where the total was read."""

from __future__ import annotations

from datasette.database import Database

from civcas.site.database import Row, address, fetch
from civcas.texts.numerals import UNITS

# How many sources of each kind state the value of a figure.
_SOURCES = """
SELECT s.kind, count(*) AS number
FROM evidence AS e JOIN sources AS s USING (source_id)
WHERE e."table" = :table AND e.record_id = :record AND e.field = :field AND e.value = CAST(:low AS TEXT)
GROUP BY s.kind ORDER BY number DESC, s.kind
"""

# How many totals of the Coalition there are, and how many of them were read in its own words.
_TOTALS = """
SELECT count(*) AS stated, coalesce(sum(EXISTS (
  SELECT 1 FROM evidence AS e JOIN sources AS s USING (source_id)
  WHERE e."table" = 'releases' AND e.record_id = r.release_id AND e.field = 'killed_total'
    AND e.value = CAST(r.killed_total AS TEXT) AND s.kind IN ('official', 'republication')
)), 0) AS official
FROM releases AS r WHERE r.killed_total IS NOT NULL
"""

_KINDS = {
    "official": ("official page", "official pages"),
    "republication": ("copy of an official text", "copies of official texts"),
    "archive": ("archived copy", "archived copies"),
    "news": ("news article", "news articles"),
    "report": ("publication of a monitor or researcher", "publications of monitors or researchers"),
    "dataset": ("dataset", "datasets"),
}


_OWN_WORDS = {"official", "republication"}


async def opening(db: Database, headlines: list[Row]) -> Row:
    """`official` and `airwars` are headlines with their addresses, or None if no record states them."""
    figures = {item["name"]: {**item, "href": address(db.name, item["table"], item["record"])} for item in headlines}
    official, airwars = figures.get("official_killed"), figures.get("airwars_killed")
    return {
        "official": official,
        "airwars": airwars,
        "times": times_as_many(official["low"], airwars["low"], airwars["high"]) if official and airwars else "",
        **(await _sources(db, official) if official else {}),
        "totals": (await fetch(db, _TOTALS))[0],
    }


async def _sources(db: Database, figure: Row) -> Row:
    """The kinds of sources that state a figure, in words (2 news articles), and whether one has the original words."""
    kinds = await fetch(db, _SOURCES, {key: figure[key] for key in ("table", "record", "field", "low")})
    return {
        "sources": [f"{row['number']:,} {_KINDS[row['kind']][row['number'] > 1]}" for row in kinds],
        "own_words": any(row["kind"] in _OWN_WORDS for row in kinds),
    }


def times_as_many(one: int, low: int, high: int) -> str:
    """How many times as many a range is, rounded and in words: six to nine. Empty below one and a half times."""
    if not one or low < 1.5 * one:
        return ""
    first, last = (_word(round(bound / one)) for bound in (low, high))
    return first if first == last else f"{first} to {last}"


def _word(number: int) -> str:
    return UNITS[number] if number < len(UNITS) else f"{number:,}"
