"""One search: what was typed, the database to look in, and what the metadata says of it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from datasette.utils import detect_primary_keys

from civcas.site.config import Config
from civcas.site.database import Row, address
from civcas.site.plain_records import plain_title
from civcas.site.searching.terms import Terms
from civcas.site.sentences import sentence, title

# Words that name a table, besides the words of its title.
_CALLED = {"reports": "releases", "report": "releases", "counts": "estimates", "casualties": "incidents"}


@dataclass(frozen=True)
class Search:
    """One search: the words, the database to look in, and what the metadata says about it."""

    path: str
    connection: sqlite3.Connection
    site: Config
    tables: dict[str, Row]
    terms: Terms
    typed: str

    def address(self, *parts: object) -> str:
        return address(self.site["database"], *parts)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The words that a record should have: those that name a table say where to look."""
        words = tuple(word for word in self.terms.words if word not in self._tables_named)
        return words or (() if self.terms.span or self.terms.numbers else self.terms.words)

    @property
    def preferred(self) -> set[str]:
        """The tables that the words name: strikes, incidents, releases."""
        return {self._tables_named[word] for word in self.terms.words if word in self._tables_named}

    @property
    def _tables_named(self) -> dict[str, str]:
        names = {word: name for name in self.tables for word in (name, name.removesuffix("s"))}
        return names | (_CALLED if self.site["own_pages"] else {})

    def rows(self, sql: str, values: Any = ()) -> list[Row]:
        return [dict(row) for row in self.connection.execute(sql, values)]

    def count(self, sql: str, values: Any = ()) -> int:
        return int(self.connection.execute(sql, values).fetchone()[0])

    def line(self, table: str, record: Row) -> Row:
        """A record as a line of the page: its title with its address, and what its sentence says besides."""
        key = detect_primary_keys(self.connection, table)
        href = self.address(table, *[record[name] for name in key])
        if not self.site["own_pages"]:
            label, kind = plain_title(self.site, table, record), self.tables[table]["title"]
            return {"label": label, "href": href, "text": kind}
        label, text = title(self.connection, table, record), sentence(self.connection, table, record).removesuffix(".")
        whole = not text.startswith(label)
        return {
            "label": text if whole else label,
            "href": href,
            "text": "" if whole else text.removeprefix(label).lstrip(":, "),
        }
