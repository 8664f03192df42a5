"""Dashboards of charts.

A chart is a canned query (queries/) with a description of how to draw it (charts/). The page shows its numbers as a
table, and draws them from the same rows (drawing/), so the two cannot differ.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import cache
from importlib import resources
from string import Formatter
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Request, Response

from civcas.site.config import configured, site_config
from civcas.site.database import Row, address, fetch
from civcas.site.drawing import ranking, timeline
from civcas.site.drawing.findings import finding
from civcas.site.drawing.hues import hue
from civcas.site.drawing.scales import in_words
from civcas.site.filters import (
    Filter,
    Filters,
    canned_rows,
    chosen_filters,
    parameters_of,
    query_string,
    record_links,
)

if TYPE_CHECKING:
    from datasette.app import Datasette

_CHARTS = resources.files("civcas.site") / "charts"


_ON_THE_HOME_PAGE = "official-total-and-estimates"


_DRAWN = {"timeline": timeline.timeline, "ranking": ranking.ranking}
_PREVIEWS = {"timeline": timeline.preview, "ranking": ranking.preview}
_PREVIEW = 96  # pixels


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    if not dashboards(datasette):
        return []
    return [(r"^/-/dashboards$", _dashboards), (r"^/-/dashboards/(?P<name>[a-z-]+)$", _dashboard)]


@hookimpl
def extra_template_vars(datasette: Datasette, view_name: str) -> Callable[[], Awaitable[Row]] | None:
    if view_name != "index" or not dashboards(datasette):
        return None

    async def values() -> Row:
        return {"chart": await _chart(datasette, _ON_THE_HOME_PAGE, {})}

    return values


@cache
def _read(name: str) -> Row:
    """A file in charts/: a chart, or dashboards.json."""
    found: Row = json.loads((_CHARTS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def dashboards(datasette: Datasette) -> Row:
    """The dashboards by name; none if the package has not the tables that they are about."""
    site = site_config(datasette)
    return _read("dashboards") if site and site["own_pages"] else {}


async def _dashboards(datasette: Datasette, request: Request) -> Response:
    previews = {
        name: await _preview(datasette, dashboard["charts"][0]) for name, dashboard in dashboards(datasette).items()
    }
    values = {"dashboards": dashboards(datasette), "previews": previews}
    return Response.html(await datasette.render_template("dashboards.html", values, request=request))


async def _dashboard(datasette: Datasette, request: Request) -> Response:
    dashboard = dashboards(datasette).get(request.url_vars["name"])
    if dashboard is None:
        raise NotFound("There is no such dashboard.")
    wanted = {key for name in queries_of(datasette, request.url_vars["name"]) for key in parameters_of(datasette, name)}
    filters = await chosen_filters(datasette, request, wanted)
    scopes = await _scopes(datasette) if dashboard.get("scopes") else {}
    if scopes:
        filters["about"] = _scope_filter(scopes, request.args.get("about") or "")
    values = {
        "dashboard": dashboard,
        "filters": filters,
        "scopes": scopes,
        "charts": [await _chart(datasette, chart, filters) for chart in dashboard["charts"]],
        "every_rule": await _every_rule(datasette) if dashboard.get("rules") else None,
    }
    return Response.html(await datasette.render_template("dashboard.html", values, request=request))


def queries_of(datasette: Datasette, name: str) -> list[str]:
    """The queries of a dashboard; none if there is no such dashboard."""
    charts = dashboards(datasette).get(name, {"charts": []})["charts"]
    return [_read(chart)["query"] for chart in charts]


# --- a chart -----------------------------------------------------------------------------------------------------
async def _chart(datasette: Datasette, name: str, filters: Filters) -> Row:
    """A chart with its drawing, its rows, and the addresses of its query and source."""
    site = configured(datasette)
    chart = _read(name)
    rows = await canned_rows(datasette, chart["query"], filters)
    shown = _shown(chart, rows)
    links = record_links(site, rows)
    parameters = parameters_of(datasette, chart["query"])
    given = query_string({key: filters[key].value for key in parameters if key in filters})

    def link(templates: list[str] | None, number: int) -> str | None:
        return _link(site["database"], templates, rows[number], links[number])

    chosen = {key: filters[key] for key in parameters if key in filters and key != "about" and filters[key].value}
    about = filters.get("about")
    scope = f"{about.options[about.value]}: " if about and about.options else ""
    return {
        **chart,
        "name": name,
        "heading": scope + _heading(chart, finding(name, rows) if shown else None, chosen),
        "rows": shown,
        "drawing": _DRAWN[chart["kind"]](chart, shown, link) if shown else "",
        "key": _key(chart, shown),
        "names": chart.get("names", {}),
        "links": links,
        "href": address(site["database"], chart["query"]) + (f"?{given}" if given else ""),
        "source_href": f"{address(site['database'])}/{chart['source_path']}",
        # Filters that apply to other charts of the page, but not to this one.
        "unused": [chosen.label for key, chosen in filters.items() if chosen.value and key not in parameters],
    }


def _heading(chart: Row, found: str | None, chosen: Filters) -> str:
    """What a chart shows. If it shows a part only, the part comes first, since the rest may have more."""
    if not found or not chosen:
        return found or str(chart["title"])
    return f"{', '.join(_part(name, each) for name, each in chosen.items())}: {found[0].lower()}{found[1:]}"


def _part(name: str, chosen: Filter) -> str:
    """From January 2022."""
    value = (chosen.options or {}).get(chosen.value) or in_words(chosen.value)
    return f"{_MONTHS[name]} {value}" if name in _MONTHS else f"{chosen.label}: {value}"


_MONTHS = {"first_month": "From", "last_month": "To"}


def _shown(chart: Row, rows: list[Row]) -> list[Row]:
    """The rows with the chart's columns; none if all are without values, such as weapons over one country alone."""
    columns = chart.get("columns") or (list(rows[0]) if rows else [])
    shown = [{column: row[column] for column in columns} for row in rows]
    return shown if any(row[field] is not None for row in shown for field in _measured(chart)) else []


