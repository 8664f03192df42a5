"""Charts and forms, in a real browser over the small package's site."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest

from civcas.checking.rule import all_rules
from tests.browser.conftest import WIDTHS, drawn, marks, table
from tests.conftest import ROOT, rows

FOLDER = ROOT / "scripts" / "civcas" / "site" / "charts"
DASHBOARDS = json.loads((FOLDER / "dashboards.json").read_text())
CHARTS = {file.stem: json.loads(file.read_text()) for file in FOLDER.glob("*.json") if file.stem != "dashboards"}
# Neither scripts that make code of text, nor styles in elements: what the charts and the map promise.
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"


def filled(found, column):
    return [row for row in found if row[column]]


def test_every_chart_is_shown_somewhere():
    shown = [chart for dashboard in DASHBOARDS.values() for chart in dashboard["charts"]]
    assert sorted(shown) == sorted(CHARTS)


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_says_what_it_shows_and_draws_only_what_its_query_gives(address, name):
    chart = CHARTS[name]
    assert len(chart["title"]) > 15
    assert len(chart["subtitle"]) > 30
    assert len(chart["text"]) > 60
    assert chart["unit"]
    assert chart["source"]
    found = rows(f"{address}/oir-civcas/{chart['query']}.json?_shape=array")
    known = set(chart.get("columns") or found[0])
    assert known <= set(found[0])
    parts = [chart, *chart.get("panels", [])]
    drawn = [mark for part in parts for mark in (*part.get("marks", []), *part.get("stack", []))]
    fields = {
        field for mark in drawn for field in ([mark["field"]] if isinstance(mark["field"], str) else mark["field"])
    }
    others = {chart[key] for key in ("time", "panel_of", "hue_of", "of", "value") if key in chart}
    assert (fields or {"low", "best", "high"}) | others <= known
    assert {*chart.get("names", {}), *chart.get("tooltip", [])} <= known


@pytest.mark.parametrize("name", DASHBOARDS)
def test_a_dashboard_draws_its_charts(visit, name):
    page = visit(f"/-/dashboards/{name}")
    assert page.locator("figure.chart").count() == len(DASHBOARDS[name]["charts"])
    for chart in DASHBOARDS[name]["charts"]:
        assert marks(page, chart) >= 1
        assert page.locator(f"#{chart} .about a[href^='/oir-civcas/{CHARTS[chart]['query']}']").count() == 1


@pytest.mark.parametrize(
    ("dashboard", "chart", "columns"),
    [
        ("assessments", "reports-open", ["open_at_end"]),
        ("assessments", "reports-received-and-completed", ["received", "completed"]),
        ("assessments", "outcomes-of-assessments", ["credible", "non_credible", "duplicate"]),
        ("strikes", "strikes-by-month", ["strikes_iraq", "strikes_syria", "official_rise"]),
        ("assessments", "share-credible", ["percent_credible"]),
        ("strikes", "strikes-by-place", ["strikes"]),
        ("strikes", "weapons-by-month", ["weapons_lowest"]),
        ("deaths", "deaths-by-month", ["killed_by_day", "killed_in_release"]),
        ("strikes", "strikes-by-governorate", ["strikes"]),
        ("strikes", "targets-by-month", ["rows_of_strikes"]),
        ("data-quality", "days-covered", ["days", "days_covered"]),
        ("data-quality", "figures-sourced", ["figures_with_one_source", "figures_with_more_sources"]),
    ],
)
def test_a_chart_has_a_mark_for_each_number_and_none_for_an_empty_cell(visit, dashboard, chart, columns):
    page = visit(f"/-/dashboards/{dashboard}")
    numbers = sum(len(filled(table(page, chart), column)) for column in columns)
    assert marks(page, chart) == numbers


@pytest.mark.parametrize(
    ("dashboard", "chart", "labels"),
    [
        ("assessments", "reports-received-and-completed", ["completed", "received"]),
        ("assessments", "outcomes-of-assessments", ["credible", "non-credible", "duplicate"]),
        ("strikes", "strikes-by-month", ["Iraq, listed", "Syria, listed", "rise of the official total"]),
    ],
)
def test_a_chart_of_several_series_names_each_in_its_legend(visit, dashboard, chart, labels):
    page = visit(f"/-/dashboards/{dashboard}")
    assert [text.strip() for text in page.locator(f"#{chart} .key li").all_text_contents()] == labels


def test_lines_are_named_at_their_ends_and_on_a_small_screen_above_the_chart(visit):
    page = visit("/")
    figure = page.locator("#official-total-and-estimates")
    wide, narrow = figure.locator(".ends .end"), figure.locator(".key li")
    assert wide.all_text_contents()[:1] == ["Airwars 7,910 to 12,654"]
    assert [wide.first.is_visible(), narrow.first.is_visible()] == [True, False]
    right = figure.evaluate("(element) => element.getBoundingClientRect().right")
    labels = figure.locator(".ends text").all()
    assert all(label.evaluate("(text) => text.getBoundingClientRect().right") <= right for label in labels)
    places = [label.evaluate("(text) => text.getBoundingClientRect().top") for label in wide.all()]
    assert all(below - above >= 30 for above, below in pairwise(places))
    page.set_viewport_size({"width": 360, "height": 900})
    assert [wide.first.is_visible(), narrow.first.is_visible()] == [False, True]
    words = [" ".join(text.split()) for text in narrow.all_text_contents()]
    assert "Airwars 7,910 to 12,654 Iraq and Syria, local reports, to May 2019" in words


def test_a_chart_without_any_number_says_so(visit):
    page = visit("/-/dashboards/strikes?country=Iraq")
    assert "No figure matches the filters." in page.locator("#weapons-by-month").inner_text()
    assert page.locator("#weapons-by-month .drawing").count() == 0
    assert marks(page, "strikes-by-month") > 0


def test_missing_months_are_gaps(visit):
    page = visit("/-/dashboards/assessments")
    months = [row["month"] for row in table(page, "reports-open")]
    known = [index for index, row in enumerate(table(page, "reports-open")) if row["open_at_end"]]
    places = page.locator("#reports-open .bar").evaluate_all(
        "(bars) => bars.map((bar) => parseFloat(bar.getAttribute('x')))"
    )
    assert len(known) < len(months)
    assert [int(place / 100 * len(months) + 0.5) for place in places] == known


def test_the_tables_hold_what_the_queries_give(visit, address):
    page = visit("/-/dashboards/strikes")
    stated = rows(f"{address}/oir-civcas/strikes-by-place.json?_shape=array")
    shown = table(page, "strikes-by-place")
    assert [row["place_id"] for row in shown] == [row["place_id"] for row in stated]
    assert [row["strikes"] for row in shown] == [f"{row['strikes']:,}" for row in stated]


def test_home_draws_the_official_total_and_the_other_counts(visit, database):
    page = visit("/")
    shown = table(page, "official-total-and-estimates")
    official = database.execute(
        "SELECT count(*) FROM releases WHERE killed_total IS NOT NULL AND release_type <> 'annual'"
    ).fetchone()[0]
    assert sum(row["series"].startswith("Coalition") for row in shown) == official
    ranges = sum(bool(row["low"] and row["high"]) for row in shown)
    assert ranges
    assert marks(page, "official-total-and-estimates") == len(shown) + ranges
    assert page.locator("#official-total-and-estimates .step").count() == len({row["series"] for row in shown})
    for text in ("Charts", "Map", "Questions", "Downloads", "Data dictionary", "Methodology", "Known issues", "About"):
        assert page.get_by_role("link", name=text).count()


def test_a_filter_changes_the_chart_and_its_table_and_keeps_its_value(visit):
    page = visit("/-/dashboards/strikes")
    everywhere = table(page, "strikes-by-place")
    assert {row["country"] for row in everywhere} == {"Iraq", "Syria"}
    page.get_by_label("Country", exact=True).select_option("Iraq")
    page.get_by_label("From month").fill("2017-04")
    page.get_by_label("To month").fill("2017-04")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**country=Iraq*")
    drawn(page)
    shown = table(page, "strikes-by-place")
    assert {row["place_id"]: row["strikes"] for row in shown} == {"mosul": "7", "tal-afar": "3", "rutbah": "1"}
    assert marks(page, "strikes-by-place") == 3
    (month,) = table(page, "strikes-by-month")
    assert (month["month"], month["strikes_iraq"], month["strikes_syria"]) == ("2017-04", "11", "")
    assert page.get_by_label("Country", exact=True).input_value() == "Iraq"
    assert page.get_by_text("These filters do not apply here").count() == 0
    # The link to the query carries the filters.
    page.locator("#strikes-by-place .about a", has_text="SQL").click()
    page.wait_for_url("**/oir-civcas/strikes-by-place?*")
    assert page.locator("table.rows-and-columns tbody tr").count() == 3


def test_a_chart_that_a_filter_cannot_narrow_down_says_so(visit):
    assert len(table(visit("/-/dashboards/strikes"), "strikes-by-place")) == 11
    page = visit("/-/dashboards/strikes?top=10")
    assert len(table(page, "strikes-by-place")) == marks(page, "strikes-by-place") == 10
    assert page.get_by_text("These filters do not apply here: how many places.").count() == 4


TIP = ".tooltip:not([hidden])"


def test_the_keys_walk_through_the_points_and_open_their_records(visit):
    page = visit("/-/dashboards/deaths")
    chart = page.locator("#deaths-by-month .drawing")
    page.locator("#deaths-by-month + figure, form.filters input[type=submit]").first.focus()
    page.keyboard.press("Tab")
    assert chart.evaluate("(element) => element === document.activeElement")
    said = chart.locator("[aria-live]")
    assert said.inner_text().startswith("March 2015; killed, by date of death: 4; ")
    assert chart.locator(TIP).is_visible()
    page.keyboard.press("End")
    last = said.inner_text()
    assert "killed, in the release of the month: " in last
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert said.inner_text().startswith("May 2016; ")
    page.keyboard.press("Escape")
    assert chart.locator(TIP).count() == 0
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url("**/oir-civcas/incidents?status=credible&first_day__startswith=2015-03")
    assert page.locator("table.rows-and-columns tbody tr").count() == 1


def test_the_mouse_shows_the_row_of_a_point_and_opens_its_record(visit):
    page = visit("/-/dashboards/estimates")
    point = page.locator("#estimates-of-a-scope a.point").nth(1)
    point.hover()
    row = table(page, "estimates-of-a-scope")[1]
    shown = page.locator(f"#estimates-of-a-scope {TIP}").inner_text()
    assert all(value in shown for value in (row["organisation"], row["method"]))
    point.click()
    page.wait_for_url(f"**/{row['record_id']}")


def test_a_finger_sees_the_point_before_it_follows_the_link(browser, address):
    context = browser.new_context(has_touch=True, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/-/dashboards/deaths")
    drawn(page)
    chart = page.locator("#deaths-by-month .drawing")
    chart.locator(".point").first.tap(force=True)
    assert "March 2015" in chart.locator(TIP).inner_text()
    assert page.url.endswith("/deaths")
    chart.locator(f"{TIP} a").tap()
    page.wait_for_url("**/oir-civcas/incidents?*")
    context.close()


def test_the_estimates_have_one_scope_at_a_time(visit):
    page = visit("/-/dashboards/estimates")
    assert page.locator("#estimates-of-a-scope h2").inner_text().startswith("The campaign as a whole: ")
    scopes = page.get_by_role("navigation", name="What the figures count")
    assert scopes.locator("[aria-current]").inner_text() == "The campaign as a whole"
    month = scopes.get_by_label("One month")
    month.select_option(index=0)
    label = month.locator("option:checked").inner_text()
    scopes.get_by_role("button", name="Show").click()
    page.wait_for_url("**about=20*")
    drawn(page)
    assert page.locator("#estimates-of-a-scope h2").inner_text().startswith(f"{label}: ")
    assert {row["first_day"][:7] for row in table(page, "estimates-of-a-scope")} == {page.url[-7:]}
    page.get_by_role("link", name="The campaign as a whole").click()
    page.wait_for_url("**/estimates*")
    assert page.locator("#estimates-of-a-scope h2").inner_text().startswith("The campaign as a whole: ")


def test_one_thing_has_one_colour(visit):
    found = {}
    for path in ("/", "/-/dashboards/deaths", "/-/dashboards/estimates"):
        page = visit(path)
        for name in ("coalition", "airwars", "sohr"):
            for mark in page.locator(f".drawing .shape.hue-{name}").all():
                style = mark.evaluate("(mark) => { const s = getComputedStyle(mark); return [s.fill, s.stroke]; }")
                found.setdefault(name, set()).update(set(style) - {"none"})
    assert all(len(colours) == 1 for colours in found.values())
    assert len(set.union(*found.values())) == len(found) == 3


def test_the_dashboards_have_previews(visit):
    page = visit("/-/dashboards")
    assert page.locator(".preview").count() == len(DASHBOARDS)
    for preview in page.locator(".preview").all():
        assert preview.locator(".shape").count()
    page.locator(".previews a").first.click()
    page.wait_for_url("**/-/dashboards/*")


@pytest.mark.parametrize(
    "query", ["first_month=2017", "first_month=x", "country=France", "country=Iraq,Syria", "about=nowhere"]
)
def test_an_impossible_filter_is_refused_and_named(browser, address, query):
    name = "estimates" if "about" in query else "strikes"
    context = browser.new_context()
    page = context.new_page()
    answer = page.goto(f"{address}/-/dashboards/{name}?{query}")
    assert answer.status == 400
    assert query.split("=")[0] in page.locator("main").inner_text()
    context.close()


def test_a_period_without_records_says_so(visit):
    page = visit("/-/dashboards/strikes?first_month=2030-01")
    assert page.get_by_text("No figure matches the filters.").count() == len(DASHBOARDS["strikes"]["charts"])
    assert page.locator(".drawing").count() == 0


def test_every_rule_is_listed_with_its_state(visit, database):
    page = visit("/-/dashboards/data-quality")
    cells = page.locator("#rules + .table-wrapper tbody tr").all_inner_texts()
    documented = [int(match[1]) for cell in cells if (match := re.search(r"(\d+) known issues?$", cell))]
    assert sum(documented) == database.execute("SELECT count(*) FROM known_issues").fetchone()[0]
    assert all(re.search(r"\d known issues?$|no violations$", cell) for cell in cells)
    assert len(cells) == len(all_rules()) > len(documented) == 3
    page.get_by_role("link", name="releases/completed-sum").click()
    page.wait_for_url("**/docs/rules#*")
    assert page.locator(":target").inner_text() == "releases/completed-sum"


@pytest.mark.parametrize("path", [*(f"/-/dashboards/{name}" for name in DASHBOARDS), "/"])
def test_without_scripts_the_tables_are_there(visit, address, path):
    page = visit(path, scripts=False)
    for figure in page.locator("figure.chart").all():
        figure.locator("summary").click()
        assert figure.locator("table.numbers tbody tr").first.is_visible()
        query = CHARTS[figure.get_attribute("id")]["query"]
        numbers = rows(f"{address}/oir-civcas/{query}.json?_shape=array")
        assert figure.locator("table.numbers tbody tr").count() == len(numbers) > 1


def test_an_opened_table_stays_open(visit):
    page = visit("/-/dashboards/data-quality")
    for summary in page.locator("figure.chart summary").all():
        summary.click()
    assert page.locator("figure.chart details[open]").count() == page.locator("figure.chart").count()


@pytest.mark.parametrize("path", ["/", "/-/dashboards/estimates", "/-/map"])
def test_pages_need_no_evaluated_script_and_no_inline_style(visit, path):
    page = visit(path, policy=POLICY)
    assert page.locator("svg").count() > 0


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/", "/-/dashboards", *(f"/-/dashboards/{name}" for name in DASHBOARDS), "/-/map"])
def test_no_page_scrolls_sideways(visit, path, width):
    page = visit(path, width=width)
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_query_changed_in_its_form_gives_the_changed_result(visit):
    page = visit("/oir-civcas/strikes-near-a-place")
    assert page.locator("table.rows-and-columns tbody tr").all_inner_texts() == ["2017-04\t7\t\t1"]
    page.locator("select[name=place_id]").select_option("raqqa")
    page.locator("form.sql input[type=submit]").first.click()
    page.wait_for_url("**place_id=raqqa*")
    after = page.locator("table.rows-and-columns tbody tr").all_inner_texts()
    assert [row.split("\t")[:2] for row in after] == [["2017-04", "4"], ["2017-08", "45"]]
