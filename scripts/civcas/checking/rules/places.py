"""What must be true of places and of the spellings that lead to them."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Claim, Frame
from civcas.checking.rule import rule
from civcas.checking.shared.places_and_days import point_lies_in_country


@rule()
def point_in_country(places: Frame) -> Claim:
    """The place's point lies in its country.

    A namesake in another country was matched, or the country is wrong.
    """
    return point_lies_in_country(places)


@rule()
def located_whole(places: Frame) -> Claim:
    """A place has latitude, longitude and GeoNames id together, or none of them.

    Coordinates come from GeoNames only.
    """
    filled = nw.lit(0)
    for name in ("latitude", "longitude", "geonames_id"):
        filled = filled + nw.when(nw.col(name).is_null()).then(nw.lit(0)).otherwise(nw.lit(1))
    return Claim(
        places,
        holds=filled.is_in([0, 3]),
        expected=nw.lit("latitude, longitude and geonames_id, or none of the three"),
        field="geonames_id",
        cells=("latitude", "longitude"),
    )


@rule(whole=True)
def used(places: Frame, place_names: Frame) -> Claim:
    """Every place is named by some spelling.

    A place that nothing names can go.
    """
    named = place_names.select("place_id").unique().with_columns(known=nw.lit(1))
    return Claim(
        places.join(named, on="place_id", how="left"),
        holds=~nw.col("known").is_null(),
        expected=nw.lit("a place that place_names names"),
        field="place_id",
    )
