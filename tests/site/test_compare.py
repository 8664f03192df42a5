"""Two releases side by side, served for real over the small package."""

from __future__ import annotations

import re
import urllib.error
from html import unescape

import pytest

from tests.conftest import get
from tests.site.pages import SITE, one, page, thousands

FIGURES = (
    "carried_over", "received", "completed", "credible", "non_credible", "killed", "killed_total", "strikes_total"
)  # fmt: skip


def rows(address, query):
    """The cells of each row of the table, in plain words, by the title of the field."""
    text = get(f"{address}/-/compare?{query}")
    found = {}
    for row in re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", text, re.DOTALL):
        title, *cells = [" ".join(unescape(re.sub("<.*?>", " ", cell)).split()) for cell in row.split("<td")]
        found[title] = [cell.partition(">")[2].strip() for cell in cells]
    return found


def test_each_figure_of_both_and_their_difference(address, database, package):
    found = rows(address, "first=monthly-2019-04&second=monthly-2019-05")
    first, second = (
        one(database, "SELECT * FROM releases WHERE release_id = ?", f"monthly-2019-0{month}") for month in (4, 5)
    )
    for field in FIGURES:
        cells = found.get(package.schemas["releases"].field(field).title)
        if first[field] is None and second[field] is None:
            assert cells is None
            continue
        for cell, release in zip(cells, (first, second), strict=False):
            assert cell.split(" ")[0] == ("" if release[field] is None else thousands(release[field]))
        known = first[field] is not None and second[field] is not None
        assert cells[2] == (f"{second[field] - first[field]:+,}".replace("+0", "0") if known else "")


def test_disputed_figures_are_marked(address, database, package):
    disputed = database.execute(
        "SELECT record_id, field FROM known_issues WHERE \"table\" = 'releases' AND field IS NOT NULL"
    ).fetchall()
    assert disputed
    for record, field in disputed:
        cells = rows(address, f"first={record}&second=monthly-2019-05")
        assert "disputed" in cells[package.schemas["releases"].field(field).title][0]


def test_without_a_choice_the_last_two_months_with_deaths_are_compared(address, database):
    last = database.execute(
        "SELECT release_id FROM releases WHERE release_type = 'monthly' AND killed IS NOT NULL"
        " ORDER BY release_id DESC LIMIT 2"
    ).fetchall()
    links = page(address, "/-/compare").links
    assert {f"{SITE}/releases/{row[0]}" for row in last} <= links


def test_a_release_can_be_named_by_its_month(address):
    assert f"{SITE}/releases/monthly-2019-04" in page(address, "/-/compare?first=April+2019").links


def test_a_release_links_to_the_comparison_with_the_one_before(address):
    link = "/-/compare?first=monthly-2019-04&second=monthly-2019-05"
    assert link in {unescape(each) for each in page(address, f"{SITE}/releases/monthly-2019-05").links}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("first=monthly-2091-01", "first: there is no 'monthly-2091-01'"),
        ("third=monthly-2019-04", "There is no parameter 'third'"),
    ],
)
def test_what_is_not_there_is_an_error(address, query, words):
    with pytest.raises(urllib.error.HTTPError) as error:
        get(f"{address}/-/compare?{query}")
    assert error.value.code == 400
    assert words in unescape(error.value.read().decode())
