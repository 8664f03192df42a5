"""The README and the other documents: their examples run, their tables are complete, and their links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from civcas.cli import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
EXAMPLE = re.compile(r"^```python\n(.*?)^```(?:\n\n[^\n]+\n\n```text\n(.*?)^```)?", re.MULTILINE | re.DOTALL)
EXAMPLES = EXAMPLE.findall(README)
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.mark.parametrize(("code", "output"), EXAMPLES, ids=lambda text: text.splitlines()[0] if text else "")
def test_an_example_runs_and_prints_what_the_readme_says(code, output):
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, output), done.stderr


def test_the_readme_shows_what_a_broken_rule_gives():
    assert any("pandera_schema" in code and output for code, output in EXAMPLES)


def test_the_readme_lists_every_command():
    assert re.findall(r"^\| `civcas (\w+)", README, re.MULTILINE) == list(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_to_a_file_and_a_heading(page):
    for link in LINK.findall(page.read_text()):
        if link.startswith(("http:", "https:", "../../issues/")):  # ../../issues/ is an address on GitHub
            continue
        path, _, heading = unquote(link).partition("#")
        target = page.parent / path if path else page
        assert target.is_file(), link
        assert not heading or heading in headings(target), link


def headings(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
