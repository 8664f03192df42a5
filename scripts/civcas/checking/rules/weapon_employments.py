"""Rules of weapon_employments, what a ministry of defence lists of its own aircraft."""

from __future__ import annotations

import narwhals as nw
from narwhals import col

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.geography import grid_squares, metres_from_square
from civcas.checking.rule import rule
from civcas.checking.shared.control_totals import control_totals_match
from civcas.checking.shared.places_and_days import ends_after_start, grid_reference_is_one, point_lies_in_country
from civcas.checking.shared.references import numbered_without_holes

_METRES = 100  # from the square of the grid reference, from which the position follows


@rule()
def key_names_day_and_time(weapon_employments: Frame) -> Expectation:
    """The key has the day, the time and a number.

    The key is a second note of both, so a mistyped one shows.

    Bad: employment_id nl-2015-06-02-2106-1 with time_begin 21:16.
    Good: employment_id nl-2015-06-02-2106-1 with day 2015-06-02 and time_begin 21:06.
    Fix: Correct the day, the time or the key.
    """
    time = col("time_begin").str.replace_all(":", "", literal=True)
    named = text("nl-", col("day").cast(nw.String), "-", time)
    return Expectation(
        weapon_employments,
        holds=(col("employment_id").str.replace_all("-[0-9]+$", "") == named).fill_null(value=False),
        expected=text(named, " and a number, as day and time say"),
        field="employment_id",
        cells=("day", "time_begin"),
    )


@rule()
def numbers_without_holes(weapon_employments: Frame) -> Expectation:
    """The numbers of the employments of one time run from 1 without holes.

    A hole says that a row was lost.

    Bad: nl-2015-06-02-2106-1 and nl-2015-06-02-2106-3.
    Good: nl-2015-06-02-2106-1 and nl-2015-06-02-2106-2.
    Fix: Restore the row that was lost, or number the rows again.
    """
    return numbered_without_holes(weapon_employments, "employment_id", "-", "of that time")


@rule()
def ends_after_it_begins(weapon_employments: Frame) -> Expectation:
    """The end is not before the begin.

    The two may have changed places. No employment in the database lasts beyond midnight.

    Bad: time_begin 21:20 and time_end 21:06.
    Good: time_begin 21:06 and time_end 21:20.
    Fix: Correct the time that is wrong.
    """
    return ends_after_start(weapon_employments, "time_begin", "time_end")


@rule()
def grid_reference_valid(weapon_employments: Frame) -> Expectation:
    """A grid reference names a square that there is.

    The zone has a band of latitude, and only some pairs of letters occur in it.

    Bad: 37SDE770660, which lies outside band S.
    Good: 37SDV770660.
    Fix: Correct the grid reference.
    """
    return grid_reference_is_one(weapon_employments)


@rule(arithmetic=True)
def grid_reference_matches(weapon_employments: Frame) -> Expectation:
    """The point lies in the square of the grid reference, or within 100 m of it.

    The position follows from the grid reference, so a wrong digit in one of them shows.

    Bad: 38SLE321232 with latitude 36.34 and longitude 43.13, which is 100 km away.
    Good: 38SLF321232 with latitude 36.34 and longitude 43.13.
    Fix: Correct the grid reference or the coordinates.
    """
    return Expectation(
        metres_from_square(grid_squares(weapon_employments)),
        holds=col("metres") <= _METRES,
        found=text(col("mgrs"), ", ", col("metres").ceil().cast(nw.Int64), " m off"),
        expected=text(f"a square within {_METRES} m of ", col("latitude"), ", ", col("longitude")),
        field="mgrs",
        cells=("latitude", "longitude"),
    )


@rule(arithmetic=True)
def point_in_country(weapon_employments: Frame) -> Expectation:
    """The point lies in the country.

    Latitude and longitude may have changed places, or a digit may be wrong.

    Bad: country Iraq with latitude 43.13 and longitude 36.34.
    Good: country Iraq with latitude 36.34 and longitude 43.13.
    Fix: Correct the coordinates or the country.
    """
    return point_lies_in_country(weapon_employments.filter(~col("country").is_null()))


@rule(needs_valid_tables=True)
def matches_control_totals(weapon_employments: Frame, control_totals: Frame) -> Expectation:
    """The employments of each month add up to its row in control_totals.csv.

    The control totals show a row that was lost, or a position that was changed by mistake.

    Bad: 53 employments of 2015-06; control_totals.csv has records 54 for it.
    Good: 54 employments of 2015-06; control_totals.csv has records 54 for it.
    Fix: Compare the records with their sources. If they are right, run `civcas totals --write`, or write what
    was found into control_totals.csv.
    """
    return control_totals_match("weapon_employments", weapon_employments, control_totals)
