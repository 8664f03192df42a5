"""Tables, records and queries as Markdown, and /llms.txt, for programs that read for people."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import urllib.error
import urllib.request
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from marko import Markdown

from civcas.publishing.queries import queries
from civcas.site import llms, markdown
from tests.conftest import ROOT, get
from tests.site.pages import SITE
from tests.site.test_exports import ALL, MOST, TABLES
from tests.site.test_safety import ENDLESS


class Cells(HTMLParser):
    """The cells of the tables of a page, as they are shown, and where its links lead."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.links, self.others, self.inside = [], [], [], False
        self.feed(Markdown(extensions=["gfm"]).convert(text))

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True
        elif tag == "br":
            self.rows[-1][-1] += "\n"
        elif tag == "a":
            self.links.append(dict(attrs)["href"])
        else:
            self.others.append(tag)

    def handle_endtag(self, tag):
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data):
        if self.inside:
            self.rows[-1][-1] += data


# --- text ---------------------------------------------------------------------------------------------------------

ODD = [
    "a|b", "\\|", "\\", "`code`", "``", "<b>bold</b>", "<script>alert(1)</script>", "&amp;", "&lt;", "*a* **b** _c_",
    "__d__", "snake_case_name", "[a](https://example.org)", "![a](b)", "https://example.org/a_b_(c)?d=1&e=*f*",
    "www.example.org", "~~gone~~", "# no heading", "- no list", "1. no list", "> no quote", "---", "a@example.org",
    "$x$", " spaced ", "\t", "line\nline", "line\n\n# line", "| --- |", "https://example.org/a|b", "a\\`b", "مدينة",
    "see https://example.org.", "<https://example.org>", "=1+1", "http://", "https://example.org/`x`",
]  # fmt: skip
TEXTS = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" \n"), min_size=1)


def require_same(values):
    page = Cells(markdown.table(["a", "b"], [(value, "last") for value in values]))
    assert [row[0] for row in page.rows[1:]] == values
    assert {row[1] for row in page.rows[1:]} == {"last"}
    assert set(page.others) <= {"table", "thead", "tbody"}


@pytest.mark.parametrize("value", ODD)
def test_a_cell_shows_its_text_and_nothing_in_it_is_a_mark(value):
    require_same([value])


@given(
    st.lists(st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" \n"), min_size=1), min_size=1)
)
@example(["a\\", "|"])
def test_any_text_is_shown_as_it_is(values):
    require_same(values)


def test_an_address_is_a_link_to_it():
    page = Cells(markdown.table(["a"], [["see https://example.org/a_b?c=1&d=*e*#f, or http://a.org."]]))
    assert page.links == ["https://example.org/a_b?c=1&d=*e*#f", "http://a.org"]


def test_values_that_are_no_texts():
    page = Cells(markdown.table(["a", "b", "c", "d"], [(None, 1302, 0.5, b"\x00|")]))
    assert page.rows[1] == ["", "1302", "0.5", "X'007c'"]


@pytest.mark.parametrize("source", ["select 1", "select '```'", "select '`````' -- ````"])
def test_sql_is_one_block_of_code(source):
    html = Markdown(extensions=["gfm"]).convert(markdown.code(source, "sql"))
    assert html.count("<pre>") == 1
    assert html.startswith("<pre>")
    assert html.rstrip().endswith("</pre>")


# --- tables -------------------------------------------------------------------------------------------------------


def answer(address, path):
    """The status, the headers and the text of an answer."""
    try:
        with urllib.request.urlopen(address + path, timeout=60) as found:
            return found.status, found.headers, found.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def rows_of(text):
    """The rows of the first table of a page, under its header."""
    part = re.search(r"(^\|.*\n)+", text + "\n", re.MULTILINE)
    return Cells(part[0]).rows[1:] if part else []


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_its_rows_or_says_how_many_there_are(address, database, table):
    status, headers, text = answer(address, f"{SITE}/{table}.md")
    assert (status, headers["content-type"]) == (200, "text/markdown; charset=utf-8")
    assert headers["link"] == f'<{address}{SITE}/{table}>; rel="canonical"'
    (count,) = database.execute(f'SELECT count(*) FROM "{table}"').fetchone()
    found = rows_of(text)
    assert len(found) == min(count, 100)
    assert (f"of {count:,} row" in text) == (count > 100)
    assert (f": {count:,}." in text) == (count <= 100)
    assert f"{address}/llms.txt" in text


def test_a_table_that_is_cut_leads_to_all_of_its_rows(address, database):
    expected = [row[0] for row in database.execute("SELECT release_id FROM releases ORDER BY 1")]
    path, keys = f"{SITE}/releases.md?_size=2&_sort=release_id", []
    while path:
        _, headers, text = answer(address, path)
        keys += [row[0] for row in rows_of(text)]
        assert f"of {len(expected)} rows" in text
        assert f"[CSV](<{address}{SITE}/releases.csv?_sort=release_id>)" in text
        following = re.search(r"The next ones: <([^>]+)>", text)
        assert headers["x-truncated"] == str(bool(following)).lower()
        path = following and following[1].removeprefix(address)
    assert keys == expected
    assert "They are the last." in text


@pytest.mark.parametrize("path", ["evidence.md", "evidence.md?field=strikes&_size=1", "monthly.md?_size=2"])
def test_the_links_to_all_rows_have_all_rows(address, path):
    _, _, text = answer(address, f"{SITE}/{path}")
    total = int(re.search(r" of ([0-9,]+) rows", text)[1].replace(",", ""))
    links = dict(re.findall(r"\[(CSV|JSON lines)\]\(<([^>]+)>\)", text))
    assert len(answer("", links["JSON lines"])[2].splitlines()) == total
    assert len(list(csv.reader(io.StringIO(answer("", links["CSV"])[2])))) == total + 1


