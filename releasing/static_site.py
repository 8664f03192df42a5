"""Makes a folder for a host that only serves files, such as GitHub Pages: a build with pages of its documents.

    python releasing/static_site.py dist https://example.org/oir-civcas site

The home page has every file, and opens the database in Datasette Lite, which needs absolute addresses. Exit code 2:
the build can't be read, or the address is none.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from html import escape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from marko import Markdown

from civcas.publishing.schema_org import file_names

LITE = "https://lite.datasette.io/"
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ max-width: 48rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }}
table {{ border-collapse: collapse; display: block; overflow-x: auto; }}
th, td {{ border: 1px solid #888; padding: 0.2rem 0.5rem; text-align: left; vertical-align: top; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def site(dist: Path, url: str, folder: Path) -> None:
    """Fill a new folder for this address. Raises OSError, ValueError or KeyError."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"{url}: expected an address such as https://example.org/oir-civcas")
    about = json.loads((dist / "datapackage.json").read_text(encoding="utf-8"))
    shutil.copytree(dist, folder)
    pages = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.md"))
    for page in pages:
        text = (folder / page).read_text(encoding="utf-8")
        _write(folder / _as_html(page), _heading(text), _html(text))
    _write(folder / "index.html", about["title"], _home(dist, about, url.rstrip("/"), pages))
    (folder / ".nojekyll").touch()  # the files are published as they are


def lite_address(url: str, database: str) -> str:
    """Where Datasette Lite opens the database that is at an address."""
    return f"{LITE}?{urlencode({'url': f'{url}/{database}', 'metadata': f'{url}/metadata.json'})}"


def _home(dist: Path, about: dict[str, str], url: str, pages: list[str]) -> str:
    lite = lite_address(url, file_names(about).database)
    files = sorted(file.relative_to(dist).as_posix() for file in dist.rglob("*") if file.is_file())
    return "\n".join(
        [
            f"<h1>{escape(about['title'])}</h1>",
            f"<p>{escape(about['description'])}</p>",
            f"<p>Version {escape(about['version'])} of {escape(about['created'][:10])}.</p>",
            f'<p><a href="{escape(lite)}">Open the database in your browser</a>, in Datasette Lite.'
            " It first loads Python and the whole database.</p>",
            "<h2>Documents</h2>",
            _list({_as_html(page): _heading((dist / page).read_text(encoding="utf-8")) for page in pages}),
            "<h2>Files</h2>",
            _list({file: f"{file} ({(dist / file).stat().st_size:,} bytes)" for file in files}),
        ]
    )


def _list(links: dict[str, str]) -> str:
    items = [f'<li><a href="{escape(path)}">{escape(label)}</a></li>' for path, label in links.items()]
    return "\n".join(["<ul>", *items, "</ul>"])


def _html(text: str) -> str:
    """A document as HTML, its links to other documents as links to their pages, and its headings with anchors."""
    html = Markdown(extensions=["gfm"]).convert(text)
    html = re.sub(r'href="(?![a-z]+:)([^"#]+)\.md(?=["#])', r'href="\1.html', html)
    return re.sub(r"<h([2-6])>(.*?)</h\1>", lambda match: _with_anchor(match[1], match[2]), html)


def _with_anchor(level: str, html: str) -> str:
    """With the anchor that GitHub has."""
    anchor = re.sub(r"<.*?>|[^\w\- ]", "", html).strip().lower().replace(" ", "-")
    return f'<h{level} id="{anchor}">{html}</h{level}>'


def _heading(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ").strip()


def _as_html(page: str) -> str:
    return f"{page.removesuffix('.md')}.html"


def _write(file: Path, title: str, body: str) -> None:
    file.write_text(_PAGE.format(title=escape(title), body=body), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dist", type=Path)
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    try:
        site(arguments.dist, arguments.url, arguments.folder)
    except (OSError, ValueError, KeyError) as error:
        print(f"static_site: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
