"""For search engines, feed readers and link previews: robots.txt, a sitemap, a feed of versions, canonical links."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING

from datasette import hookimpl
from datasette.utils import escape_sqlite
from datasette.utils.asgi import NotFound, Request, Response
from marko import Markdown

from civcas.site.addresses import address_of, site_url
from civcas.site.citing import citation_of_package
from civcas.site.config import configured, described_queries, described_tables, site_config
from civcas.site.database import Row, address, fetch
from civcas.site.llms import llms_txt
from civcas.site.markdown_pages import MARKDOWN, TYPE
from civcas.site.plugins import guide
from civcas.site.plugins.charts import dashboards
from civcas.site.plugins.pages import anchor, documents

if TYPE_CHECKING:
    from datasette.app import Datasette

# The picture of link previews. It has no figures, which would go out of date.
CARD = "/static/card.png"

_AS_MARKDOWN = {"table", "record", "query"}

# Pages that are the same record or table, however it is sorted or filtered.
_WITHOUT_PARAMETERS = {"home", "table", "record", "document"}


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    if site_config(datasette) is None:
        return []
    return [
        (r"^/robots\.txt$", _robots),
        (r"^/llms\.txt$", _llms),
        (r"^/sitemap\.xml$", _sitemap),
        (r"^/changelog\.atom$", _feed),
    ]


@hookimpl
def extra_template_vars(datasette: Datasette, request: Request | None) -> Row:
    if site_config(datasette) is None or request is None:
        return {}
    home = site_url(datasette, request)
    return {
        "site_url": home,
        "canonical_url": home + _canonical(datasette, request),
        "card": home + CARD,
        "markdown_url": _as_markdown(datasette, request),
        "address_asked": home + _asked(request),
        "asked": {name: request.args.getlist(name) for name in request.args if name[0] != "_"},
        "citation_of_package": citation_of_package(configured(datasette)["descriptor"]),
    }


def _asked(request: Request) -> str:
    """The address as it was asked for, with all parameters."""
    raw: bytes = request.scope.get("raw_path") or request.path.encode()
    return raw.decode("latin-1").split("?")[0] + (f"?{request.query_string}" if request.query_string else "")


def _as_markdown(datasette: Datasette, request: Request) -> str:
    """The address of a page as Markdown; empty if it is no table, record or query."""
    path, _, query = _asked(request).partition("?")
    kind = address_of(datasette, request.path).kind
    if kind not in _AS_MARKDOWN and not (kind == "database" and request.args.get("sql")):
        return ""
    return f"{path}{MARKDOWN}{f'?{query}' if query else ''}"


def _canonical(datasette: Datasette, request: Request) -> str:
    """The address that a page is known by."""
    asked = _asked(request)
    return asked.split("?")[0] if address_of(datasette, request.path).kind in _WITHOUT_PARAMETERS else asked


# --- robots.txt and the sitemap ----------------------------------------------------------------------------------
# Sorts, filters, facets, exports and queries with parameters are views of the same records, without end.
_ROBOTS = """\
User-agent: *
Disallow: /*?
Disallow: /*.csv$
Disallow: /*.jsonl$

Sitemap: {site}/sitemap.xml
"""


async def _robots(datasette: Datasette, request: Request) -> Response:
    return Response.text(_ROBOTS.format(site=site_url(datasette, request)))


async def _llms(datasette: Datasette, request: Request) -> Response:
    return Response(llms_txt(datasette, site_url(datasette, request), documents(datasette)), content_type=TYPE)


async def _sitemap(datasette: Datasette, request: Request) -> Response:
    """The pages, and the records of the tables that can be searched: those that people look for."""
    home, changed = site_url(datasette, request), configured(datasette)["descriptor"]["created"][:10]
    top = ET.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for path in [*_pages(datasette), *await _records(datasette)]:
        url = ET.SubElement(top, "url")
        ET.SubElement(url, "loc").text = home + path
        ET.SubElement(url, "lastmod").text = changed
    return _xml(top, "application/xml")


def _pages(datasette: Datasette) -> Iterator[str]:
    database = configured(datasette)["database"]
    yield "/"
    if dashboards(datasette):
        yield "/-/dashboards"
    if guide.has_map(configured(datasette)):
        yield "/-/map"
    yield from (*guide.PAGES, address(database))
    yield from (f"/-/dashboards/{name}" for name in dashboards(datasette))
    yield from (f"/docs/{name}" for name in documents(datasette))
    yield from (address(database, name) for name in [*described_tables(datasette), *described_queries(datasette)])


async def _records(datasette: Datasette) -> list[str]:
    site = configured(datasette)
    db = datasette.get_database(site["database"])
    keys = {table: key for key, table in site["keys"].items() if table in site["searched"]}
    return [
        address(db.name, table, row["key"])
        for table, key in keys.items()
        for row in await fetch(db, f"SELECT {escape_sqlite(key)} AS key FROM {escape_sqlite(table)} ORDER BY 1")
    ]


# --- the feed ----------------------------------------------------------------------------------------------------
_VERSION = re.compile(
    r"^## (?P<heading>(?P<version>\S+) \((?P<day>\d{4}-\d\d-\d\d)\))\n(?P<text>.*?)(?=^## |\Z)",
    re.MULTILINE | re.DOTALL,
)


async def _feed(datasette: Datasette, request: Request) -> Response:
    """The versions of the changelog as an Atom feed. What is not in a version yet is left out."""
    home, about = site_url(datasette, request), configured(datasette)["descriptor"]
    if "changelog" not in documents(datasette):
        raise NotFound("This package has no changelog, and so no feed of its versions.")
    text = documents(datasette)["changelog"].read_text(encoding="utf-8")
    page = f"{home}/docs/changelog"
    versions = list(_VERSION.finditer(text))
    top = ET.Element("feed", xmlns="http://www.w3.org/2005/Atom")
    updated = f"{versions[0]['day']}T00:00:00Z" if versions else about["created"]
    _add(top, id=f"{home}/changelog.atom", title=f"{about['name']}: versions", updated=updated)
    _add(ET.SubElement(top, "author"), name=about["contributors"][0]["title"])
    ET.SubElement(top, "link", href=page)
    ET.SubElement(top, "link", rel="self", type="application/atom+xml", href=f"{home}/changelog.atom")
    for version in versions:
        entry = ET.SubElement(top, "entry")
        link = f"{page}#{anchor(version['heading'])}"
        _add(entry, id=link, title=f"{about['name']} {version['version']}", updated=f"{version['day']}T00:00:00Z")
        ET.SubElement(entry, "link", href=link)
        ET.SubElement(entry, "content", type="html").text = Markdown(extensions=["gfm"]).convert(version["text"])
    return _xml(top, "application/atom+xml")


def _add(parent: ET.Element, **texts: str) -> None:
    for name, text in texts.items():
        ET.SubElement(parent, name).text = text


def _xml(top: ET.Element, kind: str) -> Response:
    ET.indent(top)
    text = ET.tostring(top, encoding="unicode", xml_declaration=False)
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n', content_type=f"{kind}; charset=utf-8")
