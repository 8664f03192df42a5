"""The search over all tables that have a full-text index, with what a key, a month or a day stands for."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Awaitable, Callable
from difflib import get_close_matches
from typing import NamedTuple
from urllib.parse import quote_plus

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils import detect_primary_keys, escape_fts
from datasette.utils.asgi import Request, Response

from civcas.publishing.datasette import DATABASE
from civcas.site.database import Row, path

# What a search shows of each table, and how much of what is typed it takes.
FOUND = 10


TYPED = 200


class Searched(NamedTuple):
    """A table to search: the field that names a record and those that say what it is."""

    label: str
    fields: tuple[str, ...]


# In the order of the page: what others refer to comes first.
SEARCHED = {
    "places": Searched("name", ("governorate", "country", "notes")),
    "place_names": Searched("place_as_reported", ("country", "notes")),
    "organisations": Searched("name", ("kind", "country", "homepage")),
    "releases": Searched("release_id", ("published_on", "notes")),
    "incidents": Searched("incident_id", ("place_as_reported", "country", "status", "notes")),
    "estimates": Searched("estimate_id", ("measure", "low", "best", "high", "country", "place", "notes")),
    "known_issues": Searched("issue_id", ("explanation",)),
    "sources": Searched("source_id", ("kind", "published_on", "url")),
}


MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


DAY = re.compile(MONTH.pattern + r"-(0[1-9]|[12]\d|3[01])")


# What a month or a day stands for: how many there are, in words, and where.
OF_A_MONTH = [
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


OF_A_DAY = [
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


NAMES = """
SELECT place_as_reported AS name FROM place_names UNION SELECT name FROM places UNION SELECT name FROM organisations
UNION SELECT abbreviation FROM organisations WHERE abbreviation IS NOT NULL
"""


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    return [(r"^/-/search$", search)]


async def search(datasette: Datasette, request: Request) -> Response:
    typed = " ".join((request.args.get("q") or "").replace("\0", "").split())
    words = typed[:TYPED].strip()
    titles = {name: table["title"] for name, table in datasette.metadata("tables", database=DATABASE).items()}
    keys = datasette.plugin_config("pages")["keys"]
    db = datasette.get_database(DATABASE)
    found = await db.execute_fn(lambda connection: look(connection, titles, keys, words)) if escape_fts(words) else {}
    values = {"words": words, "cut": len(typed) > TYPED and TYPED, **found}
    return Response.html(await datasette.render_template("search.html", values, request=request))


def look(connection: sqlite3.Connection, titles: dict[str, str], keys: dict[str, str], words: str) -> Row:
    """All that a search finds: records by their key or date, by all words and, if by none of these, by the beginning
    of the last word or names that are spelled much like it."""
    meant = by_key(connection, titles, keys, words) + by_date(connection, words)
    results = by_words(connection, titles, words, escape_fts(words))
    if results or meant:
        return {"meant": meant, "results": results}
    return {
        "results": by_words(connection, titles, words, escape_fts(words) + "*"),
        "begun": True,
        "alike": names_like(connection, words),
    }


def by_key(connection: sqlite3.Connection, titles: dict[str, str], keys: dict[str, str], words: str) -> list[Row]:
    found = []
    for key, table in keys.items():
        for (record,) in connection.execute(f"SELECT {key} FROM {table} WHERE {key} IN (?, lower(?))", [words, words]):
            found.append({"label": f"{titles[table]}: {record}", "href": path(table, record)})
    return found


def by_date(connection: sqlite3.Connection, words: str) -> list[Row]:
    lines = OF_A_MONTH if MONTH.fullmatch(words) else OF_A_DAY if DAY.fullmatch(words) else []
    counted = [(connection.execute(sql, [words]).fetchone()[0], label, href) for sql, label, href in lines]
    return [{"label": f"{label}: {many:,}", "href": path(href.format(words))} for many, label, href in counted if many]


def by_words(connection: sqlite3.Connection, titles: dict[str, str], words: str, match: str) -> list[Row]:
    results = []
    for table, searched in SEARCHED.items():
        rows, total = matches(connection, table, searched.label, words, match)
        if rows:
            key = detect_primary_keys(connection, table)
            results.append(
                {
                    "title": titles[table],
                    "total": total,
                    "href": f"{path(table)}?_search={quote_plus(words)}" if match == escape_fts(words) else None,
                    "rows": [
                        {
                            "label": row[searched.label],
                            "href": path(table, *[row[name] for name in key]),
                            "text": "; ".join(
                                words_of(field, row[field]) for field in searched.fields if row[field] is not None
                            ),
                            "place": row["place_id"] if table == "place_names" else None,
                        }
                        for row in rows
                    ],
                }
            )
    return results


def words_of(field: str, value: object) -> str:
    """A value as a reader would say it: civilians killed, not civilians_killed."""
    return str(value).replace("_", " ") if field in {"kind", "measure", "status"} else str(value)


def matches(
    connection: sqlite3.Connection, table: str, label: str, words: str, match: str
) -> tuple[list[sqlite3.Row], int]:
    """The best records, those first that are called just so, and how many there are."""
    index = f"{table}_fts"
    (total,) = connection.execute(f"SELECT count(*) FROM {index} WHERE {index} MATCH ?", [match]).fetchone()
    sql = f"""
    SELECT t.* FROM {index} JOIN {table} AS t ON t.rowid = {index}.rowid
    WHERE {index} MATCH ? ORDER BY lower(t.{label}) = lower(?) DESC, {index}.rank, t.rowid LIMIT {FOUND}
    """
    return connection.execute(sql, [match, words]).fetchall() if total else [], total


def names_like(connection: sqlite3.Connection, words: str) -> list[str]:
    """Names of places and organisations whose letters are nearly those of the words."""
    letters = {letters_of(name): name for (name,) in connection.execute(NAMES)}
    return [letters[name] for name in get_close_matches(letters_of(words), letters, n=5, cutoff=0.75)]


def letters_of(name: str) -> str:
    """Lower-case letters without accents, spaces, marks and the article."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in re.sub(r"^(al|ar|as|ash|at|el)\W+", "", plain) if letter.isalpha())
