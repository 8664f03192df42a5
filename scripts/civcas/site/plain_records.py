"""A record of a table that the program knows nothing of, in words: its name, and what is known of it besides."""

from __future__ import annotations

import sqlite3

from civcas.site.config import Config
from civcas.site.database import Row

_ISSUES = """
SELECT issue_id, rule, coalesce(field, '') AS field, found, expected, explanation, status, 0 AS sources
FROM known_issues WHERE "table" = ? AND record_id = ? ORDER BY issue_id
"""


def key_of(site: Config, table: str, record: Row) -> list[object]:
    """The parts of a record's key."""
    return [record[name] for name in site["primary_keys"][table]]


def plain_title(site: Config, table: str, record: Row) -> str:
    """The name of a record, or its key: North; Month 2021-03, Region north."""
    if record.get("name"):
        return str(record["name"])
    labels = site["labels"][table]
    named = [(labels.get(name, name), record[name]) for name in site["primary_keys"][table]]
    return ", ".join(f"{label} {value}" for label, value in named)


def issues_of(connection: sqlite3.Connection, site: Config, table: str, record: Row) -> list[Row]:
    """The known issues of a record; none if the package has no register of them."""
    if not site["register"]:
        return []
    key = "/".join(map(str, key_of(site, table, record)))
    return [dict(row) for row in connection.execute(_ISSUES, [table, key])]
