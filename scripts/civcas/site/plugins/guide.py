"""The header of every page, and the pages that lead to the others: questions, downloads, about, licence."""

from __future__ import annotations

import zipfile
from collections.abc import Awaitable, Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from datasette import hookimpl
from datasette.utils.asgi import Request, Response
from jinja2 import Environment

from civcas.publishing.citation import bibtex
from civcas.publishing.schema_org import described
from civcas.site.addresses import address_of, site_url
from civcas.site.config import Config, configured, described_queries, site_config
from civcas.site.database import Row, address
from civcas.site.plugins.downloads import files
from civcas.site.plugins.pages import documents, heading_of

if TYPE_CHECKING:
    from datasette.app import Datasette

QUESTIONS, DOWNLOADS, ABOUT, LICENCE = "/-/questions", "/-/downloads", "/-/about", "/-/licence"
PAGES = (QUESTIONS, DOWNLOADS, ABOUT, LICENCE)

# How many questions come first, on the page of all and on the home page.
BEST = 6


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    if site_config(datasette) is None:
        return []
    views = {QUESTIONS: _questions, DOWNLOADS: _downloads, ABOUT: _about, LICENCE: _licence}
    return [(f"^{path}$", view) for path, view in views.items()]


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    if site_config(datasette):
        env.globals["best_questions"] = questions(datasette)[:BEST]
        env.globals["navigation"] = partial(navigation, datasette)


# --- the header --------------------------------------------------------------------------------------------------
class Link(NamedTuple):
    """A link of the header. `current` is what aria-current says of it; empty if the page is another one."""

    href: str
    label: str
    current: str


def navigation(datasette: Datasette, path: str) -> list[Link]:
    """The links of the header, and which of them leads to the page or to the part of the site that it is in."""
    links = {
        "/-/dashboards": "Charts",
        "/-/map": "Map",
        QUESTIONS: "Questions",
        address(configured(datasette)["database"]): "Tables",
        ABOUT: "About",
        "/-/search": "Search",
        DOWNLOADS: "Downloads",
    }
    part = _part(datasette, path)
    return [Link(href, label, _current(href, path, part)) for href, label in links.items()]


def _current(href: str, path: str, part: str) -> str:
    if href == path:
        return "page"
    return "true" if href == part else ""


def _part(datasette: Datasette, path: str) -> str:
    """The page of the header under which a page is."""
    kind = address_of(datasette, path).kind if path else ""
    if path.startswith("/docs/") or path == LICENCE:
        return ABOUT
    tables = address(configured(datasette)["database"])
    return {"query": QUESTIONS, "table": tables, "record": tables, "dashboard": "/-/dashboards"}.get(kind, "")


# --- questions ---------------------------------------------------------------------------------------------------
# Who asks, and what for. The head of each query names one of these (see canned_queries.py).
GROUPS = {
    "reporter": ("Reporters", "What happened, and who says so?"),
    "case": ("Reporters, on one case", "What does each party say of it?"),
    "analyst": ("Analysts", "How many, where and when?"),
    "checker": ("Checkers", "On what does a figure rest, and what contradicts it?"),
    "contributor": ("Contributors", "What is missing, or could be better sourced?"),
}


def questions(datasette: Datasette) -> list[Row]:
    """The canned queries, the best first."""
    database = configured(datasette)["database"]
    found = [
        {**query, "name": name, "href": address(database, name)} for name, query in described_queries(datasette).items()
    ]
    return sorted(found, key=lambda query: query["rank"])


async def _questions(datasette: Datasette, request: Request) -> Response:
    every = questions(datasette)
    groups = [
        {"name": name, "title": title, "asks": asks, "queries": [one for one in every if one["group"] == name]}
        for name, (title, asks) in GROUPS.items()
    ]
    return await _page(datasette, request, "questions.html", groups=groups, every=every)


# --- downloads ---------------------------------------------------------------------------------------------------
async def _downloads(datasette: Datasette, request: Request) -> Response:
    site = configured(datasette)
    tables = [item["name"] for item in site["descriptor"]["resources"]]
    return await _page(
        datasette, request, "downloads.html",
        sizes=sizes(datasette), tables=tables, series=site["series"], name=site["database"],
        version=site["descriptor"]["version"], created=site["descriptor"]["created"][:10],
    )  # fmt: skip


def sizes(datasette: Datasette) -> dict[str, int]:
    """The bytes of each file of the build, by its address."""
    folder = _folder(datasette)
    return {href: (folder / file).stat().st_size for href, file in files(configured(datasette)).items()}


def _folder(datasette: Datasette) -> Path:
    return Path(datasette.get_database(configured(datasette)["database"]).path).parent


# --- about -------------------------------------------------------------------------------------------------------
# Documents for those who run the site or enter data. All others are for readers, these first.
MAINTAINERS = ("drafting", "reliability", "publish")
_READERS = ("methodology", "coverage", "data-dictionary", "series", "rules", "changelog")


async def _about(datasette: Datasette, request: Request) -> Response:
    descriptor = configured(datasette)["descriptor"]
    readers, maintainers = documents_by_reader(datasette)
    return await _page(
        datasette, request, "about.html",
        descriptor=descriptor, dataset=described(descriptor, site_url(datasette, request), ()),
        readers=readers, maintainers=maintainers, bibtex=bibtex(descriptor),
    )  # fmt: skip


def documents_by_reader(datasette: Datasette) -> tuple[list[Row], list[Row]]:
    """The documents for readers, then those for maintainers: the address and the title of each."""
    found = documents(datasette)
    order = [name for name in _READERS if name in found]
    order += [name for name in found if name not in {*_READERS, *MAINTAINERS}]
    last = [name for name in MAINTAINERS if name in found]
    readers, maintainers = (
        [{"href": f"/docs/{name}", "title": heading_of(found[name])} for name in names] for names in (order, last)
    )
    return readers, maintainers


async def _licence(datasette: Datasette, request: Request) -> Response:
    return await _page(datasette, request, "licence.html", papers=_papers(_archive(configured(datasette), datasette)))


def _archive(site: Config, datasette: Datasette) -> Path:
    return _folder(datasette) / f"{site['database']}.zip"


@lru_cache(maxsize=2)
def _papers(archive: Path) -> dict[str, str]:
    """The texts of the licences, as the package has them."""
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name).decode() for name in ("LICENSE-DATA", "LICENSE") if name in opened.namelist()}


async def _page(datasette: Datasette, request: Request, template: str, **values: object) -> Response:
    return Response.html(await datasette.render_template(template, values, request=request))
