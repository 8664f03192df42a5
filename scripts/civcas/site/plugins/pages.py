"""What the pages show beside Datasette's own: the figures of the home page and the documents.

Every value is read from the database when a page is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

from datasette import hookimpl
from datasette.app import Datasette
from datasette.database import Database
from datasette.utils import escape_sqlite
from datasette.utils.asgi import NotFound, Request, Response
from marko import Markdown
from markupsafe import Markup

from civcas.publishing.datasette import DATABASE
from civcas.publishing.schema_org import described
from civcas.site.database import Row, path, query


class Figure(NamedTuple):
    """A headline of the home page. Its SQL gives `low`, `high` (null for a single value), `day` and `record`."""

    label: str
    table: str
    sql: str


LATEST = """
SELECT {total} AS low, NULL AS high, coalesce(totals_through, published_on) AS day, release_id AS record
FROM releases WHERE {total} IS NOT NULL AND release_type <> 'annual'
ORDER BY published_on DESC, release_id DESC LIMIT 1
"""


FIGURES = [
    Figure(
        "civilians killed since August 2014 in reports the Coalition found credible, by its latest total read",
        "releases",
        LATEST.format(total="killed_total"),
    ),
    Figure(
        "civilians killed since August 2014 according to local reports, by the latest range of Airwars read",
        "estimates",
        """
        SELECT
          low, high, estimate_id AS record,
          substr(period_end, 1, CASE end_precision WHEN 'day' THEN 10 WHEN 'month' THEN 7 ELSE 4 END) AS day
        FROM estimates
        WHERE organisation_id = 'airwars' AND measure = 'civilians_killed' AND attributed_to = 'Coalition'
          AND country = 'both' AND place IS NULL AND period_start = '2014-08-08' AND qualifier = 'between'
          AND method IN ('local reports graded fair or confirmed', 'local reports, grading not stated')
        ORDER BY period_end DESC, published_on DESC LIMIT 1
        """,
    ),
    Figure(
        "civilians killed in the credible reports of one monthly release, the most of any; some may have died earlier",
        "releases",
        """
        SELECT killed AS low, NULL AS high, period_end AS day, release_id AS record
        FROM releases WHERE release_type = 'monthly' AND killed IS NOT NULL ORDER BY killed DESC, release_id LIMIT 1
        """,
    ),
    Figure(
        "strikes since August 2014 as the Coalition counts them, by its latest total read",
        "releases",
        LATEST.format(total="strikes_total"),
    ),
]


@hookimpl
def extra_template_vars(
    datasette: Datasette, view_name: str, request: Request | None
) -> Callable[[], Awaitable[Row]] | None:
    """Values for the home page."""
    if view_name == "index":
        return lambda: home(datasette, request)
    return None


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    return [(r"^/docs/(?P<name>[a-z-]+)(\.md)?$", document)]


async def count(db: Database, table: str) -> int:
    (row,) = await query(db, f"SELECT count(*) AS records FROM {escape_sqlite(table)}")
    return int(row["records"])


async def home(datasette: Datasette, request: Request | None) -> Row:
    db = datasette.get_database(DATABASE)
    about = datasette.metadata(database=DATABASE)
    figures = [
        {**row, "label": figure.label, "href": path(figure.table, row["record"])}
        for figure in FIGURES
        for row in await query(db, figure.sql)
    ]
    tables = [
        {
            "name": name,
            "title": table["title"],
            "description": table["description"].split(". ")[0].rstrip(".").removeprefix("One row is ") + ".",
            "rows": await count(db, name),
            "href": path(name),
        }
        for name, table in about["tables"].items()
    ]
    queries = [
        {"title": item["title"], "description": item["description"], "href": path(name)}
        for name, item in about["queries"].items()
    ]
    return {
        "figures": figures,
        "described_tables": tables,
        "counts": {table["name"]: table["rows"] for table in tables},
        "described_queries": queries,
        "documents": [
            {"href": f"/docs/{name}", "title": title_of(file)} for name, file in documents(datasette).items()
        ],
        "dataset": dataset(datasette, request),
    }


def dataset(datasette: Datasette, request: Request | None) -> Row:
    """schema.org's Dataset, from the package's descriptor."""

    def address(path: str) -> str:
        return str(datasette.absolute_url(request, f"/{path}")) if request else path

    return {**described(datasette.plugin_config("pages")["descriptor"], address), "url": address("")}


def documents(datasette: Datasette) -> dict[str, Path]:
    """The documentation, which the build puts beside the database."""
    folder = Path(datasette.get_database(DATABASE).path).parent / "docs"
    return {file.stem: file for file in sorted(folder.glob("*.md"))}


def title_of(file: Path) -> str:
    with file.open(encoding="utf-8") as lines:
        return next(lines).removeprefix("# ").strip()


async def document(datasette: Datasette, request: Request) -> Response:
    file = documents(datasette).get(request.url_vars["name"])
    if file is None:
        raise NotFound("There is no such document")
    html = Markdown(extensions=["gfm"]).convert(file.read_text(encoding="utf-8"))
    html = html.replace("<table>", '<div class="table-wrapper" role="region" tabindex="0" aria-label="Table"><table>')
    html = html.replace("</table>", "</table></div>")
    html = re.sub(r"<h([2-6])>(.*?)</h\1>", lambda match: heading(match[1], match[2]), html)
    values = {"title": title_of(file), "text": Markup(html)}  # noqa: S704
    return Response.html(await datasette.render_template("document.html", values, request=request))


def heading(level: str, html: str) -> str:
    """A heading with the anchor that links to it expect, as GitHub makes it."""
    words = re.sub(r"<.*?>|[^\w\- ]", "", html).strip().lower().replace(" ", "-")
    return f'<h{level} id="{words}">{html}</h{level}>'
