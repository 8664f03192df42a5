"""Tables, questions and documents on a phone: nothing is cut off, and the first column stays in sight."""

from __future__ import annotations

import pytest

NARROW = 360
PAGES = [
    "/oir-civcas",
    "/oir-civcas/releases",
    "/oir-civcas/releases?_columns=all",
    "/oir-civcas/incidents?status=credible&killed__gte=1&_sort_desc=killed",
    "/oir-civcas/evidence?_size=20",
    "/oir-civcas/monthly",
    "/oir-civcas/incidents-near-a-place",
    "/oir-civcas/strikes-by-month?country=Iraq",
    "/-/questions",
    "/-/downloads",
    "/-/about",
    "/-/licence",
    "/docs/rules",
    "/docs/data-dictionary",
]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_phone(visit, path):
    page = visit(path, width=NARROW)
    for details in page.locator("main details > summary, header details > summary").all():
        if details.is_visible():
            details.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


@pytest.mark.parametrize("path", ["/oir-civcas/releases?_columns=all", "/oir-civcas/incidents-on-the-map"])
@pytest.mark.parametrize("scripts", [True, False])
def test_the_first_column_stays_when_a_table_is_scrolled(visit, path, scripts):
    page = visit(path, width=NARROW, scripts=scripts)
    cells = page.locator("table.fixed tbody tr:first-child > *")
    first, second = cells.nth(0), cells.nth(1)
    before = first.bounding_box()["x"], second.bounding_box()["x"]
    page.locator(".table-wrapper").first.evaluate("(region) => { region.scrollLeft = 150; }")
    after = first.bounding_box()["x"], second.bounding_box()["x"]
    assert abs(after[0] - before[0]) <= 1
    assert after[1] < before[1] - 100


def test_downloads_are_one_click_away_on_a_phone_without_scripts(visit):
    page = visit("/oir-civcas/releases", width=NARROW, scripts=False)
    page.locator("header a[href='/-/downloads']:visible").click()
    assert page.url.endswith("/-/downloads")
    page.locator("header summary").click()
    page.locator("header .menu a[href='/-/about']").click()
    assert page.url.endswith("/-/about")
