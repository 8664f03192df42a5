"""Pages on paper: what was asked, where and how to cite it, and no field of a form."""

from __future__ import annotations

import pytest

from tests.site.pages import SITE

PAGES = {
    f"{SITE}/releases/monthly-2019-04": "releases/monthly-2019-04",
    f"{SITE}/incidents?country=Iraq&_sort=killed": "country: Iraq",
    f"{SITE}/strikes-near-a-place?place_id=raqqa": "place_id: raqqa",
    "/-/dashboards/strikes?country=Syria": "country: Syria",
    "/-/map?status=credible": "status: credible",
    "/docs/methodology": "/docs/methodology",
    "/": "Version",
}


@pytest.mark.parametrize("path", PAGES)
def test_a_printed_page_says_where_it_is_from_and_has_no_fields(visit, address, package, path):
    page = visit(path)
    assert not page.locator("aside.on-paper").is_visible()
    page.emulate_media(media="print")
    words = " ".join(page.locator("aside.on-paper").inner_text().split())
    assert address + path in words
    assert PAGES[path] in words
    assert f"Version {package.descriptor['version']}, data of {package.descriptor['created'][:10]}." in words
    for field in page.locator("input, select, textarea, button, header nav").all():
        assert not field.is_visible()


def test_a_printed_table_says_that_it_has_more_pages(visit, database):
    (number,) = database.execute("SELECT count(*) FROM evidence").fetchone()
    page = visit(f"{SITE}/evidence?_size=5")
    page.emulate_media(media="print")
    assert f"This is one page, with 5 of the {number:,} records." in page.locator("main").inner_text()
