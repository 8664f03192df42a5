"""The search over all tables with a full-text index. It also understands ids, months and days."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Awaitable, Callable
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote_plus

from datasette import hookimpl
from datasette.utils import detect_primary_keys, escape_fts
from datasette.utils.asgi import Request, Response

from civcas.site.config import Config, configured, site_config
from civcas.site.database import Row, address
from civcas.site.filters import MONTH

if TYPE_CHECKING:
    from datasette.app import Datasette

# How many records of each table a search shows, and how many characters it reads.
_SHOWN = 10


_TYPED = 200


# The fields that describe a record, in the order in which they are shown.
_DESCRIBING = (
    "place_as_reported", "governorate", "kind", "published_on", "measure", "low", "best", "high", "country", "place",
    "status", "homepage", "url", "explanation", "notes",
)  # fmt: skip


_DAY = re.compile(MONTH.pattern + r"-(0[1-9]|[12]\d|3[01])")


# What to look up for a month or a day: how many there are, what they are, and their address.
_OF_A_MONTH = [
    ("SELECT count(*) FROM releases WHERE release_id = 'monthly-' || ?", "Monthly release", "releases/monthly-{}"),
    (
        "SELECT count(*) FROM incidents WHERE first_day LIKE ? || '-%'",
        "Incidents that began in the month",
        "incidents?first_day__startswith={}",
    ),
    (
        "SELECT count(*) FROM strikes WHERE first_day LIKE ? || '-%'",
        "Strikes that began in the month",
        "strikes?first_day__startswith={}",
    ),
    (
        "SELECT count(*) FROM releases WHERE published_on LIKE ? || '-%'",
        "Releases published in the month",
        "releases?published_on__startswith={}",
    ),
]


_OF_A_DAY = [
    (
        "SELECT count(*) FROM incidents WHERE ? BETWEEN first_day AND last_day",
        "Incidents of the day",
        "incidents?first_day__lte={0}&last_day__gte={0}",
    ),
    (
        "SELECT count(*) FROM strikes WHERE ? BETWEEN coalesce(first_day, date(reported_on, '-1 day'))"
        " AND coalesce(last_day, first_day, date(reported_on, '-1 day'))",
        "Strikes of the day",
        "strikes-of-a-day?day={}",
    ),
    (
        "SELECT count(*) FROM releases WHERE published_on = ?",
        "Releases published on the day",
        "releases?published_on={}",
    ),
]


_NAMES = """
SELECT place_as_reported AS name FROM place_names UNION SELECT name FROM places UNION SELECT name FROM organisations
UNION SELECT abbreviation FROM organisations WHERE abbreviation IS NOT NULL
"""


class _Search(NamedTuple):
    """One search: the words, the database to look in, and what the metadata says about it."""

    connection: sqlite3.Connection
    site: Config
    tables: dict[str, Row]
    words: str

    def address(self, *parts: object) -> str:
        return address(self.site["database"], *parts)


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    return [(r"^/-/search$", _search_page)] if site_config(datasette) else []


async def _search_page(datasette: Datasette, request: Request) -> Response:
    site = configured(datasette)
    typed = " ".join((request.args.get("q") or "").replace("\0", "").split())
    words = typed[:_TYPED].strip()
    tables = datasette.metadata("tables", database=site["database"])
    db = datasette.get_database(site["database"])
    found: Row = {}
    if escape_fts(words):
        found = await db.execute_fn(lambda connection: _results(_Search(connection, site, tables, words)))
    values = {"words": words, "cut": len(typed) > _TYPED and _TYPED, **found}
    return Response.html(await datasette.render_template("search.html", values, request=request))


def _results(search: _Search) -> Row:
    """Records by id, date and words. If there are none, by the start of the last word, and names spelled alike."""
    meant = _by_id(search) + _by_date(search)
    results = _by_words(search, escape_fts(search.words))
    if results or meant:
        return {"meant": meant, "results": results}
    return {
        "results": _by_words(search, escape_fts(search.words) + "*"),
        "begun": True,
        "alike": _names_like(search.connection, search.words),
    }


def _by_id(search: _Search) -> list[Row]:
    found = []
    for key, table in search.site["keys"].items():
        sql = f"SELECT {key} FROM {table} WHERE {key} IN (?, lower(?))"
        for (record,) in search.connection.execute(sql, [search.words, search.words]):
            title = search.tables[table]["title"]
            found.append({"label": f"{title}: {record}", "href": search.address(table, record)})
    return found


def _by_date(search: _Search) -> list[Row]:
    words = search.words
    lines = _OF_A_MONTH if MONTH.fullmatch(words) else _OF_A_DAY if _DAY.fullmatch(words) else []
    counted = [(search.connection.execute(sql, [words]).fetchone()[0], label, href) for sql, label, href in lines]
    root = search.address()
    return [
        {"label": f"{label}: {many:,}", "href": f"{root}/{href.format(words)}"} for many, label, href in counted if many
    ]


def _by_words(search: _Search, match: str) -> list[Row]:
    """The tables in which the words occur, each with its best records."""
    results = []
    for table in search.site["searched"]:
        rows, total = _matches(search, table, match)
        if rows:
            results.append(
                {
                    "title": search.tables[table]["title"],
                    "total": total,
                    "href": _all_matches(search, table) if match == escape_fts(search.words) else None,
                    "rows": rows,
                }
            )
    return results


def _all_matches(search: _Search, table: str) -> str:
    return f"{search.address(table)}?_search={quote_plus(search.words)}"


def _matches(search: _Search, table: str, match: str) -> tuple[list[Row], int]:
    """The best records, those with exactly this name first, and how many there are."""
    index, label = f"{table}_fts", search.tables[table]["label_column"]
    sql = f"SELECT count(*) FROM {index} WHERE {index} MATCH ?"
    (total,) = search.connection.execute(sql, [match]).fetchone()
    sql = f"""
    SELECT t.* FROM {index} JOIN {table} AS t ON t.rowid = {index}.rowid
    WHERE {index} MATCH ? ORDER BY lower(t.{label}) = lower(?) DESC, {index}.rank, t.rowid LIMIT {_SHOWN}
    """
    found = search.connection.execute(sql, [match, search.words]).fetchall() if total else []
    return [_shown(search, table, dict(row)) for row in found], total


def _shown(search: _Search, table: str, row: Row) -> Row:
    """A record as a line of the page."""
    label = search.tables[table]["label_column"]
    key = detect_primary_keys(search.connection, table)
    categories = search.site["categories"][table]
    described = [(field, row[field]) for field in _DESCRIBING if field != label and row.get(field) is not None]
    return {
        "label": row[label],
        "href": search.address(table, *[row[name] for name in key]),
        # civilians killed, not civilians_killed
        "text": "; ".join(
            str(value).replace("_", " ") if field in categories else str(value) for field, value in described
        ),
        "place": row["place_id"] if table == "place_names" else None,
    }


def _names_like(connection: sqlite3.Connection, words: str) -> list[str]:
    """Names of places and organisations that are spelled nearly like the words."""
    letters = {_letters_of(name): name for (name,) in connection.execute(_NAMES)}
    return [letters[name] for name in get_close_matches(_letters_of(words), letters, n=5, cutoff=0.75)]


def _letters_of(name: str) -> str:
    """The letters in lower case, without accents, spaces, punctuation and the Arabic article."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in re.sub(r"^(al|ar|as|ash|at|el)\W+", "", plain) if letter.isalpha())
