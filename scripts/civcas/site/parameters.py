"""What people type for a parameter of a canned query, the map or a dashboard, and what it is taken for.

The kind of a parameter is in the head of its query (see plugins/canned_queries.py): a table whose records it names, a
day, a month, a distance, a count, an id, a rule, or a field whose values it takes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from datasette.database import Database
from datasette.utils import escape_sqlite
from datasette.utils.asgi import BadRequest

from civcas.months import day_of
from civcas.site.config import Config
from civcas.site.database import Row, fetch
from civcas.site.spellings import other_names
from civcas.site.words import day_in_words, month_in_words
from civcas.texts.dates import DateMention, find_dates


class Option(NamedTuple):
    """A value that a parameter can have, how readers call it, and other spellings."""

    value: str
    label: str
    spellings: tuple[str, ...] = ()


Options = dict[str, Option]

_MOST_NAMED = 5  # candidates in a message
_COMPARED = 200  # keys with the same beginning
_LONGEST = 60  # characters of a key that are compared
_SHORTEST = 3  # characters that keys with the same beginning have in common, at least


async def value_of(db: Database, site: Config, kind: str, name: str, typed: str) -> str:
    """The value that a parameter's text is taken for. Raises BadRequest if it is none, or could be several."""
    typed = " ".join(typed.split())
    if not typed or not kind:
        return typed
    if kind in _READ:
        return _READ[kind](name, typed)
    options = await options_of(db, site, kind)
    return typed if typed in options else _spelled(options, name, typed)


def _spelled(options: Options, name: str, typed: str) -> str:
    """The value with this spelling, in any case and with any accents."""
    for plain in (_letters, _without_article):
        wanted = plain(typed)
        found = [one for one in options.values() if wanted in {plain(text) for text in (*one[:2], *one.spellings)}]
        if len(found) == 1:
            return found[0].value
        if found:
            raise BadRequest(f"{name}: {typed!r} can be {_named(found)}. Write the id")
    by_letters = {_letters(text): one for one in options.values() for text in (*one[:2], *one.spellings)}
    near = [by_letters[letters] for letters in get_close_matches(_letters(typed), by_letters, 3 * _MOST_NAMED)]
    raise BadRequest(f"{name}: there is no {typed!r}. {_expected(list(dict.fromkeys(near)), options)}")


def _expected(near: list[Option], options: Options) -> str:
    if near and len(options) > 2 * _MOST_NAMED:
        return f"Spelled alike: {_named(near)}"
    return f"Expected one of {_named(list(options.values()))}"


def _named(options: list[Option]) -> str:
    named = [one.value if one.label == one.value else f"{one.value} ({one.label})" for one in options]
    more = f" and {len(named) - _MOST_NAMED:,} more" if len(named) > 2 * _MOST_NAMED else ""
    return ", ".join(named[:_MOST_NAMED] if more else named) + more


