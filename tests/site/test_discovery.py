"""What search engines, feed readers, link previews and programs find by themselves."""

from __future__ import annotations

import json
import re
import struct
import urllib.error
import xml.etree.ElementTree as ET
from collections import Counter
from urllib.parse import urlencode

import pytest

from civcas.publishing.queries import queries
from tests.conftest import ROOT, get, get_bytes
from tests.site.pages import SITE, Page, page

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "a": "http://www.w3.org/2005/Atom"}
PAGES = ["/", "/-/map", "/-/dashboards", "/-/dashboards/assessments", "/-/search", SITE, "/docs/methodology"]
PAGES += [f"{SITE}/incidents", f"{SITE}/releases/monthly-2019-04", f"{SITE}/strikes-by-month"]


def head(address, path):
    """The title, and the links and meta elements by their names."""
    read = page(address, path)
    links = {one["rel"]: one["href"] for tag, one in read.elements if tag == "link" and one["rel"] != "stylesheet"}
    metas = {one.get("name") or one.get("property"): one.get("content") for tag, one in read.elements if tag == "meta"}
    return read.title, links, metas


def test_the_sitemap_has_each_page_once_and_all_are_there(address, database):
    listed = [url.text for url in ET.fromstring(get_bytes(f"{address}/sitemap.xml")).iterfind(".//s:loc", NS)]
    assert len(set(listed)) == len(listed)
    (incidents,) = database.execute("SELECT count(*) FROM incidents").fetchone()
    assert sum(url.startswith(f"{address}{SITE}/incidents/") for url in listed) == incidents
    assert {f"{address}{SITE}/{name}" for name in queries()} < set(listed)
    assert {address + path for path in PAGES if path != "/-/search"} <= set(listed)
    seen = Counter()
    for url in listed:
        kind = url.rsplit("/", 1)[0]
        seen[kind] += 1
        if seen[kind] <= 12:
            assert get_bytes(url), url
    assert f"Sitemap: {address}/sitemap.xml" in get(f"{address}/robots.txt").splitlines()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_what_it_is(address, package, path):
    title, links, metas = head(address, path)
    assert title.endswith(" | oir-civcas")
    assert links["canonical"] == metas["og:url"] == address + path
    assert f"{metas['og:title']} | oir-civcas" == title
    assert len(metas["description"]) > 30
    assert metas["description"] == metas["og:description"]
    assert metas["og:site_name"] == "oir-civcas"
    assert metas["og:image:alt"] == package.descriptor["title"]
    assert metas["twitter:card"] == "summary_large_image"


def test_titles_and_descriptions_differ(address):
    heads = [head(address, path) for path in PAGES]
    assert len({title for title, _, _ in heads}) == len(PAGES)
    assert len({metas["description"] for _, _, metas in heads}) == len(PAGES)


def test_the_picture_of_a_preview_has_the_size_that_is_asked_for(address):
    picture = get_bytes(head(address, "/")[2]["og:image"])
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        (f"{SITE}/incidents?_sort=killed&country=Iraq", f"{SITE}/incidents"),
        (f"{SITE}/strikes-near-a-place?place_id=mosul", f"{SITE}/strikes-near-a-place?place_id=mosul"),
    ],
)
def test_sorts_and_filters_are_the_same_page_and_parameters_of_a_query_are_not(address, path, canonical):
    assert head(address, path)[1]["canonical"] == address + canonical


def test_an_error_page_is_not_the_address_of_anything(address):
    with pytest.raises(urllib.error.HTTPError) as error:
        get(f"{address}{SITE}/nothing")
    html = error.value.read().decode()
    assert "canonical" not in html
    assert Page(html).title == "This page does not exist | oir-civcas"


def test_the_feed_has_each_version_of_the_changelog(address):
    feed = ET.fromstring(get_bytes(f"{address}/changelog.atom"))
    titles = [entry.findtext("a:title", "", NS) for entry in feed.iterfind("a:entry", NS)]
    versions = re.findall(r"^## (\d\S*)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert titles == [f"oir-civcas {version}" for version in versions]
    assert len(titles) >= 1
    assert feed.findtext("a:updated", "", NS) == feed.findtext("a:entry/a:updated", "", NS)
    for entry in feed.iterfind("a:entry", NS):
        link, anchor = entry.find("a:link", NS).get("href").split("#")
        assert f'<h2 id="{anchor}">' in get(link)
        assert entry.findtext("a:content", "", NS).startswith("<p>")
    assert '<link rel="alternate" type="application/atom+xml"' in get(address)


def test_what_full_text_search_keeps_for_itself_is_not_shown(address, database, package):
    kept = {name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE name LIKE '%fts%'")}
    assert "incidents_fts_data" in kept
    listed = {table["name"] for table in json.loads(get(f"{address}{SITE}.json"))["tables"]}
    assert listed == set(package.schemas)
    for path in [*kept, "sqlite_stat1", "incidents_fts.json", "incidents_fts.csv", "incidents_fts/1"]:
        with pytest.raises(urllib.error.HTTPError) as error:
            get(f"{address}{SITE}/{path}")
        assert error.value.code == 404
        error.value.close()


@pytest.mark.parametrize("typed", ['"', "*", "!?", "'"])
def test_a_search_for_no_word_finds_all_records(address, database, typed):
    (count,) = database.execute("SELECT count(*) FROM incidents").fetchone()
    found = json.loads(get(f"{address}{SITE}/incidents.json?{urlencode({'_search': typed})}"))
    assert found["filtered_table_rows_count"] == count


# --- where the site is published ---------------------------------------------------------------------------------
def test_a_build_with_its_address_has_absolute_links(copy):
    code, _, err = copy.run("build", "--url", "https://civcas.example.org/")
    assert code == 0, err
    dataset = json.loads((copy.root / "dist" / "oir-civcas.jsonld").read_text())
    files = [file["contentUrl"] for file in dataset["distribution"]]
    assert dataset["url"] == "https://civcas.example.org/"
    assert "https://civcas.example.org/csv/releases.csv" in files
    assert all(file.startswith("https://civcas.example.org/") for file in files)
    settings = json.loads((copy.root / "dist" / "metadata.json").read_text())["plugins"]["civcas"]
    assert settings["url"] == "https://civcas.example.org"


def test_a_package_with_a_homepage_needs_no_option(copy):
    file = copy.root / "datapackage.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "homepage": "https://civcas.example.org/"}, indent=2))
    code, _, err = copy.run("build")
    assert code == 0, err
    dataset = json.loads((copy.root / "dist" / "oir-civcas.jsonld").read_text())
    assert dataset["distribution"][0]["contentUrl"] == "https://civcas.example.org/oir-civcas.db"


@pytest.mark.parametrize("url", ["", "example.org", "https://example.org/civcas", "https://example.org?a=1", "ftp://a"])
def test_an_address_that_is_not_a_hosts_is_refused(copy, url):
    with pytest.raises(SystemExit) as end:
        copy.run("build", "--url", url)
    assert end.value.code == 2
    assert not (copy.root / "dist").exists()


def test_a_folder_that_is_built_has_its_address(copy):
    code, _, err = copy.run("serve", "--built", "dist", "--url", "https://civcas.example.org")
    assert code == 2
    assert err == "civcas: --url is for a build, and --built has one; use `civcas build --url`\n"
