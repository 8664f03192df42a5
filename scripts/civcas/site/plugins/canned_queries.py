"""What the pages of canned queries show besides Datasette's own: an explanation of each parameter, and links to them.

A file in queries/ begins with comments. After the title and the description they say:

    -- :place_id (places) a place                   a parameter, its kind (parameters.py has them), what it is
    -- :country {incidents.country}                 the same, with the values that the schema of the table allows
    -- @places?strikes place_id={place_id} Near it  a table whose pages link to the query. After the question mark: only
                                                    records that this other table refers to. Then the parameters, filled
                                                    in from a record, and the text of the link on that record's page.
    -- @incidents =2015-06-02-hawija                the same for the page of one record, without parameters

An empty parameter takes the default that the SQL has for it: coalesce(nullif(:place_id, ''), 'mosul').
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote_plus

from datasette import hookimpl
from datasette.utils.asgi import Request
from jinja2 import Environment, pass_context
from markupsafe import Markup

from civcas.site.addresses import address_of
from civcas.site.config import described_queries, site_config
from civcas.site.database import Row, address
from civcas.site.parameters import Option, has_options, in_words, options_of
from civcas.site.plugins.templates import in_plain_words

if TYPE_CHECKING:
    from datasette.app import Datasette

_PARAMETER = re.compile(r":(?P<name>\w+) (?:\((?P<kind>[\w.]+)\) )?(?P<text>.+)")


_LINK = re.compile(r"@(?P<table>\w+)(?:\?(?P<having>\w+))?(?: (?P<values>\S+)(?: (?P<text>.+))?)?")


_FIELD = re.compile(r"\{(\w+)\}")


_DEFAULT = re.compile(r"coalesce\(nullif\(:(\w+), ''\), '([^']*)'\)")


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    site = site_config(datasette)
    if site is None:
        return
    queries = described_queries(datasette)
    links = _links(queries)
    described = {name: _parameters(query, set(site["categories"])) for name, query in queries.items()}
    # Datasette's templates await each value. Long tables render several times faster without that.
    synchronous = env.overlay(enable_async=False, auto_reload=False)
    env.globals["quick"] = pass_context(
        lambda context, name: Markup(synchronous.get_template(name).render(context.get_all()))  # noqa: S704
    )
    env.globals["parameters"] = lambda name: described.get(name, {})
    env.globals["queries_about"] = lambda table: links.get(table, [])
    env.globals["queries_for"] = lambda table, record, others: _filled_in(
        links.get(table, []), site["database"], record, others
    )


def _links(queries: dict[str, Row]) -> dict[str, list[Row]]:
    """The links to queries, by the table on whose pages they are."""
    found: dict[str, list[Row]] = {}
    for name, query in queries.items():
        for line in query["head"].splitlines():
            if link := _LINK.fullmatch(line):
                found.setdefault(link["table"], []).append({**link.groupdict(), "title": query["title"], "name": name})
    return found


def defaults_of(sql: str) -> dict[str, str]:
    """The parameters of a query that have a default, with it."""
    return dict(_DEFAULT.findall(sql))


def _parameters(query: Row, tables: set[str]) -> dict[str, Row]:
    """For each parameter what it is, its default, and the table whose records it names."""
    defaults = defaults_of(query["sql"])
    lines = [match.groupdict() for line in query["head"].splitlines() if (match := _PARAMETER.fullmatch(line))]
    return {
        line["name"]: {
            **line,
            "default": defaults.get(line["name"], ""),
            "table": line["kind"] if line["kind"] in tables else None,
        }
        for line in lines
    }


@hookimpl
def extra_template_vars(
    datasette: Datasette, view_name: str, request: Request | None
) -> Callable[[], Awaitable[Row]] | None:
    """For the page of a query: the values that its parameters can have, and what those chosen stand for."""
    site = site_config(datasette)
    if site is None or view_name != "table" or request is None:
        return None
    name = address_of(datasette, request.path).name
    kinds = described_queries(datasette).get(name, {"kinds": {}})["kinds"]
    db = datasette.get_database(site["database"])

    described = _parameters(described_queries(datasette)[name], set(site["categories"])) if kinds else {}

    async def values() -> Row:
        listed = {name: kind for name, kind in kinds.items() if has_options(kind)}
        options = {name: list((await options_of(db, site, kind)).values()) for name, kind in listed.items()}
        chosen = {name: value for name in kinds if (value := request.args.get(name))}
        return {
            "pickers": {
                name: _picker(described[name], options.get(name, []), chosen.get(name, "")) for name in described
            },
            "taken_for": {name: await in_words(db, site, kinds[name], value) for name, value in chosen.items()},
        }

    return values if kinds else None


# --- pickers -----------------------------------------------------------------------------------------------------
class Picker(NamedTuple):
    """A form field for a parameter. `control` is select, or the type of an input."""

    control: str
    label: str
    note: str
    value: str
    default: str
    table: str | None
    options: list[Option]


_INPUTS = {"day": "date", "month": "month", "distance": "number", "count": "number"}

# A longer list is typed into rather than scrolled through.
_LONGEST_LIST = 100


# Parameters whose names say too little
_LABELS = {"top": "How many"}


def _picker(parameter: Row, options: list[Option], chosen: str) -> Picker:
    """The field of a parameter: a list if its values are few, else one that takes what people type."""
    few = 0 < len(options) <= _LONGEST_LIST
    control = "select" if few else _INPUTS.get(parameter["kind"], "text")
    values = [option.value for option in options]
    listed = " or ".join(filter(None, [", ".join(values[:-1]), values[-1]])) if few else ""
    note = parameter["text"].removesuffix(listed).rstrip(": ")
    label, default = _LABELS.get(parameter["name"]) or in_plain_words(parameter["name"]), parameter["default"]
    return Picker(control, label, note, chosen or default, default, parameter["table"], options)


def _filled_in(links: list[Row], database: str, record: Any, others: list[Row]) -> list[Row]:
    """The links for one record: those to queries about it, or whose fields it has and that find something."""
    referring = {other["other_table"] for other in others if other["count"]}
    found = []
    for link in links:
        fields = _FIELD.findall(link["values"] or "")
        if link["values"] == f"={next(iter(dict(record).values()))}":
            found.append({"href": address(database, link["name"]), "text": link["text"] or link["title"]})
        finds = link["having"] is None or link["having"] in referring
        if finds and fields and all(record[field] is not None for field in fields):
            values = _FIELD.sub(lambda match: quote_plus(str(record[match[1]])), link["values"])
            href = f"{address(database, link['name'])}?{values}"
            found.append({"href": href, "text": link["text"] or link["title"]})
    return found