def _letters(text: str) -> str:
    """Letters and digits in lower case, without accents, spaces and punctuation."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text).casefold() if letter.isalnum())


def _without_article(text: str) -> str:
    """The same without the Arabic article."""
    return _letters(re.sub(r"^(al|ar|as|ash|at|el)\W+", "", unicodedata.normalize("NFKD", text).casefold()))


async def require_record(db: Database, site: Config, kinds: dict[str, str], values: dict[str, str]) -> None:
    """Raises BadRequest if a parameter names a record or field that its table has not.

    The parameter is of the kind `id`; its table is in the parameter `table`, and a field of it in `field`.
    """
    name = next((name for name, kind in kinds.items() if kind == "id"), "")
    table, record, field = values.get("table") or "releases", values.get(name, ""), values.get("field", "")
    if kinds.get("field") and field and field not in site["types"][table]:
        raise BadRequest(f"field: {table} has no field {field!r}. It has {', '.join(site['types'][table])}")
    if not name or not (values.get("table") or record):
        return
    if not record:
        raise BadRequest(f"{name}: expected the id of a record in {table}")
    key = next(key for key, of in site["keys"].items() if of == table)
    sql = f"SELECT {escape_sqlite(key)} AS record FROM {escape_sqlite(table)} WHERE {escape_sqlite(key)} "  # noqa: S608
    if not await fetch(db, f"{sql} = ?", [record]):
        near = await keys_like(db, site, table, record)
        raise BadRequest(f"{name}: {table} has no {record!r}." + (f" Spelled alike: {', '.join(near)}" if near else ""))


async def keys_like(db: Database, site: Config, table: str, record: str) -> list[str]:
    """Some keys of a table that have their longest beginning in common with this one, the most alike first."""
    key = escape_sqlite(next(key for key, of in site["keys"].items() if of == table))
    sql = f"SELECT {key} AS record FROM {escape_sqlite(table)} WHERE {key} "  # noqa: S608
    start = await _common_start(db, sql, record[:_LONGEST])
    keys = [row["record"] for row in await _begins(db, sql, start, _COMPARED)] if start else []
    return get_close_matches(record[:_LONGEST], keys, _MOST_NAMED, cutoff=0)


async def _common_start(db: Database, sql: str, record: str) -> str:
    """The longest beginning that the key has in common with others."""
    for length in range(len(record), _SHORTEST, -1):
        if await _begins(db, sql, record[:length], 1):
            return record[:length]
    return ""


async def _begins(db: Database, sql: str, start: str, most: int) -> list[Row]:
    """Some records whose key begins so."""
    return await fetch(db, f"{sql} BETWEEN ? AND ? ORDER BY 1 LIMIT {most}", [start, start + "\U0010ffff"])


# --- what there is -----------------------------------------------------------------------------------------------
_SQL = {
    "places": """
    SELECT place_id AS value, name || ', ' || country AS label, name AS spelling FROM places
    UNION ALL SELECT place_id, p.name || ', ' || p.country, place_as_reported
    FROM place_names JOIN places AS p USING (place_id)
    UNION ALL SELECT place_id, name || ', ' || country, name_ar FROM places
    """,
    "organisations": """
    SELECT organisation_id AS value, name AS label, abbreviation AS spelling FROM organisations
    """,
    "releases": """
    SELECT release_id AS value, release_id AS label, published_on AS spelling FROM releases
    """,
    "estimates": """
    SELECT estimate_id AS value, estimate_id AS label, NULL AS spelling FROM estimates
    UNION ALL SELECT organisation_id, name, abbreviation FROM organisations
    WHERE organisation_id IN (SELECT organisation_id FROM estimates)
    """,
}

_FIELD = re.compile(r"\{?(\w+)\.(\w+)\}?")

_known: dict[tuple[str, str], Options] = {}


def has_options(kind: str) -> bool:
    """Whether the values of a kind can be listed."""
    return bool(kind) and kind not in _READ


async def options_of(db: Database, site: Config, kind: str) -> Options:
    """All values of a kind. The database does not change, so they are read once."""
    key = str(db.path), kind
    if key not in _known:
        _known[key] = await _read(db, site, kind)
    return _known[key]


async def _read(db: Database, site: Config, kind: str) -> Options:
    if kind == "rule":
        return {rule: Option(rule, rule) for rule in site["rules"]}
    field = _FIELD.fullmatch(kind)
    if field and kind.startswith("{"):
        return {value: Option(value, value) for value in site["categories"][field[1]][field[2]]}
    if field:
        column, cells = escape_sqlite(field[2]), f"FROM {escape_sqlite(field[1])}"
        rows = await fetch(db, f"SELECT DISTINCT {column} AS value {cells} WHERE {column} IS NOT NULL")
        return {str(row["value"]): Option(str(row["value"]), str(row["value"])) for row in rows}
    options: Options = {}
    for row in await fetch(db, _SQL[kind]):
        before = options.get(row["value"], Option(row["value"], row["label"]))
        spellings = [row["spelling"], *_as_a_month(row["value"])]
        options[row["value"]] = before._replace(spellings=(*before.spellings, *filter(None, spellings)))
    return await _with_other_names(db, options) if kind == "places" else options


async def _with_other_names(db: Database, options: Options) -> Options:
    """The places with their names in GeoNames, but for those that another place has, too."""
    numbers = await fetch(db, "SELECT place_id, geonames_id FROM places WHERE geonames_id IS NOT NULL")
    names = {row["place_id"]: other_names().get(row["geonames_id"], []) for row in numbers}
    known = {_letters(text) for one in options.values() for text in (*one[:2], *one.spellings)}
    places = Counter(letters for each in names.values() for letters in {_letters(name) for name in each})
    more = {
        place: [name for name in each if _letters(name) not in known and places[_letters(name)] == 1]
        for place, each in names.items()
    }
    return {place: one._replace(spellings=(*one.spellings, *more.get(place, []))) for place, one in options.items()}


def _as_a_month(release: str) -> list[str]:
    """April 2019, for the monthly release of that month."""
    month = re.fullmatch(r"monthly-([0-9]{4}-[0-9]{2})", release)
    return [month_in_words(month[1])] if month else []


# --- days, months and numbers ------------------------------------------------------------------------------------
_ISO_MONTH = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")


def _day(name: str, typed: str) -> str:
    """A day as 2017-03-17. In 03/04/2017 the day comes first, as in Iraq and Syria; the page shows it in words."""
    found = _day_in_numbers(typed) or _day_in_words(typed)
    if found is None:
        raise BadRequest(f"{name}: expected a day such as 2017-03-17 or 17 March 2017, found {typed!r}")
    return found.isoformat()


def _day_in_numbers(typed: str) -> date | None:
    if numbers := _YEAR_FIRST.fullmatch(typed):
        return day_of(*map(int, numbers.groups()))
    if numbers := _DAY_FIRST.fullmatch(typed):
        first, second, year = map(int, numbers.groups())
        return day_of(year, second, first) or day_of(year, first, second)
    return None


def _day_in_words(typed: str) -> date | None:
    mention = next(iter(_mentions(typed)), None)
    return mention.first_day() if mention and mention.day and not mention.last else None


def _month(name: str, typed: str) -> str:
    """A month as 2017-03."""
    year_first, month_first = _ISO_MONTH.fullmatch(typed), _MONTH_FIRST.fullmatch(typed)
    mention = next(iter(_mentions(typed)), None)
    found = None
    if year_first:
        found = day_of(int(year_first[1]), int(year_first[2]), 1)
    elif month_first:
        found = day_of(int(month_first[2]), int(month_first[1]), 1)
    elif mention and not mention.day:
        found = mention.first_day()
    if found is None:
        raise BadRequest(f"{name}: expected a month such as 2017-03 or March 2017, found {typed!r}")
    return f"{found:%Y-%m}"


def _mentions(typed: str) -> list[DateMention]:
    """The day or month that the whole text is."""
    text = typed.title() if typed.islower() or typed.isupper() else typed
    return [found for found in find_dates(text) if (found.start, found.end) == (0, len(text))]


def _distance(name: str, typed: str) -> str:
    if not re.fullmatch(r"[0-9]{1,5}(\.[0-9]+)?", typed):
        raise BadRequest(f"{name}: expected a number of kilometres such as 10, found {typed!r}")
    return typed


def _count(name: str, typed: str) -> str:
    if not re.fullmatch(r"-1|[1-9][0-9]{0,5}", typed):
        raise BadRequest(f"{name}: expected a number such as 30, or -1 for all, found {typed!r}")
    return typed


def _id(_name: str, typed: str) -> str:
    """An id; whether there is such a record, require_record() sees."""
    return typed


_READ = {"day": _day, "month": _month, "distance": _distance, "count": _count, "id": _id}


# --- in words ----------------------------------------------------------------------------------------------------
async def in_words(db: Database, site: Config, kind: str, value: str) -> str:
    """What a value stands for, if that is more than the value says."""
    if kind == "day":
        day = date.fromisoformat(value)
        return f"{day:%A}, {day_in_words(value)}"
    if kind == "month":
        return month_in_words(value)
    if kind not in _SQL:
        return ""
    option = (await options_of(db, site, kind)).get(value)
    return option.label if option and option.label != value else ""
