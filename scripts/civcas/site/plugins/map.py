"""The map of incidents and strikes. The browser draws it (static/map.js) from what /-/map.json sends.

The page has the filters, the place that was searched for, and the first rows as a table, so that it can be read before
the scripts load and without them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils.asgi import Request, Response

from civcas.site import points
from civcas.site.config import Config, configured, site_config
from civcas.site.database import Row, address, fetch
from civcas.site.filters import Filters, canned_rows, chosen_filters, query_string
from civcas.site.parameters import Option, options_of
from civcas.site.words import month_in_words

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database

# Read as a file, since importing the module that checks points would load all of polars into the server.
_OUTLINES = resources.files("civcas.checking") / "outlines.json"


FILTERS = {"layer", "status", "country", "first_month", "last_month"}
PLACE = "place"
INCIDENTS, PLACES = "incidents-on-the-map", "strikes-by-place"

_ARABIC = re.compile("[\u0600-\u06ff ]+")
_LISTED = 100  # rows of a table on the page; the whole of it has an address of its own


# What the map shows of `coordinates_precision`: that a point is the spot, or that there is a small area around it.
# All other values are vague: a city, a district, or not stated. The schema does not group the values.
_SPOT = ["exact_location", "exact_location_coalition", "exact_location_other", "within_1m", "within_100m"]
_AREA = ["nearby_landmark", "street", "neighbourhood_area", "village", "town"]
_EXACTNESS = dict.fromkeys(_SPOT, "spot") | dict.fromkeys(_AREA, "area")

_DRAWN = [
    "incident_id", "first_day", "last_day", "place", "country", "status", "killed",
    "airwars_killed_min", "airwars_killed_max", "coordinates_precision", "latitude", "longitude",
]  # fmt: skip


_WITHOUT_COORDINATES = "SELECT count(*) AS records FROM incidents WHERE latitude IS NULL OR longitude IS NULL"

# As the query of strikes by place, but for each month, so that the browser can add up the months that are chosen.
_STRIKES_BY_MONTH = """
SELECT
  place_id, name AS place, places.country, latitude, longitude, month, sum(strikes) AS strikes, sum(records) AS records
FROM strikes_by_place_and_month JOIN places USING (place_id)
WHERE latitude IS NOT NULL AND (:country = '' OR places.country = :country)
  AND (:first_month = '' OR month >= :first_month) AND (:last_month = '' OR month <= :last_month)
GROUP BY place_id, month ORDER BY place_id, month
"""

# Points of settlements alone: other places were placed by an incident, which is no name of a town.
_NAMED = """
SELECT name, geonames_id, latitude, longitude FROM places
WHERE latitude IS NOT NULL AND position_precision IN ('gazetteer', 'settlement') ORDER BY place_id
"""

_PLACE = """
SELECT p.*, (SELECT count(*) FROM incidents AS i WHERE i.place_id = p.place_id) AS incidents,
  (SELECT strikes FROM strikes_by_place AS s WHERE s.place_id = p.place_id) AS strikes
