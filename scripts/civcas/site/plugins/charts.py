"""Dashboards of charts.

A chart is a canned query (queries/) with a description and a Vega-Lite specification (charts/). The page shows its
numbers as a table, and the browser draws the chart from that table (static/charts.js), so the two cannot differ.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from importlib import resources
from typing import TYPE_CHECKING

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Request, Response

from civcas.site.config import configured, site_config
from civcas.site.database import Row, address
from civcas.site.filters import Filters, canned_rows, chosen_filters, parameters_of, query_string, record_links

if TYPE_CHECKING:
    from datasette.app import Datasette

_CHARTS = resources.files("civcas.site") / "charts"


_ON_THE_HOME_PAGE = "official-total-and-estimates"


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    if site_config(datasette) is None:
        return []
    return [(r"^/-/dashboards$", _dashboards), (r"^/-/dashboards/(?P<name>[a-z-]+)$", _dashboard)]


@hookimpl
def extra_template_vars(datasette: Datasette, view_name: str) -> Callable[[], Awaitable[Row]] | None:
    if site_config(datasette) is None or view_name != "index":
        return None

    async def values() -> Row:
        return {"chart": await _chart(datasette, _ON_THE_HOME_PAGE, {})}

    return values


def _read(name: str) -> Row:
    """A file in charts/: a chart, or dashboards.json."""
    found: Row = json.loads((_CHARTS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def dashboards() -> Row:
    """The dashboards by name."""
    return _read("dashboards")


async def _dashboards(datasette: Datasette, request: Request) -> Response:
    values = {"dashboards": dashboards()}
    return Response.html(await datasette.render_template("dashboards.html", values, request=request))


async def _dashboard(datasette: Datasette, request: Request) -> Response:
    dashboard = dashboards().get(request.url_vars["name"])
    if dashboard is None:
        raise NotFound("There is no such dashboard.")
    wanted = {key for name in queries_of(request.url_vars["name"]) for key in parameters_of(datasette, name)}
    filters = await chosen_filters(datasette, request, wanted)
    values = {
        "dashboard": dashboard,
        "filters": filters,
        "charts": [await _chart(datasette, chart, filters) for chart in dashboard["charts"]],
        "every_rule": await _every_rule(datasette) if dashboard.get("rules") else None,
    }
    return Response.html(await datasette.render_template("dashboard.html", values, request=request))


def queries_of(name: str) -> list[str]:
    """The queries of a dashboard; none if there is no such dashboard."""
    charts = dashboards().get(name, {"charts": []})["charts"]
    return [_read(chart)["query"] for chart in charts]


async def _chart(datasette: Datasette, name: str, filters: Filters) -> Row:
    """A chart with its rows and the addresses of its query and source."""
    site = configured(datasette)
    chart = _read(name)
    rows = await canned_rows(datasette, chart["query"], filters)
    columns = chart.get("columns") or (list(rows[0]) if rows else [])
    shown = [{column: row[column] for column in columns} for row in rows]
    # If there are months but no values, such as weapons released over one country alone, there is nothing to draw.
    has_values = any(value is not None for row in shown for value in list(row.values())[1:])
    parameters = parameters_of(datasette, chart["query"])
    given = query_string({key: filters[key].value for key in parameters if key in filters})
    return {
        **chart,
        "name": name,
        "rows": shown if has_values else [],
        "links": record_links(site, rows),
        "href": address(site["database"], chart["query"]) + (f"?{given}" if given else ""),
        "source_href": f"{address(site['database'])}/{chart['source_path']}",
        # Filters that apply to other charts of the page, but not to this one.
        "unused": [chosen.label for key, chosen in filters.items() if chosen.value and key not in parameters],
    }


async def _every_rule(datasette: Datasette) -> list[Row]:
    """Every rule with its number of known issues. The package has no other violations, else it is not built."""
    counted = {row["rule"]: row for row in await canned_rows(datasette, "known-issues-by-rule", {})}
    rules = configured(datasette)["rules"]
    return [{"id": rule, "summary": text.splitlines()[0], "issues": counted.get(rule)} for rule, text in rules.items()]
