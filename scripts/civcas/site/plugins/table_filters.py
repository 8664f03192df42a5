"""A table's parameters: what is not a column, an operator or a value of the column's type is an error.

Datasette takes an unknown column for one that no row has a value in, and drops an unknown operator, so that a slip
finds nothing or everything.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Awaitable, Callable, Container, Iterator
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from datasette import hookimpl
from datasette.database import Database
from datasette.filters import Filters
from datasette.utils import escape_sqlite, tilde_decode
from datasette.utils.asgi import BadRequest, Request

from civcas.site.config import described_tables, site_config
from civcas.site.literally import literally
from civcas.site.sql import require_names

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.filters import FilterArguments

# Datasette's own parameters of a table, and those of exports. The second kind names a column.
_OWN = {
    "_size", "_next", "_facet_size", "_nofacet", "_nocount", "_nosuggest", "_labels", "_search", "_searchmode",
    "_where", "_through", "_shape", "_nl", "_json_infinity", "_trace", "_stream", "_dl", "_header",
    "_sort_by_desc", "_columns",
}  # fmt: skip
_NAMES_A_COLUMN = {"_sort", "_sort_desc", "_facet", "_facet_array", "_facet_date", "_col", "_nocol", "_label", "_json"}
_SEARCH_IN = "_search_"
_SIZES = {"_size", "_facet_size"}
_REPEATED = {"_where", "_through"}  # each adds a condition

_OPERATORS = {lookup: no_argument for lookup, _, no_argument in Filters([]).lookups()}

# Operators whose value is one of the column's type, and those whose value is a list of such.
_COMPARED = {"gt", "gte", "lt", "lte"}
_EQUAL = {"exact", "not"}
_LISTS = {"in", "notin"}

_OF_LISTS = {"arraycontains", "arraynotcontains"}

# Operators that take no value, each with its opposite; and what says that they are meant.
_OPPOSITE = {"isnull": "notnull", "notnull": "isnull", "isblank": "notblank", "notblank": "isblank"}
_YES = {"", "1", "on", "true"}

_SEARCHES = re.compile("_search(_(?!_)|$)")
_LONGEST_SEARCH, _MOST_WORDS = 200, 20

_BEGINNING_OF_A_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")


class _Filter(NamedTuple):
    """A condition in the address: what it is called there, its column, operator and value."""

    name: str
    column: str
    operator: str
    value: str


class _Column(NamedTuple):
    """What is known of a column. `type` is that of the Table Schema; empty if there is none."""

    type: str = ""
    values: tuple[str, ...] = ()


@hookimpl
def startup(datasette: Datasette) -> None:
    """Ask once for each table what the metadata allow. Datasette copies all of them each time, which takes long."""
    if site_config(datasette) and hasattr(datasette, "_table_permission_allows"):
        datasette._table_permission_allows = cache(datasette._table_permission_allows)


@hookimpl
def permission_allowed(datasette: Datasette, action: str, resource: object) -> bool | None:
    """Leave the tables that SQLite's full-text search keeps for itself out of all lists."""
    site = site_config(datasette)
    if site is None or action != "view-table" or not isinstance(resource, tuple) or resource[0] != site["database"]:
        return None
    return None if resource[1] in site["types"] else False


@hookimpl(tryfirst=True)
def filters_from_request(
    request: Request, database: str, table: str, datasette: Datasette
) -> Callable[[], Awaitable[FilterArguments]] | None:
    site = site_config(datasette)
    if site is None or database != site["database"]:
        return None

    async def checked() -> FilterArguments:
        from datasette.filters import FilterArguments

        db = datasette.get_database(database)
        types, values = site["types"].get(table, {}), site["categories"].get(table, {})
        names = [*await db.table_columns(table), *([] if types else ["rowid"])]
        columns = {name: _Column(types.get(name, ""), tuple(values.get(name, ()))) for name in names}
        _require_known(request, table, columns)
        _require_one_search(request, table, table in site["searched"])
        _require_through(request.args.getlist("_through"), site["types"])
        for sql in request.args.getlist("_where"):
            require_names(site, sql, "_where")
        sort = _sorted_by(request, described_tables(datasette).get(table, {}))
        _require_page(request.args.get("_next"), len(await db.primary_keys(table)), columns.get(sort, _Column()))
        for condition in conditions(request):
            _require_value(condition, columns[condition.column])
            await _require_key(db, table, condition)
            if table in await db.view_names():
                await _require_value_of_view(db, table, condition, columns[condition.column])
        return FilterArguments(*literally(conditions(request)))

    return checked


