"""The header of every page, and the pages of questions, downloads, about and licence."""

from __future__ import annotations

import re
from html import unescape

import pytest

from civcas.publishing.queries import queries
from civcas.publishing.series import all_series
from civcas.site.plugins.guide import BEST, GROUPS, PAGES
from tests.conftest import get, get_bytes
from tests.site.pages import SITE, page, thousands
from tests.site.test_safety import ask

ANYWHERE = ["/", "/-/map", "/-/search", f"{SITE}/releases", f"{SITE}/releases/monthly-2019-04", "/docs/rules", *PAGES]


@pytest.mark.parametrize("path", ANYWHERE)
def test_every_page_leads_to_downloads_about_and_a_report(address, path):
    text = get(address + path)
    header, _, rest = text.partition("</header>")
    for href in ("/-/downloads", "/-/search", "/-/about", "/-/questions", SITE):
        assert f'<a href="{href}"' in header
    assert "Report an error" in rest.partition('<footer class="ft">')[2]


@pytest.mark.parametrize(
    ("path", "label", "current"),
    [
        ("/-/downloads", "Downloads", "page"),
        ("/-/questions", "Questions", "page"),
        (SITE, "Tables", "page"),
        (f"{SITE}/releases", "Tables", "true"),
        (f"{SITE}/releases/monthly-2019-04", "Tables", "true"),
        (f"{SITE}/strikes-by-month", "Questions", "true"),
        ("/docs/methodology", "About", "true"),
    ],
)
def test_the_header_says_where_a_page_is(address, path, label, current):
    header = get(address + path).partition("</header>")[0]
    assert set(re.findall(r'aria-current="(\w+)">(\w+)<', header)) == {(current, label)}


def test_an_error_has_the_header_too(address):
    status, _, body = ask(address, f"{SITE}/releases/none")
    assert status == 404
    assert '<a href="/-/downloads"' in body


# --- questions ---------------------------------------------------------------------------------------------------
def test_each_question_says_who_asks_it_and_its_rank():
    found = queries()
    assert {query["group"] for query in found.values()} == set(GROUPS)
    ranks = [query["rank"] for query in found.values()]
    assert len(ranks) == len(set(ranks))
    assert sorted(ranks)[:BEST] == list(range(1, BEST + 1))


def test_no_two_questions_have_the_same_title_or_the_same_sql():
    found = queries().values()
    for part in ("title", "sql"):
        assert len({" ".join(query[part].lower().split()) for query in found}) == len(found)


def test_the_page_of_questions_has_each_in_its_group_and_the_best_first(address):
    text = unescape(get(f"{address}/-/questions"))
    best, *groups = re.split(r'<h2 id="\w+">', text)[1:]
    ranked = sorted(queries().items(), key=lambda item: item[1]["rank"])
    assert re.findall(rf'<a href="{SITE}/([\w-]+)">', best) == [name for name, _ in ranked[:BEST]]
    for group, part in zip(GROUPS, groups, strict=True):
        asked = [name for name, query in ranked if query["group"] == group]
        assert re.findall(rf'<dt><a href="{SITE}/([\w-]+)">', part) == asked


# --- downloads ---------------------------------------------------------------------------------------------------
def test_downloads_have_every_file_with_its_size(address, package):
    text = page(address, "/-/downloads")
    tables = [*package.schemas, *(series.name for series in all_series())]
    files = [f"/oir-civcas.{kind}" for kind in ("zip", "db", "xlsx")] + ["/SHA256SUMS"]
    files += [path for name in tables for path in (f"/download/{name}.csv", f"/parquet/{name}.parquet")]
    for file in files:
        assert file in text.links
        assert thousands(len(get_bytes(address + file))) in text.words, file


def test_every_link_of_the_guide_answers(address):
    for path in PAGES:
        for link in page(address, path).links:
            if link.startswith("/") and not link.endswith((".csv", ".parquet", ".db")):
                assert get_bytes(address + link.partition("#")[0]), link


# --- about -------------------------------------------------------------------------------------------------------
def test_about_has_what_the_descriptor_says_and_no_one_else(address, package):
    text = page(address, "/-/about")
    about = package.descriptor
    assert about["description"] in text.words
    for person in about["contributors"]:
        assert person["title"] in text.words
    for source in about["sources"]:
        assert source["path"] in text.links
    assert f"Version {about['version']}, {about['created'][:4]}" in text.words
    assert f"@misc{{{about['name']}, author = {{{{The {about['name']} contributors}}}}," in text.words


def test_about_keeps_maintainers_documents_apart(address, package):
    text = get(f"{address}/-/about")
    readers, maintainers = text.partition("For readers")[2].split("For maintainers")
    names = {file.stem for file in (package.root / "docs").glob("*.md")}
    kept = set(re.findall(r'"/docs/([\w-]+)"', maintainers.partition("</ul>")[0]))
    assert kept == {"publish", "drafting", "recorders", "reliability"}
    assert set(re.findall(r'"/docs/([\w-]+)"', readers)) == (names - kept) | {"changelog"}


def test_the_licences_are_on_the_site_word_for_word(address, package):
    text = unescape(get(f"{address}/-/licence"))
    for name in ("LICENSE", "LICENSE-DATA"):
        assert (package.root / name).read_text(encoding="utf-8") in text


def test_the_sitemap_has_the_guide(address):
    text = get(f"{address}/sitemap.xml")
    assert all(f"<loc>{address}{path}</loc>" in text for path in PAGES)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_guide_has_one_address(address, path):
    status, headers, _ = ask(address, f"{path}?made=up")
    assert (status, headers["location"]) == (302, path)
