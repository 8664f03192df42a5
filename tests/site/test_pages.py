"""The pages that readers see: home, records, search and downloads, served for real over the small package."""

from __future__ import annotations

import json
import re
import sqlite3
import urllib.error
from http import HTTPStatus
from itertools import pairwise
from urllib.parse import quote, urljoin, urlsplit

import polars as pl
import pytest

from civcas.checking.rule import all_rules
from civcas.publishing.series import all_series
from civcas.publishing.sqlite import columns, searched_tables
from civcas.site.opening import times_as_many
from tests.conftest import get, get_bytes
from tests.site.pages import SITE, Page, address_of, one, page, thousands

PAGES = [
    "/",
    SITE,
    f"{SITE}/releases",
    f"{SITE}/evidence?_size=20",
    f"{SITE}/incidents?_search=Hatra",
    f"{SITE}/releases/monthly-2019-05",
    f"{SITE}/organisations/airwars",
    f"{SITE}/places/mosul",
    f"{SITE}/sources?_size=20",
    f"{SITE}/evidence-for-a-figure",
    f"{SITE}?sql=select+*+from+places+limit+5",
    f"{SITE}/incidents/2015-03-13-hatra",
    f"{SITE}/sources/airwars-example-incidents",
    f"{SITE}/estimates?_size=20",
    "/-/search?q=Hatr",
    "/-/search?q=Hatra",
    "/-/dashboards",
    "/-/dashboards/strikes",
    "/-/map?status=credible",
    "/docs/methodology",
    "/docs/data-dictionary",
]


def test_home_opens_with_the_coalitions_total_and_airwars_count_beside_it(address):
    home = page(address, "/")
    assert "The Coalition has admitted killing at least 1,313 civilians , to 30 June 2019" in home.words
    assert (
        "Airwars counts 7,910 to 12,654 from local reports, to 31 May 2019: about six to ten times as many"
        in home.words
    )
    assert f"{SITE}/releases/monthly-2019-06" in home.links
    assert f"{SITE}/estimates/airwars-2014-08-08-to-2019-05-31-both-killed" in home.links


def test_home_says_where_the_total_was_read(address, database):
    """In which kinds of sources, and how many of the totals in the Coalition's own words, counted here once more."""
    stated = {
        (record, value, kind)
        for record, value, kind in database.execute(
            "SELECT record_id, value, kind FROM evidence JOIN sources USING (source_id) WHERE field = 'killed_total'"
        )
    }
    totals = database.execute(
        "SELECT release_id, killed_total FROM releases WHERE killed_total IS NOT NULL ORDER BY published_on"
    ).fetchall()
    own = [
        record
        for record, total in totals
        if {(record, str(total), kind) for kind in ("official", "republication")} & stated
    ]
    words = page(address, "/").words
    assert 0 < len(own) < len(totals)
    assert f"Of its {len(totals)} totals over time, {len(own)} are from an official text or a copy of one." in words
    last, total = totals[-1]
    assert ("not from the Coalition's own words" in words) == (last not in own)
    assert any((last, str(total), kind) in stated for kind in ("news", "report", "official", "republication"))
    assert "This one is known from " in words


@pytest.mark.parametrize(
    ("one", "low", "high", "words"),
    [
        (1417, 8317, 13190, "six to nine"),
        (100, 600, 640, "six"),
        (100, 150, 250, "two"),
        (100, 149, 900, ""),
        (0, 5, 6, ""),
        (10, 250, 12000, "25 to 1,200"),
    ],
)
def test_the_comparison_is_rounded_and_left_out_where_the_counts_are_near(one, low, high, words):
    assert times_as_many(one, low, high) == words


def test_home_counts_and_links_every_table_and_file_and_the_best_questions(address, database, package):
    home = page(address, "/")
    for name, schema in package.schemas.items():
        records = one(database, f"SELECT count(*) FROM {name}")[0]
        assert f"{schema.title} {thousands(records)} " in home.words
        assert {f"{SITE}/{name}", f"/download/{name}.csv", f"/parquet/{name}.parquet"} <= home.links
    assert {"/-/questions", "/-/downloads"} <= home.links
    metadata = json.loads(get(f"{address}/-/metadata.json"))["databases"]["oir-civcas"]
    assert len([name for name in metadata["queries"] if f"{SITE}/{name}" in home.links]) >= 6
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
    assert len(addresses) == 2 * (len(package.schemas) + len(all_series())) + 3
    assert all(item.startswith(address) and get_bytes(item) for item in addresses)


def test_a_release_names_its_evidence_its_issues_its_incidents_and_its_neighbours(address, database):
    release = page(address, f"{SITE}/releases/monthly-2019-05")
    assert {f"{SITE}/releases/monthly-2019-04", f"{SITE}/releases/monthly-2019-06"} <= release.links
    stated = database.execute(
        "SELECT s.* FROM evidence JOIN sources AS s USING (source_id) WHERE \"table\" = 'releases' AND record_id = ?",
        ["monthly-2019-05"],
    ).fetchall()
    assert len(stated) == 19
    for source in stated:
        assert source["url"] in release.links
        assert f"{SITE}/sources/{source['source_id']}" in release.links
    assert "The package has 1,309. By the rule: 1302 a month before + killed 4 = 1306." in release.words
    assert f"{SITE}/incidents/2019-02-14-al-asad" in release.links


