"""The map, in a real browser over the small package's site."""

from __future__ import annotations

import json
import math
import re
import urllib.request
from collections import Counter
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import WIDTHS, drawn
from tests.conftest import combined

PLACED = "latitude IS NOT NULL AND longitude IS NOT NULL"
INCIDENTS = "#map .mapmark[data-incidents]"
STRIKES = "#map path.mapmark.strikes"
STATUSES = ("credible", "non_credible", "duplicate", "open")
CLOSE = "#map=14/35.953/39.012"  # Raqqa, where the points no longer share a mark
PIXELS = 256  # the whole earth at zoom 0


def count(database, sql):
    return database.execute(sql).fetchone()[0]


def marked(page):
    """The marks of incidents in view: their records, point, and middle on the screen from that of the map."""
    return page.evaluate(
        """(marks) => {
          const map = document.querySelector("#map").getBoundingClientRect();
          return [...document.querySelectorAll(marks)].map((mark) => {
            const box = mark.querySelector("svg").getBoundingClientRect();
            return {
              incidents: mark.dataset.incidents.split(" "), at: [+mark.dataset.latitude, +mark.dataset.longitude],
              points: +mark.dataset.points, label: mark.title, layer: +getComputedStyle(mark).zIndex,
              x: box.left + box.width / 2 - map.left - map.width / 2,
              y: box.top + box.height / 2 - map.top - map.height / 2,
            };
          });
        }""",
        INCIDENTS,
    )


def view(page):
    """Zoom, latitude and longitude that the address states."""
    return [float(part) for part in page.url.split("#map=")[1].split("/")]


def on_screen(latitude, longitude, zoom):
    """The Mercator projection that tells where on the screen a point belongs."""
    sine = math.sin(math.radians(latitude))
    x = (longitude + 180) / 360
    y = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return x * PIXELS * 2**zoom, y * PIXELS * 2**zoom


def open_raqqa(page):
    """Open the mark of the six incidents that share Raqqa's point."""
    page.locator(f"{INCIDENTS}[data-latitude='35.95283']").click()


# --- what is drawn ---------------------------------------------------------------------------------------------------
def test_the_marks_stand_for_every_record_with_coordinates(visit, database):
    page = visit("/-/map")
    shown = [incident for mark in marked(page) for incident in mark["incidents"]]
    expected = [row[0] for row in database.execute(f"SELECT incident_id FROM incidents WHERE {PLACED}")]
    assert sorted(shown) == sorted(expected)
    assert page.locator(STRIKES).count() == count(
        database, f"SELECT count(*) FROM places WHERE {PLACED} AND place_id IN (SELECT place_id FROM strikes)"
    )
    assert page.locator("#map path.governorate").count() > 30
    assert page.locator("#map path.country").count() == 2


@pytest.mark.parametrize("place", ["#map=5/34/42", "#map=8.25/35.6/39.4", CLOSE, "#map=15/35.9528/39.0079"])
def test_every_mark_is_at_the_point_of_its_records(visit, database, place):
    page = visit(f"/-/map{place}")
    zoom, *middle = view(page)
    x, y = on_screen(*middle, zoom)
    points = {row[0]: row[1:] for row in database.execute("SELECT incident_id, latitude, longitude FROM incidents")}
    found = marked(page)
    assert found
    for mark in found:
        assert tuple(mark["at"]) in {points[incident] for incident in mark["incidents"]}
        if mark["points"] == 1:
            assert {points[incident] for incident in mark["incidents"]} == {tuple(mark["at"])}
        there = on_screen(*mark["at"], zoom)
        assert (mark["x"], mark["y"]) == pytest.approx((there[0] - x, there[1] - y), abs=1.5)


@pytest.mark.parametrize("query", ["", "?status=credible", "?country=Syria", "?first_month=2017-06&last_month=2017-08"])
def test_the_counts_by_status_add_up_to_what_the_filters_find(visit, address, query):
    page = visit(f"/-/map{query}")
    with urllib.request.urlopen(f"{address}/oir-civcas/incidents-on-the-map.json{query or '?'}&_shape=array") as answer:
        expected = Counter(row["status"] for row in json.load(answer))
    found = Counter()
    for mark in marked(page):
        alone = len(mark["incidents"]) == 1
        words = f"1 {mark['label'].rsplit(': ', 1)[1]}" if alone else mark["label"].rsplit(": ", 1)[1]
        for number, status in re.findall(r"(\d+) ([a-z-]+)", words):
            found[status.replace("-", "_")] += int(number)
    assert found == expected
    said = page.locator("#shown").inner_text()
    assert f"{expected.total()} incident" in said
    for status, number in expected.items():
        assert f"{number} {status.replace('_', '-')}" in said


