"""Pictures of the site for the README, in docs/screenshots/.

Run `make serve`, and beside it `.venv/bin/python -m tests.browser.screenshots`.
"""

from __future__ import annotations

import sys
from base64 import b64decode
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, chromium, drawn

FOLDER = Path(__file__).parent.parent.parent / "docs" / "screenshots"
PICTURES = {
    "home": "/",
    "dashboard": "/-/dashboards/deaths",
    "map": "/-/map",
    "release": "/oir-civcas/releases/monthly-2019-04",
}
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 360, "height": 760}}
FORMAT = {"format": "webp", "quality": 75}


def main(address: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for size, viewport in SIZES.items():
            page = browser.new_page(viewport=viewport, color_scheme="light", reduced_motion="reduce")
            for name, path in PICTURES.items():
                page.goto(address + path)
                drawn(page)
                file = FOLDER / f"{name}-{size}.webp"
                answer = page.context.new_cdp_session(page).send("Page.captureScreenshot", FORMAT)
                file.write_bytes(b64decode(answer["data"]))
                print(f"{file.stat().st_size:>9,} {file}")
            page.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8001")
