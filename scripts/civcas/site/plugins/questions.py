"""What the canned queries need beside Datasette's own: a distance in SQL, and links to them from tables and records."""

from __future__ import annotations

import sqlite3
from math import asin, cos, radians, sin, sqrt
from string import Formatter
from typing import Any
from urllib.parse import quote_plus

from datasette import hookimpl
from datasette.app import Datasette
from jinja2 import Environment

DATABASE = "oir-civcas"
EARTH = 6371.0  # mean radius in kilometres

Link = dict[str, Any]


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    conn.create_function("kilometres", 4, kilometres, deterministic=True)


def kilometres(*degrees: float | None) -> float | None:
    """The great-circle distance between two points (latitude, longitude, latitude, longitude), null if one is."""
    if not all(isinstance(value, int | float) for value in degrees):
        return None
    north, east, other_north, other_east = (radians(value) for value in degrees if value is not None)
    part = sin((other_north - north) / 2) ** 2
    part += cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(part)))


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """All of it follows from the metadata, so it is worked out once, not for each page."""
    linked: dict[str, list[Link]] = {}
    for name, query in (datasette.metadata("queries", database=DATABASE) or {}).items():
        for link in query["links"]:
            linked.setdefault(link["table"], []).append({**link, "title": query["title"], "name": name})
    env.globals["questions"] = lambda table: linked.get(table, [])
    env.globals["record_questions"] = lambda table, record: record_questions(linked.get(table, []), record)
    env.globals["record_tables"] = (datasette.plugin_config("pages") or {})["keys"]


def record_questions(links: list[Link], record: Any) -> list[Link]:
    """The queries that can be asked of a record: those whose fields it has."""
    asked = []
    for link in links:
        fields = [field for _, field, _, _ in Formatter().parse(link["values"] or "") if field]
        if fields and all(record[field] is not None for field in fields):
            values = link["values"].format_map({field: quote_plus(str(record[field])) for field in fields})
            asked.append({"href": f"/{DATABASE}/{link['name']}?{values}", "text": link["text"] or link["title"]})
    return asked
