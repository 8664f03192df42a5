"""The citation in all its forms: that it names what the package rests on, and that programs for references read it."""

from __future__ import annotations

import json
import re

import bibtexparser
import pytest
import yaml
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors

from civcas.publishing.citation import BEGIN, END, bibtex, citation_file, in_readme, zenodo_file
from civcas.site.citing import citation

DESCRIPTOR = {
    "name": "made",
    "title": "Made",
    "description": "A made package.",
    "version": "1.0",
    "created": "2026-01-01",
    "keywords": ["made"],
    "licenses": [{"name": "CC-BY-4.0"}],
    "contributors": [{"title": "Somebody"}],
}


def test_each_source_is_a_reference_with_its_author_and_its_work():
    sources = [{"title": 'UCDP: "events": Iraq', "path": "https://ucdp.uu.se/"}, {"title": "A page without a path"}]
    _, _, references = citation_file(DESCRIPTOR | {"sources": sources}).partition("\nreferences:\n")
    assert references.splitlines() == [
        "  - type: data",
        '    title: "\\"events\\": Iraq"',
        "    authors:",
        '      - name: "UCDP"',
        '    url: "https://ucdp.uu.se/"',
        "  - type: data",
        '    title: "A page without a path"',
        "    authors:",
        '      - name: "A page without a path"',
    ]


def test_without_sources_there_are_no_references():
    assert "references" not in citation_file(DESCRIPTOR)


# --- the addresses, as soon as they are known -----------------------------------------------------------------------
ADDRESSES = {
    "doi": "https://doi.org/10.5072/made.1",
    "homepage": "https://made.example.org",
    "repository": "https://code.example.org/made",
}
IN_README = f"# Made\n\n{BEGIN}\n{END}\n"
TRICKY = {
    "title": "50% of {A} & B_1: #1 ~ ^ \\ $",
    "contributors": [{"title": "Smith and Sons, {Ltd}"}, {"title": "Élise & Co"}],
}


def test_every_form_of_the_citation_has_the_addresses_that_are_known():
    known = DESCRIPTOR | ADDRESSES
    file = yaml.safe_load(citation_file(known))
    assert (file["doi"], file["url"], file["repository-code"]) == (
        "10.5072/made.1", "https://made.example.org", "https://code.example.org/made",
    )  # fmt: skip
    related = {item["relation"]: item["identifier"] for item in json.loads(zenodo_file(known))["related_identifiers"]}
    assert related == {"isDocumentedBy": ADDRESSES["homepage"], "isSupplementTo": ADDRESSES["repository"]}
    assert f"> <{ADDRESSES['doi']}>\n" in in_readme(IN_README, known)
    found = read(bibtex(known))
    assert (found["doi"], found["url"]) == ("10.5072/made.1", ADDRESSES["doi"])


@pytest.mark.parametrize("known", [{}, {"id": "0b7e1f3c-3a51-4c56-9d0a-2f4a6f2f9e11"}])
def test_no_form_of_the_citation_makes_an_address_up(known):
    descriptor = DESCRIPTOR | known
    assert not {"doi", "url", "repository-code"} & set(yaml.safe_load(citation_file(descriptor)))
    assert json.loads(zenodo_file(descriptor))["related_identifiers"] == []
    assert not {"doi", "url"} & set(read(bibtex(descriptor)))
    assert "<http" not in in_readme(IN_README, descriptor)


def test_zenodo_gets_the_same_version_day_licence_and_sources():
    known = DESCRIPTOR | {
        "sources": [{"title": "A <b> page", "path": "https://a.example.org/"}],
        "description": "a < b",
    }
    found = json.loads(zenodo_file(known))
    assert (found["version"], found["publication_date"], found["license"]) == ("1.0", "2026-01-01", "cc-by-4.0")
    assert found["creators"] == [{"name": "Somebody"}]
    assert found["description"] == "<p>a &lt; b</p>"
    assert {"identifier": "https://a.example.org/", "relation": "isDerivedFrom"} in found["related_identifiers"]


def read(text, step=LatexDecodingMiddleware):
    """The fields of the one entry of a text in BibTeX, as a program for references has them."""
    library = bibtexparser.parse_string(text, append_middleware=[step()])
    assert library.failed_blocks == []
    (entry,) = library.entries
    return {"key": entry.key, **{field.key: field.value for field in entry.fields}}


def test_a_program_for_references_reads_the_entry():
    found = read(bibtex(DESCRIPTOR))
    assert (found["key"], found["version"], found["year"], found["month"]) == ("made", "1.0", "2026", "1")
    assert found["title"].strip("{}") == "made: made"


def test_special_characters_and_several_authors_come_back_as_they_were():
    made = bibtex(DESCRIPTOR | TRICKY | {"homepage": "https://a.example.org/{b}"})
    found = read(made)
    assert plain(found["title"]) == plain(f"made: {TRICKY['title']}")
    found = read(made, SeparateCoAuthors)
    assert [plain(author) for author in found["author"]] == [
        plain(person["title"]) for person in TRICKY["contributors"]
    ]
    assert found["url"] == "https://a.example.org/%7Bb%7D"


def test_the_entry_of_a_record_is_read_too():
    made = citation(DESCRIPTOR | TRICKY, "https://example.org/made/places/a,b", "places/a,b", "100% {x}")
    found = read(made["bibtex"])
    assert found["key"] == "made-places-a-b"
    assert plain(found["title"]) == plain("100% {x}")
    assert found["url"] == "https://example.org/made/places/a,b?version=1.0"


def plain(text):
    """Without braces, backslashes and spaces, which the decoder moves, and with the circumflex of a keyboard."""
    return re.sub(r"[{}\\\s]", "", text).casefold().replace("\u02c6", "^")