# --- names -------------------------------------------------------------------------------------------------------
def _require_known(request: Request, table: str, columns: dict[str, _Column]) -> None:
    """Raises BadRequest for the name of a parameter, a column or an operator that there is none of."""
    for name in request.args:
        _require_single(name, request.args.getlist(name))
        if _is_own(name):
            _require_own(name, request.args.getlist(name), table, columns)
        else:
            column, operator = _split(name)
            _require_column(column, table, columns)
            _require_possible(name, column, operator, set(request.args.getlist(name)))
            if operator in _OF_LISTS:
                raise BadRequest(f"{name}: no column holds lists. {column}__contains finds a part of a text")
            if operator not in _OPERATORS:
                expected = ", ".join(_OPERATORS)
                raise BadRequest(
                    f"{name}: there is no operator {operator!r}{_meant(operator, _OPERATORS)} ({expected})"
                )


def _require_single(name: str, values: list[str]) -> None:
    """Raises BadRequest for several values of a parameter that Datasette takes the first of."""
    if name in (_OWN | {"_sort", "_sort_desc"}) - _REPEATED and len(set(values)) > 1:
        raise BadRequest(f"{name} has several values: {', '.join(sorted(set(values)))}. Give it one")


def _require_possible(name: str, column: str, operator: str, values: set[str]) -> None:
    """Raises BadRequest for a cell that must have two values. All other conditions may be repeated: all hold."""
    if operator == "exact" and len(values) > 1:
        listed = ",".join(sorted(values))
        raise BadRequest(f"{name}: no record has {' and '.join(sorted(values))}. {column}__in={listed} finds either")


def _is_own(name: str) -> bool:
    """Whether Datasette takes a parameter for one of its own, not for a condition."""
    return name[:1] == "_" and "__" not in name


def _require_own(name: str, values: list[str], table: str, columns: dict[str, _Column]) -> None:
    if name.startswith(_SEARCH_IN):
        _require_column(name.removeprefix(_SEARCH_IN), table, columns)
    elif name in _NAMES_A_COLUMN:
        for value in values:
            _require_column(value, table, columns)
    elif name in _SIZES:
        if any(value != "max" and not _fits(value, _ABOVE_ZERO) for value in values):
            raise BadRequest(f"{name}: found {values[0]!r}, expected {_ABOVE_ZERO.words}, or max")
    elif name not in _OWN:
        raise BadRequest(f"There is no parameter {name!r}{_meant(name, _OWN | _NAMES_A_COLUMN)}")
    elif name == "_columns" and values != ["all"]:
        raise BadRequest(f"_columns: found {values[0]!r}, expected all. _col=... names single columns")


def _require_column(name: str, table: str, columns: dict[str, _Column]) -> None:
    if name not in columns:
        meant = _meant(name, columns) or "."
        raise BadRequest(f"{table} has no column {name!r}{meant} Its columns: {', '.join(columns)}")


def _meant(name: str, known: object) -> str:
    near = get_close_matches(name.lower(), list(known), 1)  # type: ignore[call-overload]
    return f"; did you mean {near[0]!r}?" if near else ""


def _split(name: str) -> tuple[str, str]:
    """The column and the operator of a condition's name, as Datasette splits it."""
    column, separator, operator = name.rpartition("__")
    return (column, operator) if separator else (name, "exact")


