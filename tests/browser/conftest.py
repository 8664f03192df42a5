"""A real Chromium, and pages of the site in it that are watched for errors and for requests to other hosts."""

from __future__ import annotations

import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (360, 1440)


def chromium():
    """Where Chromium is. Its absence is a failure and no skip, since these pages would then go out untested."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.fail("the browser tests need Chromium: apt-get update && apt-get install -y chromium", pytrace=False)
    return found


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def contexts(browser):
    """One with scripts and one without: pages that share one load the libraries once."""
    made = {
        scripts: browser.new_context(java_script_enabled=scripts, reduced_motion="reduce") for scripts in (True, False)
    }
    yield made
    for context in made.values():
        context.close()


@pytest.fixture(scope="session")
def idle_pages(contexts):
    """Pages that no test has open now, of each context: a new one starts three processes, which takes longer than all
    else."""
    return {scripts: [] for scripts in contexts}


@pytest.fixture
def visit(contexts, idle_pages, address):
    """Opens a path of the site and waits for its charts. Errors and foreign requests fail the test at its end."""
    errors, pages = [], []
    watched = {
        "console": lambda message: errors.append(message.text) if message.type == "error" else None,
        "pageerror": lambda error: errors.append(str(error)),
        "requestfailed": lambda request: errors.append(f"failed: {request.url}"),
        "request": lambda request: None if local(request.url) else errors.append(f"elsewhere: {request.url}"),
    }

    def open_page(path, width=1440, scheme="light", scripts=True, policy=None):
        page = idle_pages[scripts].pop() if idle_pages[scripts] else contexts[scripts].new_page()
        pages.append((page, scripts))
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, media="screen")
        for event, watch in watched.items():
            page.on(event, watch)
        if policy:
            page.route("**/*", lambda route: with_policy(route, policy))
        page.goto(address + path)
        if scripts:
            drawn(page)
        return page

    def local(url):
        return urlsplit(url).netloc == urlsplit(address).netloc or url.startswith(("data:", "blob:"))

    yield open_page
    for page, scripts in pages:
        for event, watch in watched.items():
            page.remove_listener(event, watch)
        page.unroute_all()
        page.mouse.move(0, 0)
        page.goto("about:blank")
        idle_pages[scripts].append(page)
    assert not errors


def with_policy(route, policy):
    answer = route.fetch()
    route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})


def drawn(page):
    """Wait until every chart and the map of the page are drawn."""
    page.wait_for_function(
        "() => [...document.querySelectorAll('.drawing, #map')].every((drawing) => drawing.dataset.drawn === 'true')"
    )


def marks(page, chart):
    """How many marks a chart has: bars, points, ranges and arrows, without axes, notes and the line of steps."""
    return page.locator(f"#{chart} .drawing .shape:not(.step)").count()


def table(page, name):
    """The rows of the table behind a chart or of the map, as on the page: column to text."""
    return page.evaluate(
        """(name) => {
          const table = document.querySelector(`#${name} table.numbers`);
          const columns = [...table.tHead.rows[0].cells].map((cell) => cell.dataset.column);
          return [...table.tBodies[0].rows].map((row) =>
            Object.fromEntries(columns.map((column, i) => [column, row.cells[i].textContent.trim()])));
        }""",
        name,
    )
