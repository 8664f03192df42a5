"""docs/use.md: each example runs as it stands, and gives the figures of the tables.

Only the address of the site is another one, in `of_the_site`.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys

import duckdb
import polars as pl
import pytest
from duckdb_extensions import import_extension
from python_calamine import CalamineWorkbook

import civcas
from tests.conftest import MADE, ROOT, get, put_package

TEXT = (ROOT / "docs" / "use.md").read_text(encoding="utf-8")
SITE = "https://civcas.example.org"


PART = re.compile(r"^(#+ (?P<heading>[^\n]+)|```(?P<language>\w+)\n(?P<code>.*?)^```)$", re.MULTILINE | re.DOTALL)


def examples():
    """The examples: the heading that each is under, its language, and its text."""
    heading = ""
    for part in PART.finditer(TEXT):
        heading = part["heading"] or heading
        if part["code"]:
            yield heading, part["language"], part["code"]


EXAMPLES = list(examples())


def with_heading(heading, language):
    return [code for found, kind, code in EXAMPLES if (found, kind) == (heading, language)]


def of_the_site(code, address):
    """The example with the address of the site that runs here."""
    return code.replace(SITE, address)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The package that the site shows."""
    return put_package(tmp_path_factory.mktemp("made"), MADE / "data")


@pytest.fixture
def run(tmp_path):
    """Runs a command in an empty folder, and returns what it printed."""

    def done(*command, text=None):
        ended = subprocess.run(
            command, cwd=tmp_path, input=text, capture_output=True, text=True, check=False, timeout=120
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    return done


def sums(package):
    """The strikes that are listed, by country."""
    found = civcas.load("strikes", package).group_by("country").agg(pl.col("strikes").sum())
    return dict(found.select(pl.col("country").cast(pl.String), "strikes").rows())


def require_sums(output, package):
    expected = sums(package)
    assert set(expected) == {"Iraq", "Syria"}
    for country, number in expected.items():
        assert re.search(rf"\b{country}\b", output), output
        assert re.search(rf"(?<![\d.]){number}(?![\d.])", output), output


def needs(*names):
    if missing := [name for name in names if not shutil.which(name)]:
        pytest.skip(f"{', '.join(missing)} not installed")


PYTHON = [(heading, code) for heading, language, code in EXAMPLES if language == "python"]


@pytest.mark.parametrize(("heading", "code"), PYTHON, ids=[f"{heading} {n}" for n, (heading, _) in enumerate(PYTHON)])
def test_python(run, address, made, code, heading):  # noqa: ARG001  # it names the test
    output = run(sys.executable, "-c", of_the_site(code, address))
    require_sums(output, made if SITE in code else ROOT)


@pytest.mark.parametrize("code", with_heading("R", "r"), ids=["arrow", "readr"])
def test_r(run, address, made, code):
    needs("Rscript")
    wanted = ", ".join(f"'{name}'" for name in re.findall(r"library\((\w+)\)", code))
    there = run("Rscript", "-e", f"cat(all(c({wanted}) %in% rownames(installed.packages())))")
    if there != "TRUE":
        pytest.skip(f"{wanted} not installed")
    output = run("Rscript", "-e", of_the_site(code, address))
    require_sums(output, made)
    if "engagements" in code:
        filled = civcas.load("strikes", made)["engagements"].count()
        assert output.rstrip().endswith(f"[1] {filled}")


def test_what_read_csv_loses_without_types(run):
    needs("Rscript")
    if run("Rscript", "-e", "cat('readr' %in% rownames(installed.packages()))") != "TRUE":
        pytest.skip("readr not installed")
    code = f"x <- suppressWarnings(readr::read_csv('{ROOT}/data/strikes.csv')); cat(sum(!is.na(x$engagements)))"
    lost, filled = map(int, re.search(r"(\d+) of the (\d+) `engagements`", TEXT).groups())
    assert civcas.load("strikes", ROOT)["engagements"].count() == filled
    assert int(run("Rscript", "-e", code).split()[-1]) == filled - lost


def test_javascript(run, address, made):
    needs("node")
    (code,) = with_heading("JavaScript", "js")
    require_sums(run("node", "--input-type=module", text=of_the_site(code, address)), made)


def test_duckdb(address, made):
    import_extension("httpfs")  # which DuckDB would load from the web
    (code,) = with_heading("DuckDB", "sql")
    with duckdb.connect() as connection:
        found = connection.execute(of_the_site(code, address)).fetchall()
    assert {country: int(number) for country, number in found} == sums(made)


def test_sql(run, address, made, tmp_path):
    needs("curl")
    (get_it,), (code,) = with_heading("SQL", "sh"), with_heading("SQL", "sql")
    run("sh", "-c", of_the_site(get_it, address))
    connection = sqlite3.connect(tmp_path / "oir-civcas.db")
    assert dict(connection.execute(code).fetchall()) == sums(made)
    assert connection.execute("SELECT count(*) FROM fields").fetchone()[0] > 100
    connection.close()


def test_spreadsheet(run, address, made, tmp_path):
    needs("curl")
    (code,) = with_heading("Spreadsheet", "sh")
    run("sh", "-c", of_the_site(code, address))
    workbook = CalamineWorkbook.from_path(tmp_path / "oir-civcas.xlsx")
    header, *rows = workbook.get_sheet_by_name("strikes").to_python(skip_empty_area=True)
    assert header[0] == "strike_id"
    assert len(rows) == civcas.load("strikes", made).height


def test_the_api(run, address, made):
    needs("curl")
    rows, query = (run("sh", "-c", of_the_site(code, address)) for code in with_heading("The site's API", "sh"))
    frame = civcas.load("strikes", made).filter(
        (pl.col("country") == "Iraq") & (pl.col("first_day") >= pl.date(2017, 3, 1))
    )
    assert len(rows.splitlines()) == frame.height + 1
    require_sums(query, made)


def test_markdown(run, address, made):
    needs("curl")
    (code,) = with_heading("Programs that read for people", "sh")
    output = run("sh", "-c", of_the_site(code, address))
    assert f"of {civcas.load('releases', made).height} rows" in output
    assert get(f"{address}/llms.txt").startswith("# oir-civcas\n")


def test_every_example_is_run():
    """An example of another language, or under another heading, needs a test of its own."""
    places = {(heading, language) for heading, language, _ in EXAMPLES if language != "python"}
    assert places == {
        ("Spreadsheet", "sh"), ("R", "r"), ("JavaScript", "js"), ("DuckDB", "sql"), ("SQL", "sh"), ("SQL", "sql"),
        ("The site's API", "sh"), ("Programs that read for people", "sh"),
    }  # fmt: skip