def _require_one_search(request: Request, table: str, searched: bool) -> None:
    """Raises BadRequest for a search where there is no index, for a second one, and for one that is too long."""
    searches = [(name, text) for name in request.args for text in request.args.getlist(name) if _SEARCHES.match(name)]
    if searches and not searched:
        raise BadRequest(f"{searches[0][0]}: {table} can't be searched. column__contains=word finds words in a column")
    if len(searches) > 1:
        raise BadRequest(f"{searches[1][0]}: there is a search already, {searches[0][0]}. Write all words in one")
    for name, text in searches:
        if len(text) > _LONGEST_SEARCH or len(text.split()) > _MOST_WORDS:
            raise BadRequest(f"{name}: expected at most {_LONGEST_SEARCH} characters and {_MOST_WORDS} words")
    if request.args.get("_searchmode", "raw") != "raw":
        raise BadRequest(f"_searchmode: found {request.args['_searchmode']!r}, expected raw")


def _require_through(values: list[str], tables: Container[str]) -> None:
    """Raises BadRequest unless each is a JSON object with table, column and value."""
    for value in values:
        try:
            asked = dict(json.loads(value))
            fits = {"table", "column", "value"} <= set(asked) and asked["table"] in tables
        except (ValueError, TypeError, RecursionError):
            fits = False
        if not fits:
            raise BadRequest(f"_through: found {value!r}, expected a JSON object with table, column and value")


def _sorted_by(request: Request, metadata: dict[str, str]) -> str:
    """The column that a table is sorted by, as Datasette finds it."""
    asked = request.args.get("_sort_desc") or request.args.get("_sort")
    return asked or metadata.get("sort_desc") or metadata.get("sort") or ""


def _require_page(start: str | None, keys: int, sort: _Column) -> None:
    """Raises BadRequest if a page's start is not a value that the table is sorted by, and a key.

    A series has no keys. The start of its page is a number of rows.
    """
    if not start:
        return
    value, fits = tilde_decode(start.split(",")[0]), not keys or start.count(",") == keys
    expected = _EXPECTED.get(sort.type) if keys else _OFFSET
    if not fits or (expected and value != "$null" and not _fits(value, expected)):
        raise BadRequest(f"_next: found {start!r}, expected what the link to the next page has")


# --- values ------------------------------------------------------------------------------------------------------
def conditions(request: Request) -> Iterator[_Filter]:
    """The conditions in the address of a table."""
    for name in request.args:
        if not _is_own(name):
            for value in request.args.getlist(name):
                yield _Filter(name, *_split(name), value)


def _require_value(condition: _Filter, column: _Column) -> None:
    """Raises BadRequest if no cell of the column can have the value."""
    if condition.operator in _EQUAL | _LISTS and not any(_values(condition)):
        raise BadRequest(f"{condition.name}: the value is empty. {condition.column}__isnull=1 finds the empty cells")
    if _OPERATORS[condition.operator] and condition.value not in _YES:
        opposite = _OPPOSITE[condition.operator]
        raise BadRequest(f"{condition.name}: found {condition.value!r}, expected 1. The opposite is {opposite}.")
    expected = _DAY if condition.operator == "date" else _EXPECTED.get(column.type)
    for value in _values(condition):
        if column.values and value not in column.values and condition.operator not in _COMPARED:
            allowed = ", ".join(column.values)
            meant = _meant(value, column.values)
            raise BadRequest(f"{condition.name}: found {value!r}, expected one of {allowed}{meant}")
        begins = condition.operator in _COMPARED and column.type == "date" and _BEGINNING_OF_A_DAY.fullmatch(value)
        if condition.operator in _COMPARED and column.type == "string" and _is_number(value, condition.column):
            raise BadRequest(f"{condition.name}: {condition.column} holds text, which has the order of letters")
        if expected and not begins and not _fits(value, expected):
            raise BadRequest(
                f"{condition.name}: expected {expected.words}, found {value!r}{_instead(condition, value)}"
            )


