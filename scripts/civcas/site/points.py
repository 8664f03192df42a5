"""The map of any package: the points of its tables, on an empty ground.

The outlines and the marks of static/map.js are those of oir-civcas, and of nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette.database import Database
from datasette.utils import escape_sqlite

from civcas.site.config import Config
from civcas.site.database import Row, address, fetch

if TYPE_CHECKING:
    from datasette.app import Datasette

DRAWN = 20_000  # points of a table; more would keep a browser busy for long
_LISTED = 100  # records of a table on the page


async def page(datasette: Datasette, site: Config) -> Row:
    """What the page of the map shows: for each table with points, how many there are, and the first records."""
    db = datasette.get_database(site["database"])
    tables = datasette.metadata("tables", database=site["database"])
    return {"layers": [await _layer(db, site, name, tables[name]) for name in site["points"]], "most_drawn": DRAWN}


async def drawn(datasette: Datasette, site: Config) -> Row:
    """The points that the browser draws: of each table, latitude, longitude, name and address of its records."""
    db = datasette.get_database(site["database"])
    tables = datasette.metadata("tables", database=site["database"])
    layers = []
    for name in site["points"]:
        found = await _located(db, site, name, tables[name], DRAWN)
        points = [[row["latitude"], row["longitude"], row["label"], row["href"]] for row in found]
        layers.append({"table": name, "title": tables[name]["title"], "points": points})
    return {"layers": layers}


async def _layer(db: Database, site: Config, name: str, table: Row) -> Row:
    counted = f"""
    SELECT count(*) AS records, count(*) FILTER (WHERE latitude IS NOT NULL AND longitude IS NOT NULL) AS points
    FROM {escape_sqlite(name)}
    """  # noqa: S608
    (numbers,) = await fetch(db, counted)
    listed = await _located(db, site, name, table, _LISTED)
    return {"name": name, "title": table["title"], **numbers, "listed": listed}


async def _located(db: Database, site: Config, name: str, table: Row, most: int) -> list[Row]:
    """The first records with a point, each with its name and address."""
    keys = [escape_sqlite(key) for key in site["primary_keys"][name]]
    rows = await fetch(
        db,
        f"SELECT {escape_sqlite(table['label_column'])} AS label, latitude, longitude, "  # noqa: S608
        f"{', '.join(f'{key} AS key{number}' for number, key in enumerate(keys))} FROM {escape_sqlite(name)} "
        f"WHERE latitude IS NOT NULL AND longitude IS NOT NULL ORDER BY {', '.join(keys)} LIMIT {most}",
    )
    return [_linked(site["database"], name, row, len(keys)) for row in rows]


def _linked(database: str, name: str, row: Row, keys: int) -> Row:
    key: list[Any] = [row[f"key{number}"] for number in range(keys)]
    return {**row, "label": str(row["label"] or key[0]), "href": address(database, name, *key)}
