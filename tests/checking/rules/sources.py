"""Cases for the rules of sources, organisations, places and spellings: what is listed is used."""

from tests.checking.rules.judging import Case

SOURCE = {"source_id": "kuna", "published_on": "2019-05-31", "published_precision": "day", "consulted_on": "2026-11-22"}

CASES = [
    Case(
        "sources/consulted-after-publication",
        {"sources": [SOURCE]},
        {"sources": [SOURCE | {"consulted_on": "2019-05-30"}]},
        [("kuna", "published_on", "2019-05-31", "not after 2019-05-30, when it was consulted")],
    ),
    Case(
        "sources/precision-with-date",
        {"sources": [SOURCE, {"source_id": "undated"}]},
        {"sources": [SOURCE | {"published_precision": None}]},
        [("kuna", "published_precision", "", "both published_on and published_precision, or neither")],
    ),
    Case(
        "sources/used",
        {"sources": [SOURCE], "evidence": [{"source_id": "kuna"}]},
        {"sources": [SOURCE]},
        [("kuna", "source_id", "kuna", "a source that a record cites")],
    ),
    Case(
        "organisations/used",
        {"organisations": [{"organisation_id": "sohr"}], "estimates": [{"organisation_id": "sohr"}]},
        {"organisations": [{"organisation_id": "sohr"}]},
        [("sohr", "organisation_id", "sohr", "an organisation that a source, an estimate or a total names")],
    ),
    Case(
        "places/used",
        {"places": [{"place_id": "mosul"}], "place_names": [{"place_id": "mosul"}]},
        {"places": [{"place_id": "mosul"}]},
        [("mosul", "place_id", "mosul", "a place that place_names names")],
    ),
    Case(
        "place_names/used",
        {
            "place_names": [{"place_as_reported": "Mosul", "country": "Iraq"}],
            "strikes": [{"place_as_reported": "Mosul", "country": "Iraq"}],
        },
        {"place_names": [{"place_as_reported": "Mosul", "country": "Iraq"}]},
        [("Mosul/Iraq", "place_as_reported", "Mosul", "a spelling that strikes or incidents use")],
    ),
]
