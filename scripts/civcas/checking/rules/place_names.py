"""What must be true of the spellings of places."""

from __future__ import annotations

from narwhals import col

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import rule, tables_that_refer_to
from civcas.checking.shared.control_totals import control_totals_match
from civcas.checking.shared.places_and_days import place_lies_in_country
from civcas.checking.shared.references import is_referred_to
from civcas.checking.shared.scopes import same_in_group
from civcas.checking.shared.texts_of_records import with_letters


@rule()
def place_in_country(place_names: Frame, places: Frame) -> Expectation:
    """The place that a spelling means lies in the country of the spelling.

    A spelling may mean one place in Iraq and another in Syria.

    Bad: Mosul, Syria with place_id mosul.
    Good: Mosul, Iraq with place_id mosul.
    Fix: Correct the country or the place.
    """
    return place_lies_in_country(place_names, places)


@rule()
def like_spellings_mean_one_place(place_names: Frame) -> Expectation:
    """Spellings of one country that differ only in case, accents, spaces or punctuation mean one place.

    One place under two keys would be counted apart.

    Bad: Al-Qaim means al-qaim, and Al Qaim means al-qaim-2.
    Good: Al-Qaim and Al Qaim both mean al-qaim.
    Fix: Correct the place of one of the two.
    """
    why = text(", as for other spellings like ", col("place_as_reported"))
    rows = with_letters(place_names, "place_as_reported")
    return same_in_group(rows, ("country", "letters"), "place_id", why, cells=("place_as_reported",))


@rule(needs_valid_tables=True, further=tables_that_refer_to("place_names"))
def used(place_names: Frame, **referring: Frame) -> Expectation:
    """Every spelling occurs in a strike report or an incident.

    A spelling that nothing uses says nothing about the data.

    Bad: a spelling that no strike or incident has.
    Good: a spelling that a strike has.
    Fix: Delete the spelling, or correct it as the records have it.
    """
    return is_referred_to(
        place_names, referring, ["place_as_reported", "country"], "a spelling that strikes or incidents use"
    )


@rule(needs_valid_tables=True)
def matches_control_totals(place_names: Frame, control_totals: Frame) -> Expectation:
    """The spellings of each country add up to its row in control_totals.csv.

    The control totals show a spelling that was lost, or that leads to another place by mistake.

    Bad: 169 spellings in Iraq; control_totals.csv has records 170 for it.
    Good: 170 spellings in Iraq; control_totals.csv has records 170 for it.
    Fix: Compare the records with their sources. If they are right, run `civcas totals --write`, or write what
    was found into control_totals.csv.
    """
    return control_totals_match("place_names", place_names, control_totals)
