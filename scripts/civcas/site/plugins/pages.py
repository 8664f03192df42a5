"""The home page and the documents."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from datasette import hookimpl
from datasette.database import Database
from datasette.utils import escape_sqlite
from datasette.utils.asgi import NotFound, Request, Response
from marko import Markdown
from markupsafe import Markup

from civcas.publishing.schema_org import described
from civcas.site.config import configured, site_config
from civcas.site.database import Row, address, fetch
from civcas.site.plugins.templates import first_sentence

if TYPE_CHECKING:
    from datasette.app import Datasette


@hookimpl
def extra_template_vars(
    datasette: Datasette, view_name: str, request: Request | None
) -> Callable[[], Awaitable[Row]] | None:
    if site_config(datasette) is None or view_name != "index":
        return None
    return lambda: _home(datasette, request)


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    if site_config(datasette) is None:
        return []
    return [(r"^/docs/(?P<name>[a-z-]+)(\.md)?$", _document), (r"^/robots\.txt$", _robots)]


# Sorts, filters, facets, exports and queries with parameters are views of the same records, without end.
_ROBOTS = """\
User-agent: *
Disallow: /*?
Disallow: /*.csv$
Disallow: /*.jsonl$
"""


async def _robots() -> Response:
    return Response.text(_ROBOTS)


async def _home(datasette: Datasette, request: Request | None) -> Row:
    site = configured(datasette)
    database = site["database"]
    metadata = datasette.metadata(database=database)
    tables = await _tables(datasette.get_database(database), metadata["tables"])
    return {
        "figures": [{**item, "href": address(database, item["table"], item["record"])} for item in site["headlines"]],
        "described_tables": tables,
        "counts": {table["name"]: table["rows"] for table in tables},
        "described_queries": [
            {"title": query["title"], "description": query["description"], "href": address(database, name)}
            for name, query in metadata["queries"].items()
        ],
        "documents": [
            {"href": f"/docs/{name}", "title": _heading_of(file)} for name, file in _documents(datasette).items()
        ],
        "dataset": _dataset(datasette, request),
    }


async def _tables(db: Database, tables: dict[str, Row]) -> list[Row]:
    """Each table with its title, what one record is, and how many there are."""
    return [
        {
            "name": name,
            "title": table["title"],
            "description": first_sentence(table["description"]).removeprefix("One row is "),
            "rows": (await fetch(db, f"SELECT count(*) AS records FROM {escape_sqlite(name)}"))[0]["records"],
            "href": address(db.name, name),
        }
        for name, table in tables.items()
    ]


def _dataset(datasette: Datasette, request: Request | None) -> Row:
    """schema.org's Dataset, from the package's descriptor."""

    def absolute(path: str) -> str:
        return str(datasette.absolute_url(request, f"/{path}")) if request else path

    return {**described(configured(datasette)["descriptor"], absolute), "url": absolute("")}


# --- the documents -----------------------------------------------------------------------------------------------
def _documents(datasette: Datasette) -> dict[str, Path]:
    """The documentation, which the build puts next to the database."""
    folder = Path(datasette.get_database(configured(datasette)["database"]).path).parent / "docs"
    return {file.stem: file for file in sorted(folder.glob("*.md"))}


def _heading_of(file: Path) -> str:
    with file.open(encoding="utf-8") as lines:
        return next(lines).removeprefix("# ").strip()


async def _document(datasette: Datasette, request: Request) -> Response:
    file = _documents(datasette).get(request.url_vars["name"])
    if file is None:
        raise NotFound("There is no such document.")
    html = Markdown(extensions=["gfm"]).convert(file.read_text(encoding="utf-8"))
    html = html.replace("<table>", '<div class="table-wrapper" role="region" tabindex="0" aria-label="Table"><table>')
    html = html.replace("</table>", "</table></div>")
    html = re.sub(r"<h([2-6])>(.*?)</h\1>", lambda match: _with_anchor(match[1], match[2]), html)
    values = {"title": _heading_of(file), "text": Markup(html)}  # noqa: S704
    return Response.html(await datasette.render_template("document.html", values, request=request))


def _with_anchor(level: str, html: str) -> str:
    """A heading with the same anchor as on GitHub."""
    words = re.sub(r"<.*?>|[^\w\- ]", "", html).strip().lower().replace(" ", "-")
    return f'<h{level} id="{words}">{html}</h{level}>'
