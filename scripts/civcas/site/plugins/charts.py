"""Dashboards of charts, and the map.

A chart is a canned query (queries/) with a description and a Vega-Lite specification (charts/). Its numbers stand on
the page as a table, which the browser reads to draw the chart (static/charts.js), so the two cannot differ. The map is
drawn from its tables in the same way (static/map.js).
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import BadRequest, NotFound, Request, Response

from civcas.checking.geography import outlines_text
from civcas.publishing.datasette import DATABASE
from civcas.site.database import Row, path, query

CHARTS = Path(__file__).parent.parent / "charts"


# Fields that name a record, and its table.
LINKED = {
    "release_id": "releases",
    "estimate_id": "estimates",
    "incident_id": "incidents",
    "place_id": "places",
    "organisation_id": "organisations",
}


class Filter(NamedTuple):
    """A parameter of the queries, as a field of a form: its label and, unless it is a month, its values with labels."""

    label: str
    choices: dict[str, str] | None = None


COUNTRIES = {"": "Iraq and Syria", "Iraq": "Iraq", "Syria": "Syria"}


SCOPES = {"": "any", "Iraq": "Iraq only", "Syria": "Syria only", "both": "Iraq and Syria together"}


STATUSES = {
    "": "any",
    "credible": "credible",
    "non_credible": "non-credible",
    "duplicate": "duplicate",
    "open": "open",
}


TOP = {"": "30", "10": "10", "100": "100", "-1": "all"}


LAYERS = {"": "incidents and strikes", "incidents": "incidents", "strikes": "strikes by place"}


FILTERS = {
    "first_month": Filter("From month"),
    "last_month": Filter("To month"),
    "country": Filter("Country", COUNTRIES),
    "organisation_id": Filter("Organisation", {}),
    "scope": Filter("Countries that a figure covers", SCOPES),
    "top": Filter("How many places", TOP),
    "status": Filter("Status", STATUSES),
    "layer": Filter("Show", LAYERS),
}


MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


ORGANISATIONS = """
SELECT DISTINCT organisation_id, name FROM estimates JOIN organisations USING (organisation_id)
WHERE measure = 'civilians_killed' AND attributed_to LIKE 'Coalition%' ORDER BY name
"""


# How exactly the point of an incident is known, as the map shows it.
SPOT = ("exact_location", "exact_location_coalition", "exact_location_other", "within_1m", "within_100m")


AREA = ("nearby_landmark", "street", "neighbourhood_area", "village", "town")


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    return [
        (r"^/-/dashboards$", dashboards),
        (r"^/-/dashboards/(?P<name>[a-z-]+)$", dashboard),
        (r"^/-/map$", incident_map),
        (r"^/-/outlines\.json$", outlines),
    ]


@hookimpl
def extra_template_vars(datasette: Datasette, view_name: str) -> Callable[[], Awaitable[Row]] | None:
    """The chart of the home page."""
    if view_name != "index":
        return None

    async def values() -> Row:
        return {"chart": await chart(datasette, "official-total-and-estimates", {})}

    return values


def described() -> dict[str, Row]:
    """The dashboards: title, description and the names of their charts."""
    found: dict[str, Row] = json.loads((CHARTS / "dashboards.json").read_text(encoding="utf-8"))
    return found


async def dashboards(datasette: Datasette, request: Request) -> Response:
    values = {"dashboards": described()}
    return Response.html(await datasette.render_template("dashboards.html", values, request=request))


async def dashboard(datasette: Datasette, request: Request) -> Response:
    name = request.url_vars["name"]
    about = described().get(name)
    if about is None:
        raise NotFound("There is no such dashboard")
    names = {chart: parameters(datasette, description(chart)["query"]) for chart in about["charts"]}
    asked = {parameter for used in names.values() for parameter in used}
    chosen = await choices(datasette, request, [name for name in FILTERS if name in asked])
    values = {
        "dashboard": about,
        "filters": chosen,
        "charts": [await chart(datasette, name, chosen) for name in about["charts"]],
        "rules": await rules(datasette) if about.get("rules") else None,
    }
    return Response.html(await datasette.render_template("dashboard.html", values, request=request))


async def incident_map(datasette: Datasette, request: Request) -> Response:
    chosen = await choices(datasette, request, ["layer", "status", "country", "first_month", "last_month"])
    layer = chosen["layer"]["value"]
    incidents = [] if layer == "strikes" else await rows(datasette, "incidents-on-the-map", chosen)
    places = [] if layer == "incidents" else await rows(datasette, "strikes-by-place", chosen, top="-1")
    incidents = [{**row, "exactness": exactness(row["coordinates_precision"])} for row in incidents]
    placed = [row for row in places if row["latitude"] is not None]
    values = {
        "filters": chosen,
        "query_string": query_string({name: choice["value"] for name, choice in chosen.items() if name != "layer"}),
        "incidents": incidents,
        "incident_links": links(incidents),
        "places": placed,
        "place_links": links(placed),
        "unplaced": [row for row in places if row["latitude"] is None],
        "unplaced_incidents": await unplaced(datasette),
    }
    return Response.html(await datasette.render_template("map.html", values, request=request))


async def outlines() -> Response:
    """The outlines of the countries against which the package's check sets its points."""
    return Response(outlines_text(), content_type="application/json")


