"""How many records a table has, and how many of each value: counted by the build, or for a page if that is quick.

A large table, of more records than the metadata say, can't be counted for each reader. If more than so many have the
reader's conditions, its page says that there are more, and has no values to filter by.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from datasette.database import Database, QueryInterrupted, Results
from datasette.facets import ColumnFacet
from datasette.utils import MultiParams, await_me_maybe, escape_sqlite
from datasette.utils.asgi import Request, Response

from civcas.site.config import configured
from civcas.site.database import Row, fetch
from civcas.site.paging import among, only

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
    narrowed = any(map(narrows, request.args)) and not any(name.startswith("_filter_") for name in request.args)
    asked = await _asked(datasette, request, table) if narrowed else _Asked(f"FROM {escape_sqlite(table)}", {})
    most = configured(datasette)["large"]
    few = await _few(db, asked, min(most, _FEW)) if narrowed and "_nocount" not in request.args else None
    with only(table, few):
        found = await find(Uncounted(request.scope, request.receive))
    if isinstance(found, Response):
        return found
    if narrowed and "_nocount" not in request.args:
        found[0].update(await _counted(db, asked, most) if few is None else {"filtered_table_rows_count": len(few)})
    if few is not None:
        asked = _Asked(f"FROM {escape_sqlite(table)} WHERE {among(few)}", {})
    if not {"_nofacet", "_next"} & set(request.args) and not found[0].get("more_than"):
        await _count_values(datasette, request, found[0], asked, narrowed=narrowed)
    return found


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


async def _counted(db: Database, asked: _Asked, most: int) -> Row:
    sql = f"SELECT count(*) FROM (SELECT 1 {asked.sql} LIMIT {most + 1})"  # noqa: S608
    try:
        (row,) = (await db.execute(sql, asked.values)).rows
    except QueryInterrupted:  # the page then says that there are many
        return {}
    return {"filtered_table_rows_count": row[0]} if row[0] <= most else {"more_than": most}


# --- the values to filter by -------------------------------------------------------------------------------------
async def _count_values(datasette: Datasette, request: Request, data: Row, asked: _Asked, *, narrowed: bool) -> None:
    """The facets: those of the whole table that the build counted, and all others as Datasette counts them."""
    from datasette.plugins import pm

    table, database = data["table"], data["database"]
    metadata = datasette.table_metadata(database, table)
    fields = metadata.get("facets", [])
    results = [] if narrowed else [await _of_the_build(datasette, request, database, table, field) for field in fields]
    others = {**metadata, "facets": fields if narrowed else []}
    left_out: list[str] = []
    for kind in [kind for kinds in pm.hook.register_facet_classes() for kind in kinds]:
        facet = kind(datasette, request, database, f"SELECT * {asked.sql}", table, asked.values, others, 0)
        more, interrupted = await facet.facet_results()
        results += more
        left_out += interrupted
    data["facet_results"].update({result["name"]: result for result in results})
    if left_out:
        data["facets_left_out"] = left_out


_VALUES = """
SELECT value, records AS count FROM value_counts WHERE "table" = ? AND "column" = ? ORDER BY records DESC, value
"""


async def _of_the_build(datasette: Datasette, request: Request, database: str, table: str, field: str) -> Row:
    """A facet of the whole table, as Datasette would have it."""
    found = await datasette.get_database(database).execute(_VALUES, [table, field])
    facet = _Counted(_Known(datasette, found), request, database, table=table, metadata={"facets": [field]})
    (results, _) = await facet.facet_results()
    return dict(results[0])


class _Known:
    """A Datasette that knows the answer to a query."""

    def __init__(self, datasette: Datasette, found: Results) -> None:
        self._datasette, self._found = datasette, found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._datasette, name)

    async def execute(self, *_arguments: Any, **_options: Any) -> Results:
        return self._found


class _Counted(ColumnFacet):  # type: ignore[misc]
    """A facet that the metadata name, whatever the address asks for besides."""

    def get_configs(self) -> list[Row]:
        return [{"source": "metadata", "config": {"simple": field}} for field in self.metadata["facets"]]
