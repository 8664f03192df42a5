"""What must be true of the spellings of places."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Claim, Frame
from civcas.checking.rule import rule


@rule(whole=True)
def used(place_names: Frame, strikes: Frame, incidents: Frame) -> Claim:
    """Every spelling occurs in a strike report or an incident.

    A spelling that nothing uses can go.
    """
    both = nw.concat([table.select("place_as_reported", "country") for table in (strikes, incidents)], how="vertical")
    known = both.unique().with_columns(known=nw.lit(1))
    return Claim(
        place_names.join(known, on=["place_as_reported", "country"], how="left"),
        holds=~nw.col("known").is_null(),
        expected=nw.lit("a spelling that strikes or incidents use"),
        field="place_as_reported",
    )