FROM places AS p WHERE place_id = ?
"""


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    site = site_config(datasette)
    if site is None or not (site["own_pages"] or site["points"]):
        return []
    own = [(r"^/-/outlines\.json$", _outlines)] if site["own_pages"] else []
    return [(r"^/-/map$", _map), (r"^/-/map\.json$", _records), *own]


async def _map(datasette: Datasette, request: Request) -> Response:
    site = configured(datasette)
    if not site["own_pages"]:
        values = await points.page(datasette, site)
        return Response.html(await datasette.render_template("points.html", values, request=request))
    db = datasette.get_database(site["database"])
    filters = await chosen_filters(datasette, request, FILTERS)
    incidents, places = await _incidents(datasette, filters), await _places(datasette, filters)
    located = [row for row in places if row["latitude"] is not None]
    (without,) = await fetch(db, _WITHOUT_COORDINATES)
    chosen = {name: each.value for name, each in filters.items()}
    searched = request.args.get(PLACE) or ""
    values = {
        "filters": filters,
        "source": _with("/-/map.json", {**chosen, "first_month": "", "last_month": ""}),
        "filters_of_queries": query_string({name: value for name, value in chosen.items() if name != "layer"}),
        "incidents": len(incidents),
        "listed_incidents": [_in_words(site, row) for row in sorted(incidents, key=_gravest_first)[:_LISTED]],
        "places": len(located),
        "listed_places": [_strikes_in_words(site, row) for row in located[:_LISTED]],
        "unlocated_places": [row for row in places if row["latitude"] is None],
        "unlocated_incidents": without["records"],
        "place": await _searched(db, site, searched) if searched else None,
        "place_names": [(each.label, _spelled(each)) for each in (await options_of(db, site, "places")).values()],
    }
    return Response.html(await datasette.render_template("map.html", values, request=request))


async def _records(datasette: Datasette, request: Request) -> Response:
    """What the map is drawn from, as rows without the names of their fields, which come first."""
    site = configured(datasette)
    if not site["own_pages"]:
        return _as_json(await points.drawn(datasette, site))
    db = datasette.get_database(site["database"])
    filters = await chosen_filters(datasette, request, FILTERS)
    incidents = [{name: row[name] for name in _DRAWN} for row in await _incidents(datasette, filters)]
    body = {
        "address": address(site["database"]),
        "exactness": _EXACTNESS,
        "incidents": _compact(incidents),
        "strikes": _compact(await _strikes(db, filters)),
        "names": _compact(await fetch(db, _NAMED)),
    }
    return _as_json(body)


def _as_json(body: Row) -> Response:
    return Response(json.dumps(body, ensure_ascii=False, separators=(",", ":")), content_type="application/json")


async def _outlines() -> Response:
    """The outlines of the countries, which `civcas check` also uses."""
    return Response(_OUTLINES.read_text(encoding="utf-8"), content_type="application/json")


# --- records -----------------------------------------------------------------------------------------------------
async def _incidents(datasette: Datasette, filters: Filters) -> list[Row]:
    return [] if filters["layer"].value == "strikes" else await canned_rows(datasette, INCIDENTS, filters)


async def _places(datasette: Datasette, filters: Filters) -> list[Row]:
    return [] if filters["layer"].value == "incidents" else await canned_rows(datasette, PLACES, filters, top="-1")


async def _strikes(db: Database, filters: Filters) -> list[Row]:
    """The places with strikes, each with `months`: month, strikes and records."""
    if filters["layer"].value == "incidents":
        return []
    wanted = {name: filters[name].value for name in ("country", "first_month", "last_month")}
    found = []
    for _, group in groupby(await fetch(db, _STRIKES_BY_MONTH, wanted), lambda row: row["place_id"]):
        rows = list(group)
        place = {name: rows[0][name] for name in ("place_id", "place", "country", "latitude", "longitude")}
        found.append({**place, "months": [[row["month"], row["strikes"], row["records"]] for row in rows]})
    return found


def _compact(rows: list[Row]) -> dict[str, Any]:
    return {"fields": list(rows[0]) if rows else [], "rows": [list(row.values()) for row in rows]}


def _gravest_first(incident: Row) -> tuple[float, float]:
    return -(incident["killed"] or 0), -(incident["airwars_killed_max"] or 0)


# --- in words ----------------------------------------------------------------------------------------------------
def _in_words(site: Config, incident: Row) -> Row:
    """An incident as the page's table has it. static/map-words.js says the same for months chosen there."""
    low, high = incident["airwars_killed_min"], incident["airwars_killed_max"]
    return {
        **incident,
        "href": address(site["database"], "incidents", incident["incident_id"]),
        "days": _days(incident["first_day"], incident["last_day"]),
        "airwars": "" if low is None and high is None else f"{low}" if low == high else f"{low} to {high}",
    }


def _strikes_in_words(site: Config, place: Row) -> Row:
    months = [month_in_words(place[name]) for name in ("first_month", "last_month")]
    return {
        **place,
        "href": address(site["database"], "places", place["place_id"]),
        "months": " to ".join(dict.fromkeys(months)),
    }


def _days(first_day: str, last_day: str) -> str:
    """17 March 2017, or 24 to 29 September 2014, or 30 May to 2 June 2017."""
    first, last = date.fromisoformat(first_day), date.fromisoformat(last_day or first_day)
    end = f"{last.day} {month_in_words(last.isoformat())}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {end}"
    year = f" {first.year}" if first.year != last.year else ""
    return f"{first.day} {month_in_words(first.isoformat())[:-5]}{year} to {end}"


# --- the place that was searched for -----------------------------------------------------------------------------
async def _searched(db: Database, site: Config, place_id: str) -> Row:
    (place,) = await fetch(db, _PLACE, [place_id])
    database = site["database"]
    near = {"place_id": place_id, "kilometres": "10"}
    return {
        **place,
        "href": address(database, "places", place_id),
        "near": _with(address(database, "incidents-near-a-place"), near),
        "label": f"{place['name']}, {place['country']}",
    }


@cache
def _spelled(place: Option) -> str:
    """Other spellings for the list of completions: some in Arabic letters, and those most like the name."""
    others = [spelling for spelling in place.spellings if spelling not in place.label]
    arabic = sorted(filter(_ARABIC.fullmatch, others), key=lambda name: not name.startswith("ال"))
    latin = [name for name in others if name.isascii() and name[0].isupper()]
    return ", ".join([*arabic[:2], *get_close_matches(place.label.split(",")[0], latin, 4)])


def _with(path: str, values: dict[str, str]) -> str:
    query = query_string(values)
    return f"{path}?{query}" if query else path