def test_the_first_release_has_no_previous_and_the_last_no_next(address):
    for release, relation in (("monthly-2018-12", "prev"), ("monthly-2019-06", "next")):
        relations = {attributes.get("rel") for _, attributes in page(address, f"{SITE}/releases/{release}").elements}
        assert len(relations & {"prev", "next"}) == 1
        assert relation not in relations


def test_another_reading_has_a_column_of_its_own(address):
    text = get(f"{address}{SITE}/releases/monthly-2019-04")
    (line,) = re.findall(r'<tr id="strikes_total">.*?</tr>', text, re.DOTALL)
    other, agreeing = line.split("<td")[2:]
    assert "https://times.example.org/coalition-killed-1302-civilians" in other
    assert "<strong>24502</strong>" in other
    assert "https://coalition.example.org/monthly-2019-04" in agreeing
    assert "<strong>" not in agreeing


def test_an_organisation_shows_its_estimates_and_documents(address):
    text = page(address, f"{SITE}/organisations/sohr")
    assert text.title.startswith("Syrian Observatory for Human Rights |")
    assert "Organisation: sohr" in text.words
    estimate, source = "sohr-2014-09-23-to-2018-09-23-syria-killed", "sohr-example-strikes-since-2014"
    assert {f"{SITE}/estimates/{estimate}", f"{SITE}/sources/{source}"} <= text.links


def test_a_place_shows_its_strikes_by_month_and_its_incidents(address):
    text = page(address, f"{SITE}/places/abu-kamal")
    assert re.search(r"April 2017\s+2\b.*March 2019\s+9\b", text.words)
    assert f"{SITE}/incidents/2015-03-13-hatra" in page(address, f"{SITE}/places/hatra").links


def test_every_known_issue_shows_its_record_and_evidence(address, database):
    issues = database.execute("SELECT * FROM known_issues").fetchall()
    assert {issue["table"] for issue in issues} == {"releases", "incidents"}
    for issue in issues:
        table = issue["table"]
        text = page(address, f"{SITE}/known_issues/{issue['issue_id']}")
        assert issue["explanation"] in text.words
        assert f"{SITE}/{table}/{issue['record_id']}" in text.links
        evidence = database.execute(
            'SELECT url FROM evidence JOIN sources USING (source_id) WHERE "table" = ? AND record_id = ? AND field = ?',
            [table, issue["record_id"], issue["field"]],
        ).fetchall()
        assert {row["url"] for row in evidence} <= text.links


def test_a_known_issue_says_its_rule_in_words(address, database):
    for rule, issue in database.execute("SELECT rule, min(issue_id) FROM known_issues GROUP BY rule"):
        text = page(address, f"{SITE}/known_issues/{issue}")
        for words in (all_rules()[rule].summary, all_rules()[rule].why):
            assert words.replace("`", "") in text.words
        assert f"/docs/rules#{rule.replace('/', '')}" in text.links
        assert f"{SITE}/figures-that-do-not-add-up?rule={quote(rule, safe='')}" in text.links
    anchors = {attributes.get("id") for _, attributes in page(address, "/docs/rules").elements}
    assert {rule.replace("/", "") for rule in all_rules()} <= anchors


def test_a_figure_links_its_known_issues(address):
    text = page(address, f"{SITE}/releases/monthly-2019-05")
    at_figures = [attributes for tag, attributes in text.elements if attributes.get("class") == "issue"]
    assert {"href": "#issues-killed_total", "class": "issue"} in at_figures
    anchors = {attributes["id"] for _, attributes in text.elements if "id" in attributes}
    assert {attributes["href"][1:] for attributes in at_figures} <= anchors


def test_an_incident_shows_its_place_release_evidence_and_neighbours(address):
    links = page(address, f"{SITE}/incidents/2017-03-17-mosul").links
    assert {f"{SITE}/incidents/2016-05-10-sinjar", f"{SITE}/incidents/2017-06-03-raqqa"} <= links
    assert {f"{SITE}/places/mosul", f"{SITE}/releases/monthly-2019-03"} <= links
    assert f"{SITE}/sources/coalition-example-monthly-2019-03" in links
    assert {"https://coalition.example.org/monthly-2019-03", f"{SITE}/allegations/airwars-ci502"} <= links


def test_an_incident_without_release_links_none(address):
    links = page(address, f"{SITE}/incidents/2018-11-20-kobani").links
    assert not [link for link in links if link.startswith(f"{SITE}/releases/")]


