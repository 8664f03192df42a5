"""A table's page: few columns first, all rows on its pages, and its conditions in words."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from datasette import hookimpl
from datasette.utils import escape_sqlite, tilde_encode
from datasette.utils.asgi import Request, Response

from civcas.site.addresses import OF_PAGES, address_of
from civcas.site.config import configured, described_tables, site_config
from civcas.site.counts import found_in_large, is_large, narrows, read_counts
from civcas.site.database import Row
from civcas.site.paging import paged
from civcas.site.plugins.table_filters import conditions
from civcas.site.plugins.templates import label_of
from civcas.site.words import value_in_words

if TYPE_CHECKING:
    from datasette.app import Datasette

# The parameter of a table's page that asks for all its columns.
COLUMNS, ALL = "_columns", "all"

_CHOOSE_COLUMNS = {"_col", "_nocol", COLUMNS}

# What no cell comes before, and what comes after every cell: a page that begins there begins with the first row.
_BEFORE_ALL, _AFTER_ALL = "$null", "\U0010ffff"


@hookimpl
def startup(datasette: Datasette) -> Callable[[], Awaitable[None]] | None:
    site = site_config(datasette)
    if site is None:
        return None
    db = datasette.get_database(site["database"])
    db.execute = paged(db.execute)
    return lambda: read_counts(datasette, site["database"])


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    site = site_config(datasette)
    if site is None:
        return []
    return [(rf"^/(?P<database>{site['database']})/(?P<table>[^/.]+)(\.(?P<format>json|md))?$", _table)]


async def _table(datasette: Datasette, request: Request, send: Any) -> Any:
    return await table_view().as_view(datasette)(request, send)


@lru_cache(maxsize=1)
def table_view() -> Any:
    """Datasette's view of a table without faults of paging and columns. Datasette imports the plugins before it.

    Its first page has rows of equal cells in another order than the second one, which then leaves some of them out.
    And it counts the values of its facets from the page's first row on.
    """
    from datasette.views.table import TableView

    class Table(TableView):  # type: ignore[misc]
        async def columns_to_select(self, table_columns: list[str], pks: list[str], request: Request) -> list[str]:
            # The key comes first, and once more if it is asked for.
            columns = list(dict.fromkeys(await super().columns_to_select(table_columns, pks, request)))
            return columns if request.url_vars.get("format") else shown_columns(self.ds, request, columns)

        async def data(self, request: Request, **options: Any) -> Any:
            down, column = _sort(self.ds, request)
            begins = "_next" not in request.args and column
            keys = await _keys(self.ds, request) if begins else 0
            if keys:
                options["_next"] = _beginning(down=down, keys=keys)
            find = partial(super().data, **options)
            large = is_large(self.ds, request.url_vars["database"], request.url_vars["table"])
            found = await (found_in_large(self.ds, request, find) if large else find(request))
            if isinstance(found, Response):
                return found
            if keys:
                _forget_the_beginning(found[0]["query"], escape_sqlite(column), down=down)
            elif "_next" in request.args:
                found[0]["facet_results"] = {}
            return found

    return Table


async def _keys(datasette: Datasette, request: Request) -> int:
    """How many fields the key of the table has; none for a series or a query."""
    return len(await datasette.get_database(request.url_vars["database"]).primary_keys(request.url_vars["table"]))


def _beginning(*, down: bool, keys: int) -> str:
    return ",".join([tilde_encode(_AFTER_ALL) if down else _BEFORE_ALL, *[""] * keys])


def _forget_the_beginning(query: Row, column: str, *, down: bool) -> None:
    """Take the condition that every row fulfils out of the SQL that readers see."""
    before, condition, rest = query["sql"].rpartition(f"({column} < :p" if down else f"({column} is not null or (")
    if condition:
        before = re.sub(r"\s+(where|and)\s*$", " ", before)
        query["sql"] = before.rstrip() + " order by " + rest.rpartition(" order by ")[2]
        known = set(re.findall(r":(\w+)", query["sql"]))
        query["params"] = {name: value for name, value in query["params"].items() if name in known}


def _sort(datasette: Datasette, request: Request) -> tuple[bool, str]:
    """Whether the page is sorted downwards, and by which column."""
    metadata = described_tables(datasette).get(request.url_vars["table"], {})
    asked = request.args if {"_sort", "_sort_desc"} & set(request.args) else metadata
    down = asked.get("_sort_desc") or asked.get("sort_desc")
    return bool(down), down or asked.get("_sort") or asked.get("sort") or ""


# --- columns -----------------------------------------------------------------------------------------------------
def shown_columns(datasette: Datasette, request: Request, columns: list[str]) -> list[str]:
    """The columns that a page shows of those that it can: those asked for, else the first ones."""
    first = configured(datasette)["first_fields"].get(request.url_vars["table"])
    if first is None or "_col" in request.args or request.args.get(COLUMNS) == ALL:
        return columns
    return [name for name in dict.fromkeys([*first, _sort(datasette, request)[1]]) if name in columns]


# --- conditions in words -----------------------------------------------------------------------------------------
class Chip(NamedTuple):
    """A condition or a sort in words, and the address without it."""

    text: str
    without: str


_WORDS = {
    "exact": "is {}", "not": "is filled, and not {}", "contains": "contains “{}”",
    "notcontains": "is filled, and does not contain “{}”", "startswith": "begins with “{}”",
    "endswith": "ends with “{}”", "gt": "is more than {}", "gte": "is at least {}", "lt": "is less than {}",
    "lte": "is at most {}", "like": "is like “{}”", "notlike": "is filled, and not like “{}”", "glob": "matches “{}”",
    "in": "is one of {}", "notin": "is filled, and none of {}", "arraycontains": "has {}",
    "arraynotcontains": "does not have {}", "date": "is on {}", "isnull": "is empty", "notnull": "is not empty",
    "isblank": "is empty", "notblank": "is not empty",
}  # fmt: skip
_WORDS_OF_DAYS = {"gt": "is after {}", "gte": "is {} or later", "lt": "is before {}", "lte": "is {} or earlier"}


@hookimpl
def extra_template_vars(
    datasette: Datasette, view_name: str, request: Request | None, columns: list[str] | None
) -> Callable[[], Awaitable[Row]] | None:
    if site_config(datasette) is None or view_name != "table" or request is None or columns is None:
        return None  # another site or page, or that of an error
    address = address_of(datasette, request.path)
    if address.kind != "table" or address.name not in configured(datasette)["types"]:
        return None

    types = configured(datasette)["types"][address.name]

    async def values() -> Row:
        return {
            "chips": await _chips(datasette, request, address.name),
            "comparisons": {operator: words.format("…") for operator, words in _WORDS.items() if operator in _OFFERED},
            "kept": [pair for pair in _pairs(request) if pair[0] != "_next"],
            "kept_without_columns": _without(request, _CHOOSE_COLUMNS),
            "all_columns": f"?{urlencode([*_without(request, _CHOOSE_COLUMNS), (COLUMNS, ALL)])}",
            "first_columns": _query(_without(request, _CHOOSE_COLUMNS)),
            "chooses_columns": bool(_CHOOSE_COLUMNS & set(request.args)),
            "largest_first": {name for name, kind in types.items() if kind != "string"},
            "coded": set(configured(datasette)["categories"].get(address.name, ())),
            "exports": _exports(request, list(types), columns),
            "narrowed": any(narrows(name) for name in request.args),
            "page_size": int(size) if (size := request.args.get("_size", "")).isdigit() else datasette.page_size,
        }

    return values


# The comparisons that a form offers: those that most readers need.
_OFFERED = ("exact", "not", "contains", "startswith", "gte", "lte", "isnull", "notnull")


async def _chips(datasette: Datasette, request: Request, table: str) -> list[Chip]:
    """All that makes the page show other rows than the whole table, or in another order."""
    site = configured(datasette)
    types = site["types"][table]
    named = partial(label_of, site["labels"], table)
    chips = []
    for condition in conditions(request):
        words = _WORDS_OF_DAYS if types.get(condition.column) == "date" else {}
        text = words.get(condition.operator) or _WORDS[condition.operator]
        value = await _in_words(datasette, table, condition.column, condition.value)
        text = f"{named(condition.column)} {text.format(value)}"
        chips.append(Chip(text, _removed(request, (condition.name, condition.value))))
    for name, value in _pairs(request):
        if text := _own(name, value, named):
            chips.append(Chip(text, _removed(request, (name, value))))
    return chips


def _own(name: str, value: str, named: Callable[[str], str]) -> str:
    """What one of Datasette's own parameters says, if it changes which rows there are or their order."""
    if name.startswith("_search") and name != "_searchmode":
        column = name.removeprefix("_search").removeprefix("_")
        return f"{named(column) if column else 'The record'} has the words “{value}”"
    if name in {"_sort", "_sort_desc"}:
        return f"Sorted by {named(value)}, {'downwards' if name == '_sort_desc' else 'upwards'}"
    return {"_where": f"SQL: {value}", "_through": f"Referred to by {value}"}.get(name, "")


