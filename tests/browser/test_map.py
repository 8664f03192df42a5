"""The map, in a real browser over the small package's site."""

from __future__ import annotations

import pytest

from tests.browser.conftest import drawn, table

PLACED = "latitude IS NOT NULL AND longitude IS NOT NULL"
INCIDENTS = "#map path.mark:not(.strikes)"
STRIKES = "#map path.mark.strikes"
STATUSES = ("credible", "non_credible", "duplicate", "open")


def count(database, sql):
    return database.execute(sql).fetchone()[0]


def test_there_is_a_mark_for_each_record_with_coordinates(visit, database):
    page = visit("/-/map")
    assert page.locator(INCIDENTS).count() == count(database, f"SELECT count(*) FROM incidents WHERE {PLACED}")
    assert page.locator(STRIKES).count() == count(
        database, f"SELECT count(*) FROM places WHERE {PLACED} AND place_id IN (SELECT place_id FROM strikes)"
    )
    assert {status: page.locator(f"#map path.mark.{status}").count() for status in STATUSES} == {
        "credible": 5, "non_credible": 3, "duplicate": 2, "open": 2,
    }  # fmt: skip
    assert page.locator("#map path.governorate").count() > 30
    assert page.locator("#map path.country").count() == 2


def test_incidents_at_one_point_are_spread_and_counted(visit):
    page = visit("/-/map?layer=incidents&first_month=2017-08&last_month=2017-09")
    assert page.locator("#map .crowd").all_text_contents() == ["6"]
    at_raqqa = page.locator(f"{INCIDENTS}[aria-label*=', Raqqa, Syria']")
    centres = at_raqqa.evaluate_all(
        """(marks) => marks.map((mark) => {
          const box = mark.getBoundingClientRect();
          return [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)].join();
        })"""
    )
    assert len(centres) == len(set(centres)) == 6


def test_the_outline_shows_how_exact_a_point_is(visit):
    page = visit("/-/map?layer=incidents")
    shown = table(page, "incidents")
    for precision, exactness in (("within_100m", "spot"), ("village", "area"), ("city", "vague"), ("", "vague")):
        assert {row["exactness"] for row in shown if row["coordinates_precision"] == precision} == {exactness}
    style = "(mark) => { const style = getComputedStyle(mark); return [style.fillOpacity, style.strokeDasharray]; }"
    looks = {
        name: tuple(page.locator(f"#map path.mark.{name}").first.evaluate(style)) for name in ("spot", "area", "vague")
    }
    assert len(set(looks.values())) == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_statuses_differ_in_colour_and_shape(visit, scheme):
    page = visit("/-/map?layer=incidents", scheme=scheme)
    colours, shapes = set(), set()
    for status in STATUSES:
        found = page.locator(f"#map path.mark.{status}").first
        colours.add(found.evaluate("(mark) => getComputedStyle(mark).stroke"))
        shapes.add("".join(letter for letter in found.get_attribute("d") if letter.isalpha()))
    assert len(colours) == 4
    assert len(shapes) >= 3


def test_filters_change_the_marks_and_the_tables(visit):
    page = visit("/-/map")
    page.get_by_label("Show").select_option("incidents")
    page.get_by_label("Status").select_option("credible")
    page.get_by_label("From month").fill("2017-01")
    page.get_by_label("To month").fill("2017-12")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**status=credible*")
    drawn(page)
    shown = [row["incident_id"] for row in table(page, "incidents")]
    assert shown == ["2017-03-17-mosul", "2017-06-03-raqqa", "2017-08-21-raqqa"]
    assert page.locator(INCIDENTS).count() == 3
    assert page.locator(STRIKES).count() == 0


def test_a_mark_leads_to_its_record(visit, database):
    page = visit("/-/map?layer=incidents&status=credible")
    page.locator(INCIDENTS).last.dispatch_event("click")
    link = page.locator("#map .leaflet-popup-content a")
    assert "killed by the Coalition's figure" in page.locator("#map .leaflet-popup-content").inner_text()
    key = link.get_attribute("href").rsplit("/", 1)[1]
    assert count(database, f"SELECT count(*) FROM incidents WHERE incident_id = '{key}'") == 1
    link.click()
    page.wait_for_url(f"**/oir-civcas/incidents/{key}")


def test_the_keyboard_reaches_the_marks(visit):
    page = visit("/-/map?layer=incidents&status=credible")
    assert page.locator("#map path[tabindex='0']").count() == 1
    page.locator("#map").focus()
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('path.mark')"):
            break
    first = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowRight")
    second = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert None not in {first, second}
    assert first != second
    page.keyboard.press("Enter")
    title = page.locator("#map .leaflet-popup-content a").inner_text()
    assert second.startswith(title)
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('#map .leaflet-popup-content')")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == second


def test_without_scripts_the_tables_are_there(visit, database):
    page = visit("/-/map", scripts=False)
    page.locator("#incidents summary").click()
    assert page.locator("#incidents table.numbers tbody tr").count() == count(
        database, f"SELECT count(*) FROM incidents WHERE {PLACED}"
    )
    assert page.locator("#incidents table.numbers tbody tr").first.is_visible()


def test_on_paper_every_mark_is_within_the_map(visit):
    page = visit("/-/map?status=credible")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1047, "height": 718})  # a page of A4, lying
    outside, all_marks = page.evaluate(
        """() => {
          const map = document.querySelector("#map").getBoundingClientRect();
          const marks = [...document.querySelectorAll("#map path.mark")].map((mark) => mark.getBoundingClientRect());
          const within = (box) => box.left + box.width / 2 > map.left && box.left + box.width / 2 < map.right
            && box.top + box.height / 2 > map.top && box.top + box.height / 2 < map.bottom;
          return [marks.filter((box) => !within(box)).length, marks.length];
        }"""
    )
    assert all_marks
    assert outside == 0