def _values(condition: _Filter) -> list[str]:
    """The values of a condition that must be of the column's type."""
    if condition.operator in _EQUAL | _COMPARED | {"date"}:
        return [condition.value]
    if condition.operator not in _LISTS:
        return []
    if not condition.value.startswith("["):
        return [value.strip() for value in condition.value.split(",")]
    return [str(value) for value in json.loads(condition.value)]  # Datasette has read it before


class _Expected(NamedTuple):
    read: Callable[[str], object]
    words: str


def _fits(value: str, expected: _Expected) -> bool:
    try:
        expected.read(value)
    except ValueError:
        return False
    return value.isascii() and "_" not in value


def _is_number(value: str, column: str) -> bool:
    """Whether a value is meant as a number. A year is none where the column holds months."""
    try:
        float(value)
    except ValueError:
        return False
    return column not in {"month", "period"}


def _finite(text: str) -> float:
    if not math.isfinite(number := float(text)):
        raise ValueError
    return number


def _whole(text: str) -> int:
    if abs(number := int(text)) > _LARGEST:
        raise ValueError
    return number


_LARGEST = 2**63 - 1  # of SQLite


def _day(text: str) -> date:
    if len(text) != len("2017-03-05"):  # Python reads 20170305 too
        raise ValueError
    return date.fromisoformat(text)


def _offset(text: str) -> int:
    if (number := _whole(text)) < 0:
        raise ValueError
    return number


def _above_zero(text: str) -> int:
    if (number := _whole(text)) < 1:
        raise ValueError
    return number


_ABOVE_ZERO = _Expected(_above_zero, "a whole number above 0")
_OFFSET = _Expected(_offset, "a number of rows")
_DAY = _Expected(_day, "a day such as 2017-03-05")
_EXPECTED = {
    "integer": _Expected(_whole, "a whole number"),
    "number": _Expected(_finite, "a number"),
    "date": _DAY,
}


def _instead(condition: _Filter, value: str) -> str:
    """What finds the days of a month or a year."""
    if _BEGINNING_OF_A_DAY.fullmatch(value):
        return f". {condition.column}__startswith={value} finds all days that begin like this"
    return ""


async def _require_key(db: Database, table: str, condition: _Filter) -> None:
    """Raises BadRequest for the key of a record that another table does not have."""
    if condition.operator not in _EQUAL | _LISTS:
        return
    others = [key for key in await db.foreign_keys_for_table(table) if key["column"] == condition.column]
    for other in others:
        column, keys = other["other_column"], f"FROM {escape_sqlite(other['other_table'])}"
        for value in _values(condition):
            if not (await db.execute(f"SELECT 1 {keys} WHERE {escape_sqlite(column)} = ?", [value])).rows:
                known = [str(key) for (key,) in (await db.execute(f"SELECT {escape_sqlite(column)} {keys}")).rows]
                meant = _meant(value, known)
                raise BadRequest(f"{condition.name}: {other['other_table']} has no {column} {value!r}{meant}")


async def _require_value_of_view(db: Database, view: str, condition: _Filter, column: _Column) -> None:
    """Raises BadRequest for a text that no row of a view has. A view has no schema that says which ones it may have."""
    if condition.operator not in _EQUAL | _LISTS or column.type not in {"string", "date"}:
        return
    name = escape_sqlite(condition.column)
    for value in _values(condition):
        if not (await db.execute(f"SELECT 1 FROM {escape_sqlite(view)} WHERE {name} = ? LIMIT 1", [value])).rows:
            rows = (
                await db.execute(f"SELECT DISTINCT {name} FROM {escape_sqlite(view)} WHERE {name} IS NOT NULL")
            ).rows
            meant = _meant(value, [str(known) for (known,) in rows])
            raise BadRequest(f"{condition.name}: no row of {view} has {value!r} there{meant}")