async def _in_words(datasette: Datasette, table: str, column: str, value: str) -> str:
    """The name of the record that a key leads to, or a coded value in words; else the value."""
    database = configured(datasette)["database"]
    if column in configured(datasette)["categories"].get(table, ()):
        return value_in_words(value)
    names = await datasette.expand_foreign_keys(database, table, column, [value])
    return str(names.get((column, value), value))


def _exports(request: Request, columns: list[str], shown: list[str]) -> dict[str, str]:
    """The addresses of the page's rows in other formats: all rows with all columns; and as CSV, the columns shown."""
    kept = [(name, value) for name, value in _pairs(request) if name not in {*_CHOOSE_COLUMNS, *OF_PAGES, *_OF_FACETS}]
    path = request.path
    found = {kind: f"{path}.{kind}{_query(kept).rstrip('?')}" for kind in ("csv", "json", "jsonl")}
    if {"latitude", "longitude"} <= set(columns):
        found["geojson"] = f"{path}.geojson{_query(kept).rstrip('?')}"
    if len(shown) < len(columns):
        found["shown"] = f"{path}.csv{_query([*kept, *(('_col', name) for name in shown)])}"
    return found


_OF_FACETS = {"_facet", "_facet_array", "_facet_date", "_facet_size", "_nofacet"}


def _pairs(request: Request) -> list[tuple[str, str]]:
    return parse_qsl(request.query_string, keep_blank_values=True)


def _without(request: Request, names: set[str]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in _pairs(request) if name not in names]


def _removed(request: Request, pair: tuple[str, str]) -> str:
    """The address without a parameter. It begins on the first page."""
    return _query([each for each in _pairs(request) if each != pair and each[0] != "_next"])


def _query(pairs: list[tuple[str, str]]) -> str:
    return f"?{urlencode(pairs)}" if pairs else "?"
