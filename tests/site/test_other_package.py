"""The site of a package of another subject: it says nothing of this one's, and answers in every form."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from tests.conftest import get, get_bytes, rows
from tests.site.test_safety import ask

SITE = "/roads-example"
# Words of the subject of oir-civcas, in pages that are about the package only.
OTHERS = re.compile(r"Coalition|Airwars|Iraq|Syria|oir-civcas|Mosul|Raqqa|[Ss]trikes?\b|[Ii]ncidents?\b|releases\b")
PAGES = [
    "/",
    "/-/map",
    "/-/questions",
    "/-/downloads",
    "/-/about",
    "/-/licence",
    "/-/search",
    "/-/search?q=north",
    SITE,
    f"{SITE}/months",
    f"{SITE}/years/2022",
    f"{SITE}/known_issues/2022-killed-months-add-up",
    f"{SITE}/deaths-by-region?year=2021",
    f"{SITE}?sql=select+killed+from+years",
    "/llms.txt",
    f"{SITE}/months.md",
    f"{SITE}/years/2022.md",
    f"{SITE}/deaths-by-region.md?year=2021",
]


@pytest.mark.parametrize("path", PAGES)
def test_pages_say_nothing_of_another_subject(roads_address, path):
    assert OTHERS.findall(get(roads_address + path)) == []


@pytest.mark.parametrize("path", ["/-/dashboards", "/-/compare", "/-/outlines.json", "/changelog.atom", "/docs/series"])
def test_what_the_package_has_not_is_not_there(roads_address, path):
    assert ask(roads_address, path)[0] == 404


def test_no_link_of_the_site_leads_nowhere(roads_address):
    seen, left = set(), ["/"]
    while left:
        path = left.pop()
        seen.add(path)
        status, headers, text = ask(roads_address, path)
        assert status == 200, path
        if "html" in headers["content-type"]:
            left += {unescape(link) for link in re.findall(r'href="(/[^"#?]*)["#]', text)} - {*seen, *left}
    assert {f"{SITE}/years/2022", "/geo/regions.geojson", "/-/about", "/docs/rules"} <= seen


def test_every_page_of_the_sitemap_answers(roads_address):
    for place in ET.fromstring(get(f"{roads_address}/sitemap.xml")).iter("{*}loc"):
        assert get(place.text)


def test_a_record_shows_what_is_known_of_it(roads_address):
    text = get(f"{roads_address}{SITE}/years/2022")
    assert "<h1>Year 2022</h1>" in text
    assert "The package has 169. By the rule: 168, the sum of its months." in text
    assert "The months of all regions add up to the year" in text
    assert "Road deaths by month: 24</a>" in get(f"{roads_address}{SITE}/regions/north")


def test_tables_and_questions_answer_in_every_form(roads_address):
    found = list(csv.DictReader(io.StringIO(get(f"{roads_address}{SITE}/months.csv?region_id=north"))))
    assert len(found) == 24
    assert len(rows(f"{roads_address}{SITE}/months.json?_shape=array&_size=max")) == 72
    regions = json.loads(get(f"{roads_address}{SITE}/regions.geojson"))
    assert [each["properties"]["name"] for each in regions["features"]] == ["Harbour", "North", "South"]
    every = rows(f"{roads_address}{SITE}/deaths-by-region.json?_shape=array")
    assert sum(row["killed"] for row in every) == 356
    one = rows(f"{roads_address}{SITE}/deaths-by-region.json?_shape=array&year=2021")
    assert sum(row["killed"] for row in one) == 188


def test_the_newest_months_come_first(roads_address):
    first = re.search(r"<td[^>]*>(\d{4}-\d{2})</td>", get(f"{roads_address}{SITE}/months"))
    assert first[1] == "2022-12"


def test_files_can_be_downloaded(roads_address):
    names = ("roads-example.zip", "roads-example.db", "roads-example.xlsx", "parquet/months.parquet", "SHA256SUMS")
    assert all(get_bytes(f"{roads_address}/{name}") for name in names)
