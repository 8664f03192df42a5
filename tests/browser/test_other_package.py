"""The site of a package of another subject, in a real browser: on a phone and on a desk, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import WIDTHS, drawn
from tests.browser.test_accessibility import ALL, COLOURS
from tests.conftest import exhaustive

SITE = "/roads-example"
PAGES = [
    "/",
    "/-/map",
    "/docs/rules",
    f"{SITE}/months",
    f"{SITE}/months/north,2021-03",
    f"{SITE}/deaths-by-region?year=2021",
    # Made alike for every package, and asked of the project's own site:
    *exhaustive("/-/questions", "/-/downloads", "/-/about", "/-/search?q=north", SITE, f"{SITE}/years/2022"),
]


@pytest.fixture
def address(roads_address):
    """In the place of the project's own site, for `visit`."""
    return roads_address


@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_and_can_be_read_by_all(visit, path):
    page = visit(path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        drawn(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page, options=ALL if scheme == "light" else COLOURS).response["violations"]
            assert not [each for each in found if each["impact"] in {"serious", "critical"}], (width, scheme)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_point_is_on_the_map_and_leads_to_its_record(visit, width):
    page = visit("/-/map", width=width)
    points = page.locator("#map path.mapmark")
    assert sorted(points.evaluate_all("(all) => all.map((one) => one.getAttribute('aria-label'))")) == [
        "Regions: Harbour",
        "Regions: North",
        "Regions: South",
    ]
    page.locator("#map path[aria-label='Regions: North']").click(force=True)
    link = page.locator("#map .leaflet-popup-content a")
    assert link.inner_text() == "North"
    link.click()
    page.wait_for_url(f"**{SITE}/regions/north")
    assert page.locator("h1").inner_text() == "North"


def test_a_point_can_be_opened_by_keyboard(visit):
    page = visit("/-/map")
    page.locator("#map path[aria-label='Regions: South']").focus()
    page.keyboard.press("Enter")
    page.locator("#map .leaflet-popup-content a", has_text="South").wait_for()


def test_without_scripts_the_map_page_has_its_records(visit):
    page = visit("/-/map", scripts=False)
    page.locator("#regions summary").click()
    assert page.locator("#regions tbody th a").all_inner_texts() == ["Harbour", "North", "South"]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_reader_gets_from_the_home_page_to_an_answer(visit, width):
    page = visit("/", width=width)
    assert page.locator(".figures dt").all_inner_texts() == ["169", "356"]
    page.locator("ol.cards a").click()
    page.wait_for_url(f"**{SITE}/deaths-by-region")
    page.locator("main select").first.select_option("2021")
    page.locator("main form.sql input[type=submit], main form input[type=submit]").first.click()
    page.wait_for_url("**year=2021*")
    assert page.locator("main table tbody tr").count() == 3


def test_the_search_finds_records_and_pages(visit):
    page = visit("/")
    page.locator("#q").fill("crashes")
    page.keyboard.press("Enter")
    page.wait_for_url("**/-/search?q=crashes")
    assert page.locator("ol.hits a").all_inner_texts() == ["Region north, Month 2021-03"]
