"""The filters above charts and map, and the rows of canned queries with these filters applied."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from datasette.utils.asgi import BadRequest, Request

from civcas.site.config import Config, configured, described_queries
from civcas.site.database import Row, address, fetch

if TYPE_CHECKING:
    from datasette.app import Datasette

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class Filter(NamedTuple):
    """A parameter of queries as a form field. Its options are values with labels; a month has none."""

    label: str
    options: dict[str, str] | None
    value: str = ""


Filters = dict[str, Filter]


async def chosen_filters(datasette: Datasette, request: Request, wanted: set[str]) -> Filters:
    """The wanted filters with their values in the request. Raises BadRequest for an invalid value."""
    found = {}
    for name, known in _all_filters(datasette).items():
        if name in wanted:
            value = (request.args.get(name) or "").strip()
            _validate(name, known.options, value)
            found[name] = known._replace(value=value)
    return found


def _all_filters(datasette: Datasette) -> Filters:
    """Every filter, in the order of the form."""
    site = configured(datasette)
    countries = list(site["categories"]["incidents"]["country"])
    return {
        "layer": Filter("Show", {"": "incidents and strikes", "incidents": "incidents", "strikes": "strikes by place"}),
        "status": Filter("Status", {"": "any", **_statuses(site)}),
        "first_month": Filter("From month", None),
        "last_month": Filter("To month", None),
        "country": Filter("Country", {"": " and ".join(countries), **dict(zip(countries, countries, strict=True))}),
        "top": Filter("How many places", {"": "30", "10": "10", "100": "100", "-1": "all"}),
    }


def _statuses(site: Config) -> dict[str, str]:
    return {value: value.replace("_", "-") for value in site["categories"]["incidents"]["status"]}


def _validate(name: str, options: dict[str, str] | None, value: str) -> None:
    if options is not None and value not in options:
        raise BadRequest(f"{name}: expected one of {', '.join(key for key in options if key)}, found {value!r}")
    if options is None and value and not MONTH.fullmatch(value):
        raise BadRequest(f"{name}: expected a month such as 2017-03, found {value!r}")


def query_string(values: dict[str, str]) -> str:
    return urlencode({name: value for name, value in values.items() if value})


# --- canned queries ----------------------------------------------------------------------------------------------
async def canned_rows(datasette: Datasette, name: str, filters: Filters, **fixed: str) -> list[Row]:
    """All rows of a canned query, with the filters that it has parameters for."""
    given = {key: chosen.value for key, chosen in filters.items()} | fixed
    values = {key: given.get(key, "") for key in parameters_of(datasette, name)}
    db = datasette.get_database(configured(datasette)["database"])
    return await fetch(db, _canned(datasette, name)["sql"], values)


def parameters_of(datasette: Datasette, name: str) -> list[str]:
    return list(_canned(datasette, name)["params"])


def _canned(datasette: Datasette, name: str) -> Row:
    found: Row = described_queries(datasette)[name]
    return found


def record_links(site: Config, rows: list[Row]) -> list[Row]:
    """For each row, the addresses of the records that its fields name."""
    database = site["database"]
    return [
        {
            **{field: address(database, table, row[field]) for field, table in site["keys"].items() if row.get(field)},
            **({"record_id": address(database, row["table"], row["record_id"])} if row.get("record_id") else {}),
        }
        for row in rows
    ]
