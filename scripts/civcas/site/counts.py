"""How many records a table has, and how many of each value: counted by the build, or for a page if that is quick.

A large table, of more records than the metadata say, can't be counted for each reader. If more than so many have the
reader's conditions, its page says that there are more, and has no values to filter by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, NamedTuple

from datasette.database import Database, QueryInterrupted, Results
from datasette.facets import ColumnFacet
from datasette.utils import MultiParams, await_me_maybe, escape_sqlite
from datasette.utils.asgi import Request, Response

from civcas.site.config import configured, described_tables
from civcas.site.database import Row, fetch
from civcas.site.paging import among, narrowed

if TYPE_CHECKING:
    from datasette.app import Datasette


async def read_counts(datasette: Datasette, database: str) -> None:
    """Let Datasette know how many records there are, as its own option --inspect-file would."""
    db = datasette.get_database(database)
    counts = await fetch(db, "SELECT name, records FROM record_counts")  # also of the series, which are no tables
    views = set(await db.view_names())
    tables = {row["name"]: {"count": row["records"]} for row in counts if row["name"] not in views}
    datasette.inspect_data = {database: {"hash": db.hash, "size": db.size, "tables": tables}}


def is_large(datasette: Datasette, database: str, table: str) -> bool:
    tables = (datasette.inspect_data or {}).get(database, {"tables": {}})["tables"]
    return bool(tables.get(table, {"count": 0})["count"] > configured(datasette)["large"])


class Uncounted(Request):  # type: ignore[misc]
    """A request for a table's page without the counts that Datasette would make."""

    @property
    def args(self) -> MultiParams:
        given: MultiParams = super().args
        return MultiParams({**{name: given.getlist(name) for name in given}, "_nocount": ["1"], "_nofacet": ["1"]})


async def found_in_large(datasette: Datasette, request: Request, find: Callable[..., Awaitable[Any]]) -> Any:
    """What `find` finds for the page of a large table, with counts: `more_than` is one that is too large to count.

    Records with conditions are looked for first. If there are few, `find` and the counts need only those.
    """
    table, db = request.url_vars["table"], datasette.get_database(request.url_vars["database"])
    conditions = any(map(narrows, request.args)) and not any(name.startswith("_filter_") for name in request.args)
    asked = await _asked(datasette, request, table) if conditions else _Asked(f"FROM {escape_sqlite(table)}", {})
    most, counts = configured(datasette)["large"], not _quiet(request, "_nocount")
    few = await _few(db, asked, min(most, _FEW)) if conditions and counts else None
    with narrowed(table, few) if conditions else nullcontext():
        found = await find(Uncounted(request.scope, request.receive))
    if isinstance(found, Response):
        return found
    fields = described_tables(datasette).get(table, {}).get("facets", [])
    if few is not None:
        asked = _Asked(f"FROM {escape_sqlite(table)} WHERE {among(few)}", {})
    values: _Values | None = {}
    if conditions and counts:
        values = await _count(db, asked, fields, most, found[0])
    elif not conditions:
        values = {field: (await db.execute(_OF_THE_BUILD, [table, field])).rows for field in fields}
    if not _quiet(request, "_nofacet") and "_next" not in request.args and not found[0].get("more_than"):
        await _facet(datasette, request, found[0], asked, values)
    return found


def _quiet(request: Request, parameter: str) -> bool:
    """Whether the response has no counts: if the address says so, or has no place for them."""
    return parameter in request.args or request.args.get("_shape") in {"array", "object"}


def narrows(name: str) -> bool:
    """Whether a parameter leaves records out."""
    return not name.startswith("_") or "__" in name or name.startswith(("_where", "_through", "_search"))


class _Asked(NamedTuple):
    """FROM and WHERE of a table's page, with the values of its parameters."""

    sql: str
    values: Row


