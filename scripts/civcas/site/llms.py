"""/llms.txt: what the site has for programs that read for people, and what to know before they count."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from civcas.site.citing import citation_of_package
from civcas.site.config import configured, described_queries, described_tables
from civcas.site.database import address
from civcas.site.markdown import link, text
from civcas.site.markdown_pages import MARKDOWN

if TYPE_CHECKING:
    from datasette.app import Datasette

# Of the tables of oir-civcas, in the words of the README.
CAVEATS = (
    "**Credible** is the Coalition's own word. It means that the Coalition found it more likely than not that its"
    " strike killed or injured civilians. *Non-credible* means that it did not find enough to say so, not that nobody"
    " was harmed.",
    "**Do not add totals.** A cumulative total contains the totals before it. An annual report repeats cases of monthly"
    " releases. Estimates of different organisations count the same people, and so do estimates of one organisation for"
    " overlapping periods and places.",
    "**Strikes are not weapons.** A strike may consist of several engagements, and an engagement may use several"
    " weapons.",
    "**The lists of strikes and incidents are not complete.** Days are missing.",
    "Sums over these lists are lower bounds of what was reported.",
    "An empty cell means that no source that was read states the value or, where a known issue says so, that what"
    " sources state is disputed. It never means zero.",
)
_MORE = (
    "An allegation is what a monitor says. An assessment is what an official body says of it. Neither stands for the"
    " other, and sources differ: name the source of each figure.",
)
_CITE = "Cite the version and the record, and the source of the figure."


def llms_txt(datasette: Datasette, home: str, documents: Collection[str]) -> str:
    """The text, whose links begin with the address of the site. `documents` are the names of those that it has."""
    site = configured(datasette)
    about, table = site["descriptor"], next(iter(site["types"]))
    caveats = [*CAVEATS, *_MORE] if site["own_pages"] else []
    parts = [
        f"# {text(about['name'])}",
        f"> {text(about['title'])}. {text(about['description'])}",
        "\n".join(f"- {line}" for line in (*caveats, _CITE)),
        f"{text(citation_of_package(about))} {text(about['licenses'][0]['title'])}.",
        "Each table, record and question is Markdown at its address with `.md`, such as"
        f" <{home}{address(about['name'], table)}{MARKDOWN}>. A table takes conditions (`?FIELD=value`,"
        " `?FIELD__gt=10`, `?_search=words`, `?_sort_desc=FIELD`, `?_size=20`). Your own SQLite query is at"
        f" `{home}/{about['name']}.md?sql=`. `.csv` and `.jsonl` have all rows, `.md` and `.json` up to 2,000.",
        *_sections(datasette, home, documents),
    ]
    return "\n\n".join(parts) + "\n"


def _sections(datasette: Datasette, home: str, documents: Collection[str]) -> Iterator[str]:
    name = configured(datasette)["database"]
    tables, queries = described_tables(datasette), described_queries(datasette)
    yield _section("Tables and series", home, {f"{address(name, key)}{MARKDOWN}": tables[key] for key in tables})
    read = {f"/docs/{key}": item for key, item in _DOCUMENTS.items() if key in documents}
    yield _section("The data in whole", home, _WHOLE | read)
    if queries:
        yield _section("Questions", home, {f"{address(name, key)}{MARKDOWN}": queries[key] for key in queries})


_WHOLE = {
    "/datapackage.json": {"title": "Data package", "description": "The tables as CSV, with the schema of each."},
    "/-/downloads": {"title": "Downloads", "description": "Parquet, SQLite, a workbook and other formats."},
}
_DOCUMENTS = {
    "data-dictionary": {"title": "Data dictionary", "description": "Each field, its unit and allowed values."},
    "methodology": {"title": "Methodology", "description": "What was chosen, and how conflicts were settled."},
    "use": {"title": "Use", "description": "How to load the data in a program."},
}


def _section(title: str, home: str, items: dict[str, dict[str, str]]) -> str:
    lines = [
        f"- {link(item['title'], home + path)}: {text(item['description'].split('. ')[0].rstrip('.'))}."
        for path, item in items.items()
    ]
    return "\n".join([f"## {title}", "", *lines])
