"""The canned queries: questions with their SQL, which the site answers; those without parameters are views as well."""

from __future__ import annotations

import re
from importlib import resources
from typing import Any


def queries() -> dict[str, dict[str, Any]]:
    """The canned queries by name, as their files have them.

    The first lines of a file are comments: the title, the description, who asks it and its rank among all (`&`), and a
    line for each parameter (`:`) and for each table whose pages link to the query (`@`).
    site/plugins/canned_queries.py reads the last two.
    """
    folder = resources.files("civcas.site") / "queries"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return {file.name.removesuffix(".sql"): _query(file.read_text(encoding="utf-8")) for file in files}


def ready_queries() -> dict[str, str]:
    """The SQL of the queries that need no parameter, by name. Each is a view of the database."""
    return {name: query["sql"] for name, query in queries().items() if not query["params"]}


# Who asks a query that does not say it, and that it comes last.
_UNRANKED = ("&", "analyst", "999")


def _query(text: str) -> dict[str, Any]:
    lines = text.splitlines()
    length = next(number for number, line in enumerate(lines) if not line.startswith("-- "))
    head = [line.removeprefix("-- ") for line in lines[:length]]
    asked = next((line.split() for line in head if line[0] == "&"), _UNRANKED)
    return {
        "title": head[0],
        "description": " ".join(line for line in head[1:] if line[0] not in "&:@"),
        "group": asked[1],
        "rank": int(asked[2]),
        "params": [line[1:].split()[0] for line in head if line[0] == ":"],
        "kinds": {line[1:].split()[0]: _kind(line) for line in head if line[0] == ":"},
        "head": "\n".join(line for line in head if line[0] in ":@"),
        "sql": "\n".join(lines[length:]),
        "hide_sql": True,
    }


def _kind(line: str) -> str:
    """The kind of a parameter: what its line has in parentheses, else the field whose values it names."""
    found = re.match(r":\w+ \(([\w.]+)\)", line) or re.search(r"(\{\w+\.\w+\})", line)
    return found[1] if found else ""