async def _asked(datasette: Datasette, request: Request, table: str) -> _Asked:
    """The conditions in the address, as Datasette puts them together."""
    from datasette.filters import Filters
    from datasette.plugins import pm

    conditions = [name for name in request.args if not (name.startswith("_") and "__" not in name)]
    pairs = sorted((name, value) for name in conditions for value in request.args.getlist(name))
    clauses, values = Filters(pairs).build_where_clauses(table)
    hook = pm.hook.filters_from_request
    for each in hook(request=request, table=table, database=request.url_vars["database"], datasette=datasette):
        more = await await_me_maybe(each)
        clauses += more.where_clauses if more else []
        values |= more.params if more else {}
    where = f" WHERE {' AND '.join(clauses)}" if clauses else ""
    return _Asked(f"FROM {escape_sqlite(table)}{where}", values)


_FEW = 5000  # records that a page looks for before all else


async def _few(db: Database, asked: _Asked, most: int) -> list[int] | None:
    """The records with the conditions, as SQLite numbers them; None if they are many, or take long to find."""
    try:
        rows = (await db.execute(f"SELECT rowid {asked.sql} LIMIT {most + 1}", asked.values)).rows
    except QueryInterrupted:
        return None
    return [row[0] for row in rows] if len(rows) <= most else None


# The numbers of records with each value of a field, the most frequent value first.
_Values = dict[str, list[Row]]

_OF_THE_BUILD = """
SELECT value, records AS count FROM value_counts WHERE "table" = ? AND "column" = ? ORDER BY records DESC, value
"""


async def _count(db: Database, asked: _Asked, fields: list[str], most: int, data: Row) -> _Values | None:
    """Add the number of records, or `more_than`; return the values of the fields. None if it takes too long.

    The page then says that there are many.
    """
    columns = "".join(f"{escape_sqlite(field)}, " for field in fields)
    sql = f"SELECT {columns}count(*) FROM (SELECT {columns}1 {asked.sql} LIMIT {most + 1})"  # noqa: S608
    sql += f" GROUP BY {columns.rstrip(', ')}" if fields else ""
    try:
        rows = [tuple(row) for row in (await db.execute(sql, asked.values)).rows]
    except QueryInterrupted:
        return None
    records = sum(row[-1] for row in rows)
    data.update({"more_than": most} if records > most else {"filtered_table_rows_count": records})
    return {field: _frequent(rows, number) for number, field in enumerate(fields)}


def _frequent(rows: list[tuple[Any, ...]], number: int) -> list[Row]:
    """The values in a column, with the sums of the last one."""
    sums: Counter[Any] = Counter()
    for row in rows:
        sums[row[number]] += row[-1]
    del sums[None]
    return [{"value": value, "count": sums[value]} for value in sorted(sums, key=lambda value: (-sums[value], value))]


# --- the values to filter by -------------------------------------------------------------------------------------
async def _facet(datasette: Datasette, request: Request, data: Row, asked: _Asked, values: _Values | None) -> None:
    """Add the facets: those of the metadata from what was counted, and all others as Datasette counts them."""
    from datasette.plugins import pm

    table, database = data["table"], data["database"]
    metadata = described_tables(datasette).get(table, {})
    known = values or {}
    facets = [
        _Counted(_Known(datasette, rows), request, database, table=table, metadata=field)
        for field, rows in known.items()
    ]
    others = {**metadata, "facets": []}
    kinds = [kind for kinds in pm.hook.register_facet_classes() for kind in kinds]
    facets += [
        kind(datasette, request, database, f"SELECT * {asked.sql}", table, asked.values, others, 0) for kind in kinds
    ]
    left_out = metadata.get("facets", []) if values is None else []
    for facet in facets:
        results, interrupted = await facet.facet_results()
        left_out += interrupted
        for result in results:
            again = f"{result['name']}_2" if result["name"] in data["facet_results"] else result["name"]
            data["facet_results"][again] = result
    if left_out:
        data["facets_left_out"] = left_out


class _Known:
    """A Datasette that knows the answer to a query."""

    def __init__(self, datasette: Datasette, rows: list[Row]) -> None:
        self._datasette, self._found = datasette, Results(rows, False, [])

    def __getattr__(self, name: str) -> Any:
        return getattr(self._datasette, name)

    async def execute(self, *_arguments: Any, **_options: Any) -> Results:
        return self._found


class _Counted(ColumnFacet):  # type: ignore[misc]
    """The facet of one field, which stands for the metadata, whatever the address asks for besides."""

    def get_configs(self) -> list[Row]:
        return [{"source": "metadata", "config": {"simple": self.metadata}}]