def test_a_filter_holds_in_markdown_too(address, database):
    (count,) = database.execute("SELECT count(*) FROM strikes WHERE country = 'Syria'").fetchone()
    _, _, text = answer(address, f"{SITE}/strikes.md?country=Syria&_size=1")
    assert f'1 of {count:,} rows where country = "Syria"' in text
    assert "country=Syria" in re.search(r"The next ones: <([^>]+)>", text)[1]
    assert f"{SITE}/strikes.csv?country=Syria>" in text
    assert "All rows where" in answer(address, f"{SITE}/strikes.md?strikes__gt=100000")[2]


def test_a_record_has_its_fields_and_their_sources(address, database):
    _, headers, text = answer(address, f"{SITE}/releases/monthly-2019-04.md")
    database.row_factory = sqlite3.Row
    record = dict(database.execute("SELECT * FROM releases WHERE release_id = 'monthly-2019-04'").fetchone())
    found = {row[0]: row[1] for row in rows_of(text)}
    assert found == {name: "" if value is None else str(value) for name, value in record.items()}
    (stated,) = database.execute(
        "SELECT count(*) FROM evidence WHERE \"table\" = 'releases' AND record_id = 'monthly-2019-04'"
    ).fetchone()
    part = text.partition("## Sources of its figures\n\n")[2]
    assert len(rows_of(part)) == stated > 0
    assert headers["link"] == f'<{address}{SITE}/releases/monthly-2019-04>; rel="canonical"'


@pytest.mark.parametrize("name", queries())
def test_a_question_has_the_rows_of_its_json(address, name):
    status, _, text = answer(address, f"{SITE}/{name}.md")
    assert status == 200
    rows = json.loads(get(f"{address}{SITE}/{name}.json?_shape=arrays"))["rows"]
    assert [[cell.strip() for cell in row] for row in rows_of(text)] == [
        ["" if value is None else str(value).strip() for value in row] for row in rows
    ]
    assert f"All rows: {len(rows):,}." in text


def own(sql):
    return f"{SITE}.md?{urlencode({'sql': sql})}"


def test_own_sql_says_where_the_rest_is(address):
    status, headers, text = answer(address, own(ALL))
    assert (status, headers["x-truncated"], len(rows_of(text))) == (200, "true", MOST)
    assert f"**Not all rows**: the first {MOST:,}." in text
    assert f"]({'<'}{address}{SITE}.csv?sql=" in text


def test_own_sql_may_find_any_text(address):
    columns = ", ".join(f"'{value.replace(chr(39), chr(39) * 2)}' AS c{n}" for n, value in enumerate(ODD))
    _, _, text = answer(address, own(f"SELECT {columns}"))
    assert rows_of(text) == [ODD]


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        (f"{SITE}/strike.md", 404, "Did you mean"),
        (f"{SITE}/releases/monthly-1999-01.md", 404, "exist"),
        (f"{SITE}.md", 400, "Name a table in the address, or give a query"),
        (f"{SITE}/releases.md?_sort=nothing", 400, "nothing"),
        (f"{SITE}/releases.md?nothing=1", 400, "nothing"),
        (own("SELECT absent"), 400, "no such column: absent"),
        (own("DELETE FROM strikes"), 400, "SELECT"),
        (own(f"{ENDLESS} SELECT count(*) FROM c"), 400, "longer than 2 seconds"),
        (f"{SITE}/releases.MD", 404, "exist"),
    ],
)
def test_what_can_not_be_answered_is_said_in_a_line_with_its_status(address, path, status, says):
    found, headers, text = answer(address, path)
    assert (found, headers["content-type"].partition(";")[0]) in {(status, "text/plain"), (status, "text/html")}
    assert says in text
    if "MD" not in path:
        assert headers["content-type"].startswith("text/plain")
        assert "<" not in text


# --- how it is found ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/releases",
        "/releases/monthly-2019-04",
        "/strikes-by-month",
        "/strikes?country=Iraq&_sort=strikes",
        "?sql=select+1",
    ],
)
def test_a_page_names_its_markdown(address, path):
    page = get(f"{address}{SITE}{path}")
    (named,) = re.findall(r'<link rel="alternate" type="text/markdown" href="([^"]+)">', page)
    status, headers, _ = answer(address, named.replace("&amp;", "&"))
    assert (status, headers["link"]) == (200, f'<{address}{SITE}{path}>; rel="canonical"')


@pytest.mark.parametrize("path", ["/", "/-/map", SITE, "/docs/methodology", "/-/downloads"])
def test_a_page_that_has_no_markdown_names_none(address, path):
    assert "text/markdown" not in get(address + path)


def test_llms_txt_leads_to_every_table_and_question(address):
    _, headers, text = answer(address, "/llms.txt")
    assert headers["content-type"].startswith("text/")
    assert text.startswith("# oir-civcas\n\n> ")
    links = re.findall(r"\]\(<([^>]+)>\)", text)
    assert {f"{address}{SITE}/{name}.md" for name in [*TABLES, *queries()]} < set(links)
    for link in [*links[:3], *links[-3:], *(each for each in links if not each.endswith(".md"))]:
        assert answer("", link)[0] == 200, link


def test_what_llms_txt_warns_of_is_what_the_readme_says():
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    for caveat in llms.CAVEATS:
        assert caveat in readme
