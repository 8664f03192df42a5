"""What the pages of records say before their fields: a sentence, how it is known, what each party says, how to cite."""

from __future__ import annotations

import re
import urllib.error
from html import unescape

import pytest

from civcas.site.citing import citation
from tests.conftest import get
from tests.site.pages import SITE, page

DESCRIPTOR = {
    "name": "made-up",
    "title": "Harm & loss_100%",
    "version": "1.2.0",
    "created": "2026-11-24T00:00:00Z",
    "contributors": [{"title": "The {authors}"}],
}


def section(address, path, heading):
    """The words of the part of a page under a heading."""
    text = get(f"{address}{path}")
    found = re.search(rf"<h2[^>]*>{heading}</h2>(.*?)(<h2|</main>)", text, re.DOTALL)
    return " ".join(unescape(re.sub("<.*?>", " ", found[1])).split()) if found else ""


def test_a_record_opens_with_its_title_and_sentence(address):
    release = page(address, f"{SITE}/releases/monthly-2019-05")
    assert release.title.startswith("The Coalition's report for May 2019 |")
    assert "The Coalition's report for May 2019, published on 27 June 2019: " in release.words
    incident = page(address, f"{SITE}/incidents/2017-03-17-mosul")
    assert "Incident: Mosul, Iraq, 17 March 2017" in incident.words
    assert "Assessed as credible; by the Coalition's figure, 30 killed" in incident.words


def test_fields_and_values_are_in_words(address, package):
    text = page(address, f"{SITE}/incidents/2017-08-22-raqqa").words
    assert "non-credible" in text
    assert "22 August 2017" in text
    for field in package.schemas["incidents"].fields:
        assert field.title.lower() in text.lower()


@pytest.mark.parametrize(("kind", "words"), [("official", "Official text read"), ("news", "Read in the press")])
def test_a_release_says_how_its_figures_are_known(address, database, kind, words):
    ranks = "CASE kind WHEN 'official' THEN 0 WHEN 'republication' THEN 1 WHEN 'archive' THEN 2 ELSE 4 END"
    sql = f"""
    SELECT r.release_id, min({ranks}) FROM releases AS r
    JOIN evidence AS e ON e."table" = 'releases' AND e.record_id = r.release_id
    JOIN sources USING (source_id)
    WHERE e.field IN ('killed', 'killed_total', 'completed', 'credible') GROUP BY 1
    """
    wanted = 0 if kind == "official" else 4
    records = [record for record, rank in database.execute(sql) if rank == wanted]
    if kind == "official":
        assert records
    for record in records:
        assert words in page(address, f"{SITE}/releases/{record}").words


def test_an_incident_lists_what_each_party_says(address, database):
    statements = database.execute("SELECT * FROM assessments WHERE incident_id = '2017-08-22-raqqa'").fetchall()
    said = section(address, f"{SITE}/incidents/2017-08-22-raqqa", "What each party says")
    assert len(statements) == 2
    assert re.search(r"Coalition open 1 March 2018 .*Coalition non-credible 31 May 2019 no coalition strikes", said)
    links = page(address, f"{SITE}/incidents/2017-08-22-raqqa").links
    assert {f"{SITE}/assessments/{row['assessment_id']}" for row in statements} <= links
    for row in database.execute("SELECT allegation_id FROM allegations WHERE incident_id = '2017-08-22-raqqa'"):
        assert f"{SITE}/allegations/{row['allegation_id']}" in links


def test_an_incident_lists_strikes_near_it_on_its_days_and_the_ones_around(address, database):
    sql = """
    SELECT strike_id FROM strikes
    WHERE place_id = ? AND coalesce(first_day, date(reported_on, '-1 day')) <= date(?, '+1 day')
      AND coalesce(last_day, first_day, reported_on) >= date(?, '-1 day')
    """
    some = 0
    for incident in database.execute("SELECT * FROM incidents").fetchall():
        there = database.execute(sql, [incident["place_id"], incident["last_day"], incident["first_day"]]).fetchall()
        path = f"{SITE}/incidents/{incident['incident_id']}"
        assert {f"{SITE}/strikes/{row[0]}" for row in there} <= page(address, path).links
        said = section(address, path, "Strikes reported near it")
        assert ("that were read list no strikes near" in said) == (not there)
        some += len(there)
    assert some


def test_a_place_counts_its_incidents_by_status(address, database):
    said = section(address, f"{SITE}/places/raqqa", "Incidents by what the Coalition found")
    sql = "SELECT status, count(*), sum(killed), count(killed) FROM incidents WHERE place_id = 'raqqa' GROUP BY status"
    for status, number, killed, figures in database.execute(sql):
        words = f"{status.replace('_', '-')} {number}" + (f" {killed} in {figures}" if figures else "")
        assert words in said


def test_an_organisation_shows_its_series_in_order(address, database):
    said = section(address, f"{SITE}/organisations/snhr", "Its estimates over time")
    sql = """
    SELECT period_end, best FROM estimates
    WHERE organisation_id = 'snhr' AND measure = 'civilians_killed' AND country = 'Syria' ORDER BY period_end
    """
    figures = [f"{best:,}" for _, best in database.execute(sql) if best is not None]
    assert len(figures) > 1
    assert re.search(".*".join(figures), said)


def test_each_record_says_how_to_cite_it(address, package):
    text = page(address, f"{SITE}/releases/monthly-2019-04")
    version = package.descriptor["version"]
    assert f"Version {version}" in text.words
    assert f"{address}{SITE}/releases/monthly-2019-04?version={version}" in text.links
    assert f"@misc{{{package.descriptor['name']}-releases-monthly-2019-04," in text.words


def test_an_address_with_the_version_finds_the_record_only_in_that_version(address, package):
    path = f"{address}{SITE}/releases/monthly-2019-04"
    version = package.descriptor["version"]
    assert get(f"{path}?version={version}") == get(path)
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(f"{path}?version=0.0.1")
    assert refused.value.code == 410
    said = refused.value.read().decode()
    assert "This address cites version 0.0.1" in said
    assert f"This site has version {version}" in said


def test_bibtex_has_no_special_character_unescaped():
    made = citation(DESCRIPTOR, "https://example.org/made-up/places/a,b", "places/a,b", "50% of R&D #1 {x} ~ ^ \\")
    assert made["permalink"] == "https://example.org/made-up/places/a,b?version=1.2.0"
    assert made["text"].startswith("The {authors}: 50% of R&D")
    assert made["bibtex"].startswith("@misc{made-up-places-a-b,\n")
    assert r"50\% of R\&D \#1 \{x\} \textasciitilde{} \textasciicircum{} \textbackslash{}" in made["bibtex"]
    assert r"Harm \& loss\_100\%" in made["bibtex"]
    unescaped = re.sub(r"\\[&%$#_{}]|\\text\w+\{\}", "", made["bibtex"])
    assert unescaped.count("{") == unescaped.count("}")
