"""What must be true of the spellings of places."""

from __future__ import annotations

from civcas.checking.expectations import Expectation, Frame
from civcas.checking.rule import rule, tables_that_refer_to
from civcas.checking.shared.references import is_referred_to


@rule(needs_valid_tables=True, further=tables_that_refer_to("place_names"))
def used(place_names: Frame, **referring: Frame) -> Expectation:
    """Every spelling occurs in a strike report or an incident.

    A spelling that nothing uses can go.
    """
    return is_referred_to(
        place_names, referring, ["place_as_reported", "country"], "a spelling that strikes or incidents use"
    )
