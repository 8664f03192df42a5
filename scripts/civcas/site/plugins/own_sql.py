"""What the pages of a visitor's own SQL show besides its rows: queries to begin with, and the tables and columns."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from datasette import hookimpl
from jinja2 import Environment

from civcas.site.config import site_config
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
    tables = datasette.metadata("tables", database=site["database"])
    env.globals["sql_examples"] = examples()
    env.globals["sql_tables"] = {name: table["columns"] for name, table in tables.items() if name in site["types"]}


def examples() -> list[Row]:
    """The queries in examples/, each with its title and the query string that asks it."""
    folder = resources.files("civcas.site") / "examples"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return [_example(file.read_text(encoding="utf-8")) for file in files]


def _example(text: str) -> Row:
    title, sql = text.split("\n", 1)
    values = {name: value for name, value in _VALUES.items() if f":{name}" in sql}
    return {"title": title.removeprefix("-- "), "sql": sql, "query": urlencode({"sql": sql.strip(), **values})}
