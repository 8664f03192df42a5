"""The database as the pages ask for it: the addresses of its tables and records, and rows by the names of fields."""

from __future__ import annotations

from typing import Any

from datasette.database import Database
from datasette.utils import tilde_encode

from civcas.publishing.datasette import DATABASE

Row = dict[str, Any]


def path(table: str, *keys: Any) -> str:
    """The address of a table or a query or, with its keys, of a record."""
    return f"/{DATABASE}/{table}" + ("/" + ",".join(tilde_encode(str(key)) for key in keys) if keys else "")


async def query(db: Database, sql: str, values: Any = ()) -> list[Row]:
    return [dict(row) for row in (await db.execute(sql, values)).rows]
