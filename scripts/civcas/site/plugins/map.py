"""The map of incidents and strikes. Like a chart, the browser draws it from the tables of the page (static/map.js)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import resources
from typing import TYPE_CHECKING

from datasette import hookimpl
from datasette.utils.asgi import Request, Response

from civcas.site.config import configured, site_config
from civcas.site.database import fetch
from civcas.site.filters import canned_rows, chosen_filters, query_string, record_links

if TYPE_CHECKING:
    from datasette.app import Datasette

# Read as a file, since importing the module that checks points would load all of polars into the server.
_OUTLINES = resources.files("civcas.checking") / "outlines.json"


FILTERS = {"layer", "status", "country", "first_month", "last_month"}
INCIDENTS, PLACES = "incidents-on-the-map", "strikes-by-place"


# What the map shows of `coordinates_precision`: that a point is the spot, or that there is a small area around it.
# All other values are vague: a city, a district, or not stated. The schema does not group the values.
_SPOT = {"exact_location", "exact_location_coalition", "exact_location_other", "within_1m", "within_100m"}
_AREA = {"nearby_landmark", "street", "neighbourhood_area", "village", "town"}


_WITHOUT_COORDINATES = "SELECT count(*) AS records FROM incidents WHERE latitude IS NULL OR longitude IS NULL"


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    return [(r"^/-/map$", _map), (r"^/-/outlines\.json$", _outlines)] if site_config(datasette) else []


async def _map(datasette: Datasette, request: Request) -> Response:
    site = configured(datasette)
    filters = await chosen_filters(datasette, request, FILTERS)
    layer = filters["layer"].value
    incidents = [] if layer == "strikes" else await canned_rows(datasette, INCIDENTS, filters)
    incidents = [{**row, "exactness": _exactness(row["coordinates_precision"])} for row in incidents]
    places = [] if layer == "incidents" else await canned_rows(datasette, PLACES, filters, top="-1")
    located = [row for row in places if row["latitude"] is not None]
    (without,) = await fetch(datasette.get_database(site["database"]), _WITHOUT_COORDINATES)
    values = {
        "filters": filters,
        "query_string": query_string({name: chosen.value for name, chosen in filters.items() if name != "layer"}),
        "incidents": incidents,
        "incident_links": record_links(site, incidents),
        "places": located,
        "place_links": record_links(site, located),
        "unlocated_places": [row for row in places if row["latitude"] is None],
        "unlocated_incidents": without["records"],
    }
    return Response.html(await datasette.render_template("map.html", values, request=request))


async def _outlines() -> Response:
    """The outlines of the countries, which `civcas check` also uses."""
    return Response(_OUTLINES.read_text(encoding="utf-8"), content_type="application/json")


def _exactness(precision: str | None) -> str:
    return "spot" if precision in _SPOT else "area" if precision in _AREA else "vague"