def test_credible_incidents_lie_above_the_others(visit, database):
    page = visit("/-/map#map=9/35.6/39.6")
    credible = {row[0] for row in database.execute("SELECT incident_id FROM incidents WHERE status = 'credible'")}
    layers = {True: [], False: []}
    for mark in marked(page):
        layers[bool(credible & set(mark["incidents"]))].append(mark["layer"])
    assert min(layers[True]) > max(layers[False])


def test_the_outline_shows_how_exact_a_point_is(visit):
    page = visit("/-/map?layer=incidents&status=credible#map=10/36.33/43.1")
    looks = {}
    for name, middle in (("spot", "36.34/43.14"), ("area", "35.57/42.73"), ("vague", "36.32/41.88")):
        page.evaluate("(hash) => { location.hash = hash; }", f"#map=13/{middle}")
        mark = page.locator(f"#map path.mark.{name}")
        mark.wait_for()
        looks[name] = mark.evaluate(
            "(mark) => { const style = getComputedStyle(mark); return `${style.fill} ${style.strokeDasharray}`; }"
        )
    assert len(set(looks.values())) == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_statuses_differ_in_colour_and_shape(visit, scheme):
    page = visit("/-/map?layer=incidents", scheme=scheme)
    samples = {status: page.locator(f"#legend path.mark.{status}").first for status in STATUSES}
    assert len({sample.evaluate("(mark) => getComputedStyle(mark).stroke") for sample in samples.values()}) == 4
    assert len({"".join(filter(str.isalpha, sample.get_attribute("d"))) for sample in samples.values()}) >= 3


def test_towns_rivers_and_governorates_are_named(visit):
    page = visit("/-/map?layer=incidents")
    shown = set(page.locator("#map .name").all_text_contents())
    assert {"Syria", "Iraq", "Baghdad", "Damascus", "Euphrates", "Al-Anbar"} <= shown
    page = visit("/-/map?layer=strikes#map=11/36.3209/41.8766")
    assert "Sinjar" in page.locator("#map .name").all_text_contents()
    assert not page.locator("#map path.river").first.is_visible()  # kilometres off, from so near


def test_names_do_not_lie_over_each_other(visit):
    page = visit("/-/map")
    boxes = page.locator("#map .name").evaluate_all(
        "(names) => names.map((name) => { const { left, right, top, bottom } = name.getBoundingClientRect();"
        " return [left, right, top + 3, bottom - 3]; })"
    )
    assert len(boxes) > 10
    over = [
        (one, two)
        for i, one in enumerate(boxes)
        for two in boxes[:i]
        if one[0] < two[1] - 4 and two[0] < one[1] - 4 and one[2] < two[3] and two[2] < one[3]
    ]
    assert not over


@pytest.mark.parametrize("width", [360, 768, 1440, 2200])
def test_both_countries_are_whole_at_the_start(visit, width):
    page = visit("/-/map?status=open", width=width)
    inside, overflow = page.evaluate(
        """() => {
          const map = document.querySelector("#map").getBoundingClientRect();
          const legend = document.querySelector("#legend[open]")?.getBoundingClientRect();
          const boxes = [...document.querySelectorAll("#map path.country")].map((path) => path.getBoundingClientRect());
          return [
            boxes.every((box) => box.left >= Math.max(map.left, legend?.right ?? 0) && box.right <= map.right
              && box.top >= map.top && box.bottom <= map.bottom),
            document.documentElement.scrollWidth - innerWidth,
          ];
        }"""
    )
    assert inside
    assert overflow <= 0


# --- opening marks ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("width", WIDTHS)
def test_a_point_with_several_incidents_lists_them(visit, database, width):
    page = visit(f"/-/map{CLOSE}", width=width)
    open_raqqa(page)
    panel = page.locator("#map-panel")
    links = [link.get_attribute("href") for link in panel.locator("li a").all()]
    at_raqqa = "latitude = 35.95283 AND longitude = 39.00788"
    expected = {
        f"/oir-civcas/incidents/{row[0]}"
        for row in database.execute(f"SELECT incident_id FROM incidents WHERE {at_raqqa}")
    }
    assert len(links) == len(expected) == 6
    assert set(links) == expected
    first = panel.locator("li").first.inner_text()
    assert "21 August 2017" in first
    assert "Credible" in first
    assert "3 killed by the Coalition's figure" in first
    box = panel.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["height"] <= 900
    mark = page.locator(f"{INCIDENTS}[data-latitude='35.95283']").bounding_box()
    beside = mark["x"] + mark["width"] <= box["x"] or mark["y"] + mark["height"] <= box["y"]
    assert beside, "the panel covers the mark that it is about"
    panel.locator("li a").first.click()
    page.wait_for_url("**/oir-civcas/incidents/2017-08-21-raqqa")