def exactness(precision: str | None) -> str:
    """What the map can say of a point: that it is the spot, an area around it, or no more than a city or district."""
    return "spot" if precision in SPOT else "area" if precision in AREA else "vague"


async def unplaced(datasette: Datasette) -> int:
    sql = "SELECT count(*) AS records FROM incidents WHERE latitude IS NULL OR longitude IS NULL"
    (row,) = await query(datasette.get_database(DATABASE), sql)
    return int(row["records"])


async def choices(datasette: Datasette, request: Request, names: list[str]) -> dict[str, Row]:
    """The filters of a page with the values that the request gives them. Raises BadRequest for a senseless value."""
    found = {}
    for name in names:
        label, options = FILTERS[name]
        if name == "organisation_id":
            known = await query(datasette.get_database(DATABASE), ORGANISATIONS)
            options = {"": "all", **{row["organisation_id"]: row["name"] for row in known}}
        value = (request.args.get(name) or "").strip()
        if options is not None and value not in options:
            raise BadRequest(f"{name}: {value!r} is none of {', '.join(key for key in options if key)}")
        if options is None and value and not MONTH.fullmatch(value):
            raise BadRequest(f"{name}: {value!r} is not a month such as 2017-03")
        found[name] = {"label": label, "options": options, "value": value}
    return found


def description(name: str) -> Row:
    """A chart's own words and its specification."""
    found: Row = json.loads((CHARTS / f"{name}.json").read_text(encoding="utf-8"))
    return found


async def chart(datasette: Datasette, name: str, chosen: dict[str, Row]) -> Row:
    """A chart with its rows and the addresses of its query and source."""
    about = description(name)
    used = {key: chosen[key]["value"] for key in parameters(datasette, about["query"]) if key in chosen}
    given = query_string(used)
    found = await rows(datasette, about["query"], chosen)
    columns = about.get("columns") or (list(found[0]) if found else [])
    shown = [{column: row[column] for column in columns} for row in found]
    # Months of which nothing is known, such as weapons released over one country alone, are no chart.
    known = any(value is not None for row in shown for value in list(row.values())[1:])
    return {
        **about,
        "name": name,
        "rows": shown if known else [],
        "links": links(found),
        "href": path(about["query"]) + (f"?{given}" if given else ""),
        # What narrows down other charts of the page, but cannot narrow down this one.
        "whole": [choice["label"] for key, choice in chosen.items() if choice["value"] and key not in used],
    }


def query_string(values: dict[str, str]) -> str:
    return urlencode({name: value for name, value in values.items() if value})


def links(found: list[Row]) -> list[Row]:
    """For each row, the address of the record that a field names."""
    return [
        {
            **{field: path(table, row[field]) for field, table in LINKED.items() if row.get(field)},
            **({"record_id": path(row["table"], row["record_id"])} if row.get("record_id") else {}),
        }
        for row in found
    ]


async def rows(datasette: Datasette, name: str, chosen: dict[str, Row], **given: str) -> list[Row]:
    """The rows of a canned query, all of them, with the filters that it knows."""
    values = {key: given.get(key, chosen[key]["value"] if key in chosen else "") for key in parameters(datasette, name)}
    return await query(datasette.get_database(DATABASE), canned(datasette, name)["sql"], values)


def parameters(datasette: Datasette, name: str) -> list[str]:
    return list(canned(datasette, name)["params"])


def canned(datasette: Datasette, name: str) -> Row:
    found: Row = datasette.metadata(database=DATABASE)["queries"][name]
    return found


async def rules(datasette: Datasette) -> list[Row]:
    """Every rule with its known issues, counted. The site is built from data that break no rule otherwise."""
    counted = {row["rule"]: row for row in await rows(datasette, "known-issues-by-rule", {})}
    every = datasette.plugin_config("pages")["rules"]
    return [
        {"rule": name, "summary": words.splitlines()[0], "issues": counted.get(name)} for name, words in every.items()
    ]
