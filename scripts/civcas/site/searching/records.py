"""The records that a search finds by words: the best of all tables first, then how many there are in each.

A record is better the more of the words it has, and if it is of the day, month or year that was named. Words are found
in any case and without accents; a word of four letters or more also finds longer words that begin with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote_plus

from datasette.utils import escape_sqlite

from civcas.site.database import Row
from civcas.site.searching.search import Search
from civcas.site.searching.terms import plain, tokens

# How many records are shown in all, and of one table; and how many of a table are weighed.
_BEST, _OF_A_TABLE, _WEIGHED = 10, 5, 150
_PREFIX = 4  # letters of a word that may begin a longer one

# The first and the last day of a record, by table.
_DAYS = {
    "incidents": ("first_day", "last_day"),
    "allegations": ("first_day", "last_day"),
    "releases": ("published_on", "published_on"),
    "estimates": ("period_start", "period_end"),
    "sources": ("published_on", "published_on"),
}


def _days(search: Search, table: str) -> tuple[str, str] | None:
    """The first and the last day of a table's records: in any other package, its first field with a date."""
    if search.site["own_pages"]:
        return _DAYS.get(table)
    days = [name for name, kind in search.site["types"][table].items() if kind == "date"]
    return (days[0], days[0]) if days else None


class Hit(NamedTuple):
    """A record found, as a line of the page."""

    score: float
    table: str
    label: str
    href: str
    text: str


def by_words(search: Search) -> tuple[list[Hit], list[Row]]:
    """The best records of all tables, and for each table how many have all the words, with its best ones."""
    if not search.wanted and not search.terms.phrases:
        return [], []
    results: list[Row] = []
    all_hits: list[Hit] = []
    for order, table in enumerate(search.site["searched"]):
        hits = _hits(search, table, order)
        if hits:
            whole = _count(search, table)
            results.append(
                {
                    "title": search.tables[table]["title"],
                    "total": whole,
                    "href": _all_of(search, table) if whole else None,
                    "rows": [hit._asdict() for hit in hits[:_OF_A_TABLE]],
                    "best": hits[0].score,
                }
            )
            all_hits += hits
    best = sorted(all_hits, key=lambda hit: -hit.score)[:_BEST]
    return best, sorted(results, key=lambda result: -result["best"])


def _hits(search: Search, table: str, order: int) -> list[Hit]:
    rows = {row["rowid"]: row for row in _candidates(search, table)}
    scored = sorted(
        ((_score(search, table, row), -row["rank"], row) for row in rows.values()), key=lambda item: item[:2]
    )
    found: list[Hit] = []
    for score, _, row in reversed(scored):
        if score > 0 and len(found) < _BEST:
            bonus = (table in search.preferred) - order / 100
            found.append(_hit(search, table, score + bonus, row))
    return found


def _candidates(search: Search, table: str) -> Iterator[Row]:
    """The records that have any of the words, the most telling words first; those of the day or month on their own."""
    index, label = f"{table}_fts", escape_sqlite(search.tables[table]["label_column"])
    sql = f"""
    SELECT t.rowid AS rowid, t.*, {index}.rank AS rank
    FROM {index} JOIN {escape_sqlite(table)} AS t ON t.rowid = {index}.rowid
    WHERE {index} MATCH ? {{}} ORDER BY lower(t.{label}) = ? DESC, {index}.rank, t.rowid LIMIT {_WEIGHED}
    """
    match = any_word(search)
    yield from search.rows(sql.format(""), [match, plain(search.typed)])
    if search.terms.span and (days := _days(search, table)):
        first, last = (escape_sqlite(day) for day in days)
        within = f"AND t.{first} <= ? AND coalesce(t.{last}, t.{first}) >= ?"
        span = [search.terms.span.last.isoformat(), search.terms.span.first.isoformat()]
        sql = sql.replace("MATCH ? {}", "MATCH ? " + within)
        yield from search.rows(sql, [match, *span, plain(search.typed)])


def any_word(search: Search) -> str:
    """For FTS5: any of the words or phrases, each quoted, so that none is taken for an operator."""
    words = [f'"{word}"{"*" if len(word) >= _PREFIX else ""}' for word in search.wanted]
    return " OR ".join([*words, *[f'"{phrase}"' for phrase in search.terms.phrases]])


def all_words(search: Search) -> str:
    return " ".join(f'"{word}"' for word in (*search.wanted, *search.terms.phrases))


def _score(search: Search, table: str, row: Row) -> float:
    """How many of the words a record has, and whether it is of the day; less for the beginning of a longer word."""
    texts = [plain(str(value)) for name, value in row.items() if value is not None and name not in {"rowid", "rank"}]
    there = {word for text in texts for word in tokens(text)}
    score = 0.0
    for word in search.wanted:
        if word in there:
            score += 1
        elif len(word) >= _PREFIX and any(other.startswith(word) for other in there):
            score += 0.8
    joined = " ".join(" ".join(tokens(text)) for text in texts)
    if any(phrase not in joined for phrase in search.terms.phrases):
        return 0
    score += len(search.terms.phrases)
    if score and search.terms.span and (days := _days(search, table)):
        first, last = row[days[0]], row[days[1]] or row[days[0]]
        span = search.terms.span
        if first and first <= span.last.isoformat() and last >= span.first.isoformat():
            score += 1.5 if table in {"incidents", "allegations"} or first == span.first.isoformat() else 0.5
    names = {
        plain(str(row[name])) for name in (search.tables[table]["label_column"], "place_as_reported") if row.get(name)
    }
    return score + (0.5 if plain(search.typed) in names else 0)


def _hit(search: Search, table: str, score: float, row: Row) -> Hit:
    record = {name: value for name, value in row.items() if name not in {"rowid", "rank"}}
    line = search.line(table, record)
    if table == "place_names" and search.site["own_pages"]:
        line["href"] = search.address("places", record["place_id"])
    return Hit(score, table, **line)


def _count(search: Search, table: str) -> int:
    """How many records of a table have all the words."""
    sql = f"SELECT count(*) FROM {table}_fts WHERE {table}_fts MATCH ?"
    return search.count(sql, [all_words(search)])


def _all_of(search: Search, table: str) -> str:
    words = [*search.wanted, *[f'"{phrase}"' for phrase in search.terms.phrases]]
    return f"{search.address(table)}?_search={quote_plus(' '.join(words))}"