def test_the_records_of_a_range_of_days_are_named_in_words(visit):
    page = visit("/-/map?layer=incidents#map=15/35.9512/39.0205")
    page.locator(f"{INCIDENTS}[data-latitude='35.9512']").click()
    assert "3 to 4 June 2017" in page.locator("#map-panel li").inner_text()


def test_a_mark_of_several_points_zooms_in_until_they_part(visit):
    page = visit("/-/map#map=6/35.4/39.5")
    for _ in range(8):
        mark = next(each for each in marked(page) if "2017-06-03-raqqa" in each["incidents"])
        if mark["points"] == 1:
            break
        zoom = view(page)[0]
        page.locator(f"{INCIDENTS}[data-incidents*='2017-06-03-raqqa']").click()
        page.wait_for_function("(zoom) => Number(location.hash.slice(5).split('/')[0]) > zoom", arg=zoom)
    assert mark["incidents"] == ["2017-06-03-raqqa"]


def test_a_place_with_strikes_says_how_many(visit, database):
    page = visit("/-/map?layer=strikes#map=11/36.3209/41.8766")
    page.locator(STRIKES, has_text="Sinjar").click()
    strikes = count(database, "SELECT sum(strikes) FROM strikes WHERE place_id = 'sinjar'")
    assert f"{strikes} strike" in page.locator("#map-panel").inner_text()
    assert page.locator("#map-panel a").get_attribute("href") == "/oir-civcas/places/sinjar"


# --- the keyboard ----------------------------------------------------------------------------------------------------
def focused(page):
    return page.evaluate(
        """() => {
          const { activeElement: element } = document;
          const style = getComputedStyle(element);
          const visible = style.outlineStyle !== "none" || element.matches("path");
          return { name: element.getAttribute("aria-label") || element.textContent.trim(), id: element.id, visible,
            mark: element.matches(".mapmark"), text: element.tagName };
        }"""
    )


def test_the_map_is_a_few_stops_of_the_keyboard(visit):
    page = visit("/-/map")
    page.locator(".skip-map").focus()
    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.append(focused(page))
        if stops[-1]["text"] == "INPUT":
            break
    assert [stop["mark"] for stop in stops].count(True) == 1
    assert [stop["text"] for stop in stops][-1] == "INPUT"
    assert len(stops) <= 7
    assert all(stop["visible"] for stop in stops)
    assert page.locator("#map .mapmark[role=button]").count() == 1  # and for a screen reader
    assert page.locator("#map .mapmark:not([aria-hidden=true])").count() == 1


def test_the_skip_link_leads_past_the_map(visit):
    page = visit("/-/map", width=360)
    link = page.locator(".skip-map")
    link.focus()
    assert link.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#incidents').contains(document.activeElement)")


def test_the_keyboard_walks_the_marks_and_opens_them(visit):
    page = visit(f"/-/map?layer=incidents{CLOSE}")
    page.locator("#map .mapmark[role=button]").focus()
    names = [focused(page)["name"]]
    many = len(marked(page))
    for key in ["ArrowRight"] * (many - 1):
        page.keyboard.press(key)
        names.append(focused(page)["name"])
        assert focused(page)["visible"]
    assert len(set(names)) == many
    page.keyboard.press("ArrowRight")
    assert focused(page)["name"] == names[0]
    page.keyboard.press("End")
    assert focused(page)["name"] == names[-1]
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    assert focused(page)["name"] == "6 incidents, Raqqa"
    page.keyboard.press("Tab")
    assert focused(page)["name"] == "Close"
    page.keyboard.press("Escape")
    assert page.locator("#map-panel").is_hidden()
    assert focused(page)["name"] == names[0]


def test_zooming_in_keeps_the_focus(visit):
    page = visit("/-/map?layer=incidents#map=6/35.4/39.5")
    page.locator("#map .mapmark[role=button]").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => Number(location.hash.slice(5).split('/')[0]) > 6")
    assert focused(page)["mark"]


