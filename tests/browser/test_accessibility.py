"""axe-core over the pages of the site, in light and dark, on a small and on a large screen."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import WIDTHS, drawn
from tests.conftest import exhaustive

ALL = {"resultTypes": ["violations"]}
# Of what axe asks by default, all that dark mode changes.
COLOURS = {**ALL, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
PAGES = [
    "/",
    "/-/dashboards",
    "/-/dashboards/strikes",
    "/-/map?status=credible",
    "/-/search?q=Hatra",
    "/docs/methodology",
    "/oir-civcas",
    "/-/questions",
    "/-/downloads",
    "/-/about",
    "/oir-civcas/incidents?status=credible&_columns=all",
    "/oir-civcas/incidents/2017-08-22-raqqa",
    "/oir-civcas/strikes-near-a-place?place_id=mosul",
    "/-/compare",
    "/oir-civcas?sql=select+release_id,+killed+from+releases+where+killed+>+4",
    *exhaustive(  # each of the kind of a page above: a dashboard, a table, a record, a query, a document
        "/-/dashboards/deaths",
        "/-/dashboards/assessments",
        "/-/dashboards/estimates",
        "/-/dashboards/data-quality",
        "/-/search?q=xyzzy",
        "/oir-civcas/releases?_size=20",
        "/oir-civcas/incidents?status=credible&killed__gte=2",
        "/oir-civcas/releases/monthly-2019-05",
        "/oir-civcas/places/raqqa",
        "/oir-civcas/organisations/airwars",
        "/oir-civcas/estimates/airwars-2014-08-08-to-2019-05-31-both-killed",
        "/oir-civcas/assessments-by-month",
        "/-/licence",
    ),
]


@pytest.mark.parametrize("path", PAGES)
def test_no_serious_violation(visit, path):
    page = visit(path)
    found = []
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            drawn(page)
            found += [
                f"{width} px, {scheme}: {violation['id']} ({violation['impact']}): {node['html'][:200]}"
                for violation in Axe().run(page, options=ALL if scheme == "light" else COLOURS).response["violations"]
                if violation["impact"] in {"serious", "critical"}
                for node in violation["nodes"]
            ]
    assert not found, "\n".join(found)
