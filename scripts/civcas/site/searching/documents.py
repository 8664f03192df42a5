"""The search in what is not a record: sections of documents, canned queries and dashboards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from civcas.site.config import configured, described_queries
from civcas.site.database import address
from civcas.site.plugins import charts
from civcas.site.plugins.pages import anchor, documents
from civcas.site.searching.terms import Terms, tokens

if TYPE_CHECKING:
    from datasette.app import Datasette

_SHOWN = 6
_PREFIX = 4  # letters of a word that may begin a longer one


class Page(NamedTuple):
    """A page or a section of one: what it is, its title and address, and its words."""

    kind: str
    title: str
    href: str
    text: str


_pages: dict[str, list[Page]] = {}


def pages_with(datasette: Datasette, terms: Terms) -> list[Page]:
    """The pages that have all the words, those with more of them in the title first."""
    words = [*terms.words, *(word for phrase in terms.phrases for word in phrase.split())]
    if not words:
        return []
    found = []
    for page in _all_pages(datasette):
        in_title, in_text = set(tokens(page.title)), set(tokens(page.text))
        if all(_has(in_title | in_text, word) for word in words):
            found.append((-sum(_has(in_title, word) for word in words), page))
    found.sort(key=lambda item: item[0])
    return [page for _, page in found[:_SHOWN]]


def _has(there: set[str], word: str) -> bool:
    return word in there or (len(word) >= _PREFIX and any(other.startswith(word) for other in there))


def _all_pages(datasette: Datasette) -> list[Page]:
    """All pages; they do not change while the site is served, so they are read once."""
    site = configured(datasette)
    key = str(datasette.get_database(site["database"]).path)
    if key not in _pages:
        _pages[key] = [
            Page("Question", query["title"], address(site["database"], name), query["description"])
            for name, query in described_queries(datasette).items()
        ]
        _pages[key] += [
            Page("Dashboard", each["title"], f"/-/dashboards/{name}", each["description"])
            for name, each in charts.dashboards().items()
        ]
        for name, file in documents(datasette).items():
            _pages[key] += _sections(name, file)
    return _pages[key]


def _sections(name: str, file: Path) -> Iterator[Page]:
    """A document's sections, each with the title of the document before its own."""
    text = file.read_text(encoding="utf-8")
    heading, *rest = re.split(r"^(#{1,3} .+)$", text, flags=re.MULTILINE)[1:] or [f"# {name}", text]
    whole = heading.removeprefix("# ").strip()
    yield Page("Document", whole, f"/docs/{name}", rest[0] if rest else "")
    for title, words in zip(rest[1::2], rest[2::2], strict=False):
        plain = title.lstrip("# ").replace("`", "").strip()
        yield Page("Document", f"{whole}: {plain}", f"/docs/{name}#{anchor(plain)}", words)
