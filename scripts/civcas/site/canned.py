"""The canned queries of the site: each a file of queries/, named as the query.

Its first comment lines are its title, its description and, line by line:

    -- :place_id (places) a place, by its key      a parameter, the table that lists its values, what it is
    -- @places place_id={place_id} Strikes near it  a table whose pages link the query, its address filled in from a
                                                   record, and the words of the link on that record's page

A parameter left empty takes the value that the SQL itself gives for it: coalesce(nullif(:place_id, ''), 'mosul').
"""

from __future__ import annotations

import re
from importlib import resources
from typing import Any

PARAMETER = re.compile(r":(?P<name>\w+) (?:\((?P<table>\w+)\) )?(?P<text>.+)")
LINK = re.compile(r"@(?P<table>\w+)(?: (?P<values>\S+)(?: (?P<text>.+))?)?")
DEFAULT = re.compile(r"coalesce\(nullif\(:(\w+), ''\), '([^']*)'\)")


def queries() -> dict[str, dict[str, Any]]:
    """Datasette's metadata of each query, with `parameters` and `links` for the site's own pages."""
    folder = resources.files("civcas.site") / "queries"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return {file.name.removesuffix(".sql"): query(file.read_text(encoding="utf-8")) for file in files}


def query(text: str) -> dict[str, Any]:
    lines = text.splitlines()
    length = next(number for number, line in enumerate(lines) if not line.startswith("-- "))
    head = [line.removeprefix("-- ") for line in lines[:length]]
    sql = "\n".join(lines[length:])
    defaults = dict(DEFAULT.findall(sql))
    parameters = [match.groupdict() for line in head if (match := PARAMETER.fullmatch(line))]
    return {
        "title": head[0],
        "description": " ".join(line for line in head[1:] if line[0] not in ":@"),
        "params": [parameter["name"] for parameter in parameters],
        "parameters": [{**parameter, "default": defaults.get(parameter["name"] or "")} for parameter in parameters],
        "links": [match.groupdict() for line in head if (match := LINK.fullmatch(line))],
        "sql": sql,
        "hide_sql": True,
    }
