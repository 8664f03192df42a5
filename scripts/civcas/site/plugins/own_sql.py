"""What the pages of a visitor's own SQL show besides its rows: queries to begin with, and the tables and columns."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.database import Results
from datasette.utils.asgi import BadRequest
from jinja2 import Environment

from civcas.site.config import described_tables, site_config
from civcas.site.database import Row

if TYPE_CHECKING:
    from datasette.app import Datasette

# Values of the parameters in the examples.
_VALUES = {"release_id": "monthly-2019-04", "word": "hatra"}


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    site = site_config(datasette)
    if site is None:
        return
    tables = described_tables(datasette)
    env.globals["sql_examples"] = examples()
    env.globals["sql_tables"] = {name: table["columns"] for name, table in tables.items() if name in site["types"]}


# --- parameters --------------------------------------------------------------------------------------------------
@hookimpl
def startup(datasette: Datasette) -> None:
    """Let no query answer wrongly because a parameter in the address is a text, though it looks like a number."""
    if site_config(datasette):
        datasette.execute = _the_same_with_numbers(datasette.execute)


def _the_same_with_numbers(execute: Callable[..., Awaitable[Results]]) -> Callable[..., Awaitable[Results]]:
    """Runs a query with parameters such as '5' again with the number 5, and refuses it if the answers differ.

    SQLite compares a column of numbers with both alike, but in `killed + 0 > :n` every text is more than any number. In
    `substr(day, 1, 4) = :year`, in turn, no number is equal. So no one type is right for all queries.
    """

    async def checked(
        database: str, sql: str, params: Any = None, truncate: bool = False, **more: Any
    ) -> Results:  # as Datasette calls it
        found = await execute(database, sql, params, truncate=truncate, **more)
        numbers = _numbers(sql, params) if truncate and isinstance(params, dict) else {}
        if numbers and not _RANDOM.search(sql):
            also = await execute(database, sql, {**params, **numbers}, truncate=truncate, **more)
            if _as_texts(found) != _as_texts(also):
                first = next(iter(numbers))
                raise BadRequest(
                    f"The answer depends on whether {', '.join(f':{name}' for name in numbers)} is a number or a text."
                    f" Write CAST(:{first} AS INTEGER), AS REAL or AS TEXT"
                )
        return found

    return checked


def _numbers(sql: str, params: Row) -> dict[str, float]:
    """The parameters of a query that look like numbers, as numbers."""
    written = {name: value.replace(",", "").strip() for name, value in params.items() if isinstance(value, str)}
    found = {name: value for name, value in written.items() if _NUMBER.fullmatch(value)}
    used = {name: value for name, value in found.items() if re.search(rf"[:@$]{re.escape(name)}\b", sql)}
    return {name: int(value) if value.lstrip("+-").isdigit() else float(value) for name, value in used.items()}


def _as_texts(found: Results) -> list[list[str]]:
    return [[str(value) for value in row] for row in found.rows]


_NUMBER = re.compile(r"[+-]?([0-9]{1,18}(\.[0-9]{0,15})?|\.[0-9]{1,15})(e[+-]?[0-9]{1,2})?", re.IGNORECASE)
_RANDOM = re.compile(r"\brandom(blob)?\s*\(", re.IGNORECASE)  # never the same twice


# --- examples ----------------------------------------------------------------------------------------------------
def examples() -> list[Row]:
    """The queries in examples/, each with its title and the query string that asks it."""
    folder = resources.files("civcas.site") / "examples"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return [_example(file.read_text(encoding="utf-8")) for file in files]


def _example(text: str) -> Row:
    title, sql = text.split("\n", 1)
    values = {name: value for name, value in _VALUES.items() if f":{name}" in sql}
    return {"title": title.removeprefix("-- "), "sql": sql, "query": urlencode({"sql": sql.strip(), **values})}
