"""The pages that readers see: home, records, search and downloads, served for real over the real data."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
import urllib.error
from html import unescape
from html.parser import HTMLParser
from http import HTTPStatus
from itertools import pairwise
from urllib.parse import quote, urljoin, urlsplit

import polars as pl
import pytest

from civcas.checking.rule import all_rules
from civcas.publishing.sqlite import SEARCHED, columns
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
    f"{SITE}?sql=select+*+from+places+limit+5",
    f"{SITE}/incidents/2015-03-13-hatra",
    f"{SITE}/sources/github-syrian-archive-airwars",
    f"{SITE}/estimates?_size=20",
    "/-/search?q=Hatr",
    "/-/search?q=Hatra",
    "/-/dashboards",
    "/-/dashboards/strikes",
    "/-/map?status=credible",
    "/docs/methodology",
    "/docs/data-dictionary",
]


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
    assert "Organisation: Syrian Observatory for Human Rights" in text.words
    estimate = one(database, "SELECT min(estimate_id) FROM estimates WHERE organisation_id = 'sohr'")[0]
    source = one(database, "SELECT min(source_id) FROM sources WHERE organisation_id = 'sohr'")[0]
    assert {f"{SITE}/estimates/{estimate}", f"{SITE}/sources/{source}"} <= text.links


def test_a_place_shows_its_strikes_by_month_and_its_incidents(address, database):
    text = page(address, f"{SITE}/places/sinjar")
    month, strikes = one(
        database,
        "SELECT substr(coalesce(first_day, date(reported_on, '-1 day')), 1, 7) AS month, sum(strikes) FROM strikes"
        " WHERE place_id = 'sinjar' GROUP BY month ORDER BY month LIMIT 1",
    )
    assert f"{month}{thousands(strikes)}" in text.words.replace(" ", "")
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


def test_a_known_issue_tells_its_rule_in_words(address, database):
    for rule, issue in database.execute("SELECT rule, min(issue_id) FROM known_issues GROUP BY rule"):
        text = page(address, f"{SITE}/known_issues/{issue}")
        for words in (all_rules()[rule].summary, all_rules()[rule].hint):
            assert words.replace("`", "") in text.words
        assert f"/docs/rules#{rule.replace('/', '')}" in text.links
        assert f"{SITE}/figures-that-do-not-add-up?rule={quote(rule, safe='')}" in text.links
    anchors = {attributes.get("id") for _, attributes in page(address, "/docs/rules").elements}
    assert {rule.replace("/", "") for (rule,) in database.execute("SELECT rule FROM known_issues")} <= anchors


def test_a_known_issue_stands_at_its_figure(address):
    text = page(address, f"{SITE}/releases/monthly-2018-05")
    at_figures = [attributes for tag, attributes in text.elements if attributes.get("class") == "issue"]
    assert {"href": "#issues-killed_total", "class": "issue"} in at_figures
    anchors = {attributes["id"] for _, attributes in text.elements if "id" in attributes}
    assert {attributes["href"][1:] for attributes in at_figures} <= anchors


def test_an_incident_shows_its_place_release_evidence_and_neighbours(address, database):
    before, incident, after = database.execute(
        "SELECT * FROM (SELECT * FROM incidents ORDER BY incident_id LIMIT 3 OFFSET 100) ORDER BY incident_id"
    ).fetchall()
    text = page(address, f"{SITE}/incidents/{incident['incident_id']}")
    for neighbour in (before, after):
        assert f"{SITE}/incidents/{neighbour['incident_id']}" in text.links
    assert f"{SITE}/places/{incident['place_id']}" in text.links
    assert f"{SITE}/sources/{incident['source_id']}" in text.links
    assert f"{SITE}/releases/{incident['release_id']}" in text.links or incident["release_id"] is None
    stated = database.execute(
        "SELECT url FROM evidence JOIN sources USING (source_id) WHERE \"table\" = 'incidents' AND record_id = ?",
        [incident["incident_id"]],
    )
    assert {row["url"] for row in stated} <= text.links


def test_a_source_lists_the_figures_it_states_and_the_records_that_cite_it(address, database):
    source, many = one(
        database,
        "SELECT source_id, count(*) FROM evidence WHERE \"table\" = 'releases' GROUP BY source_id"
        " HAVING count(*) BETWEEN 5 AND 15 ORDER BY count(*) DESC, source_id LIMIT 1",
    )
    text = page(address, f"{SITE}/sources/{source}")
    stated = database.execute("SELECT * FROM evidence WHERE source_id = ?", [source]).fetchall()
    assert len(stated) >= many
    for row in stated[:25]:
        assert f"{SITE}/{row['table']}/{row['record_id']}#{row['field']}" in text.links
        assert f"{row['field']} {row['value']}" in text.words
    cited, release = one(database, "SELECT source_id, release_id FROM releases WHERE release_id = 'monthly-2018-05'")
    assert f"{SITE}/releases/{release}" in page(address, f"{SITE}/sources/{cited}").links


def test_a_source_of_many_figures_says_how_many(address, database):
    source, many = one(
        database, "SELECT source_id, count(*) FROM evidence GROUP BY source_id ORDER BY count(*) DESC LIMIT 1"
    )
    text = page(address, f"{SITE}/sources/{source}")
    assert f"The first 25 of {thousands(many)} in the table Evidence" in text.words
    assert f"{SITE}/evidence?source_id={source}" in text.links


def test_an_estimate_stands_among_those_of_its_scope(address, database):
    scope = "organisation_id, measure, country, place, attributed_to"
    first, many = one(
        database,
        f"SELECT min(estimate_id), count(*) FROM estimates WHERE place IS NOT NULL GROUP BY {scope}"
        " HAVING count(*) > 2 ORDER BY 1 LIMIT 1",
    )
    text = page(address, f"{SITE}/estimates/{first}")
    same = database.execute(
        f"SELECT estimate_id FROM estimates WHERE ({scope}) = (SELECT {scope} FROM estimates WHERE estimate_id = ?)",
        [first],
    ).fetchall()
    assert len(same) == many
    assert {f"{SITE}/estimates/{row[0]}" for row in same if row[0] != first} <= text.links
    assert f"{SITE}/estimates-that-overlap?estimate_or_organisation={first}" in text.links


def test_every_reference_of_a_record_is_a_link(address, database, package):
    for name, schema in package.schemas.items():
        keys = [key for key in schema.foreign_keys if len(key.fields) == 1]
        if not keys:
            continue
        filled = " AND ".join(f"{key.fields[0]} IS NOT NULL" for key in keys)
        record = one(database, f"SELECT * FROM {name} WHERE {filled} LIMIT 1")
        links = page(address, f"{SITE}/{name}/{address_of(schema, record)}").links
        for key in keys:
            assert f"{SITE}/{key.table}/{record[key.fields[0]]}" in links, (name, key)


def test_every_link_of_a_record_answers(address, database, package):
    for name, schema in package.schemas.items():
        record = one(database, f"SELECT * FROM {name} ORDER BY rowid LIMIT 1 OFFSET 7")
        links = page(address, f"{SITE}/{name}/{address_of(schema, record)}").links
        links = {link.partition("#")[0] for link in links if link.startswith("/")}
        for link in sorted(links)[:40]:
            assert get(address + link), (name, link)


def test_a_piece_of_evidence_leads_to_its_record(address, database, package):
    row = one(database, "SELECT * FROM evidence WHERE \"table\" = 'incidents' LIMIT 1")
    text = page(address, f"{SITE}/evidence/{address_of(package.schemas['evidence'], row)}")
    assert f"{SITE}/incidents/{row['record_id']}" in text.links
    assert f"{SITE}/sources/{row['source_id']}" in text.links


def address_of(schema, record):
    keys = [record[name] for name in schema.primary_key]
    return ",".join(quote(key, safe="").replace("~", "~7E").replace("%", "~") for key in keys)


def test_every_kind_of_record_has_a_page(address, database, package):
    for name, schema in package.schemas.items():
        record = one(database, f"SELECT {columns(schema.primary_key)} FROM {name} ORDER BY rowid DESC LIMIT 1")
        text = page(address, f"{SITE}/{name}/{address_of(schema, record)}")
        assert all(key in text.words for key in record)


def test_search_finds_records_of_several_tables(address):
    found = page(address, "/-/search?q=Hatra")
    assert {f"{SITE}/incidents/2015-03-13-hatra", f"{SITE}/places/hatra"} <= found.links
    assert "Nothing was found" in page(address, "/-/search?q=xyzzy").words
    assert f"{SITE}/estimates" in "".join(page(address, "/-/search?q=Amnesty+Raqqa").links)


def test_search_finds_a_place_by_each_of_its_spellings(address, database):
    spellings = database.execute("SELECT place_as_reported, place_id FROM place_names ORDER BY place_id").fetchall()
    for name, place in spellings[:: len(spellings) // 20]:
        assert f"{SITE}/places/{place}" in page(address, f"/-/search?q={quote(name)}").links


def test_search_puts_what_is_called_just_so_first(address, database):
    for name, place in database.execute("SELECT name, place_id FROM places WHERE name IN ('Mosul', 'Dayr Az Zawr')"):
        text = get(f"{address}/-/search?q={quote(name)}")
        (first,) = re.findall(r"<h2>Places: .*?<li><a href=\"(.*?)\"", text, re.DOTALL)
        assert first == f"{SITE}/places/{place}"


def test_search_makes_no_difference_of_accents_and_case(address, database):
    name = one(database, "SELECT min(place_as_reported) FROM place_names WHERE place_as_reported GLOB '*[āīūḩ]*'")[0]
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    assert page(address, f"/-/search?q={quote(name)}").links >= {
        link for link in page(address, f"/-/search?q={quote(plain)}").links if "/place_names/" in link
    }
    assert "Nothing was found" not in page(address, f"/-/search?q={quote(plain)}").words


@pytest.mark.parametrize(("typed", "meant"), [("Mosull", "Mosul"), ("Telafar", "Tal Afar"), ("Sinjjar", "Sinjar")])
def test_search_offers_names_spelled_alike(address, typed, meant):
    found = page(address, f"/-/search?q={typed}")
    assert f"/-/search?q={quote(meant)}" in found.links


def test_search_falls_back_on_the_beginning_of_a_word(address):
    found = page(address, "/-/search?q=Hatr")
    assert "Nothing was found for “Hatr”" in found.words
    assert f"{SITE}/places/hatra" in found.links


def test_search_knows_keys_and_codes(address, database):
    for table, key in (("releases", "release_id"), ("strike_totals", "total_id"), ("airpower", "airpower_id")):
        record = one(database, f"SELECT max({key}) FROM {table}")[0]
        assert f"{SITE}/{table}/{record}" in page(address, f"/-/search?q={record}").links
    incident, code = one(database, "SELECT incident_id, max(airwars_code) FROM incidents")
    assert f"{SITE}/incidents/{incident}" in page(address, f"/-/search?q={code.lower()}").links


def test_search_knows_months_and_days(address, database):
    month = page(address, "/-/search?q=2017-03")
    many = one(database, "SELECT count(*) FROM incidents WHERE substr(first_day, 1, 7) = '2017-03'")[0]
    assert f"Incidents that began in the month: {thousands(many)}" in month.words
    assert f"{SITE}/releases/monthly-2017-03" in month.links
    day = page(address, "/-/search?q=2017-03-17")
    (link,) = [link for link in day.links if link.startswith(f"{SITE}/incidents?first_day")]
    of_the_day = database.execute("SELECT incident_id FROM incidents WHERE '2017-03-17' BETWEEN first_day AND last_day")
    assert {f"{SITE}/incidents/{incident}" for (incident,) in of_the_day} <= page(address, link).links
    assert f"{SITE}/strikes-of-a-day?day=2017-03-17" in day.links
    for link in month.links | day.links:
        if link.startswith("/"):
            get_bytes(address + link)


def test_search_keeps_quoted_words_together(address):
    apart, together = (page(address, f"/-/search?q={quote(words)}") for words in ("Deir near", '"Deir near"'))
    assert " found" in apart.words
    assert "Nothing was found" in together.words


def test_search_takes_so_much_and_says_so(address):
    found = page(address, f"/-/search?q={'Hatra+' * 2000}")
    assert "Only the first 200 characters were searched for." in found.words
    assert f"{SITE}/places/hatra" in found.links


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "\0",
        "a AND",
        "*",
        "NEAR(",
        "-",
        "é:",
        "x" * 10000,
        "<script>alert(1)</script>",
        "'; DROP TABLE releases; --",
        "a:b",
        "^a",
        '"a',
        "a + b",
        "{x y}",
        " ",
    ],
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
    for table in SEARCHED:
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
    assert all(attributes["tabindex"] == "0" and attributes["aria-label"] for attributes in scrolling)
    levels = [int(tag[1]) for tag, _ in elements if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    assert [tag for tag, _ in elements].count("table") == [tag for tag, _ in elements].count(
        "caption"
    ) or "/docs/" in path


@pytest.mark.parametrize("table", ["releases", "estimates", "known_issues"])
def test_column_descriptions_are_folded_away(address, table):
    text = get(f"{address}{SITE}/{table}")
    (folded,) = re.findall(r'<details class="columns">\s*<summary>What the \d+ fields(.*?)</details>', text, re.DOTALL)
    assert text.count("<dl") == folded.count("<dl") == 1
    assert text.index("</details>") < text.index("<tbody>")


def test_numbers_have_separators_and_identifiers_have_none(address, database):
    release, strikes = one(database, "SELECT release_id, strikes_total FROM releases WHERE strikes_total > 999 LIMIT 1")
    sql = f"select+strikes_total+from+releases+where+release_id='{release}'"
    for path in (f"/releases/{release}", f"/releases?release_id={release}", f"?sql={sql}"):
        words = page(address, SITE + path).words
        assert thousands(strikes) in words
        assert f" {strikes} " not in words
    place, number = one(database, "SELECT place_id, geonames_id FROM places WHERE geonames_id > 999 LIMIT 1")
    for path in (f"/places/{place}", f"/places?place_id={place}"):
        words = page(address, SITE + path).words
        assert f" {number} " in words
        assert thousands(number) not in words


def test_a_page_that_is_not_found_leads_on(address):
    with pytest.raises(urllib.error.HTTPError) as answer:
        get(f"{address}{SITE}/releases/monthly-1999-01")
    assert answer.value.code == HTTPStatus.NOT_FOUND
    assert {"/", SITE, "/-/search", "/-/dashboards", "/-/map"} <= Page(answer.value.read().decode()).links
