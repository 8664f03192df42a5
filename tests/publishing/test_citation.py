"""CITATION.cff: that it names what the package rests on."""

from __future__ import annotations

from civcas.publishing.citation import citation_file

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
