"""The search page. It understands ids, days, months, numbers, places in any spelling, and words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from datasette import hookimpl
from datasette.utils.asgi import Request, Response

from civcas.site.config import configured, described_tables, site_config
from civcas.site.database import Row
from civcas.site.searching.documents import pages_with
from civcas.site.searching.facts import by_id, of_places, of_span, stating
from civcas.site.searching.places import names_like, places_named
from civcas.site.searching.records import by_words
from civcas.site.searching.search import Search
from civcas.site.searching.terms import terms_of

if TYPE_CHECKING:
    from datasette.app import Datasette

# How many characters a search reads.
_TYPED = 200


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    return [(r"^/-/search$", _search_page)] if site_config(datasette) else []


async def _search_page(datasette: Datasette, request: Request) -> Response:
    site = configured(datasette)
    typed = " ".join((request.args.get("q") or "").replace("\0", "").split())
    words = typed[:_TYPED].strip()
    found: Row = {}
    if words:
        terms = terms_of(words)
        tables = described_tables(datasette)
        db = datasette.get_database(site["database"])
        path = str(db.path)
        found = await db.execute_fn(lambda connection: _results(Search(path, connection, site, tables, terms, words)))
        found["pages"] = pages_with(datasette, terms)
        found["left_out"] = terms.left_out
        found["no_day"] = terms.no_day
        found["span"] = terms.span.words if terms.span else ""
    values = {"words": words, "cut": len(typed) > _TYPED and _TYPED, **found}
    return Response.html(await datasette.render_template("search.html", values, request=request))


def _results(search: Search) -> Row:
    """Records by id, the places named, what there is of the time named, who states a number, and records by words."""
    places = places_named(search)
    best, results = by_words(search)
    found = {
        "by_id": by_id(search),
        "places": of_places(search, places),
        "of_span": of_span(search, places),
        "numbers": stating(search),
        "best": [hit._asdict() for hit in best],
        "results": results,
    }
    some = any(found.values())
    return {**found, "some": some, "alike": [] if some else names_like(search.connection, search.terms.words)}