def test_a_source_lists_the_figures_it_states_and_the_records_that_cite_it(address, database, package):
    source = "coalition-example-monthly-2019-04"
    text = page(address, f"{SITE}/sources/{source}")
    stated = database.execute("SELECT * FROM evidence WHERE source_id = ?", [source]).fetchall()
    assert {"releases", "incidents"} == {row["table"] for row in stated}
    for row in stated:
        assert f"{SITE}/{row['table']}/{row['record_id']}#{row['field']}" in text.links
        label = package.schemas[row["table"]].field(row["field"]).title
        assert f"{label} {row['value']}" in text.words
    assert {f"{SITE}/releases/monthly-2019-04", f"{SITE}/incidents/2017-06-03-raqqa"} <= text.links


def test_a_source_of_many_figures_says_how_many(address, database):
    source = "airwars-example-incidents"
    many = one(database, "SELECT count(*) FROM evidence WHERE source_id = ?", source)[0]
    assert many > 25
    text = page(address, f"{SITE}/sources/{source}")
    assert f"The first 25 of {many} in the table Evidence" in text.words
    assert f"{SITE}/evidence?source_id={source}" in text.links


def test_an_estimate_links_those_of_its_scope_and_no_others(address):
    first, *others = (f"airwars-2017-06-06-to-2017-{end}-raqqa-killed" for end in ("08-31", "09-30", "10-17"))
    links = page(address, f"{SITE}/estimates/{first}").links
    estimates = {link for link in links if link.startswith(f"{SITE}/estimates/")}
    assert estimates - {f"{SITE}/estimates/{first}{ending}" for ending in ("", ".json", ".md")} == {
        f"{SITE}/estimates/{other}" for other in others
    }
    assert f"{SITE}/estimates-that-overlap?estimate_or_organisation={first}" in links


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
        record = one(database, f"SELECT * FROM {name} ORDER BY rowid LIMIT 1 OFFSET 3")
        links = page(address, f"{SITE}/{name}/{address_of(schema, record)}").links
        links = {link.partition("#")[0] for link in links if link.startswith("/")}
        for link in sorted(links)[:40]:
            assert get(address + link), (name, link)


def test_a_piece_of_evidence_leads_to_its_record(address, database, package):
    row = one(database, "SELECT * FROM evidence WHERE \"table\" = 'incidents' LIMIT 1")
    text = page(address, f"{SITE}/evidence/{address_of(package.schemas['evidence'], row)}")
    assert f"{SITE}/incidents/{row['record_id']}" in text.links
    assert f"{SITE}/sources/{row['source_id']}" in text.links


def test_every_kind_of_record_has_a_page(address, database, package):
    for name, schema in package.schemas.items():
        record = one(database, f"SELECT {columns(schema.primary_key)} FROM {name} ORDER BY rowid DESC LIMIT 1")
        text = page(address, f"{SITE}/{name}/{address_of(schema, record)}")
        assert all(key in text.words for key in record)


def test_tables_can_be_searched_and_their_indexes_are_hidden(address, package):
    listed = json.loads(get(f"{address}{SITE}.json"))["tables"]
    assert {table["name"] for table in listed if not table["hidden"]} == set(package.schemas)
    (row,) = json.loads(get(f"{address}{SITE}/places.json?_search=hatra&_shape=array"))
    assert row["place_id"] == "hatra"


def test_the_index_knows_every_record(database, package):
    for table in searched_tables(package):
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
def test_column_descriptions_are_in_a_closed_block(address, table):
    text = get(f"{address}{SITE}/{table}")
    (folded,) = re.findall(r'<details class="columns">\s*<summary>What the \d+ fields(.*?)</details>', text, re.DOTALL)
    assert text.count("<dl") == folded.count("<dl") == 1
    assert text.index("</details>") < text.index("<tbody>")


def test_numbers_have_separators_and_identifiers_have_none(address):
    release = "monthly-2019-02"
    sql = f"select+strikes_total+from+releases+where+release_id='{release}'"
    for path in (f"/releases/{release}", f"/releases?release_id={release}", f"?sql={sql}"):
        words = page(address, SITE + path).words
        assert "34,038" in words
        assert " 34038 " not in words
    for path in ("/places/raqqa", "/places?place_id=raqqa&_columns=all"):
        words = page(address, SITE + path).words
        assert " 172955 " in words
        assert "172,955" not in words


def test_a_page_that_is_not_found_links_the_main_pages(address):
    with pytest.raises(urllib.error.HTTPError) as answer:
        get(f"{address}{SITE}/releases/monthly-1999-01")
    assert answer.value.code == HTTPStatus.NOT_FOUND
    assert {"/", SITE, "/-/search", "/-/dashboards", "/-/map"} <= Page(answer.value.read().decode()).links


def test_crawlers_are_asked_to_leave_out_views_without_end(address):
    lines = get(f"{address}/robots.txt").splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /*?", "Disallow: /*.csv$", "Disallow: /*.jsonl$"} <= set(lines)