# --- the address -----------------------------------------------------------------------------------------------------
def test_the_address_restores_what_is_shown(visit):
    page = visit("/-/map?status=credible")
    page.locator("#map .leaflet-control-zoom-in").click()
    page.wait_for_function("() => location.hash.startsWith('#map=')")
    path = page.url.split("/", 3)[3]
    again = visit(f"/{path}")
    assert view(again) == view(page)
    assert marked(again) == marked(page)
    assert again.locator("#status").input_value() == "credible"


def test_another_filter_leaves_the_map_where_it_is(visit):
    page = visit(f"/-/map{CLOSE}")
    page.get_by_label("Status").select_option("credible")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**status=credible**")
    drawn(page)
    assert page.url.endswith(CLOSE)


def test_the_start_leaves_the_address_as_it_is(visit):
    assert "#" not in visit("/-/map").url


@pytest.mark.parametrize("typed", ["sinjar", "Sinjar, Iraq"])
def test_a_place_is_searched_for(visit, typed):
    page = visit("/-/map")
    page.get_by_label("Go to a place").fill(typed)
    page.keyboard.press("Enter")
    page.wait_for_url("**place=sinjar*")
    drawn(page)
    assert page.locator("#searched").inner_text().startswith("Sinjar, Iraq")
    (mark,) = (each for each in marked(page) if each["incidents"] == ["2016-05-10-sinjar"])
    assert abs(mark["x"]) < 2
    assert abs(mark["y"]) < 2
    assert page.locator("#map .searched").count() == 1


@pytest.mark.parametrize(("typed", "place"), [("الرقة", "Raqqa, Syria"), ("Ar Raqqah", "Raqqa, Syria")])
def test_other_spellings_find_the_place_without_scripts(visit, typed, place):
    page = visit(f"/-/map?place={quote(typed)}", scripts=False)
    assert page.url.endswith("?place=raqqa")
    assert page.locator("#searched").inner_text().startswith(place)
    assert page.get_by_label("Go to a place").input_value() == place


def test_a_place_without_a_point_is_said_to_have_none(visit):
    assert "no known point" in visit("/-/map?place=al-asad").locator("#searched").inner_text()


# --- months ----------------------------------------------------------------------------------------------------------
def test_the_sliders_choose_months_without_a_new_page(visit, database):
    page = visit("/-/map")
    first = page.locator("#months input").first
    page.evaluate("window.same = true")
    first.focus()
    page.keyboard.press("End")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    month = page.locator("#first_month").input_value()
    assert f"first_month={month}" in page.url
    assert first.get_attribute("aria-valuetext").split()[-1] == month[:4]
    expected = count(database, f"SELECT count(*) FROM incidents WHERE {PLACED} AND first_day >= '{month}'")
    assert sum(len(mark["incidents"]) for mark in marked(page)) == expected
    assert page.locator("#incidents tbody tr").count() == expected
    assert page.locator(".all-listed").first.inner_text() == str(expected)
    assert page.evaluate("window.same")
    page.keyboard.press("Home")
    assert "first_month" not in page.url


def test_the_strikes_of_the_chosen_months_are_added_up(visit, address):
    query = "first_month=2017-04&last_month=2017-08"
    page = visit(f"/-/map?layer=strikes&{query}")
    with urllib.request.urlopen(f"{address}/oir-civcas/strikes-by-place.json?_shape=array&top=-1&{query}") as answer:
        expected = [row for row in json.load(answer) if row["latitude"] is not None]
    assert page.locator(STRIKES).count() == len(expected)
    total = sum(row["strikes"] for row in expected)
    assert (
        f"{total:,} strikes near {len(expected)} places, April 2017 to August 2017"
        in page.locator("#shown").inner_text()
    )


def test_filters_change_the_marks_and_the_tables(visit):
    page = visit("/-/map")
    page.get_by_label("Show", exact=True).select_option("incidents")
    page.get_by_label("Status").select_option("credible")
    page.get_by_label("From month").fill("2017-01")
    page.get_by_label("To month").fill("2017-12")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**status=credible*")
    drawn(page)
    expected = {"2017-03-17-mosul", "2017-06-03-raqqa", "2017-08-21-raqqa"}
    assert {incident for mark in marked(page) for incident in mark["incidents"]} == expected
    links = page.locator("#incidents tbody a").evaluate_all(
        "(links) => links.map((link) => link.href.split('/').pop())"
    )
    assert set(links) == expected
    assert page.locator(STRIKES).count() == 0


