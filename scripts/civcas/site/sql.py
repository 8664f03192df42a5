"""A visitor's own SQL as a text: what is refused before it runs."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from datasette.utils.asgi import BadRequest

from civcas.site.config import Config

_LONGEST = 25_000  # characters


def require_sql(site: Config, query: str) -> None:
    """Raises BadRequest for SQL that would answer another question than the one that is meant."""
    values = dict(parse_qsl(query, keep_blank_values=True))
    sql = values.get("sql", "")
    if len(sql) > _LONGEST:
        raise BadRequest(f"sql: expected at most {_LONGEST:,} characters, found {len(sql):,}")
    require_names(site, sql)
    for name in sorted(parameters_of(query) - set(values)):
        raise BadRequest(f"The query has a parameter :{name}, and the address no value for it. Add {name}=...")
    if sql and values.get("_size", "max") != "max":
        raise BadRequest("_size: a query has all of its rows. Write LIMIT into the SQL")


def parameters_of(query: str) -> set[str]:
    """The parameters of the SQL in a query string, such as :place. Datasette fills in those that begin with _."""
    sql = dict(parse_qsl(query, keep_blank_values=True)).get("sql", "")
    return {name for name in _PARAMETER.findall(_IN_DOUBLE_QUOTES.sub(" ", _TEXTS.sub(" ", sql))) if name[0] != "_"}


def require_names(site: Config, sql: str, parameter: str = "sql") -> None:
    """Raises BadRequest for a text where SQL expects a name. SQLite would take it for the text."""
    plain = _TEXTS.sub(" ", sql)
    known = {name for table, types in site["types"].items() for name in (table, *types)}
    known |= {"rowid", *site["named"]}
    known |= {name.lower() for name in _NAMED.findall(plain)}
    for name in _IN_DOUBLE_QUOTES.findall(plain):
        if name and name.lower() not in known and not name.endswith("_fts"):
            raise BadRequest(f"{parameter}: there is no column \"{name}\". Write a text in single quotes: '{name}'")


# Texts and comments; names in double quotes; what SQL itself gives a name to.
_TEXTS = re.compile(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", re.DOTALL)
_IN_DOUBLE_QUOTES = re.compile(r'"((?:[^"]|"")*)"')
_NAMED = re.compile(r'(?:\bas\s+|[,)(]\s*|\bwith\s+|\brecursive\s+)"?([^\s",()]+)"?', re.IGNORECASE)
_PARAMETER = re.compile(r"[:@$](\w+)")
