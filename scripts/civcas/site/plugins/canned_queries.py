"""What the canned queries need beside Datasette's own: their parameters explained, and links to them.

A file of queries/ says it in its first lines, after its title and description:

    -- :place_id (places) a place, by its key       a parameter, the table that lists its values, what it is
    -- @places?strikes place_id={place_id} Near it  a table whose pages link the query (after the question mark: only
                                                    records to which that other table refers), its address, filled in
                                                    from a record, and the words of the link on that record's page

A parameter left empty takes the value that the SQL itself gives for it: coalesce(nullif(:place_id, ''), 'mosul').
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote_plus

from datasette import hookimpl
from datasette.app import Datasette
from jinja2 import Environment, pass_context
from markupsafe import Markup

from civcas.publishing.datasette import DATABASE
from civcas.site.database import Row, path

PARAMETER = re.compile(r":(?P<name>\w+) (?:\((?P<table>\w+)\) )?(?P<text>.+)")


LINK = re.compile(r"@(?P<table>\w+)(?:\?(?P<having>\w+))?(?: (?P<values>\S+)(?: (?P<text>.+))?)?")


FIELD = re.compile(r"\{(\w+)\}")


DEFAULT = re.compile(r"coalesce\(nullif\(:(\w+), ''\), '([^']*)'\)")


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """All of it follows from the metadata, so it is worked out once, not for each page."""
    queries = datasette.metadata("queries", database=DATABASE) or {}
    linked: dict[str, list[Row]] = {}
    for name, query in queries.items():
        for line in query["head"].splitlines():
            if link := LINK.fullmatch(line):
                linked.setdefault(link["table"], []).append({**link.groupdict(), "title": query["title"], "name": name})
    described = {name: parameters(query) for name, query in queries.items()}
    # Datasette's templates await each value; the long part of a page renders several times as fast without.
    plain = env.overlay(enable_async=False, auto_reload=False)
    env.globals["quick"] = pass_context(
        lambda context, name: Markup(plain.get_template(name).render(context.get_all()))  # noqa: S704
    )
    env.globals["parameters"] = lambda name: described.get(name, {})
    env.globals["questions"] = lambda table: linked.get(table, [])
    env.globals["questions_about"] = lambda table, record, others: about(linked.get(table, []), record, others)


def parameters(query: Row) -> dict[str, Row]:
    defaults = dict(DEFAULT.findall(query["sql"]))
    lines = [match.groupdict() for line in query["head"].splitlines() if (match := PARAMETER.fullmatch(line))]
    return {line["name"]: {**line, "default": defaults.get(line["name"], "")} for line in lines}


def about(links: list[Row], record: Any, others: list[Row]) -> list[Row]:
    """The queries that can be asked of a record: those whose fields it has, and that find something."""
    referring = {other["other_table"] for other in others if other["count"]}
    asked = []
    for link in links:
        fields = FIELD.findall(link["values"] or "")
        found = link["having"] is None or link["having"] in referring
        if found and fields and all(record[field] is not None for field in fields):
            values = FIELD.sub(lambda match: quote_plus(str(record[match[1]])), link["values"])
            asked.append({"href": f"{path(link['name'])}?{values}", "text": link["text"] or link["title"]})
    return asked
