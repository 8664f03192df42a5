"""What several plugins need from the database: addresses of tables and records, and rows by field names."""

from __future__ import annotations

import re
from typing import Any

from datasette.database import Database
from datasette.utils import tilde_encode

Row = dict[str, Any]


# Nearly every key looks like this, and needs no encoding.
_PLAIN = re.compile(r"[\w-]+", re.ASCII)


def address(database: str, *parts: Any) -> str:
    """The address of the database, of a table or canned query in it or, with the parts of its key, of a record."""
    table, key = parts[:1], parts[1:]
    return "/".join(["", database, *table, *([",".join(map(_encoded, key))] if key else [])])


def _encoded(key: Any) -> str:
    text = str(key)
    return text if _PLAIN.fullmatch(text) else str(tilde_encode(text))


async def fetch(db: Database, sql: str, values: Any = ()) -> list[Row]:
    """The rows that a query finds."""
    return [dict(row) for row in (await db.execute(sql, values)).rows]
