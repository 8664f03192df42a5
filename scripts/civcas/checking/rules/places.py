"""What must be true of places and of the spellings that lead to them."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame
from civcas.checking.rule import rule, tables_that_refer_to
from civcas.checking.shared.places_and_days import point_lies_in_country
from civcas.checking.shared.references import is_referred_to


@rule()
def point_in_country(places: Frame) -> Expectation:
    """The place's point lies in its country.

    A namesake in another country was matched, or the country is wrong.
    """
    return point_lies_in_country(places)


@rule()
def located_whole(places: Frame) -> Expectation:
    """A place has latitude, longitude and GeoNames id together, or none of them.

    Coordinates come from GeoNames only.
    """
    filled = nw.lit(0)
    for name in ("latitude", "longitude", "geonames_id"):
        filled = filled + nw.when(nw.col(name).is_null()).then(nw.lit(0)).otherwise(nw.lit(1))
    return Expectation(
        places,
        holds=filled.is_in([0, 3]),
        expected=nw.lit("latitude, longitude and geonames_id, or none of the three"),
        field="geonames_id",
        cells=("latitude", "longitude"),
    )


@rule(needs_valid_tables=True, further=tables_that_refer_to("places"))
def used(places: Frame, **referring: Frame) -> Expectation:
    """Every place is named by some spelling.

    A place that nothing names can go.
    """
    return is_referred_to(places, referring, ["place_id"], "a place that place_names names")
