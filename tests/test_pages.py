"""The pages that readers see: home, records, search and downloads, served for real over the real data."""

from __future__ import annotations

import json
import re
import sqlite3
import urllib.error
from html import unescape
from html.parser import HTMLParser
from http import HTTPStatus
from urllib.parse import quote, urljoin, urlsplit

import polars as pl
import pytest

from civcas.build import columns
from tests.conftest import get, get_bytes

SITE = "/oir-civcas"
PAGES = [
    "/",
    SITE,
    f"{SITE}/releases",
    f"{SITE}/evidence?_size=20",
    f"{SITE}/incidents?_search=Hatra",
    f"{SITE}/releases/monthly-2018-05",
    f"{SITE}/organisations/airwars",
    f"{SITE}/places/mosul",
    f"{SITE}/sources?_size=20",
    f"{SITE}/evidence-for-a-figure",
    "/-/search?q=Hatra",
    "/docs/methodology",
    "/docs/data-dictionary",
]


@pytest.fixture(scope="module")
def database(address, tmp_path_factory):
    """The database as the site offers it for download."""
    file = tmp_path_factory.mktemp("downloaded") / "oir-civcas.db"
    file.write_bytes(get_bytes(f"{address}{SITE}.db"))
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


class Page(HTMLParser):
    """A page's elements, each its name and attributes, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)
        self.words = " ".join(self.words.split())

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += f" {data}"

    @property
    def links(self) -> set[str]:
        return {attributes["href"] for tag, attributes in self.elements if tag == "a" and attributes.get("href")}


def page(address, path):
    return Page(get(address + path))


def one(database, sql, *values):
    (row,) = database.execute(sql, values).fetchall()
    return row


def thousands(number):
    return f"{number:,}"


def test_home_shows_the_figures_of_the_database(address, database):
    home = page(address, "/")
    total = one(
        database,
        "SELECT * FROM releases WHERE release_type <> 'annual' AND killed_total NOT NULL"
        " ORDER BY published_on DESC LIMIT 1",
    )
    assert f"{thousands(total['killed_total'])} as of {total['totals_through']}" in home.words
    assert f"{SITE}/releases/{total['release_id']}" in home.links
    most = one(database, "SELECT * FROM releases WHERE release_type = 'monthly' ORDER BY killed DESC LIMIT 1")
    assert f"{most['killed']} as of {most['period_end']}" in home.words
    assert f"{SITE}/releases/{most['release_id']}" in home.links
    strikes = one(database, "SELECT max(strikes_total) FROM releases WHERE release_type = 'monthly'")[0]
    assert f"{thousands(strikes)} as of" in home.words


def test_home_shows_the_last_range_of_airwars(address, database):
    home = page(address, "/")
    highest = one(
        database,
        "SELECT estimate_id, low, high FROM estimates"
        " WHERE organisation_id = 'airwars' AND measure = 'civilians_killed'"
        " AND attributed_to = 'Coalition' AND country = 'both' AND place IS NULL AND method NOT LIKE 'all %'"
        " ORDER BY period_end DESC LIMIT 1",
    )
    assert f"{thousands(highest['low'])} to {thousands(highest['high'])} as of" in home.words
    assert f"{SITE}/estimates/{highest['estimate_id']}" in home.links


def test_home_counts_and_links_every_table_query_and_file(address, database, package):
    home = page(address, "/")
    for name, schema in package.schemas.items():
        records = one(database, f"SELECT count(*) FROM {name}")[0]
        assert f"{schema.title} {thousands(records)} " in home.words
        assert {f"{SITE}/{name}", f"/download/{name}.csv", f"/parquet/{name}.parquet"} <= home.links
    metadata = json.loads(get(f"{address}/-/metadata.json"))["databases"]["oir-civcas"]
    for name, query in metadata["queries"].items():
        assert query["title"] in home.words
        assert f"{SITE}/{name}" in home.links
    for link in home.links:
        if link.startswith("/"):
            get_bytes(address + link)


def test_home_describes_the_dataset_to_search_engines(address, package):
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', get(address), re.DOTALL)
    dataset = json.loads(text)
    assert dataset["@type"] == "Dataset"
    assert dataset["name"] == package.descriptor["title"]
    assert dataset["license"] == "https://creativecommons.org/licenses/by/4.0/"
    addresses = [file["contentUrl"] for file in dataset["distribution"]]
    assert len(addresses) == 2 * len(package.schemas) + 3
    assert all(item.startswith(address) and get_bytes(item) for item in addresses)


def test_a_release_names_its_evidence_its_issues_its_incidents_and_its_neighbours(address, database):
    release = page(address, f"{SITE}/releases/monthly-2018-05")
    assert {f"{SITE}/releases/monthly-2018-04", f"{SITE}/releases/monthly-2018-06"} <= release.links
    stated = database.execute(
        "SELECT s.* FROM evidence JOIN sources AS s USING (source_id) WHERE \"table\" = 'releases' AND record_id = ?",
        ["monthly-2018-05"],
    ).fetchall()
    assert len(stated) > 20
    for source in stated:
        assert source["url"] in release.links
        assert f"{SITE}/sources/{source['source_id']}" in release.links
    assert "939 found, 892 a month before + killed 62 = 954 expected (explained)" in release.words
    incident = one(database, "SELECT min(incident_id) FROM incidents WHERE release_id = 'monthly-2018-05'")[0]
    assert f"{SITE}/incidents/{incident}" in release.links


def test_the_first_release_has_no_previous_and_the_last_no_next(address, database):
    first, last = one(database, "SELECT min(release_id), max(release_id) FROM releases WHERE release_type = 'monthly'")
    for release, relation in ((first, "prev"), (last, "next")):
        relations = {attributes.get("rel") for _, attributes in page(address, f"{SITE}/releases/{release}").elements}
        assert len(relations & {"prev", "next"}) == 1
        assert relation not in relations


def test_another_reading_stands_beside_the_value(address, database):
    row = one(
        database,
        "SELECT release_id, value, url FROM evidence JOIN releases ON release_id = record_id"
        " JOIN sources ON sources.source_id = evidence.source_id"
        " WHERE \"table\" = 'releases' AND field = 'killed_total' AND value <> killed_total ORDER BY 1, 2 LIMIT 1",
    )
    text = get(f"{address}{SITE}/releases/{row['release_id']}")
    (line,) = re.findall(r'<tr id="killed_total">.*?</tr>', text, re.DOTALL)
    agreeing, other = line.split("<td")[2:]
    assert unescape(other).find(row["url"]) > 0
    assert f"<strong>{row['value']}</strong>" in other
    assert "<strong>" not in agreeing


def test_an_organisation_shows_its_estimates_and_documents(address, database):
    text = page(address, f"{SITE}/organisations/sohr")
    estimate = one(database, "SELECT min(estimate_id) FROM estimates WHERE organisation_id = 'sohr'")[0]
    source = one(database, "SELECT min(source_id) FROM sources WHERE organisation_id = 'sohr'")[0]
    assert {f"{SITE}/estimates/{estimate}", f"{SITE}/sources/{source}"} <= text.links


def test_a_place_shows_its_strikes_by_month_and_its_incidents(address, database):
    text = page(address, f"{SITE}/places/sinjar")
    month, strikes = one(
        database,
        "SELECT substr(coalesce(first_day, reported_on), 1, 7) AS month, sum(strikes) FROM strikes"
        " WHERE place_id = 'sinjar' GROUP BY month ORDER BY month LIMIT 1",
    )
    assert f"{month}{strikes}" in text.words.replace(" ", "")
    assert f"{SITE}/incidents/2015-03-13-hatra" in page(address, f"{SITE}/places/hatra").links


def test_every_known_issue_shows_its_record_and_evidence(address, database):
    for table in ("releases", "incidents", "strike_totals", "estimates", "airpower"):
        issue = one(database, 'SELECT * FROM known_issues WHERE "table" = ? ORDER BY issue_id LIMIT 1', table)
        text = page(address, f"{SITE}/known_issues/{issue['issue_id']}")
        assert issue["explanation"] in text.words
        assert f"{SITE}/{table}/{issue['record_id']}" in text.links
        evidence = database.execute(
            'SELECT url FROM evidence JOIN sources USING (source_id) WHERE "table" = ? AND record_id = ? AND field = ?',
            [table, issue["record_id"], issue["field"]],
        ).fetchall()
        assert {row["url"] for row in evidence} <= text.links


def test_every_kind_of_record_has_a_page(address, database, package):
    for name, schema in package.schemas.items():
        keys = one(database, f"SELECT {columns(schema.primary_key)} FROM {name} ORDER BY rowid DESC LIMIT 1")
        path = ",".join(quote(key, safe="").replace("~", "~7E").replace("%", "~") for key in keys)
        assert all(key in page(address, f"{SITE}/{name}/{path}").words for key in keys)


def test_search_finds_records_of_several_tables(address):
    found = page(address, "/-/search?q=Hatra")
    assert {f"{SITE}/incidents/2015-03-13-hatra", f"{SITE}/places/hatra"} <= found.links
    spelled = page(address, "/-/search?q=Telafar").links | page(address, "/-/search?q=Tal+Afar").links
    assert any(link.startswith(f"{SITE}/place_names/") for link in spelled)
    assert "Nothing was found" in page(address, "/-/search?q=xyzzy").words


@pytest.mark.parametrize(
    "words", ['"', "\0", "a AND", "*", "NEAR(", "-", "é:", "x" * 3000, "<script>alert(1)</script>"]
)
def test_search_takes_whatever_is_typed(address, words):
    text = get(f"{address}/-/search?q={quote(words)}")
    assert "<h1>Search</h1>" in text
    assert "<script>alert" not in text


def test_tables_can_be_searched_and_the_indexes_stay_out_of_sight(address, package):
    listed = json.loads(get(f"{address}{SITE}.json"))["tables"]
    assert {table["name"] for table in listed if not table["hidden"]} == set(package.schemas)
    (row,) = json.loads(get(f"{address}{SITE}/places.json?_search=hatra&_shape=array"))
    assert row["place_id"] == "hatra"


def test_the_index_knows_every_record(database):
    for table in ("incidents", "places", "place_names", "known_issues", "organisations", "sources"):
        copy = sqlite3.connect(":memory:")
        database.backup(copy)
        copy.execute(f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('integrity-check', 1)")
        copy.close()


def test_csv_downloads_are_the_files_themselves(address, package):
    for resource in package.resources:
        assert get_bytes(f"{address}/download/{resource.name}.csv") == (package.root / resource.path).read_bytes()


def test_parquet_downloads_hold_the_tables(address, tmp_path, package):
    file = tmp_path / "releases.parquet"
    file.write_bytes(get_bytes(f"{address}/parquet/releases.parquet"))
    assert pl.read_parquet(file).columns == package.schemas["releases"].names


def test_the_documentation_is_linked_and_shown(address, package):
    home = page(address, "/")
    for file in (package.root / "docs").glob("*.md"):
        title = file.read_text().splitlines()[0].removeprefix("# ")
        assert f"/docs/{file.stem}" in home.links
        assert title in page(address, f"/docs/{file.stem}").words
    dictionary = page(address, "/docs/data-dictionary")
    anchors = {attributes["id"] for _, attributes in dictionary.elements if "id" in attributes}
    assert {link[1:] for link in dictionary.links if link.startswith("#")} <= anchors
    assert "killed_total" in dictionary.words


@pytest.mark.parametrize(
    "path",
    ["/docs/none", "/download/../metadata.json", "/download/%2e%2e/metadata.json", "/static/none.css"],
)
def test_nothing_else_is_served(address, path):
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(address + path)
    assert refused.value.code == HTTPStatus.NOT_FOUND
    refused.value.close()


@pytest.mark.parametrize("path", PAGES)
def test_no_page_asks_another_host_for_anything(address, path):
    for tag, attributes in page(address, path).elements:
        for name in ("src", "href", "srcset", "action", "data", "poster"):
            if tag != "a" and attributes.get(name):
                assert urlsplit(urljoin(address, attributes[name])).netloc == urlsplit(address).netloc, (
                    tag,
                    attributes,
                )
        assert "url(" not in (attributes.get("style") or "")


def test_the_stylesheet_asks_another_host_for_nothing(address):
    text = get(f"{address}/static/site.css")
    assert "prefers-color-scheme: dark" in text
    assert not re.search(r"url\(|@import|https?:", text)


@pytest.mark.parametrize("path", PAGES)
def test_pages_say_their_language_and_have_one_heading_and_named_tables(address, path):
    elements = page(address, path).elements
    assert ("html", {"lang": "en"}) in elements
    assert [tag for tag, _ in elements].count("h1") == 1
    assert [tag for tag, _ in elements].count("main") == 1
    scrolling = [attributes for _, attributes in elements if attributes.get("class") == "table-wrapper"]
    if "evidence-for-a-figure" not in path:  # Datasette's own template
        assert all(attributes["tabindex"] == "0" and attributes["aria-label"] for attributes in scrolling)


@pytest.mark.parametrize("table", ["releases", "estimates", "known_issues"])
def test_column_descriptions_are_folded_away(address, table):
    text = get(f"{address}{SITE}/{table}")
    (folded,) = re.findall(r'<details class="columns">(.*?)</details>', text, re.DOTALL)
    assert text.count("<dl") == folded.count("<dl") == 1
    assert text.index("</details>") < text.index("<tbody>")
