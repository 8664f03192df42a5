"""Cases for the rules of places and their spellings."""

from tests.checking.rules.judging import Case

MOSUL = {
    "place_id": "mosul",
    "country": "Iraq",
    "governorate": "Nineveh",
    "district": "Al Mawsil",
    "governorate_source_id": "geonames",
    "latitude": 36.335,
    "longitude": 43.11889,
    "position_precision": "gazetteer",
    "geonames_id": 99072,
    "source_id": "geonames",
}
EMPTY = {"place_id": "tanf", "country": "Syria"}
# 100 metres to the north, in degrees.
NORTH = 100 / 111_320


def places(*rows, **tables):
    return {"places": list(rows)} | tables


def spelling(name, place, country="Iraq"):
    return {"place_as_reported": name, "country": country, "place_id": place}


def missing(field, there):
    """A place without this field, while the others are there."""
    return Case(
        "places/located-whole",
        places(MOSUL, EMPTY),
        places(MOSUL | {field: None}),
        [("mosul", field, "", f"a value, since there is {there}")],
    )


CASES = [
    missing("latitude", "longitude and position_precision"),
    missing("longitude", "latitude and position_precision"),
    missing("position_precision", "latitude and longitude"),
    Case(
        "places/located-whole",
        places(MOSUL),
        places(EMPTY | {"position_precision": "incident"}),
        [
            ("tanf", "latitude", "", "a value, since there is position_precision"),
            ("tanf", "longitude", "", "a value, since there is position_precision"),
        ],
    ),
    Case(
        "places/gazetteer-point-has-id",
        places(MOSUL, EMPTY, MOSUL | {"position_precision": "settlement", "geonames_id": None}),
        places(MOSUL | {"geonames_id": None}, MOSUL | {"position_precision": "settlement"}, EMPTY | {"geonames_id": 1}),
        [
            ("mosul", "geonames_id", "", "the GeoNames id of the point"),
            ("mosul", "geonames_id", "99072", "an empty cell, since the point is not GeoNames' own"),
            ("tanf", "geonames_id", "1", "an empty cell, since the point is not GeoNames' own"),
        ],
        cells={"position_precision"},
    ),
    Case(
        "places/governorate-has-source",
        places(MOSUL, EMPTY),
        places(MOSUL | {"governorate_source_id": None}, EMPTY | {"governorate_source_id": "geonames"}),
        [
            ("mosul", "governorate_source_id", "", "the source of the governorate"),
            ("tanf", "governorate_source_id", "geonames", "an empty cell, since there is no governorate"),
        ],
        cells={"governorate"},
    ),
    Case(
        "places/district-in-one-governorate",
        places(
            MOSUL,
            MOSUL | {"place_id": "tall-kayf"},
            MOSUL | {"place_id": "raqqa", "country": "Syria", "governorate": "Raqqa"},
            EMPTY | {"governorate": "Homs"},
            EMPTY | {"place_id": "washiyah"},
        ),
        places(
            MOSUL,
            MOSUL | {"place_id": "tall-kayf"},
            MOSUL | {"place_id": "zumar", "governorate": "Dohuk"},
            MOSUL | {"place_id": "zz", "governorate": None},
        ),
        [
            ("zumar", "governorate", "Dohuk", "Nineveh, as for other places in the district Al Mawsil"),
            ("zz", "governorate", "", "Nineveh, as for other places in the district Al Mawsil"),
        ],
        cells={"district"},
    ),
    Case(
        "places/source-goes-with-point",
        places(MOSUL, EMPTY),
        places(MOSUL | {"source_id": None}, EMPTY | {"source_id": "geonames"}),
        [
            ("mosul", "source_id", "", "the source of the coordinates"),
            ("tanf", "source_id", "geonames", "an empty cell, since there are no coordinates"),
        ],
    ),
    Case(
        "places/geonames-id-known",
        places(MOSUL, EMPTY),
        places(MOSUL | {"geonames_id": 99073}),
        [("mosul", "geonames_id", "99073", "the id of a place in gazetteer.csv")],
    ),
    Case(
        "places/point-near-geonames",
        places(
            MOSUL, EMPTY, MOSUL | {"latitude": 36.335 + 0.99 * NORTH}, MOSUL | {"geonames_id": 99073, "latitude": 33}
        ),
        places(MOSUL | {"latitude": 36.3359}, MOSUL | {"longitude": 43.21889}),
        [
            ("mosul", "latitude", "36.3359, 43.11889, 101 m off", "36.335, 43.11889, where GeoNames has Mosul"),
            ("mosul", "latitude", "36.335, 43.21889, 8968 m off", "36.335, 43.11889, where GeoNames has Mosul"),
        ],
    ),
    Case(
        "places/country-as-in-geonames",
        places(MOSUL, EMPTY),
        places(MOSUL | {"country": "Syria"}),
        [("mosul", "country", "Syria", "Iraq, where GeoNames has Mosul")],
    ),
    Case(
        "places/governorate-as-in-geonames",
        places(MOSUL, EMPTY),
        places(MOSUL | {"governorate": "Erbil"}, MOSUL | {"governorate": None}),
        [
            ("mosul", "governorate", "Erbil", "Nineveh, where GeoNames has Mosul"),
            ("mosul", "governorate", "", "Nineveh, where GeoNames has Mosul"),
        ],
    ),
    Case(
        "places/used",
        places({"place_id": "mosul"}, place_names=[{"place_id": "mosul"}]),
        places({"place_id": "mosul"}, place_names=[{"place_id": "raqqa"}]),
        [("mosul", "place_id", "mosul", "a place that place_names names")],
    ),
    *[
        Case(
            "places/used",
            places({"place_id": "mosul"}, **{table: [{"place_id": "mosul"}]}),
            places({"place_id": "mosul"}),
            [("mosul", "place_id", "mosul", "a place that place_names names")],
        )
        for table in ("strikes", "incidents")
    ],
    Case(
        "place_names/place-in-country",
        places(MOSUL, place_names=[spelling("Mosul", "mosul")]),
        places(MOSUL, place_names=[spelling("Mosul", "mosul", "Syria")]),
        [("Mosul/Syria", "country", "Syria", "Iraq, where mosul lies")],
    ),
    Case(
        "place_names/like-spellings-mean-one-place",
        {
            "place_names": [
                spelling("Al-Qaim", "al-qaim"),
                spelling("al Qā'im", "al-qaim"),
                spelling("Al Qaim", "al-qaim-syria", "Syria"),
                spelling("Al Qaim 2", "al-qaim-2"),
            ]
        },
        {
            "place_names": [
                spelling("Al-Qaim", "al-qaim-2"),
                spelling("al Qā'im", "al-qaim"),
                spelling("ALQAIM", "al-qaim"),
                spelling("Raqqa", "raqqa"),
                spelling("Ráqqa", "raqqah"),
            ]
        },
        [
            ("Al-Qaim/Iraq", "place_id", "al-qaim-2", "al-qaim, as for other spellings like Al-Qaim"),
            ("Ráqqa/Iraq", "place_id", "raqqah", "raqqa, as for other spellings like Ráqqa"),
        ],
    ),
    *[
        Case(
            "place_names/used",
            {"place_names": [spelling("Mosul", "mosul")], table: [{"place_as_reported": "Mosul", "country": "Iraq"}]},
            {"place_names": [spelling("Mosul", "mosul")], table: [{"place_as_reported": "Mosul", "country": "Syria"}]},
            [("Mosul/Iraq", "place_as_reported", "Mosul", "a spelling that strikes or incidents use")],
        )
        for table in ("strikes", "incidents")
    ],
]