def test_nothing_that_matches_is_said(visit):
    page = visit("/-/map?layer=incidents&first_month=2025-01")
    assert page.locator("#map .mapmark").count() == 0
    assert page.locator("#shown").inner_text() == "No record matches the filters."


# --- scrolling -------------------------------------------------------------------------------------------------------
@pytest.fixture
def phone(browser, address):
    context = browser.new_context(viewport={"width": 360, "height": 700}, has_touch=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/-/map")
    drawn(page)
    page.locator("#map").scroll_into_view_if_needed()
    yield page
    context.close()


def drag(page, *fingers):
    """Fingers that move 70 pixels up and to the right together, from where they are on the map."""
    box = page.locator("#map").bounding_box()
    session = page.context.new_cdp_session(page)
    for kind, step in [("touchStart", 0), *(("touchMove", step) for step in range(10, 80, 10))]:
        touches = [{"x": box["x"] + x + step, "y": box["y"] + y - step, "id": i} for i, (x, y) in enumerate(fingers)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_one_finger_scrolls_the_page(phone):
    before = phone.evaluate("scrollY")
    drag(phone, (120, 200))
    phone.wait_for_function("(before) => scrollY > before + 30", arg=before)
    assert "#map" not in phone.url
    assert phone.locator("#map-hint").text_content() == "Use two fingers to move the map"


def test_two_fingers_move_the_map(phone):
    before = phone.evaluate("scrollY")
    drag(phone, (100, 200), (160, 200))
    phone.wait_for_function("() => location.hash.startsWith('#map=')")
    assert phone.evaluate("scrollY") == before


def test_the_wheel_scrolls_the_page_and_zooms_with_ctrl(visit):
    page = visit("/-/map")
    box = page.locator("#map").bounding_box()
    page.mouse.move(box["x"] + 700, box["y"] + 200)
    page.mouse.wheel(0, 120)
    page.wait_for_function("() => scrollY > 50")
    assert "#map" not in page.url
    assert page.locator("#map-hint").is_visible()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -120)
    page.wait_for_function("() => location.hash.startsWith('#map=')")
    page.keyboard.up("Control")


# --- without a screen or scripts -------------------------------------------------------------------------------------
def test_without_scripts_the_tables_are_there(visit, database):
    page = visit("/-/map", scripts=False)
    page.locator("#incidents summary").click()
    rows = page.locator("#incidents tbody tr")
    assert rows.count() == count(database, f"SELECT count(*) FROM incidents WHERE {PLACED}")
    assert rows.first.is_visible()
    assert [cell.inner_text().strip() for cell in rows.first.locator("th, td").all()][:5] == [
        "17 March 2017",
        "Mosul, Iraq",
        "Credible",
        "30",
        "105 to 141",
    ]


def test_a_map_that_cannot_be_loaded_says_so(contexts, address):
    page = contexts[True].new_page()
    page.route("**/map.json*", lambda route: route.abort())
    page.goto(f"{address}/-/map")
    page.wait_for_function("() => document.querySelector('#shown').textContent.startsWith('The map could not')")
    page.close()


def test_the_table_is_the_same_with_and_without_scripts(visit):
    before = visit("/-/map", scripts=False).locator("#incidents tbody tr").all_text_contents()
    page = visit("/-/map")
    page.locator("#months input").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert page.locator("#incidents tbody tr").all_text_contents() == before


def test_on_paper_every_mark_is_within_the_map(visit):
    page = visit("/-/map?status=credible")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1047, "height": 718})  # a page of A4, lying
    box = page.locator("#map").bounding_box()
    found = marked(page)
    assert sum(len(mark["incidents"]) for mark in found) == 5
    for mark in found:
        assert abs(mark["x"]) < box["width"] / 2
        assert abs(mark["y"]) < box["height"] / 2


@pytest.mark.parametrize(("width", "scheme"), combined(WIDTHS, ["light", "dark"]))
def test_nothing_serious_with_the_panel_and_the_legend_open(visit, width, scheme):
    page = visit(f"/-/map?place=raqqa{CLOSE}", width=width, scheme=scheme)
    open_raqqa(page)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert not [
        (each["id"], each["nodes"][0]["html"][:200]) for each in found if each["impact"] in {"serious", "critical"}
    ]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
