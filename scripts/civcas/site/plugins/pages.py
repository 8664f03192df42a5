"""The home page and the documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import lru_cache
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING

from datasette import hookimpl
from datasette.database import Database
from datasette.utils.asgi import NotFound, Request, Response
from marko import Markdown
from markupsafe import Markup

from civcas.package.documents import CHANGELOG, DOCS
from civcas.publishing.schema_org import described, main_files
from civcas.site.addresses import site_url
from civcas.site.config import configured, described_tables, site_config
from civcas.site.database import Row, address, fetch
from civcas.site.opening import opening
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
    return [(r"^/docs/(?P<name>[a-z-]+)$", _document)]


async def _home(datasette: Datasette, request: Request | None) -> Row:
    site = configured(datasette)
    database = site["database"]
    db = datasette.get_database(database)
    tables = await _tables(db, described_tables(datasette))
    return {
        "opening": await opening(db, site["headlines"]),
        "described_tables": tables,
        "counts": {table["name"]: table["rows"] for table in tables},
        "documents": [
            {"href": f"/docs/{name}", "title": heading_of(file)} for name, file in documents(datasette).items()
        ],
        "dataset": _dataset(datasette, request),
    }


async def _tables(db: Database, tables: dict[str, Row]) -> list[Row]:
    """Each table with its title, what one record is, and how many there are."""
    counts = {row["name"]: row["records"] for row in await fetch(db, "SELECT name, records FROM record_counts")}
    return [
        {
            "name": name,
            "title": table["title"],
            "description": first_sentence(table["description"]).removeprefix("One row is "),
            "rows": counts[name],
            "href": address(db.name, name),
        }
        for name, table in tables.items()
    ]


def _dataset(datasette: Datasette, request: Request | None) -> Row:
    """schema.org's Dataset, from the package's descriptor."""
    descriptor = configured(datasette)["descriptor"]
    return described(descriptor, site_url(datasette, request) if request else "", main_files(descriptor))


# --- the documents -----------------------------------------------------------------------------------------------
def documents(datasette: Datasette) -> dict[str, Path]:
    """The documentation and the changelog by their names, as the build puts them next to the database."""
    folder = Path(datasette.get_database(configured(datasette)["database"]).path).parent
    return {file.stem.lower(): file for file in [*sorted((folder / DOCS).glob("*.md")), folder / CHANGELOG]}


def heading_of(file: Path) -> str:
    with file.open(encoding="utf-8") as lines:
        return next(lines).removeprefix("# ").strip()


def _first_paragraph(text: str) -> str:
    """The first paragraph after the heading, without Markdown's marks of code and links."""
    _, _, after = text.partition("\n\n")
    paragraph = re.sub(r"\[(.*?)\]\(.*?\)", r"\1", after.partition("\n\n")[0])
    return " ".join(re.sub(r"[`*]", "", paragraph).split())


async def _document(datasette: Datasette, request: Request) -> Response:
    file = documents(datasette).get(request.url_vars["name"])
    if file is None:
        raise NotFound("There is no such document.")
    text = file.read_text(encoding="utf-8")
    values = {"title": heading_of(file), "about": _first_paragraph(text), "text": Markup(_html(text))}  # noqa: S704
    return Response.html(await datasette.render_template("document.html", values, request=request))


@lru_cache(maxsize=32)
def _html(text: str) -> str:
    """A document as HTML. A long one takes half a second."""
    html = _with_named_tables(Markdown(extensions=["gfm"]).convert(text))
    html = re.sub(r'href="(?:docs/)?([a-z-]+)\.md(?=["#])', r'href="/docs/\1', html)  # the page, not the file
    return re.sub(r"<h([2-6])>(.*?)</h\1>", lambda match: _with_anchor(match[1], match[2]), html)


def _with_anchor(level: str, html: str) -> str:
    return f'<h{level} id="{anchor(html)}">{html}</h{level}>'


def _with_named_tables(html: str) -> str:
    """Each table in a region that scrolls, named after the heading before it, with a number from the second one on."""
    heading, seen = "", Counter[str]()

    def named(match: re.Match[str]) -> str:
        nonlocal heading
        if match["heading"] is not None:
            heading = re.sub("<.*?>", "", match["heading"])
            return match[0]
        seen[heading] += 1
        number = f" {seen[heading]}" if seen[heading] > 1 else ""
        label = escape(f"Table{number}: {unescape(heading)}")
        return f'<div class="table-wrapper" role="region" tabindex="0" aria-label="{label}"><table>'

    return re.sub(r"<h[1-6]>(?P<heading>.*?)</h[1-6]>|<table>", named, html).replace("</table>", "</table></div>")


def anchor(heading: str) -> str:
    """The same anchor of a heading as on GitHub."""
    return re.sub(r"<.*?>|[^\w\- ]", "", heading).strip().lower().replace(" ", "-")