def _measured(chart: Row) -> list[str]:
    """The fields with the numbers that a chart draws."""
    marks = (
        chart.get("marks")
        or chart.get("stack")
        or [mark for panel in chart.get("panels", []) for mark in panel["marks"]]
    )
    named = [mark["field"] for mark in marks] or [["low", "best", "high"]]
    return [field for names in named for field in ([names] if isinstance(names, str) else names)]


async def _preview(datasette: Datasette, name: str) -> str:
    chart = _read(name)
    shown = _shown(chart, await canned_rows(datasette, chart["query"], {}))
    return _PREVIEWS[chart["kind"]](chart, shown, _PREVIEW) if shown else ""


def _link(database: str, templates: list[str] | None, row: Row, links: Row) -> str | None:
    """The first of the addresses whose fields the row has: the name of a field with a record, or a page with values."""
    for template in templates or []:
        fields = [field for _, field, _, _ in Formatter().parse(template) if field]
        if not fields and template in links:
            return str(links[template])
        if fields and all(row[field] is not None for field in fields):
            return f"{address(database)}/{template.format(**{field: quote_plus(str(row[field])) for field in fields})}"
    return None


def _key(chart: Row, rows: list[Row]) -> list[Row]:
    """What the colours stand for. Steps with a name at their end have it here as well, for narrow screens."""
    if not rows:
        return []
    if chart.get("ends"):
        return timeline.end_values(chart["marks"], rows, chart["time"])
    named = [{"label": value, "hue": hue(value)} for value in chart.get("key", [])]
    marks = [mark for mark in chart.get("marks") or chart.get("stack") or [] if "label" in mark]
    several = marks if len(marks) > 1 else []
    return named + [{**mark, "hue": hue(mark.get("hue", "plain"))} for mark in several]


async def _every_rule(datasette: Datasette) -> list[Row]:
    """Every rule with its number of known issues. The package has no other violations, else it is not built."""
    counted = {row["rule"]: row for row in await canned_rows(datasette, "known-issues-by-rule", {})}
    rules = configured(datasette)["rules"]
    return [{"id": rule, "summary": text.splitlines()[0], "issues": counted.get(rule)} for rule, text in rules.items()]


# --- scopes of estimates -----------------------------------------------------------------------------------------
_CAMPAIGN = "campaign"


_SCOPES = """
SELECT kind, scope, count(*) AS figures, count(DISTINCT organisation_id) AS organisations
FROM estimate_scopes JOIN estimates USING (estimate_id)
WHERE measure = 'civilians_killed' AND attributed_to LIKE 'Coalition%' AND attributed_to NOT LIKE 'Coalition (%'
GROUP BY kind, scope
ORDER BY CASE kind WHEN 'month' THEN scope END, organisations DESC, figures DESC, scope
"""


async def _scopes(datasette: Datasette) -> dict[str, list[Row]]:
    """The scopes that estimates have, by kind. Of places and events, those that two or more organisations counted."""
    found = await fetch(datasette.get_database(configured(datasette)["database"]), _SCOPES)
    scopes: dict[str, list[Row]] = {kind: [] for kind in (_CAMPAIGN, "place", "event", "month")}
    for row in found:
        if row["kind"] in (_CAMPAIGN, "month") or row["organisations"] > 1:
            scopes[row["kind"]].append({**row, "label": _called(row["scope"])})
    return scopes


def _called(scope: str) -> str:
    """Mosul (al-Jadida), March 2017."""
    if scope == _CAMPAIGN:
        return "The campaign as a whole"
    place, comma, month = scope.rpartition(", ")
    is_month = month[:4].isdigit() and month[4:5] == "-"
    return place + comma + (in_words(month) if is_month else month)


def _scope_filter(scopes: dict[str, list[Row]], value: str) -> Filter:
    options = {
        "" if row["scope"] == _CAMPAIGN else row["scope"]: row["label"] for rows in scopes.values() for row in rows
    }
    value = "" if value == _CAMPAIGN else value
    if value not in options:
        options[value] = _called(value)  # one that only a single organisation wrote about
    return Filter("What the figures count", {"": _called(_CAMPAIGN), **options}, value)
